"""The facets of search: counted over the ranked publications, with their names, in one statement.

It runs with every search, and Django takes longer to write it than the database to answer it. Without filters it is
always the same but for the publications counted, so it is written once.
"""

import functools
from collections.abc import Sequence
from typing import Any
from weakref import WeakSet

from django.db import connection
from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.db.models.functions import Cast, Concat, Substr, Trim

from config.languages import Bilingual
from publications import search
from publications.filters import FACETS, SHOWN, Filters
from publications.models import Edition, EditionQuerySet

Labels = dict[str, Bilingual]
_PERSON = "contributions__person__"
_FAMILY_FIRST = Concat(F(f"{_PERSON}family_en"), Value(" "), F(f"{_PERSON}given_en"), output_field=CharField())
_GIVEN_FIRST = Concat(F(f"{_PERSON}given_en"), Value(" "), F(f"{_PERSON}family_en"), output_field=CharField())
_NAME = Trim(Case(When(Q(**{f"{_PERSON}family_first_en": True}), then=_FAMILY_FIRST), default=_GIVEN_FIRST))
# Somebody may have written and edited the same publication; all other facets name it once.
REPEATED = {"author"}
_EMPTY = Value("", output_field=CharField())
# For each facet: its value, and its name in English and Korean.
_COLUMNS: dict[str, tuple[Any, Any, Any]] = {
    "kind": (F("kind__slug"), F("kind__name_en"), F("kind__name_ko")),
    "author": (F(f"{_PERSON}slug"), _NAME, F(f"{_PERSON}printed_ko")),
    "topic": (F("topics__slug"), F("topics__name"), F("topics__name_ko")),
    "center": (F("centers__slug"), F("centers__name_en"), F("centers__name_ko")),
    # The database is asked for letters: taking a date apart is a Python function on SQLite.
    "year": (Substr(Cast("issued", CharField()), 1, 4), _EMPTY, _EMPTY),
}


def count(ranked: search.Hits, filters: Filters, language: Any) -> dict[str, dict[str, tuple[Bilingual, int]]]:
    """For each facet but that of languages, value -> name and number; the most frequent first, years by themselves."""
    if filters.chosen:
        rows = _run(*_compiled(ranked.among(Edition.objects.all(), language), filters))
    else:
        rows = _counted(ranked.parameter(language))
    rows.sort(key=lambda row: (-row[4], row[2] or ""))
    found: dict[str, dict[str, tuple[Bilingual, int]]] = {name: {} for name in FACETS}
    for name, value, english, korean, hits in rows:
        kept = len(found[name]) < SHOWN.get(name, len(rows)) or value in filters.chosen.get(name, ())
        if value is not None and kept:
            found[name][value] = (Bilingual(english or "", korean or ""), hits)
    found["year"] = dict(sorted(found["year"].items(), reverse=True))
    return found


def _run(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _counted(ids: Any) -> list[tuple[Any, ...]]:
    """The statement without filters. PostgreSQL takes as long to plan it as to answer it, and so keeps the plan."""
    if connection.vendor != "postgresql":
        statement, places = _plain()
        return _run(statement, [ids if value is None else value for value in places])
    connection.ensure_connection()
    if connection.connection not in _PREPARED:
        statement, places = _plain()
        whole = connection.ops.compose_sql(statement, ["{}" if value is None else value for value in places])  # type: ignore[attr-defined]
        _keep(whole.replace("'{}'::bigint[]", "$1"))
        _PREPARED.add(connection.connection)
    return _run("EXECUTE search_facets (%s)", [ids])


# The connections that know the statement.
_PREPARED: WeakSet[Any] = WeakSet()


def _keep(statement: str) -> None:
    with connection.cursor() as cursor:
        # Otherwise the first five times are planned all the same.
        cursor.execute("SET plan_cache_mode = force_generic_plan")
        cursor.execute(f"PREPARE search_facets (bigint[]) AS {statement}")


@functools.cache
def _plain() -> tuple[str, Sequence[Any]]:
    """None stands where the publications counted belong."""
    nothing = search.find("", editions=Edition.objects.all())
    statement, parameters = _compiled(nothing.among(Edition.objects.all()), Filters())
    return statement, [None if value == nothing.parameter(None) else value for value in parameters]


def _compiled(editions: EditionQuerySet, filters: Filters) -> tuple[str, list[Any]]:
    parts = [
        filters.apply(editions, but=name)
        .order_by()
        .annotate(facet=Value(name), value=Cast(value, CharField()), english=english, korean=korean)
        .values("facet", "value", "english", "korean")
        .annotate(hits=Count("pk", distinct=name in REPEATED))
        .values_list("facet", "value", "english", "korean", "hits")
        for name, (value, english, korean) in _COLUMNS.items()
    ]
    statement, parameters = parts[0].union(*parts[1:], all=True).query.sql_with_params()
    return statement, list(parameters)
