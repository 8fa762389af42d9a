"""The list of publications: filters, counts, sorts, pages."""

import datetime
import random
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from publications.filters import FACETS, Filters, count_facets
from publications.models import Edition
from tests.factories import (
    make_center,
    make_institute,
    make_kind,
    make_person,
    make_published,
    make_series,
    make_topic,
    withdraw,
)
from tests.pages import addresses, alternates, by_class, by_id, canonical, read, text, texts

pytestmark = pytest.mark.django_db
LIST = "/en/publications/"


@pytest.fixture(autouse=True)
def institute():
    return make_institute()


def get(client, query: str = "", language: str = "en", status: int = 200):
    response = client.get(f"/{language}/publications/{query}")
    assert response.status_code == status
    return read(response)


def titles(tree) -> list[str]:
    return [text(item.find("h2")) for item in by_class(tree, "item")]


def counts(tree, facet: str) -> dict[str, int]:
    """What stands beside each box of a facet."""
    boxes = [label for label in tree.iter("label") if label.find("input") is not None]
    return {
        label.find("input").get("value"): int(text(label.find("span[@class='c']")))
        for label in boxes
        if label.find("input").get("name") == facet
    }


@pytest.fixture
def shelf():
    """Eight publications: report or brief, on water or towns or both, in two years and languages."""
    water, towns = make_topic("Water", "물"), make_topic("Towns")
    anna, bert = make_person("Anna A"), make_person("Bert B")
    coasts = make_center("Coasts")
    rows = [
        ("A", "report", [water], [anna], 2024, "en"),
        ("B", "report", [water, towns], [anna, bert], 2024, "ko"),
        ("C", "report", [towns], [bert], 2025, "en"),
        ("D", "brief", [water], [bert], 2025, "en"),
        ("E", "brief", [towns], [anna], 2025, "ko"),
        ("F", "brief", [], [], 2025, "en"),
        ("G", "report", [water], [bert], None, "en"),
    ]
    for title, kind, topics, authors, year, language in rows:
        make_published(
            title,
            kind=make_kind(kind),
            topics=topics,
            authors=authors,
            centers=[coasts] if topics else [],
            issued=datetime.date(year, 3, 1) if year else None,
            language=language,
        )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "FEDCBAG"),
        ("?kind=report", "CBAG"),
        ("?kind=report&kind=brief", "FEDCBAG"),
        ("?topic=water", "DBAG"),
        ("?topic=water&topic=towns", "EDCBAG"),
        ("?topic=water&kind=report", "BAG"),
        ("?author=a-anna&topic=towns", ""),
        ("?author=anna-a&topic=towns", "EB"),
        ("?center=coasts&year=2025", "EDC"),
        ("?year=2024&year=2025", "FEDCBA"),
        ("?language=ko", "EB"),
        ("?language=ko&language=en&kind=brief&year=2025&topic=water", "D"),
    ],
)
def test_values_of_one_facet_add_and_facets_narrow(client, shelf, query, found):
    tree = get(client, query)

    assert "".join(titles(tree)) == found
    assert text(by_class(tree, "toolbar")[0].find("p")) == f"{len(found)} of 7 publications"


def test_facets_count_what_a_click_gives(client, shelf):
    tree = get(client, "?topic=water&kind=report")

    assert counts(tree, "kind") == {"report": 3, "brief": 1}
    assert counts(tree, "topic") == {"water": 3, "towns": 2}
    assert counts(tree, "author") == {"anna-a": 2, "bert-b": 2}
    assert counts(tree, "year") == {"2024": 2}
    assert counts(tree, "language") == {"en": 2, "ko": 1}


def test_names_of_facets_are_in_the_language_of_the_page(client, shelf):
    labels = [label for label in get(client, language="ko").iter("label") if label.find("input") is not None]

    named = {label.find("input").get("value"): text(label.find("span")) for label in labels}
    assert (named["water"], named["towns"], named["report"]) == ("물", "Towns", "Report 종류")


def test_each_chip_removes_its_own_value(client, shelf):
    tree = get(client, "?kind=report&topic=water&topic=towns&sort=title&page=1")

    chips = by_class(tree, "chips")[0].findall(".//a")
    assert {text(chip): chip.get("href") for chip in chips} == {
        "Kind: Report ×": "?topic=towns&topic=water&sort=title",
        "Topic: Water ×": "?kind=report&topic=towns&sort=title",
        "Topic: Towns ×": "?kind=report&topic=water&sort=title",
        "Clear all": LIST,
    }


