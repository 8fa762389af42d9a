"""Nobody who reads Korean meets an English word of the interface: not in a text, a title, a label or an error."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import pytest
from django.apps import apps
from django.db.models import CharField, EmailField
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from people.models import Person, User
from tests.pages import read

pytestmark = pytest.mark.django_db

# What is written in Latin letters in Korean as well. A name in its own language ("English") is meant for those who
# read only that.
NAMES = {
    *(
        "English",
        "Colophon",
        "Asia/Seoul",
        "PNG",
        "JPEG",
        "WebP",
        "PDF",
        "EPUB",
        "BibTeX",
        "RIS",
        "CSL-JSON",
        "JSON",
        "CSV",
    ),
    *("DOI", "ISSN", "ISBN", "ORCID", "CC-BY-4.0", "CC BY 4.0", "pbkdf2_sha256", "md5", "True", "False"),
}
NUMBER = re.compile(
    r"[IVXLC]+(\.\d+)*\.?|[A-Z]\.?|v?\d[\w.:-]*|0000-[\dX-]+|\S+@\S+|https?:\S+|/\S*|\S+\*{6,}|Ctrl\+\w+"
)
HANGUL = re.compile("[가-힣]")
LATIN = re.compile("[A-Za-z]{2}")
SHOWN = ("aria-label", "title", "alt", "placeholder", "data-done", "data-invalid", "data-placeholder")
UNREAD = {"script", "style", "textarea", "code"}


@pytest.fixture(scope="module")
def data(demo, django_db_blocker) -> set[str]:
    """Every short text somebody typed: titles, names, addresses. Fields with choices are the interface's own words."""
    found: set[str] = set()
    with django_db_blocker.unblock():
        for model in apps.get_models():
            for field in model._meta.fields:
                if isinstance(field, CharField | EmailField) and not field.choices:
                    values = model._default_manager.order_by().values_list(field.name, flat=True).distinct()
                    found |= {folded(str(value)) for value in values if value}
        found |= {person.name.en.printed for person in Person.objects.all()}
    return found


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def shown(element: Element, language: str = "ko") -> Iterator[str]:
    """What a page says in Korean: texts, and attributes that are read out or pop up."""
    language = element.get("lang", language)
    if element.tag in UNREAD:
        return
    if language == "ko":
        yield from (element.get(name, "") for name in SHOWN)
        if element.tag == "meta" and element.get("name") == "description":
            yield element.get("content", "")
        if element.tag == "input" and element.get("type") in {"submit", "button"}:
            yield element.get("value", "")
        yield element.text or ""
    for child in element:
        yield from shown(child, language)
        if language == "ko":
            yield child.tail or ""


def english(response: HttpResponse, data: set[str]) -> set[str]:
    """The texts of a page that hold no Korean, apart from names, numbers and what somebody typed."""
    return {
        text
        for text in map(folded, shown(read(response)))
        if LATIN.search(text) and not HANGUL.search(text) and not is_known(text, data)
    }


def is_known(text: str, data: set[str]) -> bool:
    if text in data:
        return True
    parts = (part.strip(" .:›✓“”") for part in re.split(r"[,·()|]|: |› | {2,}", text))
    return all(
        not part or part in data or all(word in NAMES or NUMBER.fullmatch(word) for word in part.split())
        for part in parts
    )


def pages(client: Client, start: str, most: int) -> Iterator[tuple[str, HttpResponse]]:
    """The pages that are linked below an address; of those that one view makes, only the first few."""
    waiting, seen, made = deque([start]), {start}, Counter[str]()
    while waiting:
        address = waiting.popleft()
        view = resolve(urlsplit(address).path).view_name
        made[view] += 1
        if made[view] > most or view == "admin:logout":
            continue
        response = client.get(address, follow=True)
        if not response.get("Content-Type", "").startswith("text/html"):
            continue
        yield address, response  # type: ignore[misc]
        for link in read(response).iter("a"):
            target = urlsplit(urljoin(address, link.get("href", "")))
            found = f"{target.path}?{target.query}" if target.query else target.path
            if not target.netloc and not target.scheme and found.startswith(start) and found not in seen:
                seen.add(found)
                waiting.append(found)


def test_public_pages_in_korean_show_no_english_of_the_interface(demo, data):
    found = {address: english(response, data) for address, response in pages(Client(), "/ko/", most=3)}
    for address in ("/ko/nothing/", "/ko/publications/?year=x", "/ko/publications/?topic=water&year=1999"):
        found[address] = english(Client().get(address), data)  # type: ignore[arg-type]

    assert {address: texts for address, texts in found.items() if texts} == {}
    assert len(found) > 20


@pytest.fixture(scope="module")
def administrator(demo, django_db_blocker) -> Client:
    client = Client()
    with django_db_blocker.unblock():
        user = User.objects.get(username="admin")
        user.language = "ko"
        user.save()
        client.force_login(user)
    return client


@pytest.fixture(scope="module")
def staff_pages(administrator, django_db_blocker) -> dict[str, HttpResponse]:
    with django_db_blocker.unblock():
        return dict(pages(administrator, "/admin/", most=2))


def test_staff_pages_in_korean_show_no_english_of_the_interface(staff_pages, data):
    found = {address: english(response, data) for address, response in staff_pages.items()}
    found["login"] = english(Client().get(reverse("admin:login") + "?language=ko"), data)  # type: ignore[arg-type]

    assert {address: texts for address, texts in found.items() if texts} == {}
    assert len(found) > 60


def test_refused_staff_forms_answer_in_korean(administrator, staff_pages, data):
    addresses = [address for address in staff_pages if urlsplit(address).path.endswith("/add/")]

    found = {address: english(administrator.post(address, {"language": "fr"}), data) for address in addresses}

    assert {address: texts for address, texts in found.items() if texts} == {}
    assert len(found) > 8
