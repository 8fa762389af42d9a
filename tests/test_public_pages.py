"""Every page of the demo institute, found by following its links: what must hold on all of them."""

import gzip
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import pytest
from django.conf import settings
from django.test import Client

from publications.models import Edition
from tests import markup
from tests.pages import alternates, by_class, canonical, is_noindex, read, text
from tests.walk import is_page, walk

pytestmark = pytest.mark.django_db
HANGUL = re.compile("[가-힣]")

# One address of each kind of public page; both languages are meant.
KINDS = {
    "home": "/en/",
    "list": "/en/publications/",
    "filtered list": "/en/publications/?topic=water&kind=report&sort=title",
    "empty list": "/en/publications/?topic=water&year=1999",
    "report": "/en/publications/a-drier-spring/",
    "korean report": "/en/publications/who-pays-for-old-pipes/",
    "brief": "/en/publications/leak-repair-as-infrastructure/",
    "commentary": "/en/publications/count-the-sons-too/",
    "search": "/en/search/",
    "found": "/en/search/?q=water",
    "nothing found": "/en/search/?q=qqqqzz",
    "people": "/en/people/",
    "person": "/en/people/han-ji-ho/",
    "topics": "/en/topics/",
    "topic": "/en/topics/water/",
    "center": "",
    "series": "/en/series/hanbit-report/",
    "page": "/en/accessibility/",
    "search without words": "/en/search/",
    "search that finds nothing": "/en/search/?q=reservior",
    "missing": "/en/nothing/",
    "malformed": "/en/publications/?year=x",
    "root": "/",
}


@pytest.fixture(scope="module")
def site(demo, django_db_blocker) -> dict[str, Element]:
    """Address -> tree, for every page; the answers themselves are looked at once, here."""
    with django_db_blocker.unblock():
        found = walk(Client())
    assert {address: response.status_code for address, response in found.items() if response.status_code >= 400} == {}
    cookies = {address for address, response in found.items() if response.cookies}
    assert (cookies, len(found) > 300) == (set(), True)
    assert {response.get("Vary", "") for response in found.values()} <= {"", "Accept-Encoding"}
    return {address: read(response) for address, response in found.items() if is_page(response)}


def both(addresses: dict[str, str]) -> Iterator[str]:
    for address in addresses.values():
        yield address
        if address.startswith("/en/"):
            yield f"/ko/{address[4:]}"


def test_no_page_makes_a_browser_ask_anybody_else(site):
    loading = {"img", "script", "iframe", "source", "embed", "object", "video", "audio"}
    links = {"stylesheet", "preload", "icon", "preconnect", "dns-prefetch", "prefetch", "manifest"}
    strangers = {
        (address, element.get("src", "") + element.get("href", ""))
        for address, tree in site.items()
        for element in tree.iter()
        if element.tag in loading or (element.tag == "link" and element.get("rel") in links)
        if "//" in element.get("src", "") + element.get("href", "") + element.get("srcset", "")
    }
    assert strangers == set()


def test_every_link_into_a_page_finds_its_place(site):
    ids = {address: {element.get("id") for element in tree.iter()} for address, tree in site.items()}
    lost = set()
    for address, tree in site.items():
        for link in tree.findall(".//a[@href]"):
            target = urlsplit(urljoin(address, link.get("href", "")))
            page = f"{target.path}?{target.query}" if target.query else target.path
            if target.fragment and not target.netloc and unquote(target.fragment) not in ids.get(page, {""}):
                lost.add((address, link.get("href")))
    assert lost == set()


def test_text_in_hangul_says_that_it_is_korean(site):
    unmarked = set()
    for address, tree in site.items():
        for language, words in _texts(tree, "", False):
            if HANGUL.search(words) and language != "ko":
                unmarked.add((address, words.strip()[:60]))
    assert unmarked == set()


def _texts(element: Element, language: str, is_meta: bool) -> Iterator[tuple[str, str]]:
    """Each text of a page's body with the language in force."""
    if element.tag in {"head", "script"}:
        return
    language = element.get("lang", language)
    yield language, element.text or ""
    for name in ("alt", "title", "aria-label"):
        yield language, element.get(name, "")
    for child in element:
        yield from _texts(child, language, is_meta)
        yield language, child.tail or ""


