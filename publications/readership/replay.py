"""Counts anew from logs, with the rules of the counting request. The days that the logs cover are replaced."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from publications.models import Edition, Redirect
from publications.readership import log
from publications.readership.store import count, day_of, replace_days
from publications.readership.visits import Hit, fold


@dataclass(frozen=True, slots=True)
class Replayed:
    lines: int
    skipped: int
    days: int
    views: int
    downloads: int
    from_pages: bool


def replay(paths: Iterable[Path]) -> Replayed:
    """
    A log that holds counting requests is counted by them, as the site did; one that holds none (of a time before, or of a
    server that does not see them) by the pages asked for.
    """
    slugs, days, hits, lines, skipped = _publications(), set(), [], 0, 0
    for line in (line for path in paths for line in log.read(path)):
        lines += 1
        if line is None:
            skipped += 1
            continue
        days.add(day_of(line.moment))
        if line.slug in slugs:
            hits.append((line.kind, Hit(line.reader, slugs[line.slug], line.what, line.moment)))
    from_pages = all(kind != "count" for kind, _ in hits)
    counted = {"file", "page" if from_pages else "count"}
    counts = count(fold((hit for kind, hit in hits if kind in counted), {}))
    replace_days(days, counts)
    views = sum(number for (_, _, is_download), number in counts.items() if not is_download)
    return Replayed(lines, skipped, len(days), views, sum(counts.values()) - views, from_pages)


def _publications() -> Mapping[str, int]:
    """Every address that leads or led to a publication which has been public."""
    found = dict(Redirect.objects.values_list("slug", "publication_id"))
    return found | dict(Edition.objects.opened().values_list("slug", "publication_id"))
