"""Views and downloads over time, and the bars that show them. Drawn here, so that the page needs no script."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from publications.models import Contribution, DailyViews

# Name -> whether the bars are weeks, months or years, and how many.
PERIODS: dict[str, tuple[str, int]] = {"weeks": ("week", 12), "months": ("month", 24), "years": ("year", 15)}
WIDTH, HEIGHT, GAP = 670, 120, 0.3


@dataclass(frozen=True, slots=True)
class Bar:
    """One span of time, and its rectangle in a drawing of ``WIDTH`` by ``HEIGHT``."""

    start: datetime.date
    label: str
    views: int
    downloads: int
    x: float
    y: float
    width: float
    is_highest: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def height(self) -> float:
        return round(HEIGHT - self.y, 1)

    @property
    def above(self) -> float:
        """Where its number stands."""
        return self.y - 6


def of_publication(pk: int) -> Q:
    return Q(publication=pk)


def of_kind(pk: int) -> Q:
    return Q(publication__kind=pk)


def of_author(pk: int) -> Q:
    return Q(publication__in=Contribution.objects.filter(person=pk).values("publication"))


def days(scope: Q, period: str) -> list[tuple[datetime.date, int, int]]:
    """Day, views and downloads of each day in the period on which there were any."""
    first = next(_starts(period))
    rows = DailyViews.objects.filter(scope, day__gte=first).order_by("day").values("day")
    return list(rows.annotate(read=Sum("views"), taken=Sum("downloads")).values_list("day", "read", "taken"))


def bars(scope: Q, period: str = "weeks") -> list[Bar]:
    unit, _number = PERIODS[period]
    sums: dict[datetime.date, list[int]] = defaultdict(lambda: [0, 0])
    for day, views, downloads in days(scope, period):
        total = sums[_start_of(unit, day)]
        total[0] += views
        total[1] += downloads
    starts = list(_starts(period))
    highest = max((sums[start][0] for start in starts), default=0)
    step = WIDTH / len(starts)
    return [
        Bar(
            start=start,
            label=_label(unit, start),
            views=sums[start][0],
            downloads=sums[start][1],
            x=round(place * step + step * GAP / 2, 1),
            y=round(HEIGHT * (1 - sums[start][0] / highest), 1) if highest else HEIGHT,
            width=round(step * (1 - GAP), 1),
            is_highest=bool(highest) and sums[start][0] == highest,
        )
        for place, start in enumerate(starts)
    ]


def said(shown: list[Bar]) -> str:
    """The drawing in words."""
    highest = max(shown, key=lambda bar: bar.views)
    if not highest.views:
        return _("No views in this time")
    return _("Views over time, highest with %(views)s in the bar “%(label)s”") % {
        "views": f"{highest.views:,}",
        "label": highest.label,
    }


def _starts(period: str) -> Iterator[datetime.date]:
    """The first day of each bar, the present one last."""
    unit, number = PERIODS[period]
    start = _start_of(unit, timezone.localdate())
    found = [start]
    for _count in range(number - 1):
        start = _start_of(unit, start - datetime.timedelta(days=1))
        found.append(start)
    return reversed(found)


def _start_of(unit: str, day: datetime.date) -> datetime.date:
    if unit == "week":
        return day - datetime.timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _label(unit: str, start: datetime.date) -> str:
    if unit == "year":
        return str(start.year)
    if unit == "month":
        return f"{start.month}/{start:%y}" if start.month in {1, 7} else str(start.month)
    return str(format_date(start, get_format("MONTH_DAY_FORMAT")))
