"""The one sanitiser, and what is read out of a cleaned fragment.

A note is a span at its reference that holds the note's text: ``<span data-note="n1">…</span>``. A figure is an empty
element with the figure's key: ``<figure data-figure="soil"></figure>``. Neither a number nor a file address is stored.
"""

import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3

from publications.document.hygiene import clean, clean_text

Attributes = list[tuple[str, str | None]]

_INLINE = {"a", "b", "br", "em", "i", "span", "strong", "sub", "sup"}
_BLOCKS = {"p", "ul", "ol", "li", "blockquote"}
SUMMARY_TAGS = _INLINE | _BLOCKS
BODY_TAGS = SUMMARY_TAGS | {
    *("h1", "h2", "h3", "h4", "h5", "h6", "figure", "pre", "code", "hr", "dl", "dt", "dd"),
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "hreflang"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "th": {"scope", "colspan", "rowspan", "abbr"},
    "td": {"colspan", "rowspan", "headers"},
    "col": {"span"},
    "colgroup": {"span"},
    "span": {"data-note"},
    "figure": {"data-figure"},
}
_SCHEMES = {"http", "https", "mailto"}
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_WHOLE = re.compile(r"[0-9]{1,4}")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
# What browsers skip in an address: blanks at the start, tabs and line ends anywhere.
_IGNORED_IN_ADDRESS = re.compile(r"^\s+|[\t\n\r]+")
_HEADING = re.compile(r"<(/?)h([1-6])(?=[ >])")
_RENAMED = re.compile(r"<(/?)(b|i)(?=[ >])")
_NOTE = re.compile(r'<span([^>]*) data-note="([^"]*)"')
_ANY_TAG = re.compile(r"<[^>]*>")
_TAG_OR_TEXT = re.compile(r"<[^>]*>|[^<]+|<")
_TEXTLESS = re.compile(r"<(figure|hr|table)[ >]")
VOID = {"br", "col", "hr"}


def _keep_attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if _is_safe_address(value) else None
    if name == "data-note":
        # Without the attribute the note's text would fall into the line; it gets an id of its own below.
        return value if _KEY.fullmatch(value) else ""
    if name == "data-figure":
        return value if _KEY.fullmatch(value) else None
    if name in {"colspan", "rowspan", "span", "start", "value"}:
        return value if _WHOLE.fullmatch(value) else None
    if name in {"lang", "hreflang"}:
        return value if _LANGUAGE_TAG.fullmatch(value) else None
    if name == "dir":
        return value if value in {"ltr", "rtl", "auto"} else None
    return value


def _is_safe_address(address: str) -> bool:
    """http, https and mailto, or relative within this site; no ``//host`` and no backslash, which browsers fold into it."""
    bare = _IGNORED_IN_ADDRESS.sub("", address)
    try:
        scheme = urlsplit(bare).scheme
    except ValueError:
        return False
    return "\\" not in bare and not bare.startswith("//") and scheme in {*_SCHEMES, ""}


def sanitise_summary(html: str) -> str:
    """Paragraphs, lists, emphasis and links; everything else loses its tags, scripts and styles their content."""
    return _sanitise(html, SUMMARY_TAGS)


def sanitise_body(html: str, *, level: int = 1) -> str:
    """The text of a chapter of this level: headings start one below it, every note has an id of its own."""
    cleaned = _HEADING.sub(
        lambda match: f"<{match[1]}h{min(6, max(level + 1, int(match[2])))}", _sanitise(html, BODY_TAGS)
    )
    return _with_own_note_ids(cleaned)


def _sanitise(html: str, tags: set[str]) -> str:
    # Twice: the first turn writes out what stood there as ``&#8203;`` and the like.
    cleaned = html
    for _ in range(2):
        cleaned = nh3.clean(
            _clean_around_tags(cleaned),
            tags=tags,
            attributes=_ATTRIBUTES,
            attribute_filter=_keep_attribute,
            url_schemes=_SCHEMES,
            link_rel=None,
            strip_comments=True,
        )
    cleaned = _RENAMED.sub(lambda match: f"<{match[1]}{'strong' if match[2] == 'b' else 'em'}", cleaned).strip()
    return "" if is_visibly_empty(cleaned) else cleaned


