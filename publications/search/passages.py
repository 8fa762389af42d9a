"""A Document as passages: what one line of the results leads to."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Literal

from config.languages import LANGUAGES, Bilingual, Language
from publications.document.outline import flatten, nest
from publications.document.types import Document

Part = Literal["summary", "recommendation", "chapter", "video", "file"]

# A longer text is several passages: what is said about a word stands near it.
LONGEST = 8_000
_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_NOTE = re.compile(r'<span[^>]* data-note="')
_FIGURE = re.compile(r'<figure[^>]* data-figure="([^"]*)"[^>]*></figure>')
_INLINE = {"a", "b", "em", "i", "span", "strong", "sub", "sup", "code"}
_BLANKS = re.compile(r"[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Passage:
    """``root`` is the anchor of the top chapter it stands in; ``label`` the number before its heading ("II.1", "3")."""

    part: Part
    language: Language
    anchor: str
    root: str = ""
    label: str = ""
    heading: str = ""
    text: str = ""
    # What counts as a title for finding it: the heading in both languages.
    titles: str = ""


def passages(document: Document, files: Mapping[str, Sequence[str]]) -> Iterator[Passage]:
    """All of a publication, in the order of its page.

    :param files: the text of its attachments, page by page, by their hash
    """
    yield from _summaries(document)
    yield from _recommendations(document)
    yield from _chapters(document)
    yield from _video(document)
    for attachment in document.attachments:
        language: Language = "ko" if (attachment.language or document.language) == "ko" else "en"
        text = "\n".join(files.get(attachment.sha256, ()))
        name = attachment.caption.get(language) or attachment.name
        if text:
            yield from _cut(Passage("file", language, "files", heading=name, text=text))


def _summaries(document: Document) -> Iterator[Passage]:
    """One for each language, found by the title too, also where there is a title alone."""
    for language in LANGUAGES:
        title = " ".join(filter(None, (document.title.get(language), document.subtitle.get(language))))
        text = plain(document.summary.get(language))
        if title or text:
            first, *others = list(_cut(Passage("summary", language, "summary", text=text, titles=title)))
            yield first
            yield from others


def _recommendations(document: Document) -> Iterator[Passage]:
    for number, entry in enumerate(document.recommendations, 1):
        for language in entry.text.languages:
            yield Passage("recommendation", language, entry.anchor, label=str(number), text=entry.text.get(language))


def _chapters(document: Document) -> Iterator[Passage]:
    captions = {
        figure.key: "\n".join(filter(None, (figure.caption, figure.alt, figure.source))) for figure in document.figures
    }
    for root in nest(document):
        for entry in flatten([root]):
            chapter = entry.chapter
            text = plain(chapter.body, captions)
            if not text and not chapter.title:
                continue
            yield from _cut(
                Passage(
                    "chapter",
                    document.language,
                    chapter.anchor,
                    root.chapter.anchor,
                    entry.reference,
                    chapter.title.best(document.language).value,
                    text,
                    _both(chapter.title),
                )
            )


def _video(document: Document) -> Iterator[Passage]:
    if document.video is None:
        return
    for language in document.video.transcript.languages:
        title = document.video.title.best(language).value
        text = document.video.transcript.get(language)
        yield from _cut(Passage("video", language, "video", heading=title, text=text, titles=title))


def _both(pair: Bilingual) -> str:
    return f"{pair.en} {pair.ko}".strip()


def _cut(passage: Passage) -> Iterator[Passage]:
    """Pieces of bearable length, cut where a line or at least a sentence or word ends; the first one has the title."""
    rest, titles = passage.text, passage.titles
    while True:
        end = len(rest) if len(rest) <= LONGEST else _end(rest)
        yield Passage(
            passage.part, passage.language, passage.anchor, passage.root, passage.label, passage.heading,
            rest[:end].strip(), titles,
        )  # fmt: skip
        rest, titles = rest[end:].lstrip(), ""
        if not rest:
            return


def _end(text: str) -> int:
    for sign in ("\n", ". ", " "):
        place = text.rfind(sign, LONGEST // 2, LONGEST)
        if place > 0:
            return place + 1
    return LONGEST


def plain(html: str, captions: Mapping[str, str] | None = None) -> str:
    """The words of a cleaned fragment: blocks on lines of their own, notes and captions after the text.

    ``document.html`` reads fragments by a parser; an index of thousands has no time for one, and a cleaned fragment is
    regular enough for this.
    """
    if "<" not in html:
        return unescape(html) if "&" in html else html
    captions = captions or {}
    keys = _FIGURE.findall(html)
    text = html
    notes: list[str] = []
    if _NOTE.search(text):
        text = _without_notes(text, notes)
    lines = [_untagged(text), *(_untagged(note) for note in notes), *(captions[key] for key in keys if key in captions)]
    return "\n".join(filter(None, lines))


def _untagged(html: str) -> str:
    text = _TAG.sub(lambda tag: "" if tag[2] in _INLINE else "\n", html)
    if "&" in text:
        text = unescape(text)
    return _BLANKS.sub("\n", text).strip()


def _without_notes(html: str, notes: list[str]) -> str:
    """The fragment without its notes, which are added to the list; spans may stand inside a note."""
    out, place = [], 0
    while match := _NOTE.search(html, place):
        out.append(html[place : match.start()])
        depth, end = 0, match.start()
        for tag in re.compile(r"<(/?)span[^>]*>").finditer(html, match.start()):
            depth += -1 if tag[1] else 1
            end = tag.end()
            if not depth:
                break
        notes.append(html[match.start() : end])
        place = max(end, match.end())
    return "".join([*out, html[place:]])
