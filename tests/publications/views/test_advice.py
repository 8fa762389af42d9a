"""Recommendations across publications: the list, its filters, the search within, the data, and each one's page."""

import csv
import datetime
import io
import json

import pytest
from django.test import Client
from django.utils import timezone

from publications.models import RecommendationGroup, Synonym
from tests.factories import (
    make_audience,
    make_institute,
    make_publication,
    make_published,
    make_topic,
    publish,
    withdraw,
)
from tests.pages import addresses, alternates, by_class, canonical, is_noindex, read, text, texts

pytestmark = pytest.mark.django_db
LIST = "/en/recommendations/"


@pytest.fixture(autouse=True)
def institute():
    return make_institute()


def shown(client: Client, query: str = "", language: str = "en") -> list[str]:
    tree = read(client.get(f"/{language}/recommendations/{query}"))
    return [text(line.find("div/p")) for box in by_class(tree, "recs") for line in box.iter("li")]


def publish_advice(title: str, *lines: str, audience: str = "", **fields: object):
    publication = make_publication(title, advice=[(f"For {audience}", line) for line in lines], **fields)
    if audience:
        for group in RecommendationGroup.objects.filter(publication=publication):
            group.audiences.set([make_audience(audience)])
    return publish(publication)


def fill() -> None:
    publish_advice("Old Pipes", "Mend the pipes.", "Count the leaks.", audience="Towns", issued=datetime.date(2024, 1, 1),
                   topics=[make_topic("Water")])  # fmt: skip
    publish_advice("New Buses", "Run buses at night.", audience="Ministries", topics=[make_topic("Transport")])


def test_list_holds_all_advice_the_newest_first(client):
    fill()

    assert shown(client) == ["Run buses at night.", "Mend the pipes.", "Count the leaks."]
    assert shown(client, language="ko")[0] == "Run buses at night. (국문)"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?audience=towns", 2),
        ("?audience=towns&audience=ministries", 3),
        ("?topic=transport", 1),
        ("?year=2024", 2),
        ("?year=2024&topic=transport", 0),
        ("?audience=nobody", 0),
        ("?audience=&unknown=x", 3),
        ("?q=pipe", 2),
        ("?q=leaking", 1),
        ("?q=leaks+pipes", 1),
        ("?q=night+pipes", 0),
        ("?q=%22%2A%28+OR", 0),
        ("?q=%20", 3),
    ],
)
def test_filters_and_words(client, query, expected):
    fill()

    assert len(shown(client, query)) == expected


def test_word_is_found_in_its_forms_and_by_what_means_the_same(client):
    publish_advice("가뭄", "한미 동맹의 억제력을 유지한다.", language="ko")
    publish_advice("Pacts", "Keep the alliance.", "Review policies.")
    Synonym.objects.create(words="alliance\n동맹")

    found = {
        word: len(shown(client, f"?q={word}")) for word in ("억제력", "억제력이", "한미동맹", "policy", "alliance")
    }
    assert found == {"억제력": 1, "억제력이": 1, "한미동맹": 1, "policy": 1, "alliance": 2}


def test_counts_say_what_a_click_would_give(client):
    fill()
    tree = read(client.get(f"{LIST}?audience=towns"))

    boxes = {
        box.get("id"): text(label.find("span[@class='c']"))
        for label in tree.iter("label")
        for box in label.iter("input")
    }
    counts = {name: number for name, number in boxes.items() if name and name.startswith("f-")}
    assert counts == {"f-audience-ministries": "1", "f-audience-towns": "2", "f-topic-water": "2", "f-year-2024": "2"}
    for name, number in counts.items():
        _, facet, value = name.split("-", 2)
        more = f"&{facet}={value}" if name != "f-audience-towns" else ""
        assert len(shown(client, f"?audience={value}" if facet == "audience" else f"?audience=towns{more}")) == int(
            number
        )


@pytest.mark.parametrize("query", ["?year=x", "?page=0", "?page=x", "?page=1000000", "?topic=a+b", "?audience=%2F"])
def test_malformed_value_is_refused(client, query):
    assert client.get(f"{LIST}{query}").status_code == 400
    if "page" not in query:
        assert client.get(f"/en/recommendations.csv{query}").status_code == 400


