"""Labels of chapters: computed from the list, never typed. Front and back matter carry none."""

from collections.abc import Callable, Iterable
from typing import Protocol

from publications.document.types import Matter, Numbering

_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_SYLLABLES = "가나다라마바사아자차카타파하"


class Entry(Protocol):
    @property
    def level(self) -> int: ...
    @property
    def matter(self) -> Matter: ...


def roman(number: int) -> str:
    """``4`` -> ``IV``; 1 to 399."""
    digits = []
    for value, digit in _ROMAN:
        count, number = divmod(number, value)
        digits.append(digit * count)
    return "".join(digits)


def letter(number: int) -> str:
    """``1`` -> ``A``, ``27`` -> ``AA``."""
    number, rest = divmod(number - 1, 26)
    return (letter(number) if number else "") + chr(ord("A") + rest)


def syllable(number: int) -> str:
    """``1`` -> ``가``; past 하 it goes on with numbers."""
    return _SYLLABLES[number - 1] if number <= len(_SYLLABLES) else str(number)


# What stands at levels 1 to 4, without its full stop.
STYLES: dict[Numbering, tuple[Callable[[int], str], ...]] = {
    "roman": (roman, str, letter, lambda number: letter(number).lower()),
    "korean": (roman, str, syllable, lambda number: f"({number})"),
}


def labels(entries: Iterable[Entry], style: Numbering) -> list[str]:
    """One label for each entry (``IV``, ``2``, ``A``; ``4.2`` in decimal style), empty where it is not numbered.

    Each level counts from one again under its parent; body and appendix count apart; whatever stands under an
    unnumbered chapter is unnumbered too.
    """
    counts: list[int] = []
    matter: Matter = "body"
    tops = {"body": 0, "appendix": 0}
    found = []
    for entry in entries:
        if entry.level == 1:
            matter = entry.matter
        if matter not in tops or style == "none":
            found.append("")
            continue
        counts = [*counts[: entry.level], *[0] * (entry.level - len(counts))]
        counts[-1] += 1
        if entry.level == 1:
            tops[matter] += 1
            counts[0] = tops[matter]
        found.append(_label(counts, matter, style))
    return found


def _label(counts: list[int], matter: Matter, style: Numbering) -> str:
    if style == "decimal":
        first = letter(counts[0]) if matter == "appendix" else str(counts[0])
        return ".".join([first, *map(str, counts[1:])])
    if len(counts) == 1 and matter == "appendix":
        return letter(counts[0])
    return STYLES[style][len(counts) - 1](counts[-1])