def test_empty_state_says_what_to_remove_and_what_that_gives(client, shelf):
    tree = get(client, "?author=anna-a&kind=brief&year=2024")

    assert titles(tree) == []
    ways = by_class(tree, "empty")[0].findall(".//a")
    assert {text(way): way.get("href") for way in ways} == {
        "Remove Brief (2 publications)": "?author=anna-a&year=2024",
        "Remove 2024 (1 publication)": "?kind=brief&author=anna-a",
    }


def test_value_that_does_not_exist_gives_the_empty_state(client, shelf):
    tree = get(client, "?topic=nothing&kind=none")

    assert titles(tree) == []
    assert "nothing" in text(by_class(tree, "chips")[0])
    assert addresses(by_class(tree, "empty")[0]) == [LIST]


def test_list_without_publications_says_so(client):
    assert "Nothing has been published yet." in text(by_class(get(client), "empty")[0])


@pytest.mark.parametrize(
    "query",
    [
        "?page=0", "?page=-1", "?page=1.5", "?page=x", "?page=1000001", "?page=99999999999999999999", "?page=",
        "?year=20", "?year=abcd", "?year=0000", "?year=20245", "?year=-2024", "?language=fr", "?sort=none", "?video=2",
        "?kind=a/b", "?topic=a%20b", "?author=%27%22", f"?center={'a' * 121}", "?topic=%E2%80%AE",
    ],
)  # fmt: skip
def test_malformed_value_is_answered_400(client, shelf, query):
    assert client.get(LIST + query).status_code == 400


@pytest.mark.parametrize("query", ["?utm_source=x", "?q=water", "?Kind=report", "?kind=", "?x=1&x=2"])
def test_unknown_names_and_empty_values_are_ignored(client, shelf, query):
    assert len(titles(get(client, query))) == 7


def test_page_beyond_the_last_is_not_found(client, shelf):
    assert [client.get(f"{LIST}?page={page}").status_code for page in (1, 2, 100_000)] == [200, 404, 404]
    assert client.get(f"{LIST}?topic=nothing&page=2").status_code == 404


def test_pages_hold_twenty_rows_and_lead_on(client):
    for number in range(45):
        make_published(f"Paper {number:02}", issued=datetime.date(2020, 1, 1) + datetime.timedelta(days=number))

    pages = [get(client, query) for query in ("", "?page=2", "?page=3")]

    assert [titles(tree) for tree in pages] == [
        [f"Paper {number:02}" for number in numbers]
        for numbers in (range(44, 24, -1), range(24, 4, -1), range(4, -1, -1))
    ]
    steps = by_class(pages[1], "pages")[0]
    assert [(text(link), link.get("href")) for link in steps.findall(".//a")] == [
        ("← Previous", "?"),
        ("1", "?"),
        ("3", "?page=3"),
        ("Next →", "?page=3"),
    ]
    assert text(steps.find(".//span[@aria-current='page']")) == "2"


def test_later_page_of_a_list_is_its_own_in_both_languages_and_what_filters_show_is_none(client, settings):
    for _ in range(21):
        make_published()

    base = f"{settings.SITE_URL}/{{}}/publications/{{}}"
    for query, own in (("?page=2", "?page=2"), ("?page=1", ""), ("?kind=report&page=2", ""), ("", "")):
        tree = get(client, query)
        assert canonical(tree) == base.format("en", own)
        assert alternates(tree) == {"en": base.format("en", own), "ko": base.format("ko", own)}


def test_pages_keep_the_filters(client):
    for _ in range(21):
        make_published(kind=make_kind("brief"))

    link = by_class(get(client, "?kind=brief&sort=oldest"), "pages")[0].findall(".//a")[-1]

    assert link.get("href") == "?kind=brief&sort=oldest&page=2"


@pytest.mark.parametrize(
    ("sort", "language", "found"),
    [
        ("newest", "en", ["2025 Zebra", "2024 Apple", "가나다", "Undated"]),
        ("oldest", "en", ["가나다", "2024 Apple", "2025 Zebra"]),
        ("title", "en", ["2024 Apple", "2025 Zebra", "Undated", "가나다"]),
        ("title", "ko", ["2024 Apple", "2025 Zebra", "Undated", "가나다"]),
    ],
)
def test_sorts(client, sort, language, found):
    make_published("가나다", language="ko", issued=datetime.date(2023, 1, 1))
    make_published("2025 Zebra", issued=datetime.date(2025, 1, 1))
    make_published("Undated", issued=None)
    make_published("2024 Apple", issued=datetime.date(2024, 1, 1))

    rows = titles(get(client, f"?sort={sort}", language))

    assert [title for title in rows if title in found] == found


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_undated_publications_come_last(client, sort):
    make_published("Undated", issued=None)
    make_published("Dated", issued=datetime.date(1999, 1, 1))

    assert titles(get(client, f"?sort={sort}")) == ["Dated", "Undated"]


