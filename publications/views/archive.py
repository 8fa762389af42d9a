"""The archive: what was issued in which year and month."""

import calendar
import datetime
from collections import Counter, defaultdict
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpResponse

from publications.filters import PAGE_SIZE
from publications.models import Edition, EditionQuerySet
from publications.views.browse import numbers
from publications.views.frame import Frame, public_page
from publications.views.machine import page_number


@public_page
def years(frame: Frame) -> HttpResponse:
    """Every year with its months, the last one first; what is dated to the year alone counts for the year alone."""
    months: dict[int, Counter[int]] = defaultdict(Counter)
    totals: Counter[int] = Counter()
    for issued, precision, number in frame.remembered("archive", _days):
        totals[issued.year] += number
        if precision != "year":
            months[issued.year][issued.month] += number
    context = {
        "years": [
            (
                year,
                totals[year],
                [(datetime.date(year, month, 1), months[year][month]) for month in sorted(months[year])],
            )
            for year in sorted(totals, reverse=True)
        ]
    }
    return frame.render("publications/archive.html", context)


def _days() -> list[Any]:
    dated = Edition.objects.published().exclude(issued=None).order_by().values("issued", "issued_precision")
    return list(dated.annotate(number=Count("pk")).values_list("issued", "issued_precision", "number"))


@public_page
def issued(frame: Frame, year: int, month: int | None = None) -> HttpResponse:
    """What was issued in a year or a month, the newest first."""
    if not (datetime.MINYEAR <= year <= datetime.MAXYEAR and 1 <= (1 if month is None else month) <= 12):
        raise Http404
    editions, page = _issued_in(year, month), page_number(frame.request)
    total = editions.count()
    last = -(-total // PAGE_SIZE)
    if page > last:
        raise Http404
    context = {
        "first": datetime.date(year, month or 1, 1),
        "month": month,
        "editions": editions.for_list()[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        "total": total,
        "pages": numbers(page, last, lambda number: f"?page={number}" if number > 1 else "?"),
    }
    return frame.render("publications/archive_list.html", context)


def _issued_in(year: int, month: int | None) -> EditionQuerySet:
    last = calendar.monthrange(year, month or 12)[1]
    span = (datetime.date(year, month or 1, 1), datetime.date(year, month or 12, last))
    editions = Edition.objects.published().filter(issued__range=span)
    return editions.exclude(issued_precision="year") if month else editions
