"""The archive by year and month, and the index of people's names."""

import datetime

import pytest
from django.utils import timezone

from tests.factories import (
    appoint,
    make_institute,
    make_person,
    make_publication,
    make_published,
    publish,
    withdraw,
)
from tests.pages import addresses, by_class, read, text, texts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def institute():
    return make_institute()


def published_on(*date: int, precision: str = "day", **fields: object):
    return make_published(issued=datetime.date(*date), issued_precision=precision, **fields)


def test_years_and_months_have_their_numbers(client):
    published_on(2026, 3, 12)
    published_on(2026, 3, 1, precision="month")
    published_on(2026, 1, 1, precision="year")
    published_on(2024, 12, 31)
    published_on(2026, 3, 5)
    make_published(issued=None)
    withdraw(published_on(2020, 1, 1).publication)
    publish(make_publication(issued=datetime.date(2019, 1, 1)), timezone.now() + datetime.timedelta(days=1))

    tree = read(client.get("/en/archive/"))
    assert texts(tree, ".//section/div/h2") == ["2026", "2024"]
    assert texts(tree, ".//section/div/span") == ["4 publications", "1 publication"]
    assert texts(tree, ".//section/ul/li") == ["March3", "December1"]
    assert "3월3" in texts(read(client.get("/ko/archive/")), ".//section/ul/li")


def test_month_and_year_list_what_was_issued_in_them(client):
    published_on(2026, 3, 31, title="Last day")
    published_on(2026, 3, 1, title="First day")
    published_on(2026, 4, 1, title="Next month")
    published_on(2026, 1, 1, precision="year", title="That year")

    assert texts(read(client.get("/en/archive/2026/3/")), ".//ol/li/h2") == ["Last day", "First day"]
    assert len(texts(read(client.get("/en/archive/2026/")), ".//ol/li/h2")) == 4
    assert text(read(client.get("/ko/archive/2026/3/")).find(".//h1")) == "2026년 3월"
    for missing in (
        "2026/1/",
        "2026/13/",
        "2026/0/",
        "2025/",
        "0/",
        "10000/",
        "99999999999999999999/",
        "2026/3/?page=2",
    ):
        assert client.get(f"/en/archive/{missing}").status_code == 404
    assert client.get("/en/archive/2026/3/?page=x").status_code == 400


def letters(client, language: str = "en") -> list[list[str]]:
    navigations = by_class(read(client.get(f"/{language}/people/")), "letters")[0].findall("nav")
    return [texts(navigation, ".//a") for navigation in navigations]


def names(client, query: str) -> list[str]:
    return texts(read(client.get(f"/en/people/{query}")), ".//h3/a")


def fill() -> None:
    for name, korean in (("Seo Yun-ah", "서윤아"), ("Ångström Eva", ""), ("Sato Ken", ""), ("Ssang Ji", "쌍지")):
        make_published(authors=[make_person(name, korean)])
    appoint(make_person("Zeman Jan", "얀제만"))
    make_person("Draft Only", "초고")


def test_letters_lead_to_names_in_latin_and_hangul_order(client):
    fill()

    assert letters(client) == [["A", "S", "Z"], ["ㅅ", "ㅇ"]]
    assert letters(client, "ko") == [["ㅅ", "ㅇ"], ["A", "S", "Z"]]
    assert names(client, "?letter=S") == ["Sato Ken", "Seo Yun-ah", "Ssang Ji"]
    assert names(client, "?letter=A") == ["Ångström Eva"]
    assert names(client, "?letter=ㅅ") == ["Seo Yun-ah", "Ssang Ji"]
    assert names(client, "?letter=B") == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?letter=x", 400),
        ("?letter=ㅆ", 400),
        ("?letter=SS", 400),
        ("?letter=S&page=2", 404),
        ("?letter=S&page=x", 400),
    ],
)
def test_letter_out_of_range(client, query, status):
    fill()

    assert client.get(f"/en/people/{query}").status_code == status


def test_many_names_come_in_pages(client):
    authors = [make_person(f"Seo N{number:03}") for number in range(65)]
    make_published(authors=authors)

    assert (len(names(client, "?letter=S")), len(names(client, "?letter=S&page=2"))) == (60, 5)
    # Too many for the first page, where the letters lead to them.
    assert names(client, "") == []
    assert "/en/people/?letter=S" in addresses(read(client.get("/en/people/")))


def test_index_takes_few_queries(client, django_assert_max_num_queries):
    for number in range(20):
        make_published(authors=[make_person(f"Seo N{number:03}", "서윤아")])

    for address in ("/en/people/?letter=S", "/en/archive/", "/en/archive/2026/", "/en/archive/2026/3/"):
        with django_assert_max_num_queries(9):
            assert client.get(address).status_code == 200
