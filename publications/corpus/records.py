"""Records as plain values, and their way into the tables: rows in batches, then the walk of saving and publishing.

A record's slug is its key: one that is there already is left alone, so that a load can be repeated.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from config.languages import Bilingual, Language
from people.models import Center, Person
from people.names import NamePair
from publications.document.outline import make_anchor
from publications.document.types import Issued, Matter
from publications.models import (
    Chapter,
    Contribution,
    ContributorRole,
    Kind,
    Publication,
    Readership,
    Recommendation,
    RecommendationGroup,
    Series,
    Topic,
)
from publications.services.loading import publish_first

BATCH = 250


@dataclass(frozen=True, slots=True)
class Author:
    """``key`` tells namesakes apart; it is the slug of the person."""

    key: str
    name: NamePair
    is_organisation: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter; ``body`` is HTML."""

    title: Bilingual
    body: str
    level: int = 1
    matter: Matter = "body"


@dataclass(frozen=True, slots=True)
class Record:
    slug: str
    language: Language
    kind: str
    title: Bilingual
    summary: Bilingual = Bilingual()
    authors: tuple[Author, ...] = ()
    topics: tuple[Bilingual, ...] = ()
    centers: tuple[Bilingual, ...] = ()
    parts: tuple[Part, ...] = ()
    # Heading of a group, and what is recommended under it.
    advice: tuple[tuple[Bilingual, tuple[Bilingual, ...]], ...] = ()
    issued: Issued | None = None
    series: str = ""
    series_number: str = ""
    # Counted where the record comes from.
    views: int = 0


def load(records: Iterable[Record]) -> int:
    """Store and publish the records that are not there yet; says how many. All of them, or none."""
    with transaction.atomic():
        return sum(_load_batch(batch) for batch in _batches(records))


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    following = iter(records)
    while batch := list(islice(following, BATCH)):
        yield batch


def _load_batch(batch: Sequence[Record]) -> int:
    there = set(Publication.objects.filter(slug__in=[r.slug for r in batch]).values_list("slug", flat=True))
    new = [record for record in batch if record.slug not in there]
    rows = _store_publications(new)
    _store_classification(rows)
    _store_authors(rows)
    Chapter.objects.bulk_create(chapter for publication, record in rows for chapter in _chapters(publication, record))
    _store_advice(rows)
    publish_first(publications=[publication for publication, _ in rows])
    Readership.objects.bulk_create(
        Readership(publication=publication, legacy=record.views) for publication, record in rows if record.views
    )
    return len(rows)


Rows = list[tuple[Publication, Record]]


def _store_publications(records: Sequence[Record]) -> Rows:
    kinds, series = _kinds(records), _series(records)
    publications = Publication.objects.bulk_create(
        Publication(
            slug=record.slug,
            language=record.language,
            kind=kinds[record.kind],
            series=series.get(record.series),
            series_number=record.series_number,
            title_en=record.title.en,
            title_ko=record.title.ko,
            summary_en=record.summary.en,
            summary_ko=record.summary.ko,
            issued=record.issued.date if record.issued else None,
            issued_precision=record.issued.precision if record.issued else "day",
            # The number of the first save, which is claimed by making the row.
            revision=1,
        )
        for record in records
    )
    return list(zip(publications, records, strict=True))


def _kinds(records: Sequence[Record]) -> dict[str, Kind]:
    """The kinds by slug; one that is missing is made, with a name that staff can improve."""
    kinds = {}
    for slug in sorted({record.kind for record in records}):
        name = slug.replace("-", " ").replace("_", " ").capitalize()
        has_chapters = any(len(record.parts) > 1 for record in records if record.kind == slug)
        columns = {"name_en": name, "name_ko": name, "plural_en": name, "plural_ko": name, "position": 100}
        columns |= {"has_chapters": has_chapters, "has_recommendations": has_chapters}
        columns |= {"numbering": Kind.Numbering.ROMAN if has_chapters else Kind.Numbering.NONE}
        kinds[slug] = Kind.objects.get_or_create(slug=slug, defaults=columns)[0]
    return kinds


