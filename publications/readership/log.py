"""A web server's log in the usual "combined" form, line by line, as requests that may count."""

import datetime
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from publications.outputs import FORMATS
from publications.readership.robots import is_robot

Kind = Literal["count", "page", "file", "other"]

_LINE = re.compile(
    r'(?P<address>\S+) .*?\[(?P<time>[^\]]+)\] "(?P<method>[A-Z]+) (?P<target>\S+)[^"]*" (?P<status>\d{3}) \S+'
    r'(?: "(?P<referrer>(?:[^"\\]|\\.)*)" "(?P<agent>(?:[^"\\]|\\.)*)")?'
)
_COUNT = re.compile(r"/count/([^/]+)/")
_PAGE = re.compile(r"/(?:en|ko)/publications/([^/]+)/(?:v\d+/)?(?:[^/]+/)?")
_CITATION = re.compile(r"/publications/([^/]+)\.([a-z]+)")
_FILE = re.compile(r"/publications/([^/]+)/files/[0-9a-f]{64}/([^/]+)")
_PICTURE = re.compile(r"original\.(?:png|jpg)|\d+\.webp")


@dataclass(frozen=True, slots=True)
class Line:
    """``slug`` and ``what`` name a publication and a file of it; empty where the line is about something else."""

    moment: datetime.datetime
    reader: str
    kind: Kind
    slug: str = ""
    what: str = ""


def read(path: Path) -> Iterator[Line | None]:
    """Every line of a file, packed or not; None for one that is not of this form."""
    opening: Any = gzip.open if path.suffix == ".gz" else open
    with opening(path, "rt", encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.strip():
                yield parse(line)


def parse(line: str) -> Line | None:
    match = _LINE.match(line)
    if match is None:
        return None
    try:
        moment = datetime.datetime.strptime(match["time"], "%d/%b/%Y:%H:%M:%S %z")
        target = unquote(urlsplit(match["target"]).path)
        referrer = unquote(urlsplit(match["referrer"] or "").path)
    except ValueError:
        return None
    agent = (match["agent"] or "").replace('\\"', '"')
    reader = f"{match['address']} {agent}"
    if is_robot(agent):
        return Line(moment, reader, "other")
    kind, slug, what = _classify(match["method"], target, int(match["status"]), referrer)
    return Line(moment, reader, kind, slug, what)


def _classify(method: str, path: str, status: int, referrer: str) -> tuple[Kind, str, str]:
    if method == "POST" and status == 204 and (match := _COUNT.fullmatch(path)):
        return "count", match[1], ""
    if method != "GET" or status not in {200, 206, 304}:
        return "other", "", ""
    if match := _PAGE.fullmatch(path):
        # Who turns the pages of a publication visits it once.
        before = _PAGE.fullmatch(referrer)
        return ("other", "", "") if before and before[1] == match[1] else ("page", match[1], "")
    if (match := _CITATION.fullmatch(path)) and match[2] in FORMATS and FORMATS[match[2]].is_saved:
        return "file", match[1], match[2]
    if (match := _FILE.fullmatch(path)) and not _PICTURE.fullmatch(match[2]):
        return "file", match[1], match[2]
    return "other", "", ""
