"""The list of publications with its filters; topics, centers and series."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from config.languages import Language
from people.models import Center, Person
from publications.filters import FACETS, PAGE_SIZE, Filters, count_each, count_facets, label_facets
from publications.models import Edition, EditionQuerySet, Series, Topic
from publications.views.frame import Frame, public_page

SHORT_LIST = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """A checkbox of a facet, and the chip of a chosen value."""

    facet: str
    value: str
    label: str
    hits: int
    is_chosen: bool
    without: str


@public_page
def publications(frame: Frame) -> HttpResponse:
    filters = Filters.parse(frame.request.GET)
    everything = Edition.objects.listed()
    matching = filters.apply(everything)
    number = frame.remembered("listed", everything.count)
    total = matching.count() if filters.are_set else number
    pages = max(1, -(-total // PAGE_SIZE))
    if filters.page > pages:
        raise Http404
    facets = _facets(everything, filters, frame)
    chips = [choice for choices in facets.values() for choice in choices if choice.is_chosen]
    context = {
        "filters": filters,
        "editions": _page(filters, matching, total, frame.language),
        "total": total,
        "everything": number,
        "facets": facets,
        "chips": chips,
        "chosen": len(chips) + filters.video,
        "suggestions": _suggestions(everything, filters, chips) if not total else [],
        "without_video": Filters(filters.chosen, sort=filters.sort).query() if filters.video else "",
        "pages": numbers(filters.page, pages, lambda page: filters.query(page=page)),
    }
    return frame.render("publications/browse.html", context)


def _page(filters: Filters, matching: EditionQuerySet, total: int, language: Language) -> list[Edition]:
    """Keys first, counted from the nearer end: rows that a reader passes over are not read."""
    ordered = filters.order(matching.newest_first(), language).values_list("pk", flat=True)
    start, end = (filters.page - 1) * PAGE_SIZE, min(filters.page * PAGE_SIZE, total)
    is_far = start > total // 2
    keys = list(ordered.reverse()[total - end : total - start] if is_far else ordered[start:end])
    if is_far:
        keys.reverse()
    rows = Edition.objects.filter(pk__in=keys).select_related("kind", "series")
    found = (rows.with_views() if filters.sort == "views" else rows).in_bulk()
    return [found[key] for key in keys if key in found]


def _facets(everything: EditionQuerySet, filters: Filters, frame: Frame) -> dict[str, list[Choice]]:
    counts = (
        count_facets(everything, filters)
        if filters.are_set
        else frame.remembered("facets", lambda: count_facets(everything, filters))
    )
    names = label_facets(counts, filters, frame.language)
    return {
        name: [
            Choice(
                facet=name,
                value=value,
                label=label,
                hits=counts[name].get(value, 0),
                is_chosen=value in filters.chosen.get(name, ()),
                without=filters.without(name, value).query() if value in filters.chosen.get(name, ()) else "",
            )
            for value, label in names[name].items()
        ]
        for name in FACETS
    }


def _suggestions(everything: EditionQuerySet, filters: Filters, chips: list[Choice]) -> list[tuple[Choice, int]]:
    """What to remove when nothing matches, each with the number it would give."""
    variants = [filters.without(chip.facet, chip.value) for chip in chips]
    hits = count_each(everything, variants)
    return [(chip, count) for chip, count in zip(chips, hits, strict=True) if count]


def numbers(current: int, last: int, address: Callable[[int], str]) -> dict[str, Any]:
    """Links to the first, the neighbouring and the last pages; None stands for a gap."""
    near = {1, last, *range(max(1, current - 2), min(last, current + 2) + 1)}
    found: list[tuple[int, str] | None] = []
    for number in sorted(near):
        if found and found[-1] and found[-1][0] != number - 1:
            found.append(None)
        found.append((number, address(number)))
    return {
        "numbers": found,
        "current": current,
        "last": last,
        "previous": address(current - 1) if current > 1 else "",
        "next": address(current + 1) if current < last else "",
    }


@public_page
def topics(frame: Frame) -> HttpResponse:
    """By name in the language of the page."""
    rows = frame.remembered("topics", lambda: list(Topic.objects.of(Edition.objects.published())))
    topics = sorted(rows, key=lambda topic: topic.names.best(frame.language).value.casefold())
    return frame.render("publications/topics.html", {"topics": topics})


@public_page
def topic(frame: Frame, slug: str) -> HttpResponse:
    row = get_object_or_404(Topic, slug=slug)
    editions = Edition.objects.published().about(row)
    return _collection(frame, "publications/topic.html", editions, {"topic": row, "query": f"?topic={slug}"})


@public_page
def center(frame: Frame, slug: str) -> HttpResponse:
    row = get_object_or_404(Center, slug=slug)
    editions = Edition.objects.published().in_center(row)
    people = [
        person
        for person in Person.objects.filter(appointments__center=row).distinct().for_list().select_related("portrait")
        if person.current_post and person.current_post.center_id == row.pk
    ]
    context = {"center": row, "people": people, "query": f"?center={slug}"}
    return _collection(frame, "publications/center.html", editions, context)


def _collection(frame: Frame, template: str, editions: EditionQuerySet, context: dict[str, Any]) -> HttpResponse:
    """The newest of some editions, with their number; the list page has the rest."""
    context |= {"editions": editions.for_list()[:SHORT_LIST], "total": editions.count()}
    return frame.render(template, context)


@public_page
def series(frame: Frame, slug: str) -> HttpResponse:
    """All numbers of a series, the highest first."""
    row = get_object_or_404(Series, slug=slug)
    editions = Edition.objects.published().in_series(row).select_related("kind", "series")
    ordered = sorted(editions, key=lambda edition: _natural(edition.series_number), reverse=True)
    return frame.render("publications/series.html", {"series": row, "editions": ordered})


def _natural(number: str) -> list[tuple[int, str]]:
    """ "2026-10" after "2026-9"."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in number.replace("-", " ").split()]
