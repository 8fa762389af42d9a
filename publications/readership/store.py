"""The only place that writes counts. Whoever writes holds the row of today, so that sums are never lost."""

import datetime
import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from publications.models import CountingDay, DailyViews, Edition, Readership, VisitMark
from publications.readership.visits import DOUBLE_CLICK, Hit, fold

LOT = 4_000
# Marks are of no use once a further request would count anyway; other processes may be some seconds late.
REMEMBERED = DOUBLE_CLICK * 2

# Publication, day, whether it is a download -> number.
Counts = Mapping[tuple[int, datetime.date, bool], int]


def day_of(moment: datetime.datetime) -> datetime.date:
    """The day, in the institute's time, to which a moment counts."""
    return timezone.localtime(moment).date()


def count(hits: Iterable[Hit]) -> Counts:
    return Counter((hit.publication, day_of(hit.moment), bool(hit.what)) for hit in hits)


@transaction.atomic
def write(hits: Sequence[Hit]) -> None:
    """Count these requests in one transaction, whichever process gathered them."""
    salt = salt_of_today()
    for start in range(0, len(hits), LOT):
        _add(count(_new(hits[start : start + LOT], salt)))
    VisitMark.objects.filter(seen__lt=timezone.now() - REMEMBERED).delete()


def salt_of_today() -> bytes:
    """Today's salt, locked until the transaction ends; with the first call of a day yesterday's goes, and every mark."""
    today, fresh = timezone.localdate(), secrets.token_bytes(32)
    row, _ = CountingDay.objects.select_for_update().get_or_create(pk=1, defaults={"day": today, "salt": fresh})
    if row.day != today:
        VisitMark.objects.all().delete()
        row.day, row.salt = today, fresh
        row.save()
    return bytes(row.salt)


def _new(hits: Sequence[Hit], salt: bytes) -> list[Hit]:
    """Without double clicks, of which another process may have seen the first."""

    def key(hit: Hit) -> str:
        text = f"{hit.publication} {hit.what} {hit.reader}"
        return hashlib.blake2b(text.encode(), key=salt, digest_size=16).hexdigest()

    marks = dict(VisitMark.objects.filter(key__in={key(hit) for hit in hits}).values_list("key", "seen"))
    found = list(fold(hits, marks, key))
    VisitMark.objects.bulk_create(
        [VisitMark(key=name, seen=seen) for name, seen in marks.items()],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["seen"],
    )
    return found


def _add(counts: Counts) -> None:
    known = Edition.objects.filter(publication__in={publication for publication, _, _ in counts})
    publications = set(known.values_list("publication_id", flat=True))
    days = DailyViews.objects.filter(publication__in=publications, day__in={day for _, day, _ in counts})
    daily = {(row.publication_id, row.day): row for row in days}
    totals = {row.publication_id: row for row in Readership.objects.filter(publication__in=publications)}
    for (publication, day, is_download), number in counts.items():
        if publication not in publications:
            continue
        row = daily.setdefault((publication, day), DailyViews(publication_id=publication, day=day))
        total = totals.setdefault(publication, Readership(publication_id=publication))
        name = "downloads" if is_download else "views"
        for entry in (row, total):
            setattr(entry, name, getattr(entry, name) + number)
    _store_days(daily.values())
    _store_totals(totals.values())


def _store_days(rows: Iterable[DailyViews]) -> None:
    DailyViews.objects.bulk_create(
        [
            DailyViews(publication_id=row.publication_id, day=row.day, views=row.views, downloads=row.downloads)
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["publication", "day"],
        update_fields=["views", "downloads"],
    )


def _store_totals(rows: Iterable[Readership]) -> None:
    """Views and downloads only: what an older site had counted is staff's."""
    Readership.objects.bulk_create(
        [Readership(publication_id=row.publication_id, views=row.views, downloads=row.downloads) for row in rows],
        update_conflicts=True,
        unique_fields=["publication"],
        update_fields=["views", "downloads"],
    )


@transaction.atomic
def replace_days(days: set[datetime.date], counts: Counts) -> None:
    """These days are as counted here, whatever stood there before."""
    salt_of_today()
    before = DailyViews.objects.filter(day__in=days)
    touched = set(before.values_list("publication_id", flat=True)) | {publication for publication, _, _ in counts}
    before.delete()
    rows: dict[tuple[int, datetime.date], DailyViews] = {}
    for (publication, day, is_download), number in counts.items():
        row = rows.setdefault((publication, day), DailyViews(publication_id=publication, day=day))
        setattr(row, "downloads" if is_download else "views", number)
    DailyViews.objects.bulk_create(rows.values(), batch_size=LOT)
    _sum_up(touched)


def _sum_up(publications: set[int]) -> None:
    summed = DailyViews.objects.filter(publication__in=publications).values("publication").order_by()
    sums = {row["publication"]: row for row in summed.annotate(read=Sum("views"), taken=Sum("downloads"))}
    nothing = {"read": 0, "taken": 0}
    _store_totals(
        Readership(publication_id=pk, views=entry["read"], downloads=entry["taken"])
        for pk in publications
        for entry in [sums.get(pk, nothing)]
    )
