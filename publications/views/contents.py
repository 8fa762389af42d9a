"""The contents beside a publication: lines of the outline with their addresses, and the parts of the page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext

from publications.document.outline import Entry
from publications.document.types import Document, RecommendationGroupText, RecommendationText

NumberedGroup = tuple[RecommendationGroupText, list[tuple[int, RecommendationText]]]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents."""

    entry: Entry
    address: str
    children: list["Line"]


def lines(entries: list[Entry], address: Callable[[str], str]) -> list[Line]:
    """The titled entries; ``address`` gives "" where there is no text to lead to."""
    return [
        Line(entry, address(entry.chapter.anchor), lines(entry.children, address))
        for entry in entries
        if entry.chapter.title
    ]


def page_parts(document: Document) -> list[tuple[str, str]]:
    """Anchors and names of the parts of the report page that are no chapters."""
    shown = [
        ("video", gettext("Video"), document.video),
        ("recommendations", gettext("Recommendations"), document.recommendations),
        ("text", gettext("Text"), _is_flowing(document)),
        ("authors", gettext("Authors"), document.contributors),
        ("files", gettext("Files"), document.attachments),
        ("cite", gettext("How to cite"), True),
    ]
    return [(anchor, name) for anchor, name, is_there in shown if is_there]


def _is_flowing(document: Document) -> bool:
    """One text without a heading that the contents could lead to."""
    return document.has_text and not any(chapter.title for chapter in document.chapters)


def numbered_groups(document: Document) -> list[NumberedGroup]:
    """Groups of recommendations, numbered through."""
    found, number = [], 0
    for group in document.groups:
        entries = []
        for entry in group.recommendations:
            number += 1
            entries.append((number, entry))
        if entries:
            found.append((group, entries))
    return found
