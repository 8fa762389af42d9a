"""The index on SQLite: an FTS5 table over the stored terms.

The table has external content and triggers, because Debian 12's SQLite cannot delete from one without content; and it
keeps no places of words (``detail=none``), since phrases and nearness are judged on the best hits alone.
"""

import json
from collections.abc import Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from config.languages import Language
from publications.search.store import PLACES, Row, Scope, conditions, grow, held, of_language, run
from publications.search.words import Alternative

_SCHEMA = (
    (
        "CREATE TABLE search_passage (id INTEGER PRIMARY KEY, part TEXT NOT NULL, language TEXT NOT NULL, "
        "anchor TEXT NOT NULL, root TEXT NOT NULL, label TEXT NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL, "
        "terms TEXT NOT NULL)"
    ),
    (
        "CREATE VIRTUAL TABLE search_index USING fts5(terms, content='search_passage', content_rowid='id', "
        "detail=none, tokenize=\"ascii tokenchars '='\")"
    ),
    "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_index, 'row')",
    (
        "CREATE TRIGGER search_passage_added AFTER INSERT ON search_passage BEGIN "
        "INSERT INTO search_index (rowid, terms) VALUES (new.id, new.terms); END"
    ),
    (
        "CREATE TRIGGER search_passage_gone AFTER DELETE ON search_passage BEGIN "
        "INSERT INTO search_index (search_index, rowid, terms) VALUES ('delete', old.id, old.terms); END"
    ),
    "CREATE TABLE search_size (passages INTEGER NOT NULL, letters INTEGER NOT NULL)",
    "INSERT INTO search_size VALUES (0, 0)",
    "CREATE TABLE search_word (word TEXT PRIMARY KEY, letters INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX search_word_letters ON search_word (letters, word)",
)


def create() -> None:
    with connection.cursor() as cursor:
        for statement in _SCHEMA:
            cursor.execute(statement)


def drop() -> None:
    with connection.cursor() as cursor:
        for table in ("search_vocabulary", "search_index", "search_passage", "search_size", "search_word"):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")


def insert(rows: Sequence[Row]) -> None:
    values = [
        (row.id, row.part, row.language, row.anchor, row.root, row.label, row.heading, row.text, row.terms)
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO search_passage VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)", values)
    grow(rows)


def frequencies(terms: Sequence[str]) -> dict[str, int]:
    return dict(row for term in terms for row in run("SELECT term, doc FROM search_vocabulary WHERE term = %s", [term]))


def _match(groups: Sequence[Sequence[Alternative]], prefix: str = "") -> str:
    """One alternative of every group; each word is quoted, so that none can be an operator."""
    return " AND ".join(
        "("
        + " OR ".join("(" + " AND ".join(f'"{prefix}{term}"' for term in entry.terms) + ")" for entry in group)
        + ")"
        for group in groups
    )


def weighed(wanted: Sequence[tuple[Alternative, float]], scope: Scope | None, limit: int) -> list[int]:
    rest, parameters = conditions(scope, "rowid")
    parts, values = [], []
    for alternative, weight in wanted:
        parts.append(f"SELECT rowid AS id, {weight:.4f} AS weight FROM search_index WHERE search_index MATCH %s{rest}")
        values += [_match([[alternative]]), *parameters]
    return _best(parts, values, limit)


def _best(parts: Sequence[str], values: Sequence[object], limit: int) -> list[int]:
    hits = " UNION ALL ".join(parts)
    statement = f"SELECT id FROM ({hits}) GROUP BY id ORDER BY sum(weight) DESC, id DESC LIMIT {limit}"
    return [row[0] for row in run(statement, values)]


def newest(groups: Sequence[Sequence[Alternative]], scope: Scope | None, limit: int, prefix: str = "") -> list[int]:
    rest, parameters = conditions(scope, "rowid")
    statement = f"SELECT rowid FROM search_index WHERE search_index MATCH %s{rest} ORDER BY rowid DESC LIMIT {limit}"
    return [row[0] for row in run(statement, [_match(groups, prefix), *parameters])]


def _totals(alternatives: Sequence[Alternative], scope: Scope) -> tuple[int, int]:
    rest, parameters = conditions(scope, "rowid")
    unseen: list[int] = []
    if scope.hidden is not None:
        # Counted and taken off: looking every hit up in a list costs four times as much as counting it.
        rest, parameters = of_language(scope.language, "rowid"), []
        unseen = within(alternatives, sorted(scope.hidden), scope.language)
    statement = (
        f"SELECT count(*), count(DISTINCT rowid >> {PLACES}) FROM search_index WHERE search_index MATCH %s{rest}"
    )
    passages, editions = run(statement, [_match([alternatives]), *parameters])[0]
    return passages - len(unseen), editions - len({row >> PLACES for row in unseen})


def newest_and_totals(
    alternatives: Sequence[Alternative], scope: Scope, limit: int, _share: float = 1.0
) -> tuple[list[int], int, int]:
    return newest([alternatives], None, limit), *_totals(alternatives, scope)


def editions(alternatives: Sequence[Alternative], language: Language | None) -> RawSQL:
    rest = of_language(language, "rowid")
    return RawSQL(
        f"SELECT rowid >> {PLACES} FROM search_index WHERE search_index MATCH %s{rest}", [_match([alternatives])]
    )


def within(alternatives: Sequence[Alternative], editions: Sequence[int], language: Language | None) -> list[int]:
    return held(alternatives, editions, language, "instr")


def among(ids: Sequence[int]) -> RawSQL:
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])


def refresh() -> None:
    """FTS5 counts its words itself."""