def test_publications_with_a_video_can_be_listed(client):
    make_published("Film", video_address="https://video.example.org/1")
    make_published("Text")

    tree = get(client, "?video=1&sort=title")

    assert titles(tree) == ["Film"]
    chip = by_class(tree, "chips")[0].find(".//a")
    assert (text(chip), chip.get("href")) == ("With a video ×", "?sort=title")


def test_item_shows_both_titles_names_and_badges(client):
    make_published(
        "Quiet Harbours",
        title_ko="조용한 항구",
        summary_ko="<p>짧다.</p>",
        summary_en="<p>Small ports <em>matter</em>.</p>",
        authors=[make_person("Yi Sun-shin", "이순신"), {"given_en": "Anna", "family_en": "Berg"}],
        video_address="https://video.example.org/1",
    )

    english, korean = (by_class(get(client, language=language), "item")[0] for language in ("en", "ko"))

    assert (text(english.find("h2")), text(by_class(english, "alt")[0])) == ("Quiet Harbours", "조용한 항구")
    assert text(by_class(english, "abs")[0]) == "Small ports matter."
    assert text(by_class(english, "by")[0]) == "Yi Sun-shin, Anna Berg English Korean summary Video"
    assert (text(korean.find("h2")), text(by_class(korean, "abs")[0])) == ("조용한 항구", "짧다.")
    assert text(by_class(korean, "by")[0]).startswith("이순신·Anna Berg ")
    assert text(korean.find(".//time")) == "2026.03.12."


def test_translation_and_original_are_both_listed_and_advice_is_counted_once(client):
    original = make_published("Leaks", advice=[("", "Pay.")])
    make_published("누수", language="ko", translation_of=original.publication, advice=[("", "Pay.")])

    assert sorted(titles(get(client))) == ["Leaks", "누수"]
    assert text(by_class(read(client.get("/en/")), "recs")[0]).count("Pay.") == 1


def test_withdrawn_publication_stays_in_the_list_as_withdrawn_without_its_text(client):
    edition = make_published("Gone", summary_en="<p>Wrong numbers.</p>")
    withdraw(edition.publication)

    item = by_class(get(client), "item")[0]

    assert texts(item, ".//span[@class='badge']")[0] == "Withdrawn"
    assert "Wrong numbers" not in text(item)


def test_chosen_value_of_a_rare_author_keeps_its_box(client):
    for number in range(14):
        make_published(authors=[make_person(f"Many M{number}")] * 1)
        make_published(authors=[make_person(f"More M{number}")] * 1)
    rare = make_person("Rare R")
    make_published(authors=[rare])

    box = by_id(get(client, "?author=rare-r"), "f-author-rare-r")

    assert "checked" in box.attrib


@pytest.fixture(scope="module")
def mixed(django_db_setup, django_db_blocker):
    """Sixty publications of random kinds, people, topics, centers, years, languages; some not visible."""
    chance = random.Random(7)  # noqa: S311 the same shelf each time is what is wanted
    with django_db_blocker.unblock(), transaction.atomic():
        people = [make_person(f"Person P{number}") for number in range(6)]
        topics = [make_topic(f"Topic {number}") for number in range(5)]
        centers = [make_center(f"Center {number}") for number in range(3)]
        for _ in range(60):
            edition = make_published(
                kind=make_kind(chance.choice(["report", "brief", "paper"])),
                authors=chance.sample(people, chance.randint(0, 3)),
                topics=chance.sample(topics, chance.randint(0, 3)),
                centers=chance.sample(centers, chance.randint(0, 2)),
                issued=chance.choice([None, *(datetime.date(year, 1, 1) for year in range(2020, 2025))]),
                language=chance.choice(["en", "ko"]),
                video_address=chance.choice(["", "https://video.example.org/1"]),
                at=timezone.now() + datetime.timedelta(days=1) if chance.random() < 0.1 else None,
            )
            if chance.random() < 0.1 and edition.live_from <= timezone.now():
                withdraw(edition.publication)
        yield
        transaction.set_rollback(True)


