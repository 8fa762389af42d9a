"""Recommendations across publications: what a reader may ask for, and the rows that answer. Only what publishing wrote."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat, ExtractYear, Replace
from django.http import QueryDict

from config.languages import Language
from people.names import HANGUL
from publications.document.hygiene import clean_line
from publications.filters import MAXIMUM_PAGE, count_values
from publications.models import Audience, Edition, EditionRecommendation, Synonym, Topic
from publications.search.words import MAXIMUM_LETTERS, Word, parse

PAGE_SIZE = 30
FACETS = ("audience", "topic", "year")
# How many topics are offered; the most frequent ones.
TOPICS_SHOWN = 24
_SLUG = re.compile(r"[-\w]{1,120}", re.UNICODE)
_YEAR = re.compile(r"[12][0-9]{3}")
_PAGE = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A parsed query string: values are joined by OR within a facet, by AND across; every word must be found."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: str = ""
    page: int = 1

    @classmethod
    def parse(cls, query: QueryDict) -> "Wanted":
        """
        :raises BadRequest: a value is not of its parameter's type; words never are
        """
        chosen = {}
        for name in FACETS:
            values = tuple(dict.fromkeys(value for value in query.getlist(name) if value))
            pattern = _YEAR if name == "year" else _SLUG
            if not all(pattern.fullmatch(value) for value in values):
                raise BadRequest(f"{name} has a malformed value.")
            if values:
                chosen[name] = values
        page = query.get("page", "1")
        if not _PAGE.fullmatch(page) or int(page) > MAXIMUM_PAGE:
            raise BadRequest("page has a malformed value.")
        return cls(chosen, clean_line(query.get("q", ""))[:MAXIMUM_LETTERS].strip(), int(page))

    @property
    def is_set(self) -> bool:
        return bool(self.chosen or self.words)

    def query(self, *, page: int = 1) -> str:
        """The query string in its one fixed order."""
        pairs = [(name, value) for name in FACETS for value in sorted(self.chosen.get(name, ()))]
        pairs += [("q", self.words)] if self.words else []
        pairs += [("page", str(page))] if page != 1 else []
        return f"?{urlencode(pairs)}" if pairs else "?"

    def without(self, name: str, value: str) -> "Wanted":
        left = tuple(entry for entry in self.chosen[name] if entry != value)
        return replace(self, chosen={key: kept for key, kept in {**self.chosen, name: left}.items() if kept}, page=1)

    def apply(self, rows: "QuerySet[EditionRecommendation]", *, but: str = "") -> "QuerySet[EditionRecommendation]":
        for name, values in self.chosen.items():
            if name != but:
                rows = rows.filter(_condition(name, values))
        return rows

    def pairs(self) -> Iterator[tuple[str, str]]:
        for name in FACETS:
            for value in self.chosen.get(name, ()):
                yield name, value


def published() -> "QuerySet[EditionRecommendation]":
    """What readers see now, once: that of a translation only where its original is not published."""
    editions = Edition.objects.published()
    originals = editions.filter(publication=OuterRef("edition__translation_of"))
    return EditionRecommendation.objects.filter(~Exists(originals), edition__in=editions)


def holding(rows: "QuerySet[EditionRecommendation]", words: str) -> "QuerySet[EditionRecommendation]":
    """Those that hold every word, or what means the same, in their text, heading or the title above them."""
    query = parse(words, [synonym.names for synonym in Synonym.objects.all()] if words else [])
    if not query:
        return rows
    texts = [F(f"{name}_{language}") for language in ("en", "ko") for name in ("text", "heading", "edition__title")]
    parts = [part for text in texts for part in (text, Value("\n"))]
    # Blanks count for nothing in Korean, where compounds are written with and without them.
    rows = rows.alias(all_text=Concat(*parts, output_field=CharField()))
    rows = rows.alias(squeezed=Replace("all_text", Value(" "), Value("")))
    for word in query.words:
        rows = rows.filter(_says(word))
    return rows


def _says(word: Word) -> Q:
    whole = [entry.terms for entry in word.alternatives if entry.weight == 1]
    ways = [(word.spelling,), *whole, *(entry.terms for entry in word.synonyms)]
    return Q(*(Q(*map(_holds, terms)) for terms in dict.fromkeys(ways)), _connector=Q.OR)


def _holds(term: str) -> Q:
    if HANGUL.match(term):
        return Q(squeezed__icontains=term)
    # The stem of a word ends where its forms begin to differ: "polici" stands for policy and policies.
    begin = term[:-1] if len(term) > 3 and term.endswith("i") else term
    return Q(all_text__icontains=begin) & Q(all_text__iregex=rf"(^|\W){re.escape(begin)}")


def _condition(name: str, values: Sequence[str]) -> Q:
    if name == "year":
        return Q(*(Q(edition__issued__year=int(value)) for value in values), _connector=Q.OR)
    if name == "audience":
        links: QuerySet[Any] = EditionRecommendation.audiences.through.objects.filter(audience__slug__in=values)
        return Q(pk__in=links.values("editionrecommendation"))
    topics = Edition.topics.through.objects.filter(topic__slug__in=values)
    return Q(edition__in=topics.values("edition"))


_KEYS: dict[str, Any] = {
    "audience": F("audiences__slug"),
    "topic": F("edition__topics__slug"),
    "year": ExtractYear("edition__issued"),
}


def count_facets(rows: "QuerySet[EditionRecommendation]", wanted: Wanted) -> dict[str, dict[str, int]]:
    """For each facet, value -> what a click would give; all in one statement."""
    return count_values(lambda name: wanted.apply(rows, but=name), _KEYS)


def label_facets(counts: dict[str, dict[str, int]], wanted: Wanted, language: Language) -> dict[str, dict[str, str]]:
    """For each facet, value -> its name in the language of the page, in the order they are shown."""
    topics = sorted(counts["topic"], key=lambda slug: (-counts["topic"][slug], slug))[:TOPICS_SHOWN]
    shown = {**counts, "topic": dict.fromkeys(topics, 0)}
    values = {name: {*shown[name], *wanted.chosen.get(name, ())} for name in FACETS}
    names = {slug: pair.best(language).value for slug, pair in _topics(values["topic"])}
    audiences = Audience.objects.filter(slug__in=values["audience"])
    labels = {
        "audience": {row.slug: row.name.best(language).value for row in audiences},
        "topic": {slug: names[slug] for slug in topics if slug in names} | names,
        "year": {year: year for year in sorted(values["year"], reverse=True)},
    }
    for name, value in wanted.pairs():
        labels[name].setdefault(value, value)
    return labels


def _topics(slugs: set[str]) -> Iterator[tuple[str, Any]]:
    return ((row.slug, row.names) for row in Topic.objects.filter(slug__in=slugs))


def newest(rows: "QuerySet[EditionRecommendation]") -> "QuerySet[EditionRecommendation]":
    return rows.order_by("-edition__sort_date", "-edition__live_from", "-edition", "number")


def with_links(rows: "QuerySet[EditionRecommendation]") -> "QuerySet[EditionRecommendation]":
    return rows.select_related("edition__kind").prefetch_related("audiences", "edition__topics")
