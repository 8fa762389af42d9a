"""The sitemap: one file up to the limit of the protocol, an index of parts above it."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from config.languages import LANGUAGES, Language
from people.models import Person
from publications.models import Edition, EditionQuerySet, Institute, Page
from publications.outputs.feed import moment
from publications.outputs.xml import DECLARATION
from publications.views.machine import public_data

LIMIT = 50_000
# Rows of one part of a large sitemap; each has at most two addresses.
PART = 20_000
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LINKS = "http://www.w3.org/1999/xhtml"
_ALWAYS = ("publications:home", "publications:browse", "publications:topics", "people:people")


@dataclass(frozen=True, slots=True)
class Place:
    """A page that exists in some languages: the name of its address, what stands in it, and when it changed."""

    name: str
    slug: str = ""
    languages: tuple[Language, ...] = LANGUAGES
    changed: datetime.datetime | None = None

    def addresses(self) -> list[tuple[Language, str]]:
        """Percent-encoded, so that nothing in them needs escaping."""
        slug = [self.slug] if self.slug else []
        return [(entry, settings.SITE_URL + reverse(self.name, args=[entry, *slug])) for entry in self.languages]


@public_data
def sitemap(request: HttpRequest, institute: Institute) -> HttpResponseBase:
    rows = {section: _count(section, institute) for section in SECTIONS}
    if _addresses() + len(LANGUAGES) * (rows["pages"] + rows["people"]) <= LIMIT:
        return _answer(_urlset(place for section in SECTIONS for place in _places(section, institute)))
    parts = [(section, part) for section, count in rows.items() for part in range(1, -(-count // PART) + 1)]
    entries = (
        f"<sitemap><loc>{settings.SITE_URL}{reverse('sitemap_part', args=pair)}</loc></sitemap>\n" for pair in parts
    )
    return _answer(_wrapped("sitemapindex", f'xmlns="{_SPACE}"', entries))


@public_data
def part(request: HttpRequest, institute: Institute, section: str, number: int) -> HttpResponseBase:
    if section not in SECTIONS or not 0 < number <= -(-_count(section, institute) // PART):
        raise Http404
    return _answer(_urlset(_places(section, institute, (number - 1) * PART, number * PART)))


def _answer(lines: Iterator[str]) -> StreamingHttpResponse:
    return StreamingHttpResponse(lines, content_type="application/xml; charset=utf-8")


def _wrapped(name: str, attributes: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"{DECLARATION}<{name} {attributes}>\n"
    yield from lines
    yield f"</{name}>\n"


def _urlset(places: Iterable[Place]) -> Iterator[str]:
    lines = (line for place in places for line in _lines(place))
    return _wrapped("urlset", f'xmlns="{_SPACE}" xmlns:xhtml="{_LINKS}"', lines)


def _lines(place: Place) -> Iterator[str]:
    """One entry a language; where there are two, each names both."""
    changed = f"<lastmod>{moment(place.changed)}</lastmod>" if place.changed else ""
    addresses = place.addresses()
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{address}"/>' for language, address in addresses
    )
    for _, address in addresses:
        yield f"<url><loc>{address}</loc>{changed}{links if len(addresses) > 1 else ''}</url>\n"


def _places(section: str, institute: Institute, start: int = 0, stop: int | None = None) -> Iterator[Place]:
    if section == "publications":
        return (_publication(*row) for row in _published()[start:stop].iterator())
    return iter(SECTIONS[section](institute)[start:stop])


def _count(section: str, institute: Institute) -> int:
    return _published().count() if section == "publications" else len(SECTIONS[section](institute))


def _published() -> QuerySet[Any, tuple[Any, ...]]:
    columns = ("slug", "live_from", "title_en", "abstract_en", "title_ko", "abstract_ko")
    return Edition.objects.published().order_by("publication").values_list(*columns)


def _publication(slug: str, opened: datetime.datetime, *texts: str) -> Place:
    """Only in languages in which it has a title or a summary: elsewhere its page is not to be indexed."""
    pairs = zip(LANGUAGES, (any(texts[:2]), any(texts[2:])), strict=True)
    return Place("publications:report", slug, tuple(language for language, is_there in pairs if is_there), opened)


def _addresses() -> int:
    """How many addresses all publications have."""
    published = Edition.objects.published()
    return sum(published.exclude(**{f"title_{entry}": "", f"abstract_{entry}": ""}).count() for entry in LANGUAGES)


def _pages(institute: Institute) -> list[Place]:
    published = Edition.objects.published()
    return [
        *(Place(name, changed=institute.changed) for name in _ALWAYS),
        *(Place("publications:page", page.slug, page.languages) for page in Page.objects.all()),
        *_opened("publications:topic", published, "topics__slug"),
        *_opened("publications:center", published, "centers__slug"),
        *_opened("publications:series", published, "series__slug"),
    ]


def _people(institute: Institute) -> list[Place]:
    """Whoever has published, and whoever holds or held a post; others are known to drafts only."""
    authors = _opened("people:person", Edition.objects.published(), "contributions__person__slug")
    seen = {place.slug for place in authors}
    posts = Person.objects.filter(appointments__isnull=False).distinct().values_list("slug", flat=True)
    return [*authors, *(Place("people:person", slug) for slug in posts.order_by("slug") if slug not in seen)]


def _opened(name: str, published: EditionQuerySet, slug: str) -> list[Place]:
    """A page for each thing that published editions are linked to, changed when the last of them opened."""
    rows = published.exclude(**{slug: None}).order_by(slug).values_list(slug).annotate(last=Max("live_from"))
    return [Place(name, found, changed=last) for found, last in rows]


SECTIONS: Mapping[str, Callable[[Institute], list[Place]]] = {
    "pages": _pages,
    "people": _people,
    # Too many to be listed at once; see _places.
    "publications": lambda institute: [],
}
