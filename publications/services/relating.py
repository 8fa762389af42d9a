"""Which editions may be offered beside another: worked out when one is published, for it and for those it resembles.

What is stored are candidates. Whether readers see one is asked when it is read, of both editions.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from publications import search
from publications.models import Edition, EditionContribution, EditionQuerySet, RelatedEdition
from publications.search.words import index_terms

KEPT = 8
WEIGHTS = {"series": 4, "author": 3, "topics": 2, "text": 1}
# Of everything that shares a topic, an author or the series, so many of the newest are looked at.
LOOKED_AT = 50
# Topics are shared by so many that only the newest editions come into question.
NEWEST = 5_000
# Those that share most are also compared by their words; with fewer than this many others, by words alone.
COMPARED, FEW = 40, 3
ALIKE = 0.15


@dataclass(frozen=True, slots=True)
class Facts:
    publication: int
    translation_of: int | None
    words: frozenset[str]

    def is_of_one_work(self, other: "Facts") -> bool:
        """The same publication, or one a translation of the other or both of a third."""
        mine, theirs = ({facts.publication, facts.translation_of} - {None} for facts in (self, other))
        return bool(mine & theirs)

    def likeness(self, other: "Facts") -> float:
        """The share of the words of the shorter text that stand in the other."""
        shorter = min(len(self.words), len(other.words))
        return len(self.words & other.words) / shorter if shorter else 0.0


# Edition -> other edition -> how often they share something of each sort.
Shared = dict[int, dict[int, Counter[str]]]


def relate(editions: Sequence[Edition]) -> None:
    """Store the candidates of these stored editions and, the other way round, these among the others' candidates."""
    keys = [edition.pk for edition in editions]
    shared = _shared(keys)
    chosen = {pk: [other for other, _ in _most(shared[pk], COMPARED)] for pk in keys}
    facts = _facts({*keys, *(other for others in chosen.values() for other in others)})
    pairs: dict[tuple[int, int], RelatedEdition] = {}
    for edition in editions:
        others = {other: shared[edition.pk][other] for other in chosen[edition.pk]}
        if len(others) < FEW:
            others |= _alike(edition, facts)
        for other, score, reasons in _best(facts[edition.pk], others, facts):
            for one, two in ((edition.pk, other), (other, edition.pk)):
                pairs[one, two] = RelatedEdition(edition_id=one, other_id=two, score=score, reasons=reasons)
    RelatedEdition.objects.bulk_create(pairs.values(), ignore_conflicts=True, batch_size=2_000)


def _lasting() -> EditionQuerySet:
    """Editions that readers see now or will see."""
    now: datetime.datetime = timezone.now()
    return Edition.objects.filter(Q(live_until=None) | Q(live_until__gt=now), withdrawn_at=None)


def _shared(keys: Sequence[int]) -> Shared:
    newest = Edition.objects.aggregate(last=Max("pk"))["last"] or 0
    topics: QuerySet = Edition.topics.through.objects.filter(edition__gt=newest - NEWEST)
    people: QuerySet = EditionContribution.objects.exclude(person=None)
    shared: Shared = defaultdict(lambda: defaultdict(Counter))
    _add(shared, keys, "topics", topics, Edition.topics.through.objects.all(), "topic_id", "edition_id")
    _add(shared, keys, "author", people, people, "person_id", "edition_id")
    numbered = Edition.objects.exclude(series=None).order_by()
    _add(shared, keys, "series", numbered, numbered, "series_id", "pk")
    return shared


def _add(
    shared: Shared, keys: Sequence[int], reason: str, among: QuerySet, links: QuerySet, shares: str, edition: str
) -> None:
    """Whoever has a topic, person or series in common with one of the editions; the newest of each."""
    own = list(links.filter(**{f"{edition}__in": keys}).order_by().values_list(shares, edition))
    by_value: dict[int, set[int]] = defaultdict(set)
    for value, key in own:
        by_value[value].add(key)
    newest = Window(RowNumber(), partition_by=F(shares), order_by=F(edition).desc())
    found = among.filter(**{f"{shares}__in": list(by_value), f"{edition}__in": _lasting().values("pk")}).order_by()
    for value, other in found.annotate(place=newest).filter(place__lte=LOOKED_AT).values_list(shares, edition):
        for key in by_value[value] - {other}:
            shared[key][other][reason] += 1


def _weight(counts: Mapping[str, int]) -> int:
    return sum(WEIGHTS[reason] * number for reason, number in counts.items())


def _most(others: Mapping[int, Counter[str]], number: int) -> list[tuple[int, Counter[str]]]:
    return sorted(others.items(), key=lambda entry: (-_weight(entry[1]), -entry[0]))[:number]


def _facts(keys: Iterable[int]) -> dict[int, Facts]:
    texts = ("title_en", "title_ko", "subtitle_en", "subtitle_ko", "abstract_en", "abstract_ko")
    rows = Edition.objects.filter(pk__in=keys).values_list("pk", "publication_id", "translation_of_id", *texts)
    return {
        pk: Facts(publication, original, frozenset(index_terms(" ".join(words)).split()))
        for pk, publication, original, *words in rows
    }


def _alike(edition: Edition, facts: dict[int, Facts]) -> dict[int, Counter[str]]:
    """By what stands in title and text, for a publication that shares nothing else with others."""
    title = " ".join(filter(None, (edition.title.en, edition.title.ko)))
    hits = search.find(title, editions=_lasting().exclude(pk=edition.pk), count=KEPT)
    found = {result.edition for result in hits.results}
    facts |= _facts(found - facts.keys())
    mine = facts[edition.pk]
    return {other: Counter() for other in found if other in facts and mine.likeness(facts[other]) >= ALIKE}


def _best(
    mine: Facts, others: Mapping[int, Counter[str]], facts: Mapping[int, Facts]
) -> Iterator[tuple[int, int, str]]:
    """The best of the others, each with its score (up to ten of it for the words) and the reasons to be given."""
    scored = []
    for other, counts in others.items():
        if other not in facts or mine.is_of_one_work(facts[other]):
            continue
        likeness = mine.likeness(facts[other])
        reasons = [reason for reason in WEIGHTS if counts[reason]] or ["text"]
        scored.append((10 * _weight(counts) + round(10 * likeness), other, " ".join(reasons)))
    for score, other, named in sorted(scored, reverse=True)[:KEPT]:
        yield other, min(score, 32_000), named


def rebuild(lot: int = 250) -> int:
    """Work out all pairs, a lot of editions in each transaction; says how many there are.

    An edition never changes, so that a pair that is stored stays right; only those of closed editions go.
    """
    keys = list(_lasting().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), lot):
        with transaction.atomic():
            relate(list(Edition.objects.filter(pk__in=keys[start : start + lot])))
    RelatedEdition.objects.exclude(edition__in=_lasting().values("pk")).delete()
    return RelatedEdition.objects.count()