def _series(records: Sequence[Record]) -> dict[str, Series]:
    names = {record.series for record in records if record.series}
    return {
        name: Series.objects.get_or_create(slug=slugify(name, allow_unicode=True), defaults={"name_en": name})[0]
        for name in names
    }


def _store_classification(rows: Rows) -> None:
    topics = {name: _topic(name) for name in {name for _, record in rows for name in record.topics}}
    link: Any = Publication.topics.through
    link.objects.bulk_create(
        link(content_object=publication, tag=topics[name])
        for publication, record in rows
        for name in dict.fromkeys(record.topics)
    )
    centers = {name: _center(name) for name in {name for _, record in rows for name in record.centers}}
    link = Publication.centers.through
    link.objects.bulk_create(
        link(publication=publication, center=centers[name])
        for publication, record in rows
        for name in dict.fromkeys(record.centers)
    )


def _topic(names: Bilingual) -> Topic:
    """By its name: a topic known in one language only carries that name alone."""
    name = names.en or names.ko
    topic: Topic = Topic.objects.get_or_create(name=name, defaults={"name_ko": names.ko})[0]
    return topic


def _center(names: Bilingual) -> Center:
    slug = slugify(names.en or names.ko, allow_unicode=True)
    return Center.objects.get_or_create(
        slug=slug, defaults={"name_en": names.en, "name_ko": names.ko, "position": 100}
    )[0]


def _store_authors(rows: Rows) -> None:
    role = ContributorRole.objects.get_or_create(slug="author", defaults={"name_en": "Author", "name_ko": "저자"})[0]
    wanted = {author.key: author for _, record in rows for author in record.authors}
    people = {person.slug: person for person in Person.objects.filter(slug__in=wanted)}
    for key in wanted.keys() - people.keys():
        people[key] = _person(wanted[key])
    Contribution.objects.bulk_create(
        Contribution(
            publication=publication,
            position=place,
            role=role,
            person=people[author.key],
            is_organisation=author.is_organisation,
        )
        for publication, record in rows
        for place, author in enumerate(record.authors, 1)
    )


def _person(author: Author) -> Person:
    english, korean = author.name.en, author.name.ko
    return Person.objects.create(
        slug=author.key,
        family_en=english.family,
        given_en=english.given,
        family_first_en=english.family_first,
        family_ko=korean.family,
        given_ko=korean.given,
        family_first_ko=korean.family_first,
    )


def _store_advice(rows: Rows) -> None:
    """Positions count through a publication; a group has that of its first line."""
    groups, entries = [], []
    for publication, record in rows:
        number = 0
        for heading, texts in record.advice:
            columns = {"heading_en": heading.en, "heading_ko": heading.ko, "position": number + 1}
            group = RecommendationGroup(publication=publication, **columns)
            groups.append(group)
            for text in texts:
                number += 1
                columns = {"text_en": text.en, "text_ko": text.ko, "position": number, "anchor": f"r{number}"}
                entries.append(Recommendation(publication=publication, group=group, **columns))
        publication.last_recommendation = number
    RecommendationGroup.objects.bulk_create(groups)
    Recommendation.objects.bulk_create(entries)
    Publication.objects.bulk_update(
        (publication for publication, record in rows if record.advice), ["last_recommendation"]
    )


def _chapters(publication: Publication, record: Record) -> Iterator[Chapter]:
    taken: set[str] = set()
    for position, part in enumerate(record.parts, 1):
        anchor = make_anchor(part.title.en or part.title.ko or "text", taken)
        taken.add(anchor)
        yield Chapter(
            publication=publication,
            position=position,
            level=part.level,
            matter=part.matter,
            anchor=anchor,
            title_en=part.title.en,
            title_ko=part.title.ko,
            body=part.body,
        )
