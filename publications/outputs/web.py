"""Chapters as HTML for the web: notes, figures, tables and links get the numbers and addresses that no body stores.

Labels inside the text ("Figure 2", "주 1") are in the document's language, not the visitor's.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape

from config.languages import Bilingual, Language
from publications.document.html import Attributes, Reading, Rewriter, open_tag, shift_headings
from publications.document.outline import Entry, make_anchor, nest
from publications.document.types import Document, FigureRef, ImageRef

FIGURE = Bilingual("Figure", "그림")
TABLE = Bilingual("Table", "표")
NOTE = Bilingual("Note", "주")
NOTES = Bilingual("Notes", "주")
BACK = Bilingual("Back to the text", "본문으로")
LINK = Bilingual("Link to this section", "이 절의 링크")
SOURCE = Bilingual("Source", "자료")

_TABLE_TAG = re.compile(r"<(/?)table[ >]")
_FIGURE_KEY = re.compile(r'<figure[^>]* data-figure="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Note:
    number: int
    id: str
    html: str

    @property
    def reference(self) -> str:
        return f"ref-{self.id}"


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the outline with its text; ``depth`` is the level of its heading on this page (1 to 6)."""

    entry: Entry
    depth: int
    html: str


@dataclass(slots=True)
class Part:
    """A top chapter with all below it, and its notes."""

    entry: Entry
    sections: list[Section] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def notes_depth(self) -> int:
        """The heading of the notes stands one below that of the chapter."""
        return min(6, self.sections[0].depth + (1 if self.entry.chapter.title else 0))


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are on this page.

    :param address: the address of a chapter, by anchor
    :param files: the base address of the files this reader may see; ends with a slash
    :param shift: how much deeper headings stand than on a chapter's own page
    """

    address: Callable[[str], str]
    files: str
    shift: int = 0


def parts(document: Document, places: Places, only: str = "") -> Iterator[Part]:
    """Each top chapter rendered, in order; ``only`` the one with this anchor."""
    count = Count(document)
    for root in nest(document):
        if only in {"", root.chapter.anchor}:
            yield _part(document, root, places, count)
        else:
            count.skip(root)


class Count:
    """The running numbers of figures and tables through the whole document."""

    def __init__(self, document: Document) -> None:
        self.figures: dict[str, int] = {}
        self.homes: dict[str, str] = {}
        self.tables = 0
        for chapter in document.chapters:
            for key in _FIGURE_KEY.findall(chapter.body):
                self.figures.setdefault(key, len(self.figures) + 1)
                self.homes.setdefault(f"fig-{key}", chapter.anchor)

    def skip(self, root: Entry) -> None:
        """Count the tables of chapters that stand on another page."""
        for entry in root.walk():
            depth = 0
            for closing in _TABLE_TAG.findall(entry.chapter.body):
                self.tables += not closing and not depth
                depth += -1 if closing else 1


def _part(document: Document, root: Entry, places: Places, count: Count) -> Part:
    part = Part(root)
    taken = {chapter.anchor for chapter in document.chapters}
    for entry in root.walk():
        renderer = _Body(document, places, count, part, taken)
        html = renderer.rewrite(shift_headings(entry.chapter.body, places.shift)) if entry.chapter.body else ""
        part.sections.append(Section(entry, min(6, entry.chapter.level + places.shift), html))
    return part


class _Body(Rewriter):
    """One chapter's text, with notes gathered into its part."""

    def __init__(self, document: Document, places: Places, count: Count, part: Part, taken: set[str]) -> None:
        super().__init__()
        self.document, self.places, self.count, self.part, self.taken = document, places, count, part, taken
        self.language: Language = document.language
        self.note: list[str] | None = None
        self.note_tags = ("", "")
        self.span_depth = 0
        self.tables = 0
        self.heading: list[str] | None = None
        self.heading_tag = ""

    def write(self, html: str) -> None:
        target = self.note if self.note is not None else self.heading if self.heading is not None else self.out
        target.append(html)

    def start(self, tag: str, attributes: Attributes) -> None:
        given = dict(attributes)
        if tag == "span" and (self.note is not None or "data-note" in given):
            self._start_span(given, attributes)
        elif tag == "figure":
            self._figure(given.get("data-figure") or "")
        elif tag == "table":
            self._start_table(attributes)
        elif tag == "caption":
            self.write(f"<caption><b>{TABLE.get(self.language)} {self.count.tables}.</b> ")
        elif tag == "a":
            self.write(open_tag(tag, [(name, self._address(name, value or "")) for name, value in attributes]))
        elif re.fullmatch("h[1-6]", tag) and self.note is None:
            self.heading_tag, self.heading = open_tag(tag, attributes)[:-1], []
        else:
            self.write(open_tag(tag, attributes))

    def end(self, tag: str) -> None:
        if tag == "span" and self.note is not None:
            self._end_span()
        elif tag == "figure":
            return
        elif tag == "table":
            self.tables -= 1
            self.write("</table>" if self.tables else "</table></div></div>")
        elif self.heading is not None and re.fullmatch("h[1-6]", tag):
            self._end_heading(tag)
        else:
            self.write(f"</{tag}>")

    def _start_span(self, given: dict[str, str | None], attributes: Attributes) -> None:
        if self.note is None:
            language = given.get("lang")
            self.note_tags = (open_tag("span", [("lang", language)]), "</span>") if language else ("", "")
            self.note, self.span_depth = [], 1
        else:
            self.span_depth += 1
            self.write(open_tag("span", attributes))

    def _end_span(self) -> None:
        self.span_depth -= 1
        if self.span_depth or self.note is None:
            self.write("</span>")
            return
        opening, closing = self.note_tags
        html = "".join([opening, *self.note, closing])
        self.note = None
        number = len(self.part.notes) + 1
        note = Note(number, f"fn-{self.part.entry.chapter.anchor}-{number}", html)
        self.part.notes.append(note)
        self.write(
            f'<a class="ref" id="{note.reference}" href="#{note.id}" role="doc-noteref" '
            f'aria-label="{NOTE.get(self.language)} {number}">{number}</a>'
        )

    def _start_table(self, attributes: Attributes) -> None:
        self.tables += 1
        if self.tables > 1:
            self.write(open_tag("table", attributes))
            return
        self.count.tables += 1
        label = f"{TABLE.get(self.language)} {self.count.tables}"
        self.write(
            f'<div class="figure" id="table-{self.count.tables}"><div class="scroll" tabindex="0" role="region" '
            f'aria-label="{label}"><table class="data">'
        )

    def _end_heading(self, tag: str) -> None:
        inner = "".join(self.heading or [])
        self.heading = None
        anchor = make_anchor(Reading(inner).text, self.taken)
        self.taken.add(anchor)
        self.write(
            f'{self.heading_tag} id="{escape(anchor)}">{inner}'
            f'<a class="anchor" href="#{escape(anchor)}" aria-label="{LINK.get(self.language)}">#</a></{tag}>'
        )

    def _address(self, name: str, value: str) -> str:
        """A link to a chapter or figure leads to the page where that stands."""
        if name != "href" or not value.startswith("#"):
            return value
        anchor = value[1:]
        if anchor in self.count.homes:
            return self.places.address(self.count.homes[anchor]).split("#")[0] + value
        return self.places.address(anchor) if self.document.chapter(anchor) else value

    def _figure(self, key: str) -> None:
        figure = self.document.figure(key)
        if figure is not None:
            self.write(figure_html(figure, self.count.figures[key], self.language, self.places.files))


