"""Search: passages of what is published, grouped by publication; people and topics of that name on top."""

from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from urllib.parse import quote

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.urls import reverse

from config.languages import LANGUAGES, Text, other
from people.models import Person
from publications import search
from publications.models import Edition, EditionQuerySet, Page, Synonym, Topic
from publications.views import search_facets
from publications.views.asking import Asked
from publications.views.browse import Choice
from publications.views.frame import Frame, public_page

PAGE_SIZE = 20
NAMED = 4
WORDS_OF_A_NAME = 5
TOPICS_OFFERED = 12
PASSAGES_OF_ONE = 100
# Stands in an address where a publication is named.
_ANY = "&in=-"
# Of a publication among the results: not its abstracts, which are long.
_SHOWN_OF_GROUP = (
    *("slug", "language", "title_en", "title_ko", "subtitle_en", "subtitle_ko", "byline_en", "byline_ko"),
    *("issued", "issued_precision", "has_chapter_pages", "kind__name_en", "kind__name_ko"),
)


@dataclass(frozen=True, slots=True)
class Passage:
    found: search.Found
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """A publication among the results."""

    edition: Edition
    kind: Text
    title: Text
    subtitle: str
    alternative: Text
    byline: str
    base: str
    passages: list[Passage]
    more: int
    all_of_it: str


