"""The search page, as readers get it."""

import datetime

import pytest
from django.utils import timezone

from publications import search
from publications.models import Edition, Synonym
from tests.factories import (
    chapter,
    long_text,
    make_center,
    make_institute,
    make_kind,
    make_person,
    make_published,
    make_topic,
    withdraw,
)
from tests.pages import addresses, by_class, read, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def institute():
    return make_institute()


def index(title: str, **fields) -> Edition:
    edition = make_published(title, **fields)
    search.index(edition.pk, edition.document)
    return edition


def body(words: str) -> list[dict]:
    return [chapter("Part", body=f"<p>{words}</p>")]


def found(client, query: str, language: str = "en") -> list[str]:
    page = read(client.get(f"/{language}/search/?{query}"))
    return [text(item.find(".//h2")) for item in by_class(page, "item")]


def test_page_without_words_has_a_form_and_topics(client):
    index("Water", topics=[make_topic("Rivers")])

    page = read(client.get("/en/search/"))

    assert (page.find('.//input[@type="search"]').get("value"), found(client, "")) == ("", [])
    assert "/en/topics/rivers/" in addresses(page)


def test_menu_names_search_between_people_and_the_pages(client):
    menu = read(client.get("/ko/search/")).find(".//nav")

    assert addresses(menu)[2:4] == ["/ko/people/", "/ko/search/"]
    assert menu.findall(".//a")[3].get("aria-current") == "page"


def test_passages_lead_to_their_places_in_their_own_language(client):
    index(
        "Zebras",
        summary_en="<p>Zebras graze.</p>",
        summary_ko="<p>zebras 이야기.</p>",
        chapters=[chapter("One", anchor="one", body="<p>No zebras.</p>")],
    )

    lines = [line for item in by_class(read(client.get("/en/search/?q=zebras")), "hits") for line in item]

    assert {(line.get("lang"), line.find("a").get("href"), text(line.find("a"))) for line in lines} == {
        ("en", "/en/publications/zebras/#summary", "Executive Summary"),
        ("ko", "/en/publications/zebras/?summary=ko#summary", "국문 요약본"),
        ("en", "/en/publications/zebras/#one", "I One"),
    }
    assert {text(line.find("mark")).lower() for line in lines} == {"zebras"}


def test_sections_of_a_long_report_stand_on_the_page_of_their_chapter(client):
    parts = [chapter(f"Part {number}", anchor=f"part-{number}", body=long_text(2100)) for number in (1, 2, 3)]
    section = chapter("Okapi", level=2, anchor="okapi", body="<p>Okapi rest.</p>")
    edition = index("Long", chapters=[*parts[:2], section, parts[2]])

    page = read(client.get("/en/search/?q=okapi"))

    assert edition.has_chapter_pages
    assert addresses(by_class(page, "hits")[0]) == ["/en/publications/long/part-2/#okapi"]


def test_every_place_that_a_result_names_is_there(client):
    index("Zebras", summary_en="<p>Zebras.</p>", chapters=body("Zebras."), advice=[("", "Feed zebras.")])

    places = addresses(by_class(read(client.get("/en/search/?q=zebras")), "hits")[0])
    for address in [entry for entry in places if not entry.startswith("?")]:
        path, _, anchor = address.partition("#")
        ids = {element.get("id") for element in read(client.get(path)).iter()}
        assert anchor in ids, address


def test_more_than_three_passages_are_one_click_away(client):
    index("Zebras", chapters=[chapter(f"Zebras {number}", body="<p>Zebras.</p>") for number in range(6)])

    page = read(client.get("/en/search/?q=zebras"))
    more = by_class(page, "more")[0].find("a")

    assert (len(by_class(page, "hits")[0]), text(more)) == (4, "3 more passages in this publication")
    assert len(by_class(read(client.get(f"/en/search/{more.get('href')}")), "hits")[0]) == 6


