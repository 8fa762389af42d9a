"""The people of the institute, one person's page, and the index of names. Publications come through ``person.editions``."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Left
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from config.languages import Language
from people.models import Appointment, Center, Person, PersonQuerySet
from people.names import HANGUL_LETTERS, LATIN_LETTERS, OTHER_LETTER, letter_of
from publications.models import Edition, EditionContribution, Topic
from publications.views.browse import numbers
from publications.views.frame import Frame, page_with_counts, public_page
from publications.views.machine import page_number

SHORT_LIST = 20
TOPICS = 8
# So many outside authors are listed on the first page; more are found by their letter.
OUTSIDE = 60
NAMES_A_PAGE = 60
# The column that each script's index is ordered by.
_COLUMNS: dict[Language, str] = {"en": "sort_key", "ko": "printed_ko"}


@public_page
def people(frame: Frame) -> HttpResponse:
    """By center; former fellows apart; people without any post (outside authors) at the end, or all by letter."""
    letter = frame.request.GET.get("letter", "")
    if letter:
        return _by_letter(frame, letter)
    posts = Appointment.objects.filter(person=OuterRef("pk"))
    rows = _counted(Person.objects.filter(Exists(posts)))
    current = [person for person in rows if person.current_post]
    groups: list[tuple[Any, list[Person]]] = []
    for center in [*Center.objects.all(), None]:
        members = [person for person in current if person.current_post and person.current_post.center == center]
        if members:
            groups.append((center, members))
    outside = _known().filter(~Exists(posts))
    number = frame.remembered("outside authors", outside.count)
    others = [person for person in rows if not person.current_post and not person.is_former and person.hits]  # type: ignore[attr-defined]
    context = {
        "groups": groups,
        "former": [person for person in rows if person.is_former],
        "others": sorted([*others, *(_counted(outside) if number <= OUTSIDE else [])], key=lambda row: row.sort_key),
        "scripts": _scripts(frame),
    }
    return frame.render("people/people.html", context)


def _counted(rows: PersonQuerySet) -> list[Person]:
    published = Edition.objects.published()
    hits = Count("editions", filter=Q(editions__in=published), distinct=True)
    return list(rows.for_list().select_related("portrait").annotate(hits=hits))


def _known() -> PersonQuerySet:
    """Whoever has published, and whoever holds or held a post; others are known to drafts only."""
    links = EditionContribution.objects.filter(person=OuterRef("pk"), edition__in=Edition.objects.published())
    return Person.objects.filter(Exists(links) | Exists(Appointment.objects.filter(person=OuterRef("pk"))))


def _in_script(language: Language) -> Any:
    """Those with a name in this script, with the character it begins with."""
    named = Q(printed_ko__gt="") if language == "ko" else Q(family_en__gt="") | Q(given_en__gt="")
    return _known().filter(named).annotate(beginning=Left(_COLUMNS[language], 1))


def _beginnings(language: Language) -> Counter[str]:
    counted = _in_script(language).order_by().values("beginning").annotate(number=Count("pk"))
    return Counter(dict(counted.values_list("beginning", "number")))


def _scripts(frame: Frame, chosen: str = "") -> list[tuple[Language, list[tuple[str, int, bool]]]]:
    """Both indexes, that of the page's language first: letter, how many people, and whether it is the chosen one."""
    found: list[tuple[Language, list[tuple[str, int, bool]]]] = []
    letters: dict[Language, tuple[str, ...]] = {"en": (*LATIN_LETTERS, OTHER_LETTER), "ko": HANGUL_LETTERS}
    for language in sorted(letters, key=lambda entry: entry != frame.language):
        counts: Counter[str] = Counter()
        for beginning, number in _index(frame, language).items():
            counts[letter_of(beginning)] += number
        found.append((language, [(name, counts[name], name == chosen) for name in letters[language]]))
    return found


def _index(frame: Frame, language: Language) -> Counter[str]:
    return frame.remembered(f"names {language}", lambda: _beginnings(language))


def _by_letter(frame: Frame, letter: str) -> HttpResponse:
    """Everybody whose name begins with a letter, in the order of its script."""
    if letter not in {*LATIN_LETTERS, OTHER_LETTER, *HANGUL_LETTERS}:
        raise BadRequest("letter has a malformed value.")
    script: Language = "ko" if letter in HANGUL_LETTERS else "en"
    wanted = {
        beginning: number for beginning, number in _index(frame, script).items() if letter_of(beginning) == letter
    }
    total, page = sum(wanted.values()), page_number(frame.request)
    last = max(1, -(-total // NAMES_A_PAGE))
    if page > last:
        raise Http404
    rows = _in_script(script).filter(beginning__in=wanted).order_by(_COLUMNS[script], "pk")
    keys = list(rows.values_list("pk", flat=True)[(page - 1) * NAMES_A_PAGE : page * NAMES_A_PAGE])
    found = {person.pk: person for person in _counted(Person.objects.filter(pk__in=keys))}
    context = {
        "letter": letter,
        "script": script,
        "people": [found[key] for key in keys],
        "total": total,
        "scripts": _scripts(frame, letter),
        "pages": numbers(page, last, lambda number: _address(letter, number)),
    }
    return frame.render("people/names.html", context)


def _address(letter: str, page: int) -> str:
    return f"?{urlencode({'letter': letter} | ({'page': page} if page > 1 else {}))}"


@page_with_counts
def person(frame: Frame, slug: str) -> HttpResponse:
    row = get_object_or_404(Person.objects.for_list().select_related("portrait"), slug=slug)
    editions = Edition.objects.published().by(row)
    topics = Topic.objects.of(editions).order_by("-hits", "name")
    context = {
        "person": row,
        "editions": editions.for_list().with_views()[:SHORT_LIST],
        "total": editions.count(),
        "topics": topics[:TOPICS],
        "years": years(row),
        "query": f"?author={slug}",
    }
    return frame.render("people/person.html", context)


def years(person: Person) -> tuple[int | None, int | None]:
    """From when until when somebody held a post here, as far as known."""
    posts = list(person.appointments.all())
    starts = [post.start.year for post in posts if post.start]
    ends = [post.end.year for post in posts if post.end]
    return (min(starts) if starts else None, max(ends) if ends else None)
