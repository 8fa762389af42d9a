"""The browse form: what a reader may filter by, from the query string to editions and counts."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import CharField, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, ExtractYear, NullIf
from django.http import QueryDict

from config.languages import LANGUAGES, Language
from people.models import Center, Person
from publications.models import Edition, EditionContribution, EditionQuerySet, Kind, Readership, Topic

PAGE_SIZE = 20
MAXIMUM_PAGE = 100_000
# How many values of an open-ended facet are offered; the most frequent ones.
SHOWN = {"author": 12, "topic": 24}
FACETS = ("kind", "author", "topic", "center", "year", "language")
SORTS = ("newest", "oldest", "title", "views")
_SLUG = re.compile(r"[-\w]{1,120}", re.UNICODE)
_YEAR = re.compile(r"[12]\d{3}")
_PAGE = re.compile(r"[1-9]\d{0,5}")


@dataclass(frozen=True, slots=True)
class Filters:
    """A parsed query string. ``chosen`` holds the values of each facet, OR within one, AND across them."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    video: bool = False
    sort: str = "newest"
    page: int = 1

    @classmethod
    def parse(cls, query: QueryDict) -> "Filters":
        """
        :raises BadRequest: a value is not of its parameter's type
        """
        chosen = {}
        for name in FACETS:
            values = tuple(dict.fromkeys(value for value in query.getlist(name) if value))
            if not all(_is_value(name, value) for value in values):
                raise BadRequest(f"{name} has a malformed value.")
            if values:
                chosen[name] = values
        page, sort, video = query.get("page", "1"), query.get("sort", "newest"), query.get("video", "")
        if not _PAGE.fullmatch(page) or int(page) > MAXIMUM_PAGE or sort not in SORTS or video not in {"", "1"}:
            raise BadRequest("page, sort or video has a malformed value.")
        return cls(chosen, video == "1", sort, int(page))

    @property
    def are_set(self) -> bool:
        return bool(self.chosen) or self.video

    def apply(self, editions: EditionQuerySet, *, but: str = "") -> EditionQuerySet:
        """The editions that match every facet, one of them left out if asked."""
        for name, values in self.chosen.items():
            if name != but:
                editions = editions.filter(_condition(name, values))
        return editions.filter(has_video=True) if self.video else editions

    def order(self, editions: EditionQuerySet, language: Language) -> EditionQuerySet:
        if self.sort == "oldest":
            return editions.order_by(F("issued").asc(nulls_last=True), "live_from", "pk")
        if self.sort == "title":
            first, second = (f"title_{entry}" for entry in sorted(LANGUAGES, key=lambda entry: entry != language))
            return editions.order_by(Coalesce(NullIf(F(first), Value("")), F(second)), "pk")
        if self.sort == "views":
            totals = Readership.objects.filter(publication=OuterRef("publication")).values("total")
            most = Coalesce(Subquery(totals), 0, output_field=IntegerField()).desc()
            return editions.order_by(most, "-sort_date", "-live_from", "-pk")
        return editions

    def query(self, **changes: Any) -> str:
        """The query string in its one fixed order, so that pages cache; page 1 unless given."""
        changed = replace(self, **({"page": 1} | changes))
        pairs: list[tuple[str, str]] = [
            (name, value) for name in FACETS for value in sorted(changed.chosen.get(name, ()))
        ]
        pairs += [("video", "1")] if changed.video else []
        pairs += [("sort", changed.sort)] if changed.sort != "newest" else []
        pairs += [("page", str(changed.page))] if changed.page != 1 else []
        return f"?{urlencode(pairs)}" if pairs else "?"

    def without(self, name: str, value: str) -> "Filters":
        """The same filters less one value."""
        left = tuple(entry for entry in self.chosen[name] if entry != value)
        chosen = {key: values for key, values in {**self.chosen, name: left}.items() if values}
        return replace(self, chosen=chosen, page=1)

    def pairs(self) -> Iterator[tuple[str, str]]:
        for name in FACETS:
            for value in self.chosen.get(name, ()):
                yield name, value