def test_facets_say_what_a_click_would_give(client):
    person, topic, center = make_person("Seo Yun-ah", "서윤아"), make_topic("Water"), make_center()
    index("Zebras one", authors=[person], topics=[topic], centers=[center], kind=make_kind("report"))
    index("Zebras two", authors=[person], kind=make_kind("brief"), issued=datetime.date(2024, 1, 1))
    index("Giraffes", authors=[person], topics=[topic])

    def counts(query: str) -> dict[tuple[str, str], str]:
        page = read(client.get(f"/en/search/?q=zebras{query}"))
        boxes = [label for label in page.findall(".//label") if label.find("input") is not None]
        return {
            (label.find("input").get("name"), label.find("input").get("value")): text(by_class(label, "c")[0])
            for label in boxes
        }

    assert counts("") == {
        ("kind", "report"): "1",
        ("kind", "brief"): "1",
        ("author", "seo-yun-ah"): "2",
        ("topic", "water"): "1",
        ("center", "center-for-coasts"): "1",
        ("year", "2026"): "1",
        ("year", "2024"): "1",
        ("language", "en"): "2",
        ("language", "ko"): "0",
    }
    narrowed = counts("&kind=report")
    assert (narrowed["kind", "brief"], narrowed["author", "seo-yun-ah"], ("year", "2024") in narrowed) == (
        "1",
        "1",
        False,
    )
    assert found(client, "q=zebras&kind=report") == ["Zebras one"]
    assert sorted(found(client, "q=zebras&kind=report&kind=brief")) == ["Zebras one", "Zebras two"]
    assert found(client, "q=zebras&year=2024&topic=water") == []


def test_newest_first(client):
    index("Old zebras zebras", issued=datetime.date(2020, 1, 1))
    index("New", issued=datetime.date(2026, 1, 1), chapters=body("One of the zebras."))

    assert found(client, "q=zebras") == ["Old zebras zebras", "New"]
    assert found(client, "q=zebras&sort=date") == ["New", "Old zebras zebras"]


def test_people_and_topics_of_that_name_stand_on_top(client):
    index("Zebras", authors=[make_person("Seo Yun-ah", "서윤아")], topics=[make_topic("Drought", "가뭄")])

    named = [
        addresses(by_class(read(client.get(f"/ko/search/?q={words}")), "named")[0]) for words in ("서윤아", "가뭄")
    ]

    assert [sorted(set(entry) - {"/ko/publications/?author=seo-yun-ah"}) for entry in named] == [
        ["/ko/people/seo-yun-ah/"],
        ["/ko/topics/drought/"],
    ]


def test_one_language_only(client):
    index("Zebras", summary_ko="<p>zebras 이야기</p>")

    assert by_class(read(client.get("/en/search/?q=zebras&language=ko")), "hits")[0][0].get("lang") == "ko"
    page = read(client.get("/en/search/?q=zebras"))
    assert {"?q=zebras&language=en", "?q=zebras&language=ko"} <= set(addresses(page))


def test_nothing_found_helps_further(client):
    index("The reservoir", topics=[make_topic("Water")], chapters=body("The reservoir."))

    empty = by_class(read(client.get("/en/search/?q=reservior")), "empty")[0]
    elsewhere = by_class(read(client.get("/en/search/?q=reservoir&language=ko")), "empty")[0]

    assert addresses(empty) == ["?q=reservoir", "/en/topics/water/"]
    assert addresses(elsewhere)[0] == "?q=reservoir&language=en"


def test_synonyms_of_staff_are_used(client):
    Synonym.objects.create(words="ROK\n한국")
    index("한국의 예산", language="ko")

    assert found(client, "q=rok", "ko") == ["한국의 예산"]


def test_nothing_unpublished_or_withdrawn_is_found(client):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    index("Zebras tomorrow", at=tomorrow)
    gone = index("Zebras gone")
    withdraw(gone.publication)
    search.index(gone.pk, gone.document)

    page = client.get("/en/search/?q=zebras")

    assert (found(client, "q=zebras"), b"tomorrow" in page.content, b"gone" in page.content) == ([], False, False)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=zebras&page=2", 404),
        ("q=zebras&page=x", 400),
        ("q=zebras&year=x", 400),
        ("q=zebras&sort=best", 400),
        ("q=zebras&in=%20", 400),
        ("q=zebras&in=nothing", 200),
        ("q=zebras&unknown=1", 200),
        ("q=%22%27()*%5E%3A-+AND+OR+NEAR(", 200),
        (f"q={'a+' * 400}", 200),
    ],
)
def test_address_out_of_range_gets_the_right_answer(client, query, status):
    index("Zebras")

    assert client.get(f"/en/search/?{query}").status_code == status


def test_words_are_shown_as_text(client):
    page = client.get("/en/search/", {"q": '<script>alert(1)</script>"'})

    assert (b"<script>alert" in page.content, page.status_code) == (False, 200)


def test_number_of_queries_does_not_grow_with_results(client, django_assert_max_num_queries):
    for number in range(12):
        index(f"Zebras {number}", chapters=body("Zebras."), topics=[make_topic(f"Topic {number}")])

    with django_assert_max_num_queries(20):
        client.get("/en/search/?q=zebras")