def test_page_has_one_main_heading_and_no_level_is_left_out(site):
    faults = []
    for address, tree in site.items():
        levels = [int(element.tag[1]) for element in tree.iter() if re.fullmatch("h[1-6]", str(element.tag))]
        steps = [(before, after) for before, after in itertools.pairwise(levels) if after > before + 1]
        if levels.count(1) != 1 or steps:
            faults.append((address, levels.count(1), steps))
    assert faults == []


def test_page_has_one_main_part_and_a_title_of_its_own(site):
    assert {address for address, tree in site.items() if len(tree.findall(".//main")) != 1} == set()
    # A translation may carry both titles of its original.
    translations = set(Edition.objects.exclude(translation_of=None).values_list("slug", flat=True))
    titles = Counter(
        (address.split("/")[1], text(tree.find(".//title")))
        for address, tree in site.items()
        if canonical(tree) == settings.SITE_URL + address and address.split("/")[-2] not in translations
    )
    assert {title for title, times in titles.items() if times > 1} == set()


def test_versions_in_two_languages_name_each_other_and_nothing_else(site):
    faults = []
    for address, tree in site.items():
        named = alternates(tree)
        if not canonical(tree):
            continue
        for other in named.values():
            path = other.removeprefix(settings.SITE_URL)
            is_mirror = path in site and is_noindex(site[path]) and not is_noindex(tree)
            if path not in site or alternates(site[path]) != named or is_mirror:
                faults.append((address, path))
    assert faults == []


def test_canonical_address_is_a_page_that_names_itself(site):
    faults = []
    for address, tree in site.items():
        wanted = canonical(tree).removeprefix(settings.SITE_URL)
        if wanted and (wanted not in site or canonical(site[wanted]) != canonical(tree)):
            faults.append((address, wanted))
    assert faults == []


def test_page_without_text_in_its_language_is_in_no_index(site):
    hidden = {address for address, tree in site.items() if is_noindex(tree) and "?" not in address}
    for edition in Edition.objects.published():
        for language in ("en", "ko"):
            is_mirror = not (edition.title.get(language) or edition.abstract.get(language))
            assert (f"/{language}/publications/{edition.slug}/" in hidden) is is_mirror


def test_language_switch_leads_to_the_same_page_with_its_query(site):
    faults = []
    for address, tree in site.items():
        switch = by_class(tree, "lang-link")
        language = "en" if address.startswith("/ko/") else "ko"
        if switch and switch[0].get("href") != f"/{language}{address[3:]}":
            faults.append((address, switch[0].get("href")))
        if switch:
            assert (switch[0].get("lang"), switch[0].get("hreflang")) == (language, language)
    assert faults == []


def test_picture_has_its_size_and_words_in_place_of_it(site):
    pictures = [(address, image) for address, tree in site.items() for image in tree.iter("img")]
    assert [address for address, image in pictures if not {"alt", "width", "height"} <= {*image.keys()}] == []
    figures = [
        image for address, tree in site.items() for figure in tree.iter("figure") for image in figure.iter("img")
    ]
    assert figures != []
    assert {(bool(image.get("alt")), image.get("loading"), image.get("srcset") is not None) for image in figures} == {
        (True, "lazy", True)
    }


def test_pages_pass_the_html_checker(site, client, tmp_path):
    pages = {address: client.get(address).content.decode() for address in both(KINDS | {"center": _center(site)})}
    chapters = [address for address in site if re.fullmatch(r"/../publications/[^/]+/[^/]+/", address)]
    pages |= {address: client.get(address).content.decode() for address in chapters[:4]}

    assert markup.errors(pages, tmp_path) == []


def _center(site: dict[str, Element]) -> str:
    return next(address for address in site if address.startswith("/en/centers/"))


def test_list_of_twenty_rows_is_light(client, site):
    for language in ("en", "ko"):
        response = client.get(f"/{language}/publications/")
        assert len(by_class(read(response), "item")) == 20
        assert len(gzip.compress(response.content, 6)) <= 12 * 1024