def _is_value(name: str, value: str) -> bool:
    if name == "year":
        return bool(_YEAR.fullmatch(value))
    if name == "language":
        return value in LANGUAGES
    return bool(_SLUG.fullmatch(value))


def _condition(name: str, values: tuple[str, ...]) -> Q:
    if name == "kind":
        return Q(kind__in=Kind.objects.filter(slug__in=values))
    if name == "language":
        return Q(language__in=values)
    if name == "year":
        years = [Q(issued__year=int(value)) for value in values]
        return Q(*years, _connector=Q.OR)
    through: dict[str, QuerySet[Any]] = {
        "author": EditionContribution.objects.filter(person__slug__in=values),
        "topic": Edition.topics.through.objects.filter(topic__slug__in=values),
        "center": Edition.centers.through.objects.filter(center__slug__in=values),
    }
    return Q(pk__in=through[name].values("edition"))


# The key that each facet groups by, on Edition.
_KEYS: dict[str, Any] = {
    "kind": F("kind__slug"),
    "author": F("contributions__person__slug"),
    "topic": F("topics__slug"),
    "center": F("centers__slug"),
    "year": ExtractYear("issued"),
    "language": F("language"),
}


def count_facets(editions: EditionQuerySet, filters: Filters) -> dict[str, dict[str, int]]:
    """For each facet, value -> what a click would give; all facets in one statement."""
    return count_values(lambda name: filters.apply(editions, but=name), _KEYS)


def count_values(matching: Callable[[str], QuerySet[Any]], keys: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """For each facet, value -> number of rows, in one statement.

    :param matching: the rows that match every facet but the named one
    :param keys: by facet, what its rows are grouped by
    """
    parts = [
        matching(name)
        .order_by()
        .annotate(facet=Value(name), key=Cast(key, CharField()))
        .exclude(key=None)
        .values("facet", "key")
        .annotate(hits=Count("pk", distinct=True))
        .values_list("facet", "key", "hits")
        for name, key in keys.items()
    ]
    found: dict[str, dict[str, int]] = {name: {} for name in keys}
    for name, value, hits in parts[0].union(*parts[1:], all=True):
        found[name][value] = hits
    return found


def count_each(editions: EditionQuerySet, variants: list[Filters]) -> list[int]:
    """How many editions each of several filters gives, in one statement."""
    parts = [
        variant.apply(editions).order_by().annotate(which=Value(place)).values("which").annotate(hits=Count("pk"))
        for place, variant in enumerate(variants)
    ]
    if not parts:
        return []
    hits = dict((parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]).values_list("which", "hits"))
    return [hits.get(place, 0) for place in range(len(variants))]


def _frequent(counts: dict[str, int], name: str) -> list[str]:
    return sorted(counts, key=lambda value: (-counts[value], value))[: SHOWN.get(name)]


def label_facets(counts: dict[str, dict[str, int]], filters: Filters, language: Language) -> dict[str, dict[str, str]]:
    """For each facet, value -> its name in the language of the page, in the order they are shown."""
    shown = {name: {*_frequent(counts[name], name), *filters.chosen.get(name, ())} for name in FACETS}
    authors = Person.objects.filter(slug__in=shown["author"])
    names: dict[str, dict[str, str]] = {
        "kind": {kind.slug: kind.name.best(language).value for kind in Kind.objects.filter(slug__in=shown["kind"])},
        "author": {person.slug: person.name.printed(language).value for person in authors},
        "topic": {
            topic.slug: topic.names.best(language).value for topic in Topic.objects.filter(slug__in=shown["topic"])
        },
        "center": {
            center.slug: center.name.best(language).value for center in Center.objects.filter(slug__in=shown["center"])
        },
        "year": {year: year for year in sorted(shown["year"], reverse=True)},
        "language": {entry: entry for entry in LANGUAGES if entry in shown["language"]},
    }
    for name in ("author", "topic"):
        order = sorted(names[name], key=lambda slug: (-counts[name].get(slug, 0), names[name][slug]))
        names[name] = {slug: names[name][slug] for slug in order}
    # A value that does not exist has no name; the reader sees what stands in the address.
    for name, value in filters.pairs():
        names[name].setdefault(value, value)
    return names
