"""Counts that an older site had reached, from a table of addresses and numbers."""

import csv
import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from django.db import transaction
from django.utils.translation import gettext as _

from publications.models import Publication, Readership, Redirect

LARGEST = 1_000_000_000
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,10}", re.ASCII)


class Faults(Exception):
    """Lines that say nothing usable; ``sentences`` name each by its number. Nothing was stored."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def load(content: bytes) -> int:
    """Set the earlier views of each publication named in a CSV file; says how many. All of them, or none.

    A line holds the publication's address (or its last part) and a number; a first line without a number is a heading.

    :raises Faults: a line is malformed, or names a publication that does not exist
    """
    lines = _lines(content)
    if lines and not _NUMBER.fullmatch(_cell(lines[0][1], 1)):
        lines = lines[1:]
    known = _publications()
    found: dict[int, int] = {}
    faults = [fault for number, cells in lines if (fault := _take(number, cells, known, found))]
    if faults:
        raise Faults(faults)
    _store(found)
    return len(found)


def _lines(content: bytes) -> list[tuple[int, list[str]]]:
    """As spreadsheets write them: UTF-8 or, in Korea, CP949; commas, semicolons or tabs."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp949", errors="replace")
    text = text.replace("\0", "")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(text.splitlines(), delimiter=delimiter))
    except csv.Error as error:
        raise Faults([str(error)]) from error
    return [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _take(number: int, cells: list[str], known: Mapping[str, int], found: dict[int, int]) -> str:
    """Note what a line says; the answer is what is wrong with it."""
    slug, typed = _slug(_cell(cells, 0)), _cell(cells, 1)
    if not _NUMBER.fullmatch(typed) or int(typed.replace(",", "")) > LARGEST:
        return _("Line %(number)s: “%(typed)s” is no number of views.") % {"number": number, "typed": typed[:40]}
    if slug not in known:
        return _("Line %(number)s: no publication has the address “%(slug)s”.") % {"number": number, "slug": slug[:80]}
    if known[slug] in found:
        return _("Line %(number)s: “%(slug)s” stands in the table twice.") % {"number": number, "slug": slug[:80]}
    found[known[slug]] = int(typed.replace(",", ""))
    return ""


def _slug(typed: str) -> str:
    """The last part of an address."""
    return unquote(typed.partition("?")[0].partition("#")[0].strip("/").rpartition("/")[2])


def _publications() -> dict[str, int]:
    found: dict[str, int] = dict(Redirect.objects.values_list("slug", "publication_id"))
    return found | dict(Publication.objects.values_list("slug", "pk"))


@transaction.atomic
def _store(found: Mapping[int, int]) -> None:
    """What is counted here meanwhile stays as it is."""
    rows: Iterable[Readership] = (Readership(publication_id=pk, legacy=views) for pk, views in found.items())
    Readership.objects.bulk_create(
        rows, batch_size=2_000, update_conflicts=True, unique_fields=["publication"], update_fields=["legacy"]
    )
