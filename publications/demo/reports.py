"""Rows of one demo publication, from its file in ``reports/``. Then it is saved and published as staff would."""

import datetime
import re
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from people.models import Center, Person
from publications.demo.catalogue import Catalogue
from publications.demo.content import Entry, store
from publications.models import (
    Audience,
    Chapter,
    Contribution,
    ContributorRole,
    Figure,
    Kind,
    Publication,
    Recommendation,
    RecommendationGroup,
    Series,
    Topic,
)
from publications.pictures import store_picture
from publications.services.loading import opening

SCHEDULED_AHEAD = datetime.timedelta(days=14)
_HANGUL_NAME = re.compile("[가-힣]{2,4}")
_PRECISIONS = {4: "year", 7: "month", 10: "day"}
_FIRST_DAY = {4: "-01-01", 7: "-01", 10: ""}


def load_publication(entry: Entry, slug: str, images: Path, catalogue: Catalogue) -> Publication:
    """The rows of one file. ``status`` and ``live_from`` are left for who publishes it."""
    publication = Publication(slug=slug, **_columns(entry, catalogue))
    store(publication, entry)
    catalogue.add(slug, publication)
    publication.centers.set(catalogue.find_all(Center, entry, "centers"))
    publication.topics.set(catalogue.find_all(Topic, entry, "topics"))
    for position, contributor in enumerate(entry.entries("contributors"), 1):
        _load_contributor(contributor, publication, position, catalogue)
    chapters = {
        chapter.need("anchor"): _load_chapter(chapter, publication, position)
        for position, chapter in enumerate(entry.entries("chapters"), 1)
    }
    _load_groups(entry, publication, chapters, catalogue)
    for figure in entry.entries("figures"):
        _load_figure(figure, publication, images)
    return publication


def moment(entry: Entry, publication: Publication) -> datetime.datetime:
    """When it opens: at nine on the day of issue, or at the hour for which it is scheduled.

    A schedule that has passed by now is moved on, so that the demo always has something to come.
    """
    scheduled = entry.moment("live_from")
    return max(scheduled, timezone.now() + SCHEDULED_AHEAD) if scheduled else opening(publication.issued)


def _columns(entry: Entry, catalogue: Catalogue) -> dict[str, Any]:
    columns: dict[str, Any] = entry.pair("title", "subtitle", "summary", "imprint")
    columns |= {name: entry.text(name) for name in ("series_number", "doi", "isbn", "licence")}
    columns["language"] = entry.need("language")
    columns["kind"] = catalogue.find(Kind, entry.need("kind"), entry, "kind")
    columns["pages"] = entry.get("pages", int, 0) or None
    if series := entry.text("series"):
        columns["series"] = catalogue.find(Series, series, entry, "series")
    if original := entry.text("translation_of"):
        columns["translation_of"] = catalogue.find(Publication, original, entry, "translation_of")
    return columns | _issue(entry) | _video(entry)


def _issue(entry: Entry) -> dict[str, Any]:
    text = entry.need("issued")
    try:
        day = datetime.date.fromisoformat(text + _FIRST_DAY[len(text)])
    except (KeyError, ValueError):
        raise entry.fault("issued", f"must look like 2026-03-12, 2026-03 or 2026, not {text}") from None
    return {"issued": day, "issued_precision": _PRECISIONS[len(text)]}


def _video(entry: Entry) -> dict[str, Any]:
    video = entry.entry("video")
    if video is None:
        return {}
    columns = {f"video_{name}": value for name, value in video.pair("title", "transcript").items()}
    columns |= {"video_address": video.need("address"), "video_embed": video.text("embed")}
    seconds = video.get("duration", int, 0)
    video.finish()
    return columns | {"video_seconds": seconds or None}


def _load_contributor(entry: Entry, publication: Publication, position: int, catalogue: Catalogue) -> None:
    role = catalogue.find(ContributorRole, entry.need("role"), entry, "role")
    columns: dict[str, Any] = entry.pair("affiliation")
    organisation, name = entry.pair("organisation"), entry.pair("name")
    if person := entry.text("person"):
        columns["person"] = catalogue.find(Person, person, entry, "person")
    elif any(organisation.values()):
        columns |= {"is_organisation": True, "given_en": organisation["organisation_en"]}
        columns["given_ko"] = organisation["organisation_ko"]
    elif any(name.values()):
        columns |= _names(name["name_en"], name["name_ko"])
    else:
        raise entry.fault("person", "or name_en or organisation_en is missing")
    entry.finish()
    store(Contribution(publication=publication, position=position, role=role, **columns), entry)


def _names(english: str, korean: str) -> dict[str, Any]:
    """Family and given name of an outside author. A name of Hangul syllables without a blank is a Korean one."""
    if _HANGUL_NAME.fullmatch(korean):
        family, _, given = english.partition(" ")
        order = {"family_first_en": True, "family_first_ko": True}
        return order | {"family_en": family, "given_en": given, "family_ko": korean[0], "given_ko": korean[1:]}
    columns: dict[str, Any] = {"family_first_en": False, "family_first_ko": False}
    for language, name in (("en", english), ("ko", korean)):
        given, _, family = name.rpartition(" ")
        columns |= {f"family_{language}": family if given else "", f"given_{language}": given or family}
    return columns


def _load_chapter(entry: Entry, publication: Publication, position: int) -> Chapter:
    chapter = Chapter(
        publication=publication,
        position=position,
        anchor=entry.need("anchor"),
        level=entry.get("level", int, 1),
        matter=entry.need("matter"),
        body=entry.text("body"),
        **entry.pair("title"),
    )
    entry.finish()
    store(chapter, entry)
    return chapter


def _load_groups(entry: Entry, publication: Publication, chapters: dict[str, Chapter], catalogue: Catalogue) -> None:
    number = 0
    for part in entry.entries("groups"):
        group = RecommendationGroup(publication=publication, position=number + 1, **part.pair("heading"))
        store(group, part)
        group.audiences.set(catalogue.find_all(Audience, part, "audiences"))
        for advice in part.entries("recommendations"):
            number += 1
            row = Recommendation(publication=publication, group=group, position=number, **advice.pair("text"))
            store(row, advice)
            row.chapters.set(_rests_on(advice, chapters))
            advice.finish()
        part.finish()


def _rests_on(advice: Entry, chapters: dict[str, Chapter]) -> list[Chapter]:
    anchors = advice.words("chapters")
    if unknown := [anchor for anchor in anchors if anchor not in chapters]:
        raise advice.fault("chapters", f"there is no chapter “{unknown[0]}”")
    return [chapters[anchor] for anchor in anchors]


def _load_figure(entry: Entry, publication: Publication, images: Path) -> None:
    path = images / entry.need("image")
    if not path.is_file():
        raise entry.fault("image", f"there is no file {path.name}")
    try:
        with path.open("rb") as file:
            picture = store_picture(file, name=path.name)
    except ValidationError as error:
        raise entry.fault("image", " ".join(error.messages)) from error
    texts = {name: entry.text(name) for name in ("alt", "caption", "source")}
    store(Figure(publication=publication, key=entry.need("key"), picture=picture, **texts), entry)
    entry.finish()
