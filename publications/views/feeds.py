"""Atom and JSON feeds: of everything, and of each kind, topic, person, center and series, in each language."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from config.languages import Bilingual, Language
from people.models import Center, Person
from publications.models import Edition, EditionQuerySet, Institute, Kind, Series, Topic
from publications.outputs import atom, json_feed
from publications.outputs.feed import Entry, Feed, feed_title
from publications.outputs.site import Site
from publications.views.machine import page_number, public_data
from publications.views.site import site_of

PAGE_SIZE = 30
WRITERS: Mapping[str, tuple[str, Callable[[Feed, Site], bytes]]] = {
    "atom": ("application/atom+xml; charset=utf-8", atom.render),
    "json": ("application/feed+json; charset=utf-8", json_feed.render),
}


@dataclass(frozen=True, slots=True)
class Collection:
    """Something that has a feed of its own: its table, what it is called, and its editions."""

    model: Any
    name: Callable[[Any], Bilingual]
    editions: Callable[[EditionQuerySet, Any], EditionQuerySet]


COLLECTIONS: Mapping[str, Collection] = {
    "kinds": Collection(Kind, lambda kind: kind.plural, lambda editions, kind: editions.filter(kind=kind)),
    "topics": Collection(Topic, lambda topic: topic.names, EditionQuerySet.about),
    "people": Collection(
        Person, lambda person: Bilingual(person.name.en.printed, person.name.ko.printed), EditionQuerySet.by
    ),
    "centers": Collection(Center, lambda center: center.name, EditionQuerySet.in_center),
    "series": Collection(Series, lambda series: series.name, EditionQuerySet.in_series),
}


@dataclass(frozen=True, slots=True)
class Source:
    """What one feed is of: its name, its page, its editions."""

    title: Bilingual
    home: str
    editions: EditionQuerySet


@public_data
def everything(request: HttpRequest, institute: Institute, language: Language, suffix: str) -> HttpResponse:
    home = settings.SITE_URL + reverse("publications:browse", args=[language])
    source = Source(institute.name, home, Edition.objects.published())
    return _answer(request, institute, language, suffix, source)


@public_data
def collection(
    request: HttpRequest, institute: Institute, language: Language, collection: str, slug: str, suffix: str
) -> HttpResponse:
    if collection not in COLLECTIONS:
        raise Http404
    chosen = COLLECTIONS[collection]
    row = get_object_or_404(chosen.model, slug=slug)
    path = f"publications/?kind={quote(slug)}" if collection == "kinds" else f"{collection}/{quote(slug)}/"
    source = Source(
        title=feed_title(institute.name, chosen.name(row)),
        home=f"{settings.SITE_URL}/{language}/{path}",
        editions=chosen.editions(Edition.objects.published(), row),
    )
    return _answer(request, institute, language, suffix, source)


def _answer(
    request: HttpRequest, institute: Institute, language: Language, suffix: str, source: Source
) -> HttpResponse:
    if suffix not in WRITERS:
        raise Http404
    media_type, write = WRITERS[suffix]
    feed = _page_of(source, language, settings.SITE_URL + quote(request.path), page_number(request), institute.changed)
    site = site_of(institute)
    return HttpResponse(write(feed, site), content_type=media_type)


def _page_of(source: Source, language: Language, address: str, page: int, changed: datetime.datetime) -> Feed:
    """What opened last first.

    :raises Http404: the page is beyond the last one
    """
    keys = _newest(source.editions).values_list("pk", flat=True)
    shown = list(keys[(page - 1) * PAGE_SIZE : page * PAGE_SIZE + 1])
    if page > 1 and not shown:
        raise Http404
    entries = _entries(shown[:PAGE_SIZE])
    return Feed(
        language=language,
        title=source.title,
        address=_page(address, page),
        home=source.home,
        updated=entries[0].updated if entries else changed,
        entries=entries,
        links=tuple(_links(address, page, has_more=len(shown) > PAGE_SIZE)),
    )


def _newest(editions: EditionQuerySet) -> EditionQuerySet:
    return editions.order_by("-live_from", "-sort_date", "-pk")


def _entries(keys: list[int]) -> tuple[Entry, ...]:
    """Documents are read for one page only: the rows before it are sorted by their keys."""
    earlier = Edition.objects.opened().filter(publication=OuterRef("publication")).order_by("live_from")
    rows = Edition.objects.filter(pk__in=keys).with_document()
    opened = _newest(rows).annotate(first_opened=Subquery(earlier.values("live_from")[:1]))
    return tuple(Entry(row.document, row.first_opened, row.live_from) for row in opened)  # type: ignore[attr-defined]


def _page(address: str, page: int) -> str:
    return f"{address}?page={page}" if page > 1 else address


def _links(address: str, page: int, *, has_more: bool) -> list[tuple[str, str]]:
    links = [("first", address)]
    if page > 1:
        links.append(("previous", _page(address, page - 1)))
    if has_more:
        links.append(("next", _page(address, page + 1)))
    return links
