"""The sitemap: one file up to the limit of the protocol, an index of parts above it."""

import datetime
import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

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
MAXIMUM_PARTS = 10_000
# Lines that are sent at a time.
BLOCK = 500
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LINKS = "http://www.w3.org/1999/xhtml"
_ALWAYS = (
    "publications:home",
    "publications:browse",
    "publications:topics",
    "publications:archive",
    "publications:recommendations",
    "people:people",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A page that exists in some languages: the name of its address, what stands in it, and when it changed."""

    name: str
    slug: str = ""
    languages: tuple[Language, ...] = LANGUAGES
    changed: datetime.datetime | None = None

    def addresses(self) -> list[tuple[Language, str]]:
        """Percent-encoded, so that nothing in them needs escaping."""
        rest = f"{quote(self.slug, safe='')}/" if self.slug else ""
        return [(entry, f"{settings.SITE_URL}{_path(self.name, entry, bool(rest))}{rest}") for entry in self.languages]


@functools.cache
def _path(name: str, language: Language, has_slug: bool) -> str:
    """The address of a page up to its slug: looked up once, not for each of many."""
    return reverse(name, args=[language, "-"]).removesuffix("-/") if has_slug else reverse(name, args=[language])


@public_data
def sitemap(request: HttpRequest, institute: Institute) -> HttpResponseBase:
    lists = {section: places(institute) for section, places in CATALOGUE.items()}
    if _addresses() + len(LANGUAGES) * sum(map(len, lists.values())) <= LIMIT:
        return _answer(_urlset(itertools.chain(*lists.values(), _works())))
    rows = {section: len(places) for section, places in lists.items()} | {WORKS: _published().count()}
    parts = [(section, part) for section, count in rows.items() for part in range(1, -(-count // PART) + 1)]
    entries = (
        f"<sitemap><loc>{settings.SITE_URL}{reverse('sitemap_part', args=pair)}</loc></sitemap>\n" for pair in parts
    )
    return _answer(_wrapped("sitemapindex", f'xmlns="{_SPACE}"', entries))


@public_data
def part(request: HttpRequest, institute: Institute, section: str, number: int) -> HttpResponseBase:
    start, stop = (number - 1) * PART, number * PART
    if number < 1 or number > MAXIMUM_PARTS:
        raise Http404
    if section == WORKS and start < _published().count():
        return _answer(_urlset(_works(start, stop)))
    places = CATALOGUE[section](institute)[start:stop] if section in CATALOGUE else []
    if not places:
        raise Http404
    return _answer(_urlset(places))


def _answer(lines: Iterator[str]) -> StreamingHttpResponse:
    """In blocks: each piece that is handed on costs a call to the network."""
    blocks = iter(lambda: "".join(itertools.islice(lines, BLOCK)), "")
    return StreamingHttpResponse(blocks, content_type="application/xml; charset=utf-8")


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


def _works(start: int = 0, stop: int | None = None) -> Iterator[Place]:
    return (_publication(*row) for row in _published()[start:stop].iterator())


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


# Sections that fit in memory; publications are read as they are sent.
CATALOGUE: Mapping[str, Callable[[Institute], list[Place]]] = {"pages": _pages, "people": _people}
WORKS = "publications"
