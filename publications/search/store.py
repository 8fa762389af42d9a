"""What the two databases have in common: the rows of the index, and the questions it is asked.

A row's id holds its edition (all but the lowest sixteen bits), its place, and its language (the lowest bit), so that hits
are counted by edition and language from the ids alone, without a look at any row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from config.languages import Language
from publications.search.words import Alternative

PLACES = 16
# More hidden editions than this are not worth being listed one by one.
FEW_HIDDEN = 200
LARGEST_PLACE = (1 << (PLACES - 1)) - 1
TABLES = ("search_passage", "search_size", "search_word")
COLUMNS = ("id", "part", "language", "anchor", "root", "label", "heading", "text", "terms")

Editions = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: in these editions, and in the passages of one language if given.

    ``hidden`` are the editions of the index that are not among these, where somebody knows them: mostly a handful, so
    that leaving them out costs far less than asking of every hit whether it is in.
    """

    editions: Editions
    language: Language | None = None
    hidden: frozenset[int] | None = None

    def holds(self, row: int) -> bool:
        """Whether a row is in, where the hidden ones are known."""
        is_asked = self.language is None or language_of(row) == self.language
        return is_asked and (row >> PLACES) not in (self.hidden or ())


@dataclass(frozen=True, slots=True)
class Row:
    """A stored passage."""

    id: int
    part: str
    language: Language
    anchor: str
    root: str
    label: str
    heading: str
    text: str
    terms: str

    @property
    def is_bare(self) -> bool:
        """A title alone, of which nothing can be shown."""
        return not (self.text or self.heading)


def row_id(edition: int, place: int, language: Language) -> int:
    return (edition << PLACES) | (min(place, LARGEST_PLACE) << 1) | (language == "ko")


def edition_of(row: int) -> int:
    return row >> PLACES


def language_of(row: int) -> Language:
    return "ko" if row & 1 else "en"


class Store(Protocol):
    """One database's way of keeping and finding rows; ``sqlite`` and ``postgres`` are modules of this shape."""

    def create(self) -> None:
        """Make the tables."""

    def drop(self) -> None: ...

    def insert(self, rows: Sequence[Row]) -> None:
        """Store the rows of editions that have none."""

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each term stands, nearly; those that stand nowhere are left out."""

    def weighed(self, wanted: Sequence[tuple[Alternative, float]], scope: Scope | None, limit: int) -> list[int]:
        """The ids of rows by the sum of the weights of what they hold, then the newest."""

    def newest(
        self, groups: Sequence[Sequence[Alternative]], scope: Scope | None, limit: int, prefix: str = ""
    ) -> list[int]:
        """The ids of the newest rows that hold one alternative of every group."""

    def newest_and_totals(
        self, alternatives: Sequence[Alternative], scope: Scope, limit: int, share: float = 1.0
    ) -> tuple[list[int], int, int]:
        """What a common word asks for: the ids of the newest rows that hold one of these, in scope or not; how many
        passages and how many editions in scope do, exactly.

        :param share: of all passages, so many are expected to hold one
        """

    def editions(self, alternatives: Sequence[Alternative], language: Language | None) -> RawSQL:
        """The same editions, for a condition ``pk__in``."""

    def within(
        self, alternatives: Sequence[Alternative], editions: Sequence[int], language: Language | None
    ) -> list[int]:
        """The ids of all rows of a few editions that hold one of these."""

    def among(self, ids: Sequence[int]) -> RawSQL:
        """Many numbers as one parameter, for a condition ``pk__in``."""

    def refresh(self) -> None:
        """Bring the database's own statistics up to date, after many changes."""


def as_subquery(editions: Editions) -> tuple[str, list[Any]]:
    """The ids of editions as SQL with its parameters."""
    statement, parameters = editions.order_by().values("pk").query.sql_with_params()
    return statement, list(parameters)


