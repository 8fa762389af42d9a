"""Feeds: what they hold, how they are asked for, and that no title breaks them."""

import datetime
import json
from xml.sax.saxutils import unescape

import feedparser
import pytest
from django.utils import timezone
from django.utils.http import parse_http_date
from lxml import etree

from config.generation import raise_generation
from publications.models import Publication
from publications.services import saving
from publications.views import feeds
from tests.factories import (
    make_center,
    make_institute,
    make_kind,
    make_person,
    make_published,
    make_series,
    make_topic,
    publish,
    withdraw,
)

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom", "d": "http://purl.org/dc/terms/"}
MAIN = "/en/publications/feed.atom"
COLLECTIONS = ("kinds/report", "topics/water", "people/yi-sun-shin", "centers/coasts", "series/harbour-papers")


@pytest.fixture(autouse=True)
def institute():
    return make_institute()


def make_linked(title: str = "Quiet Ports", **fields: object):
    return make_published(
        title,
        title_ko="조용한 항구",
        summary_en="<p>Boats &amp; nets.</p>",
        authors=[make_person("Yi Sun-shin", "이순신", orcid="0000-0002-1825-0097")],
        topics=[make_topic("Water", "물")],
        centers=[make_center("Coasts")],
        series=make_series(),
        series_number="2026-04",
        doi="10.5555/quiet",
        **fields,
    )


def atom(client, address: str = MAIN):
    return etree.fromstring(client.get(address).content)


def items(client, address: str = "/en/publications/feed.json") -> list[dict]:
    return json.loads(client.get(address).content)["items"]


def test_entry_says_what_there_is_to_know(client):
    make_linked()

    entry = atom(client).find("a:entry", ATOM)

    assert {
        "title": entry.findtext("a:title", namespaces=ATOM),
        "author": entry.findtext("a:author/a:name", namespaces=ATOM),
        "orcid": entry.findtext("a:author/a:uri", namespaces=ATOM),
        "summary": entry.findtext("a:summary", namespaces=ATOM),
        "issued": entry.findtext("d:issued", namespaces=ATOM),
        "other": entry.findtext("d:alternative", namespaces=ATOM),
        "series": entry.findtext("d:isPartOf", namespaces=ATOM),
        "categories": [element.get("term") for element in entry.findall("a:category", ATOM)],
    } == {
        "title": "Quiet Ports",
        "author": "Yi Sun-shin",
        "orcid": "https://orcid.org/0000-0002-1825-0097",
        "summary": "<p>Boats &amp; nets.</p>",
        "issued": "2026-03-12",
        "other": "조용한 항구",
        "series": "Harbour Papers 2026-04",
        "categories": ["report", "water"],
    }
    assert {(link.get("rel"), link.get("href")) for link in entry.findall("a:link", ATOM)} == {
        ("alternate", "http://testserver/en/publications/quiet-ports/"),
        ("related", "http://testserver/ko/publications/quiet-ports/"),
        ("alternate", "http://testserver/publications/quiet-ports.md"),
        ("related", "https://doi.org/10.5555/quiet"),
    }


def test_korean_feed_has_korean_texts_and_the_original_where_there_is_none(client):
    make_linked()
    make_published("Only English", at=timezone.now() - datetime.timedelta(days=1))

    titles = [
        (title.get("{http://www.w3.org/XML/1998/namespace}lang"), title.text)
        for title in atom(client, "/ko/publications/feed.atom").findall("a:entry/a:title", ATOM)
    ]

    assert titles == [("ko", "조용한 항구"), ("en", "Only English")]
    assert [item["authors"] for item in items(client, "/ko/topics/water/feed.json")] == [
        [{"name": "이순신", "url": "https://orcid.org/0000-0002-1825-0097"}]
    ]


@pytest.mark.parametrize("place", COLLECTIONS)
def test_collection_has_a_feed_of_its_own_in_both_formats(client, place):
    make_linked()
    make_published("Elsewhere", kind=make_kind("issue-brief"))

    for language in ("en", "ko"):
        parsed = feedparser.parse(client.get(f"/{language}/{place}/feed.atom").content)
        assert (bool(parsed.bozo), len(parsed.entries), parsed.version) == (False, 1, "atom10")
        assert [item["url"] for item in items(client, f"/{language}/{place}/feed.json")] == [parsed.entries[0].link]


def test_entry_keeps_its_id_through_editions_addresses_and_languages(client):
    edition = make_linked()
    before = {item["id"] for item in [*items(client), *items(client, "/ko/publications/feed.json")]}
    saving.change_slug(publication=edition.publication, slug="noisy-ports")
    Publication.objects.filter(pk=edition.publication_id).update(title_en="Noisy Ports")
    publish(Publication.objects.get(pk=edition.publication_id))

    after = items(client)

    assert ({item["id"] for item in after}, len(before)) == (before, 1)
    assert [item["title"] for item in after] == ["Noisy Ports"]
    assert after[0]["date_published"] <= after[0]["date_modified"]