CHOICES = {
    "kind": ["report", "brief", "paper", "none"],
    "author": [f"person-p{number}" for number in range(6)],
    "topic": [f"topic-{number}" for number in range(5)],
    "center": [f"center-{number}" for number in range(3)],
    "year": ["2020", "2021", "2022", "2023", "2024", "1999"],
    "language": ["en", "ko"],
}
QUERIES = st.fixed_dictionaries(
    {name: st.lists(st.sampled_from(values), max_size=2, unique=True) for name, values in CHOICES.items()}
    | {"video": st.sampled_from([[], ["1"]])}
)


def _parse(values: dict[str, list[str]]) -> Filters:
    query = QueryDict(mutable=True)
    for name, entries in values.items():
        query.setlist(name, entries)
    return Filters.parse(query)


def _matches(edition: Edition, values: dict[str, list[str]]) -> bool:
    """The same rule, one publication at a time and without the database."""
    own = {
        "kind": {edition.kind.slug},
        "author": {person.slug for person in edition.people.all()},
        "topic": {topic.slug for topic in edition.topics.all()},
        "center": {center.slug for center in edition.centers.all()},
        "year": {str(edition.issued.year)} if edition.issued else set(),
        "language": {edition.language},
    }
    return all(not values[name] or own[name] & set(values[name]) for name in FACETS) and (
        edition.has_video or not values["video"]
    )


@hypothesis_settings(max_examples=40)
@given(values=QUERIES)
def test_counts_are_what_each_click_gives(mixed, django_db_blocker, values):
    with django_db_blocker.unblock():
        everything = Edition.objects.listed()
        rows = list(everything.select_related("kind").prefetch_related("people", "topics", "centers"))
        filters = _parse(values)

        found = {edition.pk for edition in filters.apply(everything)}
        counted = count_facets(everything, filters)

    assert found == {edition.pk for edition in rows if _matches(edition, values)}
    for name in FACETS:
        for value in CHOICES[name]:
            alone = values | {name: [value]}
            expected = sum(_matches(edition, alone) for edition in rows)
            assert (name, value, counted[name].get(value, 0)) == (name, value, expected)


@given(values=QUERIES, sort=st.sampled_from(["newest", "oldest", "title"]), page=st.integers(1, 300))
def test_address_of_filters_reads_back_as_the_same_filters(values, sort, page):
    filters = _parse(values | {"sort": [sort], "page": [str(page)]})

    address = filters.query(page=page)
    again = Filters.parse(QueryDict(urlsplit(address).query))

    assert (again.video, again.sort, again.page) == (filters.video, sort, page)
    assert {name: set(entries) for name, entries in again.chosen.items()} == {
        name: set(entries) for name, entries in filters.chosen.items()
    }
    assert again.query(page=page) == address


def test_name_that_stands_in_from_the_other_script_says_so(client):
    make_published(
        "Ports",
        title_ko="항구",
        authors=[make_person("Yi Sun-shin"), make_person("", "권오성", family_en="", given_en="")],
    )

    english, korean = get(client), get(client, language="ko")

    for tree, language, name, line in (
        (english, "ko", "권오성", "Yi Sun-shin, 권오성"),
        (korean, "en", "Yi Sun-shin", "Yi Sun-shin·권오성"),
    ):
        names = by_class(tree, "by")[0].find("span")
        assert text(names) == line
        assert [(span.get("lang"), text(span)) for span in names.findall("span")] == [(language, name)]
        assert name in [text(span) for span in by_class(tree, "facets")[0].iter("span") if span.get("lang") == language]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("publications/", ("Publications", "page")),
        ("publications/?sort=title", ("Publications", "page")),
        ("topics/ports/", ("Topics", "true")),
        ("people/", ("People", "page")),
        ("people/yi-sun-shin/", ("People", "true")),
        ("series/quay-papers/", ("Publications", "true")),
    ],
)
def test_menu_marks_where_a_page_stands(client, path, current):
    series = make_series(slug="quay-papers")
    make_published(authors=[make_person("Yi Sun-shin")], topics=[make_topic("Ports")], series=series, series_number="7")

    menu = by_class(read(client.get(f"/en/{path}")), "nav")[0]

    assert [(text(link), link.get("aria-current")) for link in menu.iter("a") if link.get("aria-current")] == [current]


def test_series_shows_the_number_of_each_publication(client):
    make_published("Ports", series=make_series(slug="quay-papers"), series_number="2026-07")

    meta = by_class(read(client.get("/en/series/quay-papers/")), "item")[0].find("p[@class='meta']")

    assert texts(meta, "span")[1] == "2026-07"
