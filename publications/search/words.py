"""Text to terms, for what is stored and for what is asked.

A Hangul word becomes itself, itself without its particle, and its overlapping syllable pairs; a Latin word its stem. The
index holds nothing but these terms between blanks, so that a database's own idea of words plays no part. A term of a title
stands there once more with ``=`` before it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publications.search import english, korean

MAXIMUM_LETTERS, MAXIMUM_WORDS = 200, 16
TITLE = "="
# They stand in nearly every English passage and say nothing; words that are names as well (US, WHO, IT) are none.
_EMPTY = frozenset(
    """
    a an and are as at be been but by did do does for from had has have he her his how if in into is its of on or our she
    so such than that the their them then there these they this those to was we were what when where which while whom
    whose why with would you your
    """.split()  # noqa: SIM905 - as words they stay readable
)
_HANGUL = re.compile("[가-힣]+")
_HANJA = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_WORD = re.compile(
    "[가-힣]+|[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[^\\W_가-힣\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
# Letters and digits of any script in one run; what a run is made of is asked once, when it is first seen.
_RUN = re.compile("[^\\W_]+")
_POSSESSIVE = re.compile("[’'](?:s|t|re|ve|ll|d)(?![a-z])")
_KNOWN_AT_MOST = 400_000


class _Known(dict[str, str]):
    """The terms of each word seen, since most words of a text have been seen before."""

    def __missing__(self, word: str) -> str:
        terms = self[word] = "  ".join(term for part in _WORD.findall(word) for term in _terms(part))
        return terms


_known = _Known()


def normalise(text: str) -> str:
    """One spelling of what looks the same: composed, half width, lower case, without accents on Latin letters."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", korean.join_letters(unicodedata.normalize("NFC", text))).lower()


def _bare(text: str) -> str:
    return _POSSESSIVE.sub("", text) if "'" in text or "’" in text else text


def split(text: str) -> list[str]:
    """The words of a normalised text, parted where one script follows another."""
    return _WORD.findall(_bare(text))


def index_terms(text: str) -> str:
    """The terms of a text in the order of its words, two blanks between them: each can be counted with its own blanks."""
    if len(_known) > _KNOWN_AT_MOST:
        _known.clear()
    return "  ".join(filter(None, map(_known.__getitem__, _RUN.findall(_bare(normalise(text))))))


def stored_terms(titles: str, text: str) -> str:
    """What the index keeps of a passage; every term has a blank of its own on either side."""
    heads = index_terms(titles)
    marked = "  ".join(TITLE + term for term in heads.split())
    return f" {'  '.join(filter(None, (marked, heads, index_terms(text))))} "


def _terms(word: str) -> list[str]:
    if _HANGUL.match(word):
        return list(dict.fromkeys([word, *korean.forms(word), *korean.pairs(word)]))
    if word in _EMPTY:
        return []
    if _HANJA.match(word):
        return list(dict.fromkeys([*(korean.pairs(word) or [word]), *_read_hanja(word)]))
    return [_latin(word)]


def _latin(word: str) -> str:
    if not word.isascii():
        word = "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
    return english.stem(word) if word.isascii() and word.isalpha() else word


def _read_hanja(word: str) -> list[str]:
    read = word.translate(korean.HANJA)
    return [read, *korean.pairs(read)] if _HANGUL.fullmatch(read) else []


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that stand for a word together, and how much of it they are: 1 for the whole."""

    terms: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question: its spelling, and what counts as finding it."""

    spelling: str
    alternatives: tuple[Alternative, ...]
    synonyms: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    words: tuple[Word, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def alternatives(self) -> Iterator[Alternative]:
        for word in self.words:
            yield from word.alternatives
            yield from word.synonyms

    @property
    def terms(self) -> list[str]:
        return list(dict.fromkeys(term for alternative in self.alternatives for term in alternative.terms))


def parse(text: str, synonyms: Sequence[Sequence[str]] = ()) -> Query:
    """What somebody typed, as words: never syntax, never more than a question has."""
    cut = normalise(text[:MAXIMUM_LETTERS])
    spelt = list(dict.fromkeys(split(cut)))
    telling = [word for word in spelt if word not in _EMPTY] or spelt
    words = [Word(word, tuple(_asked(word))) for word in telling[:MAXIMUM_WORDS]]
    words = [word for word in words if word.alternatives]
    return Query(tuple(_with_synonyms(words, cut, synonyms)))


# A pair counts for less than a word: two syllables that happen to stand side by side mean little.
PAIR_WEIGHT = 0.6
SYNONYM_WEIGHT = 0.9


def _asked(word: str) -> Iterator[Alternative]:
    if not _HANGUL.match(word):
        for term in _terms(word) or [_latin(word)]:
            yield Alternative((term,))
        return
    whole = dict.fromkeys([word, *korean.query_forms(word)])
    for term in whole:
        yield Alternative((term,))
    for pair in korean.pairs(word):
        if pair not in whole:
            yield Alternative((pair,), PAIR_WEIGHT)


def _with_synonyms(words: list[Word], cut: str, sets: Sequence[Sequence[str]]) -> Iterator[Word]:
    """A set that is named in the question adds its other members to the word where its name begins."""
    squeezed = " ".join(split(cut))
    added: dict[str, list[Alternative]] = {}
    for members in sets:
        names = [split(normalise(name)) for name in members]
        for name in names:
            spelling = " ".join(name)
            place = _named(spelling, squeezed, words)
            if place:
                others = (tuple(_whole(other)) for other in names if other != name)
                added.setdefault(place, []).extend(Alternative(terms, SYNONYM_WEIGHT) for terms in others if terms)
                break
    for word in words:
        yield Word(word.spelling, word.alternatives, tuple(dict.fromkeys(added.get(word.spelling, []))))


def _named(spelling: str, squeezed: str, words: list[Word]) -> str:
    """The word of the question at which a name begins; a Korean one may carry a particle."""
    if not spelling:
        return ""
    if _HANGUL.fullmatch(spelling):
        for word in words:
            if word.spelling == spelling or spelling in korean.forms(word.spelling):
                return word.spelling
        return ""
    if f" {spelling} " not in f" {squeezed} ":
        return ""
    first = [part for part in spelling.split() if part not in _EMPTY] or spelling.split()
    return first[0]


def _whole(name: list[str]) -> Iterator[str]:
    """The terms of a name that must all stand in a passage."""
    for word in name:
        if _HANGUL.match(word):
            yield from korean.pairs(word) or [word]
        elif word not in _EMPTY:
            yield _latin(word)
