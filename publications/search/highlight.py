"""The lines of a passage that show why it was found, in pieces: plain and marked in turn."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from config.languages import Language
from publications.search import english, korean
from publications.search.words import Query

LENGTH: dict[Language, int] = {"en": 220, "ko": 120}
# Among so many places the best one is looked for.
MOST_PLACES = 40
_SENTENCE_END = re.compile(r"(?<=[.!?。])\s+|\n+")
_HANGUL = re.compile("[가-힣]")


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_marked: bool = False


class Marker:
    """Knows what to mark: the words of a question and of its synonyms in any of their forms; where none of them stands,
    the syllable pairs by which a passage was found."""

    def __init__(self, query: Query) -> None:
        words = {word.spelling for word in query.words}
        pairs: set[str] = set()
        for word in query.words:
            for entry in (*word.alternatives, *word.synonyms):
                (pairs if entry in word.alternatives and entry.weight < 1 else words).update(entry.terms)
        self._words, self._pairs = _pattern(words), _pattern(pairs)

    def mark(self, text: str) -> list[Piece]:
        return _marked(text, self._words if self._words.search(text) else self._pairs) if text else []

    def excerpt(self, text: str, language: Language) -> list[Piece]:
        """About two lines around the place where most words stand together."""
        length = LENGTH[language]
        wanted = self._words if self._words.search(text) else self._pairs
        places = [match.start() for match in islice(wanted.finditer(text), MOST_PLACES)]
        if not places:
            return [Piece(_shortened(text, 0, length))] if text else []
        best = max(places, key=lambda start: _kinds(text, wanted, start, length))
        return _marked(_shortened(text, _beginning(text, best, length), length), wanted)


def _pattern(terms: Collection[str]) -> re.Pattern[str]:
    """One pattern for all terms; for none, one that matches nothing."""
    if not terms:
        return re.compile(r"(?!)")
    return re.compile("|".join(sorted(map(_written, terms), key=len, reverse=True)), re.IGNORECASE)


def _written(term: str) -> str:
    """A term as it may stand in a text: Hangul anywhere, its syllables perhaps parted; a Latin stem with its ending."""
    if _HANGUL.match(term):
        return r"[ ·]?".join(map(re.escape, term))
    if term.isascii():
        stem = english.stem(term) if term.isalpha() else term
        shared = stem.removesuffix("i") if len(stem) > 3 else stem
        return rf"\b{re.escape(shared)}" + (r"\w*" if term.isalpha() and len(shared) > 2 else r"\b")
    return re.escape(term)


def _kinds(text: str, wanted: re.Pattern[str], start: int, length: int) -> tuple[int, int]:
    """How many different words stand from here on; among equals the earliest place."""
    found = wanted.findall(text[start : start + length * 2 // 3])
    return len({entry.lower() for entry in found}), -start


def _beginning(text: str, place: int, length: int) -> int:
    """The start of the sentence, if it is near; otherwise a word before."""
    earliest = max(0, place - length // 2)
    starts = [match.end() for match in _SENTENCE_END.finditer(text, earliest, place)]
    if starts:
        return starts[-1] if place - starts[-1] > length // 6 else starts[0]
    if earliest == 0:
        return 0
    blank = text.find(" ", earliest, place)
    return blank + 1 if blank >= 0 else place


def _shortened(text: str, start: int, length: int) -> str:
    piece = text[start : start + length]
    if start + length < len(text):
        cut = piece.rfind(" ", length // 2)
        piece = (piece[:cut] if cut > 0 else piece).rstrip(" ,;:·") + "…"
    line = " ".join(piece.split())
    is_sentence = start == 0 or text[start - 1] == "\n" or text[:start].rstrip()[-1:] in set(".!?。")
    return line if is_sentence else f"…{line}"


def _marked(text: str, wanted: re.Pattern[str]) -> list[Piece]:
    pieces: list[Piece] = []
    place = 0
    for match in wanted.finditer(text):
        if match.start() > place:
            pieces.append(Piece(text[place : match.start()]))
        pieces.append(Piece(match[0], True))
        place = match.end()
    return [*pieces, Piece(text[place:])] if text[place:] else pieces


def distance(first: str, second: str) -> int:
    """How many letters differ; a Korean syllable counts by its letters."""
    one, two = korean.letters(first), korean.letters(second)
    row = list(range(len(two) + 1))
    for number, letter in enumerate(one, 1):
        before, row[0] = row[0], number
        for place, other in enumerate(two, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (letter != other))
    return row[-1]