def _clean_around_tags(html: str) -> str:
    """Tags and texts each for itself: composed into one character, ``>`` and U+0338 would be no tag's end any more."""
    return "".join(clean(piece) for piece in _TAG_OR_TEXT.findall(html))


def _with_own_note_ids(html: str) -> str:
    seen: set[str] = set()

    def own(match: re.Match[str]) -> str:
        key, number = match[2], len(seen) + 1
        while key in seen or not key:
            key, number = f"n{number}", number + 1
        seen.add(key)
        return f'<span{match[1]} data-note="{key}"'

    return _NOTE.sub(own, html)


def is_visibly_empty(html: str) -> bool:
    return not _TEXTLESS.search(html) and not clean_text(unescape(_ANY_TAG.sub("", html)))


class Rewriter(HTMLParser):
    """Copies a cleaned fragment; a subclass changes what it cares about through ``start``, ``end`` and ``text``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []

    def rewrite(self, html: str) -> str:
        self.feed(html)
        self.close()
        return "".join(self.out)

    def write(self, html: str) -> None:
        self.out.append(html)

    def start(self, tag: str, attributes: Attributes) -> None:
        self.write(open_tag(tag, attributes))

    def end(self, tag: str) -> None:
        self.write(f"</{tag}>")

    def text(self, value: str) -> None:
        self.write(escape(value, quote=False))

    def handle_starttag(self, tag: str, attributes: Attributes) -> None:
        self.start(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.end(tag)

    def handle_data(self, data: str) -> None:
        self.text(data)


def open_tag(tag: str, attributes: Attributes) -> str:
    return "".join([f"<{tag}", *(f' {name}="{escape(value or "")}"' for name, value in attributes), ">"])


class _Reader(Rewriter):
    """Gathers the words of a fragment, block by block; notes apart."""

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[str] = []
        self.figures: list[str] = []
        self.tables = 0
        self.headings: list[str] = []
        self._open_note: list[str] | None = None
        self._span_depth = 0
        self._is_heading = False

    def start(self, tag: str, attributes: Attributes) -> None:
        given = dict(attributes)
        if tag == "span":
            if self._open_note is not None:
                self._span_depth += 1
            elif "data-note" in given:
                self._open_note, self._span_depth = [], 1
        elif tag == "figure" and given.get("data-figure"):
            self.figures.append(given["data-figure"] or "")
        elif tag == "table":
            self.tables += 1
        elif re.fullmatch("h[1-6]", tag):
            self.headings.append("")
            self._is_heading = True
        if tag not in _INLINE or tag == "br":
            self.text("\n")

    def end(self, tag: str) -> None:
        if tag == "span" and self._open_note is not None:
            self._span_depth -= 1
            if not self._span_depth:
                self.notes.append("".join(self._open_note).strip())
                self._open_note = None
        elif re.fullmatch("h[1-6]", tag):
            self._is_heading = False
        if tag not in _INLINE:
            self.text("\n")

    def text(self, value: str) -> None:
        (self.out if self._open_note is None else self._open_note).append(value)
        if self._is_heading and self._open_note is None:
            self.headings[-1] += value


class Reading:
    """What a fragment holds: its plain text (blocks on lines of their own, without notes), notes, figure keys, tables."""

    def __init__(self, html: str) -> None:
        reader = _Reader()
        whole = reader.rewrite(html)
        self.text = re.sub(r"\s*\n\s*", "\n", whole).strip()
        self.notes = tuple(reader.notes)
        self.figures = tuple(reader.figures)
        self.tables = reader.tables
        self.headings = tuple(heading.strip() for heading in reader.headings)


def plain_text(html: str) -> str:
    """The words of a fragment without its notes; blocks on lines of their own."""
    return Reading(html).text


def paragraphs(html: str) -> int:
    """How many blocks of text a fragment has; to pair two languages."""
    return len(plain_text(html).split("\n")) if html else 0


def shift_headings(html: str, by: int) -> str:
    """Headings deeper by so many levels, six at most."""
    return _HEADING.sub(lambda match: f"<{match[1]}h{min(6, int(match[2]) + by)}", html) if by else html


def replace_notes(html: str, replace: Callable[[str], str]) -> str:
    """The fragment with ``replace`` applied to each note id."""
    return _NOTE.sub(lambda match: f'<span{match[1]} data-note="{replace(match[2])}"', html)