def test_feed_is_cut_into_pages_and_ends(client, monkeypatch):
    monkeypatch.setattr(feeds, "PAGE_SIZE", 2)
    now = timezone.now()
    for day in range(5):
        make_published(f"Paper {day}", at=now - datetime.timedelta(days=day))

    pages = [[item["title"] for item in items(client, f"/en/publications/feed.json?page={page}")] for page in (1, 2, 3)]

    assert pages == [["Paper 0", "Paper 1"], ["Paper 2", "Paper 3"], ["Paper 4"]]
    links = {link.get("rel"): link.get("href") for link in atom(client, f"{MAIN}?page=2").findall("a:link", ATOM)}
    assert links == {
        "self": f"http://testserver{MAIN}?page=2",
        "alternate": "http://testserver/en/publications/",
        "first": f"http://testserver{MAIN}",
        "previous": f"http://testserver{MAIN}",
        "next": f"http://testserver{MAIN}?page=3",
    }
    assert client.get(f"{MAIN}?page=4").status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{MAIN}?page=0", 400),
        (f"{MAIN}?page=x", 400),
        (f"{MAIN}?page=1&page=2", 400),
        (f"{MAIN}?unknown=1", 200),
        ("/en/publications/feed.rss", 404),
        ("/en/topics/no-such/feed.atom", 404),
        ("/en/nothing/water/feed.atom", 404),
    ],
)
def test_parameters_are_answered_with_the_right_code(client, address, status):
    assert client.get(address).status_code == status


@pytest.mark.parametrize("address", [MAIN, "/ko/publications/feed.json", "/sitemap.xml", "/llms.txt", "/api/topics/"])
def test_unchanged_answer_is_304_by_tag_and_by_date_until_something_changes(client, address, monkeypatch):
    make_linked()
    first = client.get(address)
    by_tag = {"if-none-match": first["ETag"]}
    by_date = {"if-modified-since": first["Last-Modified"]}
    assert [client.get(address, headers=headers).status_code for headers in (by_tag, by_date)] == [304, 304]

    later = timezone.now() + datetime.timedelta(seconds=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    raise_generation()

    assert [client.get(address, headers=headers).status_code for headers in (by_tag, by_date)] == [200, 200]


def test_scheduled_publication_opens_in_the_feed_with_its_moment(client, monkeypatch):
    moment = timezone.now().replace(microsecond=0) + datetime.timedelta(hours=1)
    make_linked(at=moment)
    before = client.get(MAIN)
    monkeypatch.setattr(timezone, "now", lambda: moment)

    after = client.get(MAIN, headers={"if-modified-since": before["Last-Modified"]})

    assert (b"<entry" in before.content, after.status_code, b"<entry" in after.content) == (False, 200, True)
    assert parse_http_date(after["Last-Modified"]) == moment.timestamp()


def test_missing_feed_is_missing_whatever_date_it_is_asked_with(client):
    headers = {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}

    assert client.get("/en/topics/no-such/feed.atom", headers=headers).status_code == 404


def test_withdrawn_publication_leaves_the_feeds(client):
    edition = make_linked()
    withdraw(edition.publication)

    assert (items(client), items(client, "/en/topics/water/feed.json")) == ([], [])


@pytest.mark.parametrize(
    "title",
    ['"Quoted" & {braced}', "</script><b>x</b>", "]]> 이순신 🐢", "Tab\tBell\x07 \x0b\x1f Null", "&amp; &#x0; %00"],
)
def test_feed_survives_any_title(client, title):
    edition = make_published(title, slug="hostile")
    stored = edition.title_en

    (entry,) = feedparser.parse(client.get(MAIN).content).entries

    assert atom(client).findtext("a:entry/a:title", namespaces=ATOM) == stored
    assert unescape(entry.title) in {stored, unescape(stored)}
    assert [item["title"] for item in items(client)] == [stored]


def test_every_page_names_its_feeds(client):
    make_linked()
    head = client.get("/en/topics/water/").content.decode()

    for address in (
        MAIN,
        "/en/publications/feed.json",
        "/en/topics/water/feed.atom",
        "/en/topics/water/feed.json",
        "/en/opensearch.xml",
        "/sitemap.xml",
    ):
        assert f'href="{address}"' in head
    assert 'href="/en/kinds/report/feed.atom"' in client.get("/en/publications/").content.decode()


def test_page_of_a_feed_takes_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    for number in range(8):
        make_published(f"Paper {number}", topics=[make_topic("Water")])

    with django_assert_max_num_queries(4):
        client.get(MAIN)
    with django_assert_max_num_queries(4):
        client.get("/en/topics/water/feed.json")