def run(statement: str, parameters: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        return list(cursor.fetchall())


def conditions(scope: Scope | None, column: str) -> tuple[str, list[Any]]:
    """What a row's id must fulfil besides holding a word; begins with AND."""
    if scope is None:
        return "", []
    language = of_language(scope.language, column)
    if scope.hidden is not None:
        hidden = ", ".join(map(str, sorted(scope.hidden)))
        return (f" AND ({column} >> {PLACES}) NOT IN ({hidden}){language}" if hidden else language), []
    statement, parameters = as_subquery(scope.editions)
    return f" AND ({column} >> {PLACES}) IN ({statement}){language}", parameters


def hidden(editions: Editions) -> frozenset[int] | None:
    """The editions of the index that are not among these, if they are few."""
    others = editions.model.objects.exclude(pk__in=editions.order_by().values("pk"))
    statement, parameters = as_subquery(others)
    found = run(
        f"SELECT pk FROM ({statement}) AS others WHERE EXISTS (SELECT 1 FROM search_passage AS passage WHERE "
        f"passage.id >= others.pk << {PLACES} AND passage.id < (others.pk + 1) << {PLACES}) LIMIT {FEW_HIDDEN + 1}",
        parameters,
    )
    return frozenset(row[0] for row in found) if len(found) <= FEW_HIDDEN else None


def of_language(language: Language | None, column: str) -> str:
    return f" AND ({column} & 1) = {int(language == 'ko')}" if language else ""


def remove(editions: Iterable[int]) -> None:
    """Take editions out of the index; by the range of their ids, which needs no further index."""
    for edition in editions:
        bounds = (edition << PLACES, (edition + 1) << PLACES)
        gone = run(
            "SELECT count(*), coalesce(sum(length(terms)), 0) FROM search_passage WHERE id >= %s AND id < %s", bounds
        )
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_passage WHERE id >= %s AND id < %s", bounds)
        _resize(-gone[0][0], -gone[0][1])


def grow(rows: Sequence[Row]) -> None:
    _resize(len(rows), sum(len(row.terms) for row in rows))


def _resize(passages: int, letters: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE search_size SET passages = passages + %s, letters = letters + %s", [passages, letters])


def size() -> tuple[int, float]:
    """How many passages there are, and how long their terms are on average."""
    passages, letters = run("SELECT passages, letters FROM search_size")[0]
    return passages, letters / max(1, passages)


def stored_editions(first: int = 0, last: int = 1 << 46) -> list[int]:
    """The editions of which there is something, between two ids."""
    statement = f"SELECT DISTINCT id >> {PLACES} FROM search_passage WHERE id >= %s AND id < %s"
    return [row[0] for row in run(statement, [first << PLACES, (last + 1) << PLACES])]


def terms_of(ids: Sequence[int], among: RawSQL) -> dict[int, str]:
    return dict(run(f"SELECT id, terms FROM search_passage WHERE id IN ({among.sql})", among.params)) if ids else {}


def rows_of(ids: Sequence[int], among: RawSQL) -> dict[int, Row]:
    if not ids:
        return {}
    found = run(f"SELECT {', '.join(COLUMNS)} FROM search_passage WHERE id IN ({among.sql})", among.params)
    return {row[0]: Row(*row) for row in found}


def held(
    alternatives: Sequence[Alternative], editions: Sequence[int], language: Language | None, position: str
) -> list[int]:
    """The rows of a few editions that hold one of these, by reading their terms: the index would be walked for each.

    :param position: the database's function that says where in a text another stands
    """
    if not editions:
        return []
    near = " OR ".join(["(id >= %s AND id < %s)"] * len(editions))
    bounds = [bound << PLACES for edition in editions for bound in (edition, edition + 1)]
    holds = " OR ".join(
        "(" + " AND ".join(f"{position}(terms, %s) > 0" for _ in entry.terms) + ")" for entry in alternatives
    )
    terms = [f" {term} " for entry in alternatives for term in entry.terms]
    statement = f"SELECT id FROM search_passage WHERE ({near}) AND ({holds}){of_language(language, 'id')}"
    return [row[0] for row in run(statement, [*bounds, *terms])]


def add_words(words: Iterable[str]) -> None:
    """Remember how words of titles are spelt, for those who misspell them."""
    values = [(word, len(word)) for word in sorted(set(words))]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO search_word (word, letters) VALUES (%s, %s) ON CONFLICT DO NOTHING", values)


def words_like(letters: tuple[int, int], first: str, limit: int) -> list[str]:
    """Stored spellings of about this length, those that begin alike first."""
    found = run(
        "SELECT word FROM search_word WHERE letters BETWEEN %s AND %s ORDER BY word LIKE %s DESC, word LIMIT %s",
        [*letters, f"{first}%", limit],
    )
    return [row[0] for row in found]