@public_page
def searching(frame: Frame) -> HttpResponse:
    asked = Asked.parse(frame)
    published = Edition.objects.published()
    context: dict[str, Any] = {"asked": asked, "section": "search", "no_index": True}
    if not asked.words:
        return frame.render("publications/search.html", context | {"topics": _topics(frame, published)})
    synonyms = frame.remembered("synonyms", lambda: [row.names for row in Synonym.objects.all()])
    frame.pages = frame.remembered("pages", lambda: list(Page.objects.all()))
    hidden = frame.remembered("hidden from search", lambda: search.hidden(published))
    hits = _find(asked, published, synonyms, hidden)
    listed = hits.editions if asked.by_date else len(hits.ranked)
    pages = max(1, -(-listed // PAGE_SIZE))
    if asked.filters.page > pages:
        raise Http404
    context |= {
        "hits": hits,
        "groups": _groups(asked, hits, frame),
        "people": _people(asked, frame, published),
        "named_topics": _named_topics(asked, frame, published),
        "only": [(language, asked.in_language(language)) for language in LANGUAGES],
        "pages": _pages(asked, pages),
    }
    advice = {} if hits.passages else _advice(asked, frame, published, synonyms)
    ranked = _ranked(asked, hits, published, synonyms, hidden)
    return frame.render("publications/search.html", context | _facets(asked, ranked, frame) | advice)


def _ranked(
    asked: Asked,
    hits: search.Hits,
    published: EditionQuerySet,
    synonyms: list[list[str]],
    hidden: frozenset[int] | None,
) -> search.Hits:
    """What facets are counted over: the best of everything, without filters."""
    if not asked.filters.chosen and not asked.within:
        return hits
    return search.find(asked.words, editions=published, synonyms=synonyms, hidden=hidden, count=0)


def _find(
    asked: Asked, published: EditionQuerySet, synonyms: list[list[str]], hidden: frozenset[int] | None
) -> search.Hits:
    wanted = asked.of_editions
    editions = wanted.apply(published)
    if asked.within:
        editions = editions.filter(slug=asked.within)
    return search.find(
        asked.words,
        editions=editions.order_by("-sort_date", "-live_from", "-pk"),
        language=asked.language,
        synonyms=synonyms,
        hidden=None if wanted.are_set or asked.within else hidden,
        start=(asked.filters.page - 1) * PAGE_SIZE,
        count=PAGE_SIZE,
        shown=PASSAGES_OF_ONE if asked.within else 3,
        by_date=asked.by_date,
    )


def _groups(asked: Asked, hits: search.Hits, frame: Frame) -> list[Group]:
    published = Edition.objects.published().select_related("kind").only(*_SHOWN_OF_GROUP)
    rows = published.in_bulk([result.edition for result in hits.results]) if hits.results else {}
    all_of_it = asked.address(within=_ANY.removeprefix("&in="))
    shown = (result for result in hits.results if result.edition in rows)
    return [_group(all_of_it, rows[result.edition], result, frame) for result in shown]


def _group(all_of_it: str, edition: Edition, result: search.Result, frame: Frame) -> Group:
    base = reverse("publications:report", args=[frame.language, edition.slug])
    title = edition.title.best(frame.language)
    return Group(
        edition=edition,
        kind=edition.kind.name.best(frame.language),
        title=title,
        subtitle=edition.subtitle.get(title.language),
        alternative=edition.title.alternative(frame.language),
        byline=edition.byline.get(frame.language),
        base=base,
        passages=[Passage(found, _address(base, edition, found, frame)) for found in result.passages],
        more=result.more,
        all_of_it=all_of_it.replace(_ANY, f"&in={quote(edition.slug)}"),
    )


def _address(base: str, edition: Edition, found: search.Found, frame: Frame) -> str:
    """Where a passage stands: a chapter on its page, everything else on the report's."""
    if found.part == "chapter" and edition.has_chapter_pages:
        return f"{base}{found.root}/" + (f"#{found.anchor}" if found.anchor != found.root else "")
    if found.part == "summary" and found.language != frame.language:
        return f"{base}?summary={found.language}#summary"
    return f"{base}#{found.anchor}"


def _facets(asked: Asked, ranked: search.Hits, frame: Frame) -> dict[str, Any]:
    """Each facet is counted without its own choice: what a click would give."""
    counts = search_facets.count(ranked, asked.of_editions, asked.language)
    languages = ranked.languages(asked.of_editions.apply(Edition.objects.all()) if asked.of_editions.chosen else None)
    facets = {
        name: [
            _choice(asked, name, value, label.best(frame.language).value or value, hits)
            for value, (label, hits) in found.items()
        ]
        for name, found in counts.items()
    }
    facets["language"] = [_choice(asked, "language", entry, entry, languages.get(entry, 0)) for entry in LANGUAGES]
    for name, value in asked.filters.pairs():
        if value not in {entry.value for entry in facets[name]}:
            facets[name].append(_choice(asked, name, value, value, 0))
    chips = [entry for choices in facets.values() for entry in choices if entry.is_chosen]
    return {"facets": facets, "are_facets_capped": ranked.is_capped, "chips": chips}


def _choice(asked: Asked, facet: str, value: str, label: str, hits: int) -> Choice:
    is_chosen = value in asked.filters.chosen.get(facet, ())
    without = asked.address(asked.filters.without(facet, value)) if is_chosen else ""
    return Choice(facet, value, label, hits, is_chosen, without)


def _people(asked: Asked, frame: Frame, published: EditionQuerySet) -> list[Person]:
    """People whose name holds the words, if they have written something or hold a post."""
    words = asked.words.split()[: WORDS_OF_A_NAME + 1]
    if len(words) > WORDS_OF_A_NAME or asked.filters.page > 1 or asked.within:
        return []
    folded = [word.casefold() for word in words]
    names = frame.remembered("names", _names)
    named = list(islice((pk for pk, name in names if all(word in name for word in folded)), NAMED * 5))
    if not named:
        return []
    written = Edition.people.through.objects.filter(person=OuterRef("pk"), edition__in=published)
    shown = Person.objects.filter(pk__in=named).filter(Exists(written) | Q(appointments__isnull=False))
    return list(shown.distinct().for_list().select_related("portrait")[:NAMED])


def _names() -> list[tuple[int, str]]:
    """Everybody's names in both scripts in one line each: looking through them here is quicker than to ask."""
    forms = ("family_en", "given_en", "family_ko", "given_ko", "printed_ko")
    rows = Person.objects.values_list("pk", *forms)
    return [(pk, " ".join(names).casefold()) for pk, *names in rows]


def _named_topics(asked: Asked, frame: Frame, published: EditionQuerySet) -> list[Topic]:
    words = [word.casefold() for word in asked.words.split() if len(word) > 1][:WORDS_OF_A_NAME]
    if not words or asked.filters.page > 1 or asked.within:
        return []
    names = frame.remembered("names of topics", _names_of_topics)
    named = list(islice((pk for pk, name in names if any(word in name for word in words)), NAMED * 5))
    if not named:
        return []
    link = Edition.topics.through.objects.filter(topic=OuterRef("pk"), edition__in=published)
    return list(Topic.objects.filter(Exists(link), pk__in=named)[:NAMED])


def _names_of_topics() -> list[tuple[int, str]]:
    return [
        (pk, f"{name}\n{korean}".casefold()) for pk, name, korean in Topic.objects.values_list("pk", "name", "name_ko")
    ]


def _topics(frame: Frame, published: EditionQuerySet) -> list[Topic]:
    """Some with publications, without numbers: counting every topic costs more than any search."""
    link = Edition.topics.through.objects.filter(topic=OuterRef("pk"), edition__in=published)
    return frame.remembered("topics offered", lambda: list(Topic.objects.filter(Exists(link))[:TOPICS_OFFERED]))


def _advice(asked: Asked, frame: Frame, published: EditionQuerySet, synonyms: list[list[str]]) -> dict[str, Any]:
    """What to do where nothing was found: another spelling, the other language, fewer filters, a topic."""
    advice: dict[str, Any] = {"topics": _topics(frame, published)}
    spelling = search.suggest(asked.words)
    if spelling:
        advice["spelling"] = replace(asked, words=spelling)
    if asked.language:
        wanted = other(asked.language)
        chosen = asked.of_editions.apply(published)
        found = search.find(asked.words, editions=chosen, language=wanted, synonyms=synonyms, count=0)
        if found.passages:
            advice["elsewhere"] = (wanted, asked.in_language(wanted), found)
    return advice


def _pages(asked: Asked, last: int) -> dict[str, Any]:
    """Links to the first, the neighbouring and the last pages; None stands for a gap."""
    current = asked.filters.page
    near = {1, last, *range(max(1, current - 2), min(last, current + 2) + 1)}
    numbers: list[tuple[int, str] | None] = []
    for number in sorted(near):
        if numbers and numbers[-1] and numbers[-1][0] != number - 1:
            numbers.append(None)
        numbers.append((number, asked.address(page=number)))
    return {
        "numbers": numbers,
        "current": current,
        "last": last,
        "previous": asked.address(page=current - 1) if current > 1 else "",
        "next": asked.address(page=current + 1) if current < last else "",
    }
