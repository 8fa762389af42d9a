"""Cleaned HTML as Markdown (CommonMark, with the tables and notes of GitHub's dialect)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, TreeBuilder

from publications.document.html import VOID, Attributes, Rewriter
from publications.document.hygiene import clean_line

_SPECIAL = re.compile(r"([\\`*_\[\]<>~|#])")
_STARTS_BLOCK = re.compile(r"^([-+=](?=\s|$|[-=])|\d{1,9}(?=[.)](?:\s|$)))")
_LIST = re.compile(r"- |\d+\. ")
_BLANKS = re.compile(r"\s+")
_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_BLOCKS = {"p", "ul", "ol", "blockquote", "figure", "pre", "hr", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6"}


def escape(text: str) -> str:
    """Text of which nothing is taken for a mark."""
    return _SPECIAL.sub(r"\\\1", text.replace("&", "&amp;"))


def escape_line(text: str) -> str:
    """For a place inside a line."""
    return escape(clean_line(text))


def paragraph(text: str) -> str:
    """For a line of its own, which must not begin like a list."""
    return _STARTS_BLOCK.sub(_defuse, escape_line(text))


@dataclass(slots=True)
class Places:
    """What a fragment needs to know of the document around it; it counts on through all fragments.

    :param figure: the lines of a figure, by key
    :param table: the label of the next table
    :param page: the address that links within the document lead to
    :param note: the id of a note, by its number
    """

    figure: Callable[[str], list[str]]
    table: Callable[[], str]
    note: Callable[[int], str]
    page: str = ""
    shift: int = 0
    notes: list[str] = field(default_factory=list)


class _Tree(Rewriter):
    def __init__(self) -> None:
        super().__init__()
        self.builder = TreeBuilder()
        self.builder.start("div", {})

    def start(self, tag: str, attributes: Attributes) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attributes})
        if tag in VOID:
            self.builder.end(tag)

    def end(self, tag: str) -> None:
        self.builder.end(tag)

    def text(self, value: str) -> None:
        self.builder.data(value)


def blocks(html: str, places: Places) -> list[str]:
    """The blocks of a fragment, to be joined by empty lines; its notes are added to ``places.notes``."""
    tree = _Tree()
    tree.feed(html)
    tree.close()
    tree.builder.end("div")
    return list(_blocks(tree.builder.close(), places))


def _blocks(parent: Element, places: Places) -> Iterator[str]:
    """Texts between blocks are paragraphs of their own."""
    line = escape(parent.text or "")
    for child in parent:
        if child.tag in _BLOCKS:
            yield from _paragraph(line)
            yield from _block(child, places)
            line = ""
        else:
            line += _inline_element(child, places)
        line += escape(child.tail or "")
    yield from _paragraph(line)


def _paragraph(line: str) -> Iterator[str]:
    pieces = (_BLANKS.sub(" ", piece).strip() for piece in line.split("\\\n"))
    text = "\\\n".join(_STARTS_BLOCK.sub(_defuse, piece) for piece in pieces)
    if text.strip("\\\n"):
        yield text


def _defuse(match: re.Match[str]) -> str:
    """A line that begins like a list or a rule, and is none."""
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"


def _block(element: Element, places: Places) -> Iterator[str]:
    tag = str(element.tag)
    if re.fullmatch("h[1-6]", tag):
        yield f"{'#' * min(6, int(tag[1]) + places.shift)} {_line(element, places)}"
    elif tag in {"ul", "ol"}:
        yield "\n".join(_items(element, places))
    elif tag == "blockquote":
        yield _indent("\n\n".join(_blocks(element, places)), "> ", "> ")
    elif tag == "figure":
        yield from places.figure(element.get("data-figure", ""))
    elif tag == "table":
        yield from _table(element, places)
    elif tag == "pre":
        text = "".join(element.itertext()).strip("\n")
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
        yield f"{fence}\n{text}\n{fence}"
    elif tag == "hr":
        yield "---"
    elif tag == "dl":
        for entry in element:
            text = "\n\n".join(_blocks(entry, places))
            yield f"**{text}**" if entry.tag == "dt" else _indent(text, "- ", "  ")
    else:
        yield from _blocks(element, places)


def _items(element: Element, places: Places) -> Iterator[str]:
    number = int(element.get("start") or 1)
    for item in element:
        mark = f"{number}. " if element.tag == "ol" else "- "
        text = ""
        for block in _blocks(item, places):
            # A list inside an item stands close to its text; a paragraph that begins like one is escaped.
            gap = "\n" if _LIST.match(block) else "\n\n"
            text += (gap if text else "") + block
        yield _indent(text, mark, " " * len(mark))
        number += 1


def _indent(text: str, first: str, rest: str) -> str:
    lines = [f"{rest}{line}".rstrip() if place else f"{first}{line}" for place, line in enumerate(text.split("\n"))]
    return "\n".join(lines)


def _inline(element: Element, places: Places) -> str:
    parts = [escape(element.text or "")]
    for child in element:
        parts += [_inline_element(child, places), escape(child.tail or "")]
    return "".join(parts)


def _inline_element(element: Element, places: Places) -> str:
    if element.tag == "br":
        return "\\\n"
    if element.tag == "code":
        return "".join(
            f"`{text}`" for text in [_BLANKS.sub(" ", "".join(element.itertext())).replace("`", "'")] if text
        )
    if element.tag == "span" and "data-note" in element.attrib:
        # Its place is taken before its text is read: notes do not nest.
        places.notes.append("")
        number = len(places.notes)
        places.notes[number - 1] = _line(element, places)
        return f"[^{places.note(number)}]"
    text = _inline(element, places)
    if element.tag == "a" and element.get("href"):
        return f"[{text}]({_address(element.get('href', ''), places)})" if text.strip() else ""
    if element.tag in _MARKS:
        return _marked(text, _MARKS[str(element.tag)])
    return f"<{element.tag}>{text}</{element.tag}>" if element.tag in {"sub", "sup"} else text


def _marked(text: str, mark: str) -> str:
    """Marks stand close to the words: blanks at the ends stay outside."""
    bare = text.strip()
    if not bare:
        return text
    before, _, after = text.partition(bare)
    return f"{before}{mark}{bare}{mark}{after}"


def _address(address: str, places: Places) -> str:
    whole = f"{places.page}{address}" if address.startswith("#") else address
    return re.sub(r"[\s()<>\\]", lambda match: f"%{ord(match[0]):02X}", whole)


def _line(element: Element, places: Places) -> str:
    return _BLANKS.sub(" ", _inline(element, places).replace("\\\n", " ")).strip()


def _table(element: Element, places: Places) -> Iterator[str]:
    """The first row is the head; a cell over several columns or rows leaves the others empty."""
    caption = element.find("caption")
    label = places.table()
    yield f"**{label}.** {_line(caption, places)}" if caption is not None else f"**{label}.**"
    rows = list(_grid(element, places))
    if not rows:
        return
    width = max(len(row) for row in rows)
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
    yield "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])


def _grid(element: Element, places: Places) -> Iterator[list[str]]:
    covered: dict[int, int] = {}
    for row in element.iter("tr"):
        cells: list[str] = []
        for cell in row:
            while covered.get(len(cells), 0):
                covered[len(cells)] -= 1
                cells.append("")
            columns, height = int(cell.get("colspan") or 1), int(cell.get("rowspan") or 1)
            # A width that no real table has would only make a file of bars.
            for place in range(min(max(columns, 1), 50)):
                covered[len(cells)] = max(height - 1, 0)
                cells.append(_line(cell, places) if place == 0 else "")
        yield cells
