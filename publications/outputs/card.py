"""The picture that is shown where somebody shares a publication: title in its own language, authors, institute.

It needs a font with Hangul from the system; where there is none, there is no picture.
"""

import functools
import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from config.languages import Language
from publications.document.types import Document
from publications.outputs.record import full_title, record
from publications.outputs.site import Site

WIDTH, HEIGHT = 1200, 630
# Raised when the drawing changes, so that kept pictures are made anew.
DRAWING = 1
GROUND = "#123f3d"
_INK, _FAINT = "#ffffff", "#cfe3e0"
_MARGIN = 72
_TITLE_LINES, _TITLE_SIZES = 4, (68, 60, 52, 46, 40)
# Bold and regular, in the places where systems keep them; in a collection the Korean face is looked for by its name.
_PLACES = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-{}.ttc", "Bold", "Regular"),
    ("/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-{}.ttc", "Bold", "Regular"),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-{}.ttc", "Bold", "Regular"),
    ("/usr/share/fonts/truetype/nanum/NanumGothic{}.ttf", "Bold", ""),
    ("/System/Library/Fonts/AppleSDGothicNeo.tt{}", "c", "c"),
    ("C:/Windows/Fonts/malgun{}.ttf", "bd", ""),
)
Font = ImageFont.FreeTypeFont


@functools.cache
def fonts() -> tuple[tuple[str, int], tuple[str, int]] | None:
    """File and face of a bold and a regular font with Hangul; None where the system has none."""
    for pattern, *weights in _PLACES:
        files = [pattern.format(weight) for weight in weights]
        if all(Path(file).is_file() for file in files):
            bold, regular = ((file, _korean_face(file)) for file in files)
            return bold, regular
    return None


def _korean_face(file: str) -> int:
    """The place of the Korean face among those of a collection, or the first."""
    for face in range(8):
        try:
            family, _ = ImageFont.truetype(file, 12, index=face).getname()
        except OSError:
            return 0
        if family and family.endswith(" KR"):
            return face
    return 0


def render(document: Document, site: Site, ground: str = "") -> bytes:
    """A PNG of 1200 by 630 pixels; only where :func:`fonts` has found some."""
    facts = record(document, site)
    image = Image.new("RGB", (WIDTH, HEIGHT), ground or GROUND)
    draw = ImageDraw.Draw(image)
    small = _font(28, bold=False)
    draw.rectangle((0, 0, 16, HEIGHT), fill=_FAINT)
    draw.text((_MARGIN, 64), drawable(" · ".join(filter(None, (facts.kind, _run(document))))), _FAINT, small)
    lines, font = _fitted(draw, drawable(full_title(document, document.language)))
    step = round(font.size * 1.28)
    for number, line in enumerate(lines):
        draw.text((_MARGIN, 128 + number * step), line, _INK, font)
    who = [creator.printed for creator in facts.authors] or [creator.printed for creator in facts.by_role("editor")]
    byline = next(iter(_cut(draw, drawable(_joined(who, document.language)), _font(32, bold=False), 1)), "")
    draw.text((_MARGIN, HEIGHT - 152), byline, _INK, _font(32, bold=False))
    publisher = next(iter(_cut(draw, drawable(facts.publisher), small, 1)), "")
    draw.text((_MARGIN, HEIGHT - 96), publisher, _FAINT, small)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def drawable(text: str) -> str:
    """Without what such a font has no picture for: emoji and what joins them."""
    kept = (letter for letter in text if ord(letter) < 0x1F000 and unicodedata.category(letter) not in {"Cf", "Mn"})
    return " ".join("".join(kept).split())


def _font(size: int, *, bold: bool) -> Font:
    found = fonts()
    if found is None:
        raise LookupError("This system has no font with Hangul.")
    file, face = found[0 if bold else 1]
    return ImageFont.truetype(file, size, index=face)


def _run(document: Document) -> str:
    series = document.series
    return f"{series.name.best(document.language)} {series.number}".strip() if series else ""


def _joined(names: list[str], language: Language) -> str:
    return ("·" if language == "ko" else ", ").join(names)


def _fitted(draw: ImageDraw.ImageDraw, title: str) -> tuple[list[str], Font]:
    """The title in the largest letters in which it takes few enough lines; the rest of a very long one is cut."""
    for size in _TITLE_SIZES:
        font = _font(size, bold=True)
        lines = list(_wrapped(draw, title, font))
        if len(lines) <= _TITLE_LINES:
            return lines, font
    return _cut(draw, title, font, _TITLE_LINES), font


def _cut(draw: ImageDraw.ImageDraw, text: str, font: Font, count: int) -> list[str]:
    lines = list(_wrapped(draw, text, font))
    if len(lines) <= count:
        return lines
    last = lines[count - 1]
    while last and not _fits(draw, f"{last}…", font):
        last = last[:-1]
    return [*lines[: count - 1], f"{last.rstrip()}…"]


def _wrapped(draw: ImageDraw.ImageDraw, text: str, font: Font) -> Iterator[str]:
    """Lines broken between words; a word longer than a line is broken anywhere."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if _fits(draw, longer, font):
            line = longer
            continue
        if line:
            yield line
        *full, line = _broken(draw, word, font)
        yield from full
    if line:
        yield line


def _broken(draw: ImageDraw.ImageDraw, word: str, font: Font) -> list[str]:
    pieces = [""]
    for letter in word:
        if _fits(draw, pieces[-1] + letter, font):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _fits(draw: ImageDraw.ImageDraw, text: str, font: Font) -> bool:
    return draw.textlength(text, font) <= WIDTH - 2 * _MARGIN
