"""The sitemap names what search engines may show, in the languages in which it is written, and nothing else."""

from urllib.parse import quote, unquote

import pytest
from lxml import etree

from publications.views import sitemaps
from tests.factories import (
    appoint,
    make_center,
    make_institute,
    make_page,
    make_person,
    make_publication,
    make_published,
    make_series,
    make_topic,
    withdraw,
)
from tests.pages import alternates, is_noindex, read
from tests.walk import fetch

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
SITE = "http://testserver"


@pytest.fixture(autouse=True)
def institute():
    return make_institute()


def tree(client, address: str = "/sitemap.xml"):
    return etree.fromstring(fetch(client, address).content)


def listed(client, address: str = "/sitemap.xml") -> dict[str, dict[str, str]]:
    """Address -> its alternates."""
    return {
        url.findtext("s:loc", namespaces=NAMES).removeprefix(SITE): {
            link.get("hreflang"): link.get("href").removeprefix(SITE) for link in url.findall("x:link", NAMES)
        }
        for url in tree(client, address).findall("s:url", NAMES)
    }


def test_publication_stands_in_the_languages_in_which_it_is_written(client):
    make_published("Both", title_ko="둘 다")
    make_published("English only")
    make_published("Summary", summary_ko="<p>요약.</p>")

    found = listed(client)

    pair = {"en": "/en/publications/both/", "ko": "/ko/publications/both/"}
    assert (found[pair["en"]], found[pair["ko"]]) == (pair, pair)
    assert found["/en/publications/english-only/"] == {}
    assert "/ko/publications/english-only/" not in found
    assert "/ko/publications/summary/" in found


def test_pairs_exist_and_point_back_and_agree_with_the_pages(client):
    linked = {"topics": [make_topic("Water")], "centers": [make_center("Coasts")], "series": make_series()}
    make_published("Both", title_ko="둘 다", authors=[make_person("Yi Sun-shin")], **linked)
    make_published("한글만", language="ko", slug="한글만")
    make_page("about")
    make_page("privacy", title_ko="", body_ko="")
    found = listed(client)

    assert len(found) == 12 + 3 + 2 + 1 + 2 * 4
    for address, languages in found.items():
        page = read(client.get(address))
        assert (address, is_noindex(page)) == (address, False)
        named = {code: target.removeprefix(SITE) for code, target in alternates(page).items()}
        assert named == (languages or {address[1:3]: address})
        assert all(found[quote(unquote(target))] == languages for target in languages.values())


def test_what_only_drafts_know_is_not_named(client):
    topic, writer, series = make_topic("Secret"), make_person("Kim Secret"), make_series("Secret Papers")
    make_publication("Draft", topics=[topic], authors=[writer], series=series, centers=[make_center("Secret Center")])
    withdraw(make_published("Gone", topics=[make_topic("Past")]).publication)

    assert [
        address for address in listed(client) if "secret" in address or "gone" in address or "past" in address
    ] == []


def test_catalogue_changes_when_its_newest_publication_opened(client):
    edition = make_published("Paper", topics=[make_topic("Water")], authors=[make_person("Yi Sun-shin")])
    appoint(make_person("Han Fellow"))
    make_page("about", title_ko="", body_ko="")

    changed = {
        url.findtext("s:loc", namespaces=NAMES).removeprefix(SITE): url.findtext("s:lastmod", namespaces=NAMES)
        for url in tree(client).findall("s:url", NAMES)
    }

    moment = edition.live_from.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert {changed[f"/en/{place}/"] for place in ("publications/paper", "topics/water", "people/yi-sun-shin")} == {
        moment
    }
    assert changed["/en/people/han-fellow/"] is None
    assert ("/en/about/" in changed, "/ko/about/" in changed) == (True, False)


def test_large_site_has_an_index_of_parts(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "LIMIT", 10)
    monkeypatch.setattr(sitemaps, "PART", 3)
    for number in range(7):
        make_published(f"Paper {number}")

    index = [entry.text.removeprefix(SITE) for entry in tree(client).iterfind("s:sitemap/s:loc", NAMES)]

    assert [address for address in index if "publications" in address] == [
        f"/sitemap-publications-{part}.xml" for part in (1, 2, 3)
    ]
    inside = [address for part in index for address in listed(client, part)]
    assert len(inside) == len(set(inside)) == 7 + 12
    for missing in ("/sitemap-publications-4.xml", "/sitemap-publications-0.xml", "/sitemap-else-1.xml"):
        assert client.get(missing).status_code == 404


def test_robots_name_the_sitemap_and_keep_off_staff_pages(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert ("Disallow: /admin/" in lines, f"Sitemap: {SITE}/sitemap.xml" in lines) == (True, True)


@pytest.mark.parametrize(("language", "name"), [("en", "Harbour Institut"), ("ko", "항만연구원")])
def test_browsers_learn_where_to_search(client, language, name):
    root = etree.fromstring(client.get(f"/{language}/opensearch.xml").content)
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}

    assert root.findtext("o:ShortName", namespaces=space) == name
    assert root.find("o:Url", space).get("template") == f"{SITE}/{language}/search/?q={{searchTerms}}"


def test_llms_txt_leads_to_the_text_of_each_publication(client):
    make_published("A [B] & *C*", slug="marks", summary_en="<p>Short.</p>")
    text = client.get("/llms.txt").content.decode()

    assert rf"- [A \[B\] &amp; \*C\*]({SITE}/publications/marks.md): Short." in text
    markdown = client.get("/publications/marks.md")
    assert (markdown["Content-Type"], "Content-Disposition" in markdown) == ("text/markdown; charset=utf-8", False)
    assert r"# A \[B\] &amp; \*C\*" in markdown.content.decode()
