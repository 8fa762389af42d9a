"""Titles that break careless writers, read back from every surface by other people's readers."""

import json

import bibtexparser
import extruct
import feedparser
import pytest
import rispy
from lxml import etree

from tests.factories import make_institute, make_person, make_published
from tests.pages import read

pytestmark = pytest.mark.django_db
TITLES = [
    'She said "ports" & left',
    "Set {theory} of $5 and 10% #1 ~x_y^2 \\ back",
    "</script><script>alert(1)</script>",
    "<!-- <![CDATA[ ]]> --> &lt; &#8203;",
    "이순신의 『항구』 · 조용한 바다 🐢👩‍👩‍👧",
    "Bell\x07 and \x1b escape \u202e and \ufeff end",
    "'single' `back` *stars* _under_ [link](x) | pipe",
]


@pytest.fixture(params=TITLES, ids=range(len(TITLES)))
def title(request) -> str:
    """The title as the field keeps it: without what nobody sees."""
    make_institute(name_en='Harbour & "Sea" Institute', name_ko="항만연구원")
    author = make_person("Yi Sun-shin", "이순신", orcid="0000-0002-1825-0097")
    other = {"family_en": "O'Neil {Jr}", "given_en": "A & B", "family_first_en": False}
    return make_published(
        request.param, slug="hostile", title_ko=f"국문 {request.param}", authors=[author, other]
    ).title_en


def test_json_ld_is_read_by_an_extractor(client, title):
    html = client.get("/en/publications/hostile/").content.decode()

    (report,) = extruct.extract(html, base_url="http://testserver/", syntaxes=["json-ld"])["json-ld"]

    assert (report["@type"], report["name"], report["inLanguage"]) == ("Report", title, "en")
    assert (report["datePublished"], report["alternateName"]) == ("2026-03-12", f"국문 {title}")
    assert [author["name"] for author in report["author"]] == ["Yi Sun-shin", "A & B O'Neil {Jr}"]
    assert report["author"][0]["sameAs"] == "https://orcid.org/0000-0002-1825-0097"


def test_open_graph_is_read_by_an_extractor(client, title):
    html = client.get("/en/publications/hostile/").content.decode()

    (graph,) = extruct.extract(html, base_url="http://testserver/", syntaxes=["opengraph"])["opengraph"]

    assert dict(graph["properties"])["og:title"] == title


def test_head_and_heading_hold_the_title(client, title):
    tree = read(client.get("/en/publications/hostile/"))
    metas = {element.get("name"): element.get("content") for element in tree.findall(".//meta[@name]")}

    assert metas["citation_title"] == title
    assert [element.get("content") for element in tree.findall('.//meta[@name="citation_author"]')] == [
        "Yi, Sun-shin",
        "O'Neil {Jr}, A & B",
    ]
    assert (tree.findtext(".//h1") or "").split() == title.split()


def test_feeds_harvest_and_interface_hold_the_title(client, title):
    names = {"a": "http://www.w3.org/2005/Atom", "dc": "http://purl.org/dc/elements/1.1/"}
    atom = client.get("/en/publications/feed.atom").content
    harvested = etree.fromstring(client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").content)
    datacite = etree.fromstring(client.get("/oai?verb=ListRecords&metadataPrefix=oai_datacite").content)

    assert etree.fromstring(atom).findtext("a:entry/a:title", namespaces=names) == title
    assert not feedparser.parse(atom).bozo
    assert [item["title"] for item in json.loads(client.get("/en/publications/feed.json").content)["items"]] == [title]
    assert [entry.text for entry in harvested.iterfind(".//dc:title", names)] == [title, f"국문 {title}"]
    assert title in [entry.text for entry in datacite.iter("{http://datacite.org/schema/kernel-4}title")]
    assert json.loads(client.get("/api/publications/hostile/").content)["title"]["en"] == title


def test_citation_files_are_read_back(client, title):
    ris = rispy.loads(client.get("/publications/hostile.ris").content.decode())
    bibtex = bibtexparser.loads(client.get("/publications/hostile.bib").content.decode())
    csl = json.loads(client.get("/publications/hostile.json").content)

    assert ([entry["title"] for entry in ris], [entry["title"] for entry in csl]) == ([title], [title])
    assert len(bibtex.entries) == 1
    assert client.get("/publications/hostile.png").status_code in {200, 404}
    assert etree.fromstring(client.get("/sitemap.xml").getvalue()) is not None


def test_markdown_begins_with_facts_that_are_json(client, title):
    lines = client.get("/publications/hostile.md").content.decode().splitlines()

    assert (lines[0], json.loads(lines[1].removeprefix("title: "))) == ("---", title)
    headings = [line for line in lines if line.startswith("# ")]
    assert len(headings) == 1
