"""Recommendations across publications: a list with filters, the same as data, and a page for each."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from config.languages import LANGUAGES, Language
from publications import advice
from publications.advice import FACETS, PAGE_SIZE, Wanted
from publications.models import Edition, EditionRecommendation, Institute
from publications.outputs.data import both
from publications.views.browse import Choice, numbers
from publications.views.frame import Frame, alternates, public_page
from publications.views.machine import public_data

COLUMNS = (
    "publication", "number", "text_en", "text_ko", "heading_en", "heading_ko", "audiences", "topics",
    "title_en", "title_ko", "language", "kind", "issued", "url",
)  # fmt: skip
_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
# What a spreadsheet would take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t")
BLOCK = 500


@public_page
def recommendations(frame: Frame) -> HttpResponse:
    wanted = Wanted.parse(frame.request.GET)
    everything = advice.holding(advice.published(), wanted.words)
    matching = wanted.apply(everything)
    total = matching.count() if wanted.is_set else frame.remembered("advice", matching.count)
    last = max(1, -(-total // PAGE_SIZE))
    if wanted.page > last:
        raise Http404
    facets = _facets(frame, everything, wanted)
    chips = [choice for choices in facets.values() for choice in choices if choice.is_chosen]
    context = {
        "wanted": wanted,
        "rows": _page(matching, wanted.page),
        "total": total,
        "facets": facets,
        "chips": chips,
        "without_words": Wanted(wanted.chosen).query() if wanted.words else "",
        "pages": numbers(wanted.page, last, lambda page: wanted.query(page=page)),
        "query": wanted.query(),
        "section": "recommendations",
    }
    return frame.render("publications/advice.html", context)


def _page(matching: Any, page: int) -> list[EditionRecommendation]:
    """Keys first: rows further up are passed over without being read."""
    keys = list(advice.newest(matching).values_list("pk", flat=True)[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    rows = advice.with_links(EditionRecommendation.objects.filter(pk__in=keys)).in_bulk()
    return [rows[key] for key in keys]


def _facets(frame: Frame, everything: Any, wanted: Wanted) -> dict[str, list[Choice]]:
    counts = (
        advice.count_facets(everything, wanted)
        if wanted.is_set
        else frame.remembered("advice facets", lambda: advice.count_facets(everything, wanted))
    )
    names = advice.label_facets(counts, wanted, frame.language)
    return {
        name: [
            Choice(
                facet=name,
                value=value,
                label=label,
                hits=counts[name].get(value, 0),
                is_chosen=value in wanted.chosen.get(name, ()),
                without=wanted.without(name, value).query() if value in wanted.chosen.get(name, ()) else "",
            )
            for value, label in names[name].items()
        ]
        for name in FACETS
    }


@public_page
def recommendation(frame: Frame, slug: str, anchor: str) -> HttpResponse:
    """One piece of advice at an address of its own."""
    published = EditionRecommendation.objects.filter(edition__in=Edition.objects.published(), anchor=anchor)
    row = advice.with_links(published).filter(edition__slug=slug).first()
    if row is None:
        raise Http404
    written = tuple(entry for entry in LANGUAGES if row.text.get(entry))
    context = {
        "row": row,
        "edition": row.edition,
        "alternates": alternates(frame.request.path, written),
        "no_index": frame.language not in written,
        "section": "recommendations",
    }
    return frame.render("publications/advice_one.html", context)


@public_data
def download(request: HttpRequest, institute: Institute, language: Language, suffix: str) -> HttpResponseBase:
    """All that the filters leave, as CSV or JSON, sent row by row."""
    if suffix not in _TYPES:
        raise Http404
    wanted = Wanted.parse(request.GET)
    rows = advice.newest(wanted.apply(advice.holding(advice.published(), wanted.words)))
    values = (_values(row, language) for row in advice.with_links(rows).iterator(chunk_size=BLOCK))
    pieces = _as_csv(values) if suffix == "csv" else _as_json(values)
    response = StreamingHttpResponse(pieces, content_type=_TYPES[suffix])
    response["Content-Disposition"] = f'attachment; filename="recommendations.{suffix}"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _values(row: EditionRecommendation, language: Language) -> dict[str, Any]:
    edition = row.edition
    address = reverse("publications:recommendation", args=[language, edition.slug, row.anchor])
    return {
        "publication": edition.slug,
        "number": row.number,
        "text": both(row.text),
        "heading": both(row.heading),
        "audiences": [audience.slug for audience in row.audiences.all()],
        "topics": [topic.slug for topic in edition.topics.all()],
        "title": both(edition.title),
        "language": edition.language,
        "kind": edition.kind.slug,
        "issued": edition.issued_on.iso if edition.issued_on else None,
        "url": settings.SITE_URL + address,
    }


def _as_json(values: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield "["
    for place, entry in enumerate(values):
        yield (",\n" if place else "\n") + json.dumps(entry, ensure_ascii=False)
    yield "\n]\n"


def _as_csv(values: Iterable[dict[str, Any]]) -> Iterator[str]:
    """With the mark by which spreadsheets know UTF-8."""
    yield "\ufeff" + _line(COLUMNS)
    for entry in values:
        yield _line(_cell(entry, column) for column in COLUMNS)


def _line(cells: Iterable[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _cell(entry: dict[str, Any], column: str) -> str:
    name, _, language = column.partition("_")
    value = entry[name].get(language, "") if language else entry[name]
    text = " ".join(value) if isinstance(value, list) else str(value if value is not None else "")
    return f"'{text}" if text.startswith(_FORMULA) else text
