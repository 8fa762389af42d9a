"""The first page, pages of staff, the state of the service, and what is answered where there is no page."""

import datetime
import json

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from publications.models import Featured
from tests.factories import (
    make_institute,
    make_page,
    make_person,
    make_publication,
    make_published,
    make_topic,
    publish,
)
from tests.pages import addresses, alternates, by_class, language_of, read, text, texts

pytestmark = pytest.mark.django_db


def get(client, address: str, status: int = 200):
    response = client.get(address)
    assert response.status_code == status
    return read(response)


def test_first_address_links_both_languages_and_guesses_nothing(client):
    make_institute()

    for asked in ("ko", "en", "de"):
        tree = read(client.get("/", headers={"accept-language": asked}))
        assert addresses(tree) == ["/en/", "/ko/"]
        assert alternates(tree) == {"en": "/en/", "ko": "/ko/"}
        assert text(tree.find(".//h1")) == "Harbour Institute 항만연구원"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_first_address_leads_to_the_language_of_the_institute(client, language):
    make_institute(default_language=language)

    response = client.get("/", headers={"accept-language": "fr"})

    assert (response.status_code, response["Location"]) == (302, f"/{language}/")


def test_site_without_an_institute_has_pages(client):
    for address in ("/", "/en/", "/ko/", "/ko/publications/", "/en/people/", "/en/topics/"):
        assert text(get(client, address)) != ""


def test_featured_publications_stand_in_the_order_of_staff(client):
    make_institute()
    editions = [make_published(f"Paper {number}") for number in range(4)]
    for position, number in enumerate([2, 0, 3], 1):
        Featured.objects.create(publication=editions[number].publication, position=position)

    tree = get(client, "/en/")

    assert text(tree.find(".//h1")) == "Paper 2"
    assert texts(by_class(tree, "related")[0], "li/h3") == ["Paper 0", "Paper 3"]


def test_featured_publication_that_readers_may_not_see_is_left_out(client):
    make_institute()
    draft, later = make_publication("Draft"), make_publication("Later")
    publish(later, timezone.now() + datetime.timedelta(hours=1))
    for publication in (draft, later):
        Featured.objects.create(publication=publication)
    make_published("Seen")

    tree = get(client, "/en/")

    assert (text(tree.find(".//h1")), by_class(tree, "related")) == ("Seen", [])
    assert ("Draft" in text(tree), "Later" in text(tree)) == (False, False)


def test_home_has_the_latest_topics_and_advice(client):
    make_institute()
    water = make_topic("Water", "물")
    for number in range(8):
        make_published(
            f"Paper {number}", issued=datetime.date(2020 + number, 1, 1), topics=[water], advice=[("", f"Do {number}.")]
        )

    tree = get(client, "/ko/")

    latest = by_class(tree, "list")[0]
    assert texts(latest, "li/h3") == [f"Paper {number}" for number in (6, 5, 4, 3, 2)]
    assert texts(by_class(tree, "count")[0], "li") == ["물8"]
    advice = by_class(tree, "recs")[0]
    assert texts(advice, "ol/li/div/p")[::2] == [f"Do {number}. (국문)" for number in (7, 6, 5)]


def test_page_of_staff_is_shown_in_the_language_asked_for_or_the_other(client):
    make_institute()
    make_page("about", in_menu=True)
    make_page("privacy", title_ko="", body_ko="", in_footer=True)

    korean, english_only = get(client, "/ko/about/"), get(client, "/ko/privacy/")

    assert text(korean.find(".//main")) == "about 쪽 글."
    body = english_only.find(".//main/div[@class='prose']")
    assert (text(body), language_of(english_only, body)) == ("Text.", "en")
    menu = by_class(korean, "nav")[0]
    assert addresses(menu)[-1] == "/ko/about/"
    assert "/ko/privacy/" in addresses(by_class(korean, "site-foot")[0])
    assert client.get("/en/nothing/").status_code == 404