def test_pages_of_the_list(client):
    publish_advice("Long", *(f"Advice number {number}." for number in range(1, 66)))

    assert [len(shown(client, query)) for query in ("", "?page=2", "?page=3")] == [30, 30, 5]
    assert client.get(f"{LIST}?page=4").status_code == 404
    assert "?topic=water&page=2" not in addresses(read(client.get(LIST)))


def test_translation_is_not_counted_twice(client):
    original = publish_advice("Old Pipes", "Mend the pipes.")
    publish_advice("낡은 관", "Mend the pipes.", language="ko", translation_of=original.publication)
    assert shown(client) == ["Mend the pipes."]

    withdraw(original.publication)
    assert shown(client) == ["Mend the pipes."]


def test_unpublished_earlier_and_withdrawn_advice_is_not_listed(client):
    publication = publish_advice("Old Pipes", "Mend the pipes.").publication
    publication.recommendations.update(text_en="Mend all pipes.")
    assert shown(client) == ["Mend the pipes."]
    publish(publication)
    assert shown(client) == ["Mend all pipes."]
    publish(make_publication("Later", advice=[("", "Wait.")]), timezone.now() + datetime.timedelta(days=1))
    assert shown(client) == ["Mend all pipes."]

    withdraw(publication)
    assert shown(client) == []
    assert client.get(f"{LIST}old-pipes/r1/").status_code == 404
    assert client.get(f"{LIST}later/r1/").status_code == 404


def test_data_has_every_row_that_the_filters_leave(client):
    fill()
    publish_advice("Sheets", "=1+1", language="ko", title_ko="표")

    rows = list(csv.DictReader(io.StringIO(_body(client, "/en/recommendations.csv?audience=towns"))))
    assert [(row["publication"], row["number"], row["text_en"], row["audiences"]) for row in rows] == [
        ("old-pipes", "1", "Mend the pipes.", "towns"),
        ("old-pipes", "2", "Count the leaks.", "towns"),
    ]
    everything = json.loads(_body(client, "/ko/recommendations.json"))
    assert len(everything) == 4
    entry = next(entry for entry in everything if entry["publication"] == "new-buses")
    assert (entry["text"]["ko"], entry["topics"], entry["url"]) == (
        "Run buses at night. (국문)",
        ["transport"],
        "http://testserver/ko/recommendations/new-buses/r1/",
    )
    assert "'=1+1" in _body(client, "/en/recommendations.csv")
    assert json.loads(_body(client, "/en/recommendations.json?topic=nothing")) == []
    assert client.get("/en/recommendations.xml").status_code == 404


def _body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response).decode("utf-8-sig")


def test_each_recommendation_has_a_page_of_its_own(client):
    fill()

    tree = read(client.get("/ko/recommendations/old-pipes/r2/"))

    assert "Count the leaks. (국문)" in texts(tree, ".//p")
    assert canonical(tree) == "http://testserver/ko/recommendations/old-pipes/r2/"
    assert set(alternates(tree)) == {"en", "ko"}
    assert "/ko/publications/old-pipes/#r2" in addresses(tree)
    assert not is_noindex(tree)
    assert client.get("/ko/recommendations/old-pipes/r3/").status_code == 404
    assert client.get("/ko/recommendations/nothing/r1/").status_code == 404


def test_list_is_found_from_every_page_and_leads_to_each(client):
    fill()

    assert LIST in addresses(read(client.get("/en/topics/")))
    assert f"{LIST}old-pipes/r1/" in addresses(read(client.get(LIST)))


def test_list_takes_few_queries_however_long(client, django_assert_max_num_queries):
    for number in range(6):
        publish_advice(f"Paper {number}", *("Pay." for _ in range(10)), audience="Towns", topics=[make_topic("Water")])

    for address, most in ((f"{LIST}?audience=towns&topic=water&q=pay", 12), (f"{LIST}paper-1/r1/", 6)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_empty_site_says_so(client):
    assert "Nothing has been published yet." in texts(read(client.get(LIST)), ".//h2")
    make_published("Without advice")
    assert shown(client) == []
