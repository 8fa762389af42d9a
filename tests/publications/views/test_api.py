"""The JSON interface: what it answers, held against its own description."""

import json

import jsonschema
import pytest

from publications.models import Audience, RecommendationGroup
from publications.services import saving
from publications.views.api import answers
from tests.factories import (
    appoint,
    chapter,
    make_center,
    make_institute,
    make_kind,
    make_person,
    make_publication,
    make_published,
    make_series,
    make_topic,
    publish,
    withdraw,
)

pytestmark = pytest.mark.django_db
LISTS = {"publications": "PublicationRow", "people": "Person", "topics": "Topic", "recommendations": "Recommendation"}


@pytest.fixture(autouse=True)
def institute():
    return make_institute()


def make_linked(title: str = "Quiet Ports", **fields: object):
    person = make_person("Yi Sun-shin", "이순신", orcid="0000-0002-1825-0097")
    appoint(person, center=make_center("Coasts"))
    return make_published(
        title,
        title_ko="조용한 항구",
        summary_en="<p>Boats <em>leave</em>.</p>",
        authors=[person, {"given_en": "Sukarno"}],
        topics=[make_topic("Water", "물")],
        centers=[make_center("Coasts")],
        series=make_series(),
        chapters=[chapter("Freight"), chapter("Ledgers", level=2)],
        advice=[("For towns", "Keep the pier."), ("For towns", "Open the ledgers.")],
        **fields,
    )


def get(client, address: str) -> dict:
    response = client.get(address)
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (200, "*")
    return json.loads(response.content)


def titles(client, query: str) -> list[str]:
    return [row["title"]["en"] for row in get(client, f"/api/publications/{query}")["results"]]


def test_answers_are_as_they_are_described(client):
    make_linked()
    description = get(client, "/api/openapi.json")

    def check(value: dict, name: str) -> None:
        jsonschema.validate(value, {"$ref": f"#/components/schemas/{name}", "components": description["components"]})

    for collection, name in LISTS.items():
        answer = get(client, f"/api/{collection}/")
        assert answer["total"] == len(answer["results"]) > 0
        for row in answer["results"]:
            check(row, name)
    check(get(client, "/api/publications/quiet-ports/"), "Publication")
    check(json.loads(client.get("/api/publications/none/").content), "Error")


def test_publication_is_told_whole(client):
    make_linked()
    told = get(client, "/api/publications/quiet-ports/")

    assert told["summary"] == {"en": "Boats leave."}
    assert told["summary_html"] == {"en": "<p>Boats <em>leave</em>.</p>"}
    assert [(entry["name"], entry["orcid"], entry["person"]) for entry in told["contributors"]] == [
        ({"en": "Yi Sun-shin", "ko": "이순신"}, "0000-0002-1825-0097", "yi-sun-shin"),
        ({"en": "Sukarno"}, "", None),
    ]
    assert [(entry["label"], entry["title"]) for entry in told["chapters"]] == [
        ("I", {"en": "Freight"}),
        ("1", {"en": "Ledgers"}),
    ]
    assert [entry["text"]["en"] for entry in told["recommendations"]] == ["Keep the pier.", "Open the ledgers."]
    assert told["urls"]["html"] == {
        language: f"http://testserver/{language}/publications/quiet-ports/" for language in ("en", "ko")
    }


def test_list_takes_the_filters_of_the_page(client):
    make_linked()
    make_published("Brief", kind=make_kind("issue-brief"), title_ko="글", language="en")

    assert titles(client, "?topic=water") == ["Quiet Ports"]
    assert titles(client, "?kind=report&kind=issue-brief&sort=title") == ["Brief", "Quiet Ports"]
    assert titles(client, "?author=yi-sun-shin&year=1999") == []
    assert titles(client, "?nothing=1&kind=issue-brief") == ["Brief"]


def test_advice_is_filtered_by_audience_and_publication(client):
    edition = make_linked()
    towns = Audience.objects.create(slug="towns", name_en="Towns")
    RecommendationGroup.objects.get(publication=edition.publication).audiences.add(towns)
    publish(edition.publication)

    def numbers(query: str) -> list[int]:
        return [row["number"] for row in get(client, f"/api/recommendations/{query}")["results"]]

    assert (numbers("?audience=towns"), numbers("?audience=ministry")) == ([1, 2], [])
    assert (numbers("?topic=water&year=2026"), numbers("?topic=fire"), numbers("?q=pier")) == ([1, 2], [], [1])


def test_pages_lead_through_the_whole_list_and_keep_the_filters(client, monkeypatch):
    monkeypatch.setattr(answers, "PAGE_SIZE", 2)
    for number in range(5):
        make_published(f"Paper {number}", topics=[make_topic("Water")])
    address, found = "/api/publications/?topic=water&sort=title", []
    while address:
        answer = get(client, address)
        found += [row["title"]["en"] for row in answer["results"]]
        address = (answer["next"] or "").removeprefix("http://testserver")

    assert found == [f"Paper {number}" for number in range(5)]
    assert answer["previous"] == "http://testserver/api/publications/?topic=water&sort=title&page=2"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/publications/?year=x", 400),
        ("/api/publications/?page=0", 400),
        ("/api/publications/?page=2", 404),
        ("/api/recommendations/?audience=a b", 400),
        ("/api/people/?page=x", 400),
        ("/api/topics/?page=99999", 404),
        ("/api/publications/none/", 404),
        ("/api/nothing/", 404),
    ],
)
def test_refusal_is_json_with_the_right_code(client, address, status):
    response = client.get(address)

    assert (response.status_code, response["Content-Type"]) == (status, "application/json")
    assert json.loads(response.content)["error"]["status"] == status
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_interface_is_read_only(client, method):
    response = getattr(client, method)("/api/publications/")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert json.loads(response.content)["error"]["status"] == 405


def test_scripts_of_other_origins_may_ask(client):
    response = client.options("/api/publications/", headers={"origin": "https://elsewhere.example"})

    assert (response.status_code, response["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


def test_withdrawn_is_missing_and_moved_leads_on(client):
    moved, gone = make_published("Moved"), make_published("Gone")
    saving.change_slug(publication=moved.publication, slug="new-place")
    withdraw(gone.publication)

    response = client.get("/api/publications/moved/")
    assert (response.status_code, response["Location"]) == (301, "/api/publications/new-place/")
    assert client.get("/api/publications/gone/").status_code == 404
    assert titles(client, "") == ["Moved"]


def test_authors_of_drafts_only_are_not_named(client):
    make_publication("Draft", authors=[make_person("Kim Secret")], topics=[make_topic("Secret")])
    appoint(make_person("Han Fellow"))

    assert [row["slug"] for row in get(client, "/api/people/")["results"]] == ["han-fellow"]
    assert get(client, "/api/topics/")["total"] == 0


@pytest.mark.parametrize("collection", LISTS)
def test_list_takes_a_fixed_number_of_queries(client, collection, django_assert_max_num_queries):
    make_linked()
    for number in range(6):
        make_published(
            f"Paper {number}", topics=[make_topic(f"Topic {number}")], authors=[make_person()], advice=[("", "Pay.")]
        )

    with django_assert_max_num_queries(8):
        client.get(f"/api/{collection}/")