def figure_html(figure: FigureRef, number: int, language: Language, files: str) -> str:
    """A figure with its computed number; the picture in every width that exists, loaded when near."""
    title, _, rest = figure.caption.partition("\n")
    label = f"{FIGURE.get(language)} {number}. {escape(title)}".strip()
    caption = f"<b>{label}</b> {escape(rest)}".strip()
    source = f'<p class="src">{SOURCE.get(language)}: {escape(figure.source)}</p>' if figure.source else ""
    return (
        f'<figure class="figure" id="fig-{escape(figure.key)}"><figcaption class="cap">{caption}</figcaption>'
        f"{picture_html(figure.image, figure.alt, files)}{source}</figure>"
    )


# The width of the text on a wide window, and of the window on a narrow one.
TEXT_WIDTH = "(min-width: 60rem) 38.5rem, 100vw"


def picture_html(image: ImageRef, alt: str, files: str, sizes: str = TEXT_WIDTH, loading: str = "lazy") -> str:
    """An ``<img>`` that takes the narrowest file that will do.

    :param files: the base address that grants the picture; ends with a slash
    """
    base = f"{escape(files)}{image.sha256}/"
    sources = ", ".join(f"{base}{width}.webp {width}w" for width in image.widths)
    srcset = f' srcset="{sources}" sizes="{escape(sizes)}"' if sources else ""
    return (
        f'<img src="{base}original.{escape(image.suffix)}"{srcset} width="{image.width}" height="{image.height}" '
        f'alt="{escape(alt)}" loading="{escape(loading)}" decoding="async">'
    )
