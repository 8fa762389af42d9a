"""Topics, centers and series."""

import datetime

import pytest

from tests.factories import (
    appoint,
    make_center,
    make_institute,
    make_person,
    make_published,
    make_series,
    make_topic,
    withdraw,
)
from tests.pages import addresses, by_class, language_of, read, text, texts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def institute():
    return make_institute()


def get(client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    return read(response)


def titles(tree) -> list[str]:
    return [text(item.find("h3")) for item in by_class(tree, "item")]


def test_topics_stand_by_name_with_the_number_of_their_publications(client):
    water, towns, silent = make_topic("Water", "물"), make_topic("Towns"), make_topic("Silent")
    make_published(topics=[water, make_topic("Air", "공기"), towns])
    make_published(topics=[water, towns])
    gone = make_published(topics=[towns, silent])
    withdraw(gone.publication)

    lines = by_class(get(client, "/ko/topics/"), "count")[0]

    assert texts(lines, "li") == ["Towns2", "공기1", "물2"]
    assert addresses(lines) == ["/ko/topics/towns/", "/ko/topics/air/", "/ko/topics/water/"]


def test_topic_has_its_names_text_and_publications(client):
    water = make_topic("Water", "물", description_en="<p>Rivers and pipes.</p>")
    make_published("Old", topics=[water], issued=datetime.date(2019, 1, 1))
    make_published("New", topics=[water])
    make_published("Elsewhere")

    tree = get(client, "/ko/topics/water/")

    assert text(tree.find(".//h1")) == "물 Water"
    assert titles(tree) == ["New", "Old"]
    about = by_class(tree, "lead-text")[0]
    assert (text(about), language_of(tree, about)) == ("Rivers and pipes.", "en")


def test_topic_of_a_hangul_name_has_a_page(client):
    topic = make_topic("물과 도시")
    make_published("Paper", topics=[topic])

    assert topic.slug == "물과-도시"
    assert titles(get(client, "/en/topics/물과-도시/")) == ["Paper"]


def test_long_collection_leads_to_the_list(client):
    water = make_topic("Water")
    for _ in range(21):
        make_published(topics=[water])

    tree = get(client, "/en/topics/water/")

    assert len(titles(tree)) == 20
    more = by_class(tree, "more")[0]
    assert (text(more), addresses(more)) == ("Show all 21", ["/en/publications/?topic=water"])


def test_center_has_the_people_who_work_there_now(client):
    coasts, towns = make_center("Coasts"), make_center("Towns")
    here, gone, moved = make_person("Aa Here"), make_person("Bb Gone"), make_person("Cc Moved")
    appoint(here, center=coasts)
    appoint(gone, center=coasts, end=datetime.date(2020, 1, 1))
    appoint(moved, center=coasts, end=datetime.date(2020, 1, 1))
    appoint(moved, center=towns, start=datetime.date(2020, 1, 1))
    make_published("Paper", centers=[coasts])

    tree = get(client, "/en/centers/coasts/")

    assert [text(card.find(".//h3")) for card in by_class(tree, "person")] == ["Aa Here"]
    assert titles(tree) == ["Paper"]


def test_series_counts_down_by_its_numbers(client):
    series = make_series("Harbour Papers", issn="1234-5679")
    for number in ("2025-2", "2026-9", "2026-10", "2026-9a"):
        make_published(f"No {number}", series=series, series_number=number)

    tree = get(client, "/en/series/harbour-papers/")

    assert titles(tree) == ["No 2026-10", "No 2026-9", "No 2026-9a", "No 2025-2"]
    assert "ISSN 1234-5679" in text(tree)


@pytest.mark.parametrize("address", ["topics/none/", "centers/none/", "series/none/", "people/none/"])
def test_collection_that_is_none_is_not_found(client, address):
    assert client.get(f"/en/{address}").status_code == 404
