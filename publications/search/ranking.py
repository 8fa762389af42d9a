"""How well a passage answers a question: BM25 over its terms, and more for titles, phrases and all words at once."""

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from publications.search.words import TITLE, Alternative, Query, Word, normalise

K1, B = 1.2, 0.6
# A word of a title counts like so many of the text.
TITLE_WEIGHT = 4.0
PART_WEIGHTS = {"summary": 1.15, "recommendation": 1.05, "chapter": 1.0, "video": 0.95, "file": 0.85}
# For finding all words of the question: up to so much more.
COVERAGE_WEIGHT = 0.5
PHRASE_WEIGHT = 0.25
_SPACES = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Statistics:
    passages: int
    mean_length: float
    frequencies: Mapping[str, int]

    def rarity(self, alternative: Alternative) -> float:
        """BM25's weight of a term; of several that must stand together, that of the rarest."""
        return alternative.weight * max(self._rarity(term) for term in alternative.terms)

    def _rarity(self, term: str) -> float:
        found = min(self.frequencies.get(term, 0), self.passages)
        return math.log(1 + (self.passages - found + 0.5) / (found + 0.5))

    def frequency(self, alternative: Alternative) -> int:
        return min(self.frequencies.get(term, 0) for term in alternative.terms)

    def is_found(self, alternative: Alternative) -> bool:
        return all(term in self.frequencies for term in alternative.terms)


def score(terms: str, query: Query, statistics: Statistics) -> float:
    norm = K1 * (1 - B + B * len(terms) / max(1.0, statistics.mean_length))
    total, covered = 0.0, 0.0
    for word in query.words:
        own, share = _word_score(terms, word, statistics, norm)
        total += own
        covered += share
    return total * (1 + COVERAGE_WEIGHT * covered / len(query.words))


def _word_score(terms: str, word: Word, statistics: Statistics, norm: float) -> tuple[float, float]:
    """The score of one word of the question, and how much of the word was found."""
    own, found, possible = 0.0, 0.0, 0.0
    for alternative in word.alternatives:
        weight = statistics.rarity(alternative)
        possible += weight
        times = _times(terms, alternative)
        if times:
            found += weight
            own += weight * times * (K1 + 1) / (times + norm)
    best = max((_synonym_score(terms, entry, statistics, norm) for entry in word.synonyms), default=0.0)
    share = found / possible if possible else 0.0
    return (best, max(share, 0.9)) if best > own else (own, share)


def _synonym_score(terms: str, alternative: Alternative, statistics: Statistics, norm: float) -> float:
    times = _times(terms, alternative)
    return statistics.rarity(alternative) * times * (K1 + 1) / (times + norm) if times else 0.0


def _times(terms: str, alternative: Alternative) -> float:
    counts = []
    for term in alternative.terms:
        count: float = terms.count(f" {term} ")
        if count:
            count += (TITLE_WEIGHT - 1) * terms.count(f" {TITLE}{term} ")
        counts.append(count)
    return min(counts)


def phrase_bonus(text: str, query: Query) -> float:
    """More than 1 where neighbours of the question are neighbours in the text, blanks and dots between them or not."""
    spellings = [word.spelling for word in query.words]
    if len(spellings) < 2:
        return 1.0
    squeezed = _SPACES.sub("", normalise(text))
    together = sum(first + second in squeezed for first, second in itertools.pairwise(spellings))
    return 1 + PHRASE_WEIGHT * together / (len(spellings) - 1)


def by_group(scores: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """Editions with their best passage's score and a little for each further one, the best first."""
    groups: dict[int, list[float]] = {}
    for edition, value in scores:
        groups.setdefault(edition, []).append(value)
    weighed = []
    for edition, values in groups.items():
        values.sort(reverse=True)
        weighed.append((edition, values[0] + 0.15 * sum(values[1:3])))
    return sorted(weighed, key=lambda entry: (-entry[1], -entry[0]))
