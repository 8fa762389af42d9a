"""One visit, one count: the rule of the COUNTER Code of Practice for double clicks. Pure Python."""

import datetime
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from dataclasses import dataclass

# Requests of one reader for one thing, each within this time of the one before, are one.
DOUBLE_CLICK = datetime.timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Hit:
    """One request. ``reader`` is whatever tells readers apart, and is never stored; ``what`` names a file, if it is one."""

    reader: str
    publication: int
    what: str
    moment: datetime.datetime


Key = Callable[[Hit], str]


def plainly(hit: Hit) -> str:
    """A key for use in memory."""
    return f"{hit.publication} {hit.what} {hit.reader}"


def fold(hits: Iterable[Hit], seen: MutableMapping[str, datetime.datetime], key: Key = plainly) -> Iterator[Hit]:
    """Those that count. ``seen`` says when each key was last met, and is brought up to date."""
    for hit in sorted(hits, key=lambda hit: hit.moment):
        name = key(hit)
        last = seen.get(name)
        if last is None or hit.moment - last > DOUBLE_CLICK:
            yield hit
        seen[name] = max(hit.moment, last or hit.moment)
