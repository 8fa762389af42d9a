"""Rows for tests, made as staff make them: stored, saved, and published through the services.

Each function takes the columns that a test is about; everything else has a plain default.
"""

import datetime
import itertools
from collections.abc import Sequence
from typing import Any

from django.utils.text import slugify

from config.languages import Bilingual
from people.models import Appointment, Center, Person
from publications.models import (
    Audience,
    Chapter,
    Contribution,
    ContributorRole,
    Edition,
    Institute,
    Kind,
    Page,
    Publication,
    Recommendation,
    RecommendationGroup,
    Series,
    Topic,
)
from publications.services import publishing, saving

_numbers = itertools.count(1)


def make_institute(**columns: Any) -> Institute:
    return Institute.objects.create(**{"name_en": "Harbour Institute", "name_ko": "항만연구원"} | columns)


def make_kind(slug: str = "report", **columns: Any) -> Kind:
    name = slug.replace("-", " ").capitalize()
    names = {"name_en": name, "name_ko": f"{name} 종류", "plural_en": f"{name}s", "plural_ko": f"{name} 종류"}
    return Kind.objects.get_or_create(slug=slug, defaults=names | columns)[0]


def make_center(name: str = "Center for Coasts", **columns: Any) -> Center:
    return Center.objects.get_or_create(
        slug=slugify(name), defaults={"name_en": name, "name_ko": "연안센터"} | columns
    )[0]


def make_topic(name: str, name_ko: str = "", **columns: Any) -> Topic:
    slug = slugify(name, allow_unicode=True)
    return Topic.objects.get_or_create(slug=slug, defaults={"name": name, "name_ko": name_ko} | columns)[0]


def make_series(name: str = "Harbour Papers", **columns: Any) -> Series:
    return Series.objects.get_or_create(
        slug=slugify(name), defaults={"name_en": name, "name_ko": "항만연구"} | columns
    )[0]


def make_audience(name: str, name_ko: str = "") -> Audience:
    return Audience.objects.get_or_create(slug=slugify(name), defaults={"name_en": name, "name_ko": name_ko})[0]


def make_page(slug: str, **columns: Any) -> Page:
    texts = {
        "title_en": slug.capitalize(),
        "title_ko": f"{slug} 쪽",
        "body_en": "<p>Text.</p>",
        "body_ko": "<p>글.</p>",
    }
    return Page.objects.create(slug=slug, **texts | columns)


def make_person(name: str = "", name_ko: str = "", **columns: Any) -> Person:
    """A person from "Family Given"; the Korean family name is the first syllable."""
    name = name or f"Seo Number{next(_numbers)}"
    family, _, given = name.partition(" ")
    names = {"family_en": family, "given_en": given, "family_ko": name_ko[:1], "given_ko": name_ko[1:]}
    return Person.objects.create(**{"slug": slugify(name)} | names | columns)


def appoint(person: Person, position: str = "Senior Fellow", **columns: Any) -> Appointment:
    """A fellow's post, held from 2015 on unless said otherwise."""
    defaults = {"center": None, "position_ko": "선임연구위원", "start": datetime.date(2015, 1, 1)}
    return Appointment.objects.create(person=person, position_en=position, **defaults | columns)


def chapter(title: str, level: int = 1, body: str = "<p>Boats leave early.</p>", **columns: Any) -> dict[str, Any]:
    """A line of an outline, for :func:`make_publication`."""
    return {"title_en": title, "level": level, "body": body} | columns


def make_publication(
    title: str = "",
    *,
    authors: Sequence[Person | dict[str, Any]] = (),
    chapters: Sequence[dict[str, Any]] = (),
    advice: Sequence[tuple[str, str]] = (),
    topics: Sequence[Topic] = (),
    centers: Sequence[Center] = (),
    **columns: Any,
) -> Publication:
    """A stored draft, not saved as a Revision yet. ``advice`` are pairs of a group's heading and one recommendation."""
    title = title or f"Paper {next(_numbers)}"
    defaults = {"kind": columns.get("kind") or make_kind(), "issued": datetime.date(2026, 3, 12)}
    publication = Publication.objects.create(**{f"title_{columns.get('language', 'en')}": title} | defaults | columns)
    publication.topics.set(topics)
    publication.centers.set(centers)
    for position, author in enumerate(authors, 1):
        add_contributor(publication, author, position=position)
    for position, line in enumerate(chapters, 1):
        Chapter.objects.create(publication=publication, position=position, **line)
    groups: dict[str, RecommendationGroup] = {}
    for position, (heading, text) in enumerate(advice, 1):
        if heading not in groups:
            groups[heading] = RecommendationGroup.objects.create(
                publication=publication, heading_en=heading, position=position
            )
        Recommendation.objects.create(
            publication=publication, group=groups[heading], text_en=text, text_ko=f"{text} (국문)", position=position
        )
    return publication


def add_contributor(
    publication: Publication, who: Person | dict[str, Any], role: str = "author", **columns: Any
) -> Contribution:
    """A person, or the name columns of somebody outside."""
    row = ContributorRole.objects.get_or_create(slug=role, defaults={"name_en": role, "name_ko": f"{role} 역할"})[0]
    names = who if isinstance(who, dict) else {"person": who}
    return Contribution.objects.create(publication=publication, role=row, **names | columns)


def publish(publication: Publication, at: datetime.datetime | None = None) -> Edition:
    """Save the rows as they stand and open them to readers, now or at a moment."""
    return publishing.publish(revision=saving.save_again(publication=publication, by=None), by=None, at=at)


def make_published(title: str = "", *, at: datetime.datetime | None = None, **fields: Any) -> Edition:
    return publish(make_publication(title, **fields), at)


def withdraw(
    publication: Publication, at: datetime.datetime | None = None, reason: str = "An error in table 2."
) -> None:
    publishing.withdraw(publication=publication, by=None, reason=Bilingual(reason, "표 2의 오류."), at=at)


def long_text(words: int) -> str:
    """A body of about so many English words."""
    return f"<p>{'Boats leave early and come home late. ' * (words // 7)}</p>"
