"""From a question to results.

The rarest words say which passages may answer at all (the candidates, a bounded number), since what holds only the common
ones would stand far down anyway. The best of them are then scored on their stored terms. Totals are exact.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from django.db.models import QuerySet

from config.languages import LANGUAGES, Language
from publications.search import highlight, ranking, store
from publications.search.ranking import Statistics
from publications.search.store import PLACES, Editions, Scope, edition_of
from publications.search.words import TITLE, Alternative, Query, parse

Rows = TypeVar("Rows", bound=QuerySet[Any])

# Passages among which ranks and facets are computed.
CANDIDATES = 1_000
# So many hits of single words are weighed one by one.
WEIGHED = 4_000
# Passages are scored in lots of this size, so that the second page continues the first.
LOT = 150
# Of these the text is read too, for phrases.
READ = 30
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Found:
    """One passage of a result."""

    part: str
    language: Language
    anchor: str
    root: str
    label: str
    heading: list[highlight.Piece]
    excerpt: list[highlight.Piece]


@dataclass(frozen=True, slots=True)
class Result:
    """An edition with its best passages, how many there are, and how many more there are to read.

    A title without a summary is a hit, but there is nothing to show of it.
    """

    edition: int
    hits: int
    passages: list[Found]
    more: int


@dataclass(frozen=True, slots=True)
class Hits:
    """``passages`` and ``editions`` are exact; ``candidates`` are the ids of the best rows, all of them unless capped."""

    database: store.Store
    passages: int = 0
    editions: int = 0
    results: list[Result] = field(default_factory=list)
    candidates: list[int] = field(default_factory=list)
    is_capped: bool = False

    @property
    def ranked(self) -> list[int]:
        """The candidates' editions."""
        return self.in_language(None)

    def in_language(self, language: Language | None) -> list[int]:
        """The candidates' editions that have a passage of this language; all of them where none is given."""
        if language is None:
            return list({row >> PLACES for row in self.candidates})
        mark = int(language == "ko")
        return list({row >> PLACES for row in self.candidates if row & 1 == mark})

    def among(self, editions: Rows, language: Language | None = None) -> Rows:
        """Those of these editions that are among the candidates."""
        return editions.filter(pk__in=self.database.among(self.in_language(language)))

    def parameter(self, language: Language | None) -> Any:
        """The one parameter that :meth:`among` brings into a statement."""
        return self.database.among(self.in_language(language)).params[0]

    def languages(self, editions: Editions | None = None) -> dict[str, int]:
        """In how many of the candidates' editions (that are among these) something is found in each language."""
        wanted = None if editions is None else set(self.among(editions).order_by().values_list("pk", flat=True))
        found = {language: self.in_language(language) for language in LANGUAGES}
        return {
            language: len(ids) if wanted is None else len(wanted.intersection(ids)) for language, ids in found.items()
        }


