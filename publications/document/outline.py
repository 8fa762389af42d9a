"""The outline: from the flat list of chapters to what navigation needs."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from publications.document.numbering import labels
from publications.document.types import ChapterText, Document

MAXIMUM_LEVEL = 4
# What stands for other pages of a publication, and for the parts, figures, tables and notes within one.
RESERVED = re.compile(
    r"full|files|v\d+|r\d+|main|text|summary|video|recommendations|authors|cite|related|table-\d+|(?:cite|fig|fn|notes)-.+"
)
_NOT_IN_ANCHOR = re.compile(r"[^\w]+", re.UNICODE)


@dataclass(slots=True)
class Entry:
    """A chapter in the nested outline with its computed label ("IV"; empty in front and back matter)."""

    chapter: ChapterText
    label: str
    reference: str
    children: list["Entry"] = field(default_factory=list)

    def walk(self) -> Iterator["Entry"]:
        """Itself and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def has_text(self) -> bool:
        return any(entry.chapter.body for entry in self.walk())


def nest(document: Document) -> list[Entry]:
    """The chapters as a tree. ``reference`` is how another place names it: "II.1"."""
    roots: list[Entry] = []
    path: list[Entry] = []
    numbers = labels(document.chapters, document.kind.numbering)
    for chapter, label in zip(document.chapters, numbers, strict=True):
        del path[chapter.level - 1 :]
        parents = [entry.label for entry in path if entry.label and document.kind.numbering != "decimal"]
        entry = Entry(chapter, label, ".".join([*parents, label]) if label else "")
        (path[-1].children if path else roots).append(entry)
        path.append(entry)
    return roots


def flatten(entries: Sequence[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield from entry.walk()


def make_anchor(title: str, taken: Collection[str]) -> str:
    """A new anchor from a title: lower case, Hangul kept, never empty, reserved or taken."""
    words = _NOT_IN_ANCHOR.sub("-", unicodedata.normalize("NFC", title).casefold().replace("_", "-"))
    base = words.strip("-")[:60].strip("-") or "part"
    if RESERVED.fullmatch(base):
        base = f"{base}-part"
    anchor, number = base, 1
    while anchor in taken:
        number += 1
        anchor = f"{base}-{number}"
    return anchor


def levels_in_steps(levels: Sequence[int]) -> list[int]:
    """The same levels, each at most one deeper than the one before and between 1 and 4."""
    found: list[int] = []
    for level in levels:
        found.append(max(1, min(level, MAXIMUM_LEVEL, (found[-1] if found else 0) + 1)))
    return found