def test_name_address_and_licence_of_the_institute_stand_on_every_page(client):
    make_institute(address_en="1 Pier Road", address_ko="부두로 1", email="a@b.example", licence="CC-BY-4.0")

    foot = by_class(get(client, "/ko/topics/"), "site-foot")[0]

    assert [part in text(foot) for part in ("항만연구원", "부두로 1", "a@b.example", "CC BY 4.0")] == [True] * 4


def test_colours_of_the_institute_are_a_sheet_of_its_own(client):
    make_institute(accent_light="#0b5a56", accent_dark="#86cfc5", cover_colour="#123456")

    assert [link.get("href") for link in get(client, "/en/").findall('.//link[@rel="stylesheet"]')] == [
        "/static/css/site.css",
        "/institute.css?1",
    ]
    response = client.get("/institute.css")
    assert response.content == b":root { --accent: light-dark(#0b5a56, #86cfc5); --cover: #123456; }\n"
    assert response["Content-Type"] == "text/css; charset=utf-8"


def test_site_without_colours_of_its_own_asks_for_no_sheet(client):
    make_institute()

    links = get(client, "/en/").findall('.//link[@rel="stylesheet"]')

    assert [link.get("href") for link in links] == ["/static/css/site.css"]


# --- where there is no page


@pytest.mark.parametrize(("address", "first"), [("/en/x/y/z/", "en"), ("/ko/nothing/", "ko"), ("/nothing", "en")])
def test_missing_page_says_so_in_both_languages(client, address, first):
    make_institute()
    tree = get(client, address, 404)

    assert tree.get("lang") == first
    sections = {section.get("lang"): section for section in tree.findall(".//section")}
    assert list(sections) == sorted(sections, key=lambda language: language != first)
    assert "Page not found" in text(sections["en"])
    assert {language: addresses(section) for language, section in sections.items()} == {
        language: [f"/{language}/publications/", f"/{language}/"] for language in ("en", "ko")
    }


def test_malformed_address_says_so_in_both_languages(client):
    tree = get(client, "/ko/publications/?year=x", 400)

    assert [section.get("lang") for section in tree.findall(".//section")] == ["ko", "en"]
    assert "This address cannot be read" in text(tree)


def test_failure_says_so_in_both_languages_without_the_database(monkeypatch, django_assert_num_queries):
    def fail(*_: object) -> None:
        raise OperationalError("no database")

    monkeypatch.setattr("publications.models.institute.InstituteManager.current", fail)
    client = Client(raise_request_exception=False)

    with django_assert_num_queries(0):
        tree = get(client, "/ko/people/", 500)

    assert [section.get("lang") for section in tree.findall(".//section")] == ["ko", "en"]
    assert "Something went wrong" in text(tree)
    assert "no database" not in text(tree)


# --- the state of the service


def test_health_tells_database_and_migrations(client):
    response = client.get("/healthz")

    assert (response.status_code, json.loads(response.content)) == (200, {"database": "ok", "migrations": "ok"})


def test_health_tells_a_missing_migration(client, monkeypatch):
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_: [object()])
    response = client.get("/healthz")

    assert (response.status_code, json.loads(response.content)) == (503, {"database": "ok", "migrations": "pending"})


def test_health_tells_a_database_that_does_not_answer(client, monkeypatch):
    def fail(*_: object) -> None:
        raise OperationalError("refused: secret address")

    monkeypatch.setattr("publications.views.home.MigrationExecutor", fail)
    response = client.get("/healthz")

    assert (response.status_code, json.loads(response.content)) == (
        503,
        {"database": "unreachable", "migrations": "unknown"},
    )


def test_person_link_in_the_lead_is_in_the_language_of_the_page(client):
    make_institute()
    make_published("Paper", authors=[make_person("Yi Sun-shin", "이순신")])

    assert text(by_class(get(client, "/ko/"), "by")[0]) == "이순신"