class Search:
    """One question in one scope."""

    def __init__(self, database: store.Store, query: Query, scope: Scope) -> None:
        self.database, self.scope = database, scope
        passages, mean_length = store.size()
        self.statistics = Statistics(passages, mean_length, database.frequencies(query.terms))
        self.query = query
        self._scores: dict[int, float] = {}
        self.wanted = sorted(
            dict.fromkeys(entry for entry in query.alternatives if self.statistics.is_found(entry)),
            key=self.statistics.frequency,
        )

    def find(self, *, start: int, count: int, shown: int = SHOWN, by_date: bool = False) -> Hits:
        """:param by_date: in the order of the scope's editions instead of by relevance"""
        if not self.wanted:
            return Hits(self.database)
        candidates, passages, editions = self._candidates()
        is_capped = passages > len(candidates)
        ordered = self._newest(candidates, is_capped) if by_date else self._ranked(candidates, start + count)
        page = ordered[start : start + count]
        rows = self.database.within(self.wanted, page, self.scope.language) if is_capped else candidates
        return Hits(self.database, passages, editions, list(self._results(page, rows, shown)), candidates, is_capped)

    def _candidates(self) -> tuple[list[int], int, int]:
        """The ids of the best rows; how many passages and editions there are in all."""
        chosen, budget = [], WEIGHED
        for entry in self.wanted:
            budget -= self.statistics.frequency(entry)
            if budget < 0:
                break
            chosen.append((entry, self.statistics.rarity(entry)))
        if len(chosen) == len(self.wanted):
            found = self._visible(self.database.weighed(chosen, None, WEIGHED))
            return found[:CANDIDATES], len(found), len({row >> PLACES for row in found})
        most = max(map(self.statistics.frequency, self.wanted)) / max(1, self.statistics.passages)
        newest, passages, editions = self.database.newest_and_totals(self.wanted, self.scope, CANDIDATES, most)
        rows = self.database.weighed(chosen, self.scope, CANDIDATES) if chosen else []
        if len(rows) < LOT:
            rows = list(dict.fromkeys([*rows, *self._common(newest)]))
        return rows[:CANDIDATES], passages, editions

    def _visible(self, rows: Sequence[int]) -> list[int]:
        """Those in scope, asked for by their editions: for a rare word much less than the list of all editions."""
        if self.scope.hidden is not None:
            return [row for row in rows if self.scope.holds(row)]
        language = self.scope.language
        if language:
            rows = [row for row in rows if store.language_of(row) == language]
        editions = list({row >> PLACES for row in rows})
        visible = set(
            self.scope.editions.order_by().filter(pk__in=self.database.among(editions)).values_list("pk", flat=True)
        )
        return [row for row in rows if row >> PLACES in visible]

    def _common(self, newest: Sequence[int]) -> list[int]:
        """For common words: titles that hold them, passages that hold all, the newest."""
        groups: list[Sequence[Alternative]] = []
        for word in self.query.words:
            group = [entry for entry in (*word.alternatives, *word.synonyms) if self.statistics.is_found(entry)]
            if group:
                groups.append(group)
        found = self._seen(groups, self.database.newest(groups, None, LOT, TITLE), LOT, TITLE)
        if len(groups) > 1:
            half = CANDIDATES // 2
            found += self._seen(groups, self.database.newest(groups, None, half), half)
        if len(found) < CANDIDATES:
            found += self._seen([self.wanted], newest, CANDIDATES)
        return list(dict.fromkeys(found))[:CANDIDATES]

    def _seen(
        self, groups: Sequence[Sequence[Alternative]], newest: Sequence[int], limit: int, prefix: str = ""
    ) -> list[int]:
        """Those in scope. Nearly all are, where there are no filters; where few are, the database looks further back."""
        visible = self._visible(newest)
        if len(newest) < limit or len(visible) > limit // 2:
            return visible
        return self.database.newest(groups, self.scope, limit, prefix)

    def _newest(self, candidates: Sequence[int], is_capped: bool) -> Sequence[int]:
        if is_capped:
            among = self.database.editions(self.wanted, self.scope.language)
        else:
            among = self.database.among(list({edition_of(row) for row in candidates}))
        return cast(Sequence[int], self.scope.editions.filter(pk__in=among).values_list("pk", flat=True))

    def _ranked(self, candidates: Sequence[int], wanted: int) -> list[int]:
        """At least so many editions, the best first; lots are scored until they are found."""
        found: dict[int, None] = {}
        for place in range(0, len(candidates), LOT):
            if len(found) >= wanted:
                break
            scored = [(edition_of(row), value) for row, value in self._scored(candidates[place : place + LOT])]
            found |= dict.fromkeys(edition for edition, _ in ranking.by_group(scored))
        return list(found)

    def _scored(self, rows: Sequence[int]) -> list[tuple[int, float]]:
        """Rows with their scores; the best have been read for phrases."""
        scores = self._score(rows)
        if len(self.query.words) > 1:
            best = sorted(scores, key=lambda row: -scores[row])[:READ]
            for row, stored in store.rows_of(best, self.database.among(best)).items():
                scores[row] *= ranking.phrase_bonus(f"{stored.heading} {stored.text}", self.query)
        return list(scores.items())

    def _score(self, rows: Sequence[int]) -> dict[int, float]:
        unknown = [row for row in rows if row not in self._scores]
        for row, terms in store.terms_of(unknown, self.database.among(unknown)).items():
            self._scores[row] = ranking.score(terms, self.query, self.statistics)
        return {row: self._scores[row] for row in rows if row in self._scores}

    def _results(self, editions: Sequence[int], rows: Sequence[int], shown: int) -> Iterator[Result]:
        page = set(editions)
        grouped: dict[int, list[int]] = {edition: [] for edition in editions}
        for row in rows:
            if row >> PLACES in page:
                grouped[row >> PLACES].append(row)
        scores = self._score([row for group in grouped.values() for row in group])
        # Two more, in case titles alone are among the best; an edition has one in each language.
        best = {
            edition: sorted(group, key=lambda row: (-scores.get(row, 0), row))[: shown + len(LANGUAGES)]
            for edition, group in grouped.items()
        }
        chosen = [row for group in best.values() for row in group]
        stored = store.rows_of(chosen, self.database.among(chosen))
        wanted = highlight.Marker(self.query)
        for edition, group in best.items():
            texts = [stored[row] for row in group if row in stored and not stored[row].is_bare]
            bare = sum(row in stored and stored[row].is_bare for row in group)
            passages = [_found(row, wanted) for row in texts[:shown]]
            yield Result(edition, len(grouped[edition]), passages, len(grouped[edition]) - bare - len(passages))


def _found(row: store.Row, wanted: highlight.Marker) -> Found:
    return Found(
        row.part,
        row.language,
        row.anchor,
        row.root,
        row.label,
        wanted.mark(row.heading),
        wanted.excerpt(row.text, row.language),
    )


def search(database: store.Store, text: str, scope: Scope, synonyms: Sequence[Sequence[str]]) -> Search:
    return Search(database, parse(text, synonyms), scope)
