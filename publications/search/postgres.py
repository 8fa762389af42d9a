"""The index on PostgreSQL: a table of nothing but ids, with a GIN index over the terms of their passages.

Counting the hits of a common word visits every row that has it; with the term vectors in the rows that would be the whole
table. So the index is made over a function that looks the terms up. It calls itself immutable, and is, because a passage
is never changed: it is stored before its id, and goes with it. The vectors are made of our own terms and keep no places
of words, since the server's idea of words knows no Korean.
"""

from collections.abc import Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from config.languages import Language
from publications.search.store import COLUMNS, PLACES, Row, Scope, as_subquery, conditions, grow, held, of_language, run
from publications.search.words import Alternative

_SCHEMA = (
    (
        "CREATE TABLE search_passage (id bigint PRIMARY KEY, part text NOT NULL, language text NOT NULL, "
        "anchor text NOT NULL, root text NOT NULL, label text NOT NULL, heading text NOT NULL, text text NOT NULL, "
        "terms text NOT NULL)"
    ),
    "CREATE TABLE search_index (id bigint PRIMARY KEY REFERENCES search_passage ON DELETE CASCADE)",
    # Names the schema, because a restore looks in none. Its cost keeps the planner from calling it for every row, also
    # when a word is expected in most of them and the index has changes waiting.
    (
        "DO $make$ BEGIN EXECUTE format("
        "'CREATE FUNCTION %1$I.search_vector(bigint) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL UNSAFE COST 1000 "
        "AS $$ SELECT array_to_tsvector(array_remove(string_to_array(terms, '' ''), '''')) "
        "FROM %1$I.search_passage WHERE id = $1 $$', current_schema()); END $make$"
    ),
    "CREATE INDEX search_index_vector ON search_index USING gin (search_vector(id))",
    "CREATE TABLE search_size (passages bigint NOT NULL, letters bigint NOT NULL)",
    "INSERT INTO search_size VALUES (0, 0)",
    'CREATE TABLE search_word (word text COLLATE "C" PRIMARY KEY, letters integer NOT NULL)',
    "CREATE INDEX search_word_letters ON search_word (letters, word)",
)


def create() -> None:
    with connection.cursor() as cursor:
        for statement in _SCHEMA:
            cursor.execute(statement)


def drop() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS search_index, search_passage, search_size, search_word")
        cursor.execute("DROP FUNCTION IF EXISTS search_vector(bigint)")


def insert(rows: Sequence[Row]) -> None:
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY search_passage ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(
                    (row.id, row.part, row.language, row.anchor, row.root, row.label, row.heading, row.text, row.terms)
                )
        cursor.execute("INSERT INTO search_index SELECT unnest(%s::bigint[])", [[row.id for row in rows]])
    grow(rows)


def frequencies(terms: Sequence[str]) -> dict[str, int]:
    """Common terms from the server's statistics; the others are counted, which is quick because they are rare."""
    known = dict(
        run(
            "SELECT term, round(share * (SELECT passages FROM search_size))::bigint FROM pg_stats, "
            "unnest(most_common_elems::text::text[], most_common_elem_freqs) AS common (term, share) "
            "WHERE schemaname = current_schema() AND tablename = 'search_index_vector' AND attname = 'search_vector' AND term = ANY(%s)",
            [list(terms)],
        )
    )
    rare = [term for term in terms if term not in known]
    part = "SELECT %s::text, count(*) FROM search_index WHERE search_vector(id) @@ %s::tsquery"
    values = [value for term in rare for value in (term, f"'{term}'")]
    counted = run(" UNION ALL ".join([part] * len(rare)), values) if rare else []
    return {**known, **{term: count for term, count in counted if count}}


def _query(groups: Sequence[Sequence[Alternative]], prefix: str = "") -> str:
    """One alternative of every group; each word is quoted, so that none can be an operator."""
    return " & ".join(
        "(" + " | ".join("(" + " & ".join(f"'{prefix}{term}'" for term in entry.terms) + ")" for entry in group) + ")"
        for group in groups
    )


def weighed(wanted: Sequence[tuple[Alternative, float]], scope: Scope | None, limit: int) -> list[int]:
    rest, parameters = conditions(scope, "id")
    parts: list[str] = []
    values: list[object] = []
    for alternative, weight in wanted:
        parts.append(
            f"SELECT id, {weight:.4f}::float8 AS weight FROM search_index WHERE search_vector(id) @@ %s::tsquery{rest}"
        )
        values += [_query([[alternative]]), *parameters]
    hits = " UNION ALL ".join(parts)
    statement = f"SELECT id FROM ({hits}) AS hits GROUP BY id ORDER BY sum(weight) DESC, id DESC LIMIT {limit}"
    return [row[0] for row in run(statement, values)]


def newest(groups: Sequence[Sequence[Alternative]], scope: Scope | None, limit: int, prefix: str = "") -> list[int]:
    """The hits are gathered before they are sorted: walking the ids backwards would open every vector on the way."""
    rest, parameters = conditions(scope, "id")
    statement = (
        f"WITH hits AS MATERIALIZED (SELECT id FROM search_index WHERE search_vector(id) @@ %s::tsquery{rest}) "
        f"SELECT id FROM hits ORDER BY id DESC LIMIT {limit}"
    )
    return [row[0] for row in run(statement, [_query(groups, prefix), *parameters])]


def newest_and_totals(
    alternatives: Sequence[Alternative], scope: Scope, limit: int, share: float = 1.0
) -> tuple[list[int], int, int]:
    """In one statement, which gathers the hits once and keeps those of the newest rows, where they are expected."""
    if scope.hidden is None:
        return newest([alternatives], None, limit), *_totals_by_edition(alternatives, scope)
    rest, parameters = conditions(scope, "id")
    statement = (
        f"SELECT array_agg(id ORDER BY id DESC) FILTER (WHERE id >= coalesce((SELECT id FROM search_index ORDER BY id DESC "
        f"OFFSET {int(2 * limit / share)} LIMIT 1), 0)), count(*), count(DISTINCT id >> {PLACES}) "
        f"FROM search_index WHERE search_vector(id) @@ %s::tsquery{rest}"
    )
    ids, passages, editions = run(statement, [_query([alternatives]), *parameters])[0]
    if len(ids or []) < min(limit, passages):
        ids = newest([alternatives], scope, limit)
    return ids[:limit] if ids else [], passages, editions


def _totals_by_edition(alternatives: Sequence[Alternative], scope: Scope) -> tuple[int, int]:
    """Asks once of every edition whether it is in scope."""
    visible, parameters = as_subquery(scope.editions)
    statement = (
        f"WITH grouped AS MATERIALIZED (SELECT id >> {PLACES} AS edition, count(*) AS hits FROM search_index "
        f"WHERE search_vector(id) @@ %s::tsquery{of_language(scope.language, 'id')} GROUP BY 1) "
        f"SELECT coalesce(sum(hits), 0)::bigint, count(*) FROM grouped WHERE edition IN ({visible})"
    )
    passages, editions = run(statement, [_query([alternatives]), *parameters])[0]
    return passages, editions


def editions(alternatives: Sequence[Alternative], language: Language | None) -> RawSQL:
    rest = of_language(language, "id")
    return RawSQL(
        f"SELECT id >> {PLACES} FROM search_index WHERE search_vector(id) @@ %s::tsquery{rest}",
        [_query([alternatives])],
    )


def within(alternatives: Sequence[Alternative], editions: Sequence[int], language: Language | None) -> list[int]:
    return held(alternatives, editions, language, "strpos")


def among(ids: Sequence[int]) -> RawSQL:
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])


def refresh() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_index")
