"""No address and no query makes the site fail: generated ones over every public address pattern."""

import datetime
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import etree

from publications.filters import FACETS
from publications.models import Redirect
from tests.factories import (
    appoint,
    chapter,
    long_text,
    make_center,
    make_institute,
    make_page,
    make_person,
    make_published,
    make_series,
    make_topic,
    withdraw,
)

pytestmark = pytest.mark.django_db

OTHERS = ["/{x}", "/{x}/", "/{language}/{x}/{x}/", "/static/{x}", "/admin/login/", "/admin/{x}/"]


def routes(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """Every public address pattern as a format string: ``/{language}/topics/{slug}/``."""
    for entry in resolver.url_patterns:
        route = before + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(entry.pattern))
        if isinstance(entry, URLPattern):
            yield route
        elif entry.app_name != "admin":
            yield from routes(entry, route)


PATTERNS = [*routes(get_resolver()), *OTHERS]

wild = st.one_of(
    st.text(max_size=12),
    st.text(st.sampled_from("가힣é\u202e\u200b\u3164%/\\?#&=+.;'\"<> \0"), max_size=8),
    st.sampled_from(["x" * 121, "9" * 30, "-1", "0", "v1", "full", "files", "..", "%00", "%FF", "null", "ㅤ", "𝟙𝟚"]),
)
slug = st.one_of(
    st.sampled_from(
        ["long", "short", "gone", "moved", "짧은-글", "water", "coasts", "harbour-papers", "seo-first", "about"]
    ),
    wild,
)
number = st.one_of(st.integers(0, 3).map(str), st.integers(min_value=0).map(str), wild)
PARTS = {
    "language": st.sampled_from(["en", "ko", "en", "ko", "fr", "EN", ""]),
    "slug": slug,
    "anchor": st.one_of(st.sampled_from(["part-1", "part-2", "a", "full"]), wild),
    "number": number,
    "suffix": st.one_of(st.sampled_from(["bib", "ris", "json", "md", "png", "pdf", "atom"]), wild),
    "collection": st.one_of(st.sampled_from(["kinds", "topics", "people", "centers", "series"]), wild),
    "section": st.one_of(st.sampled_from(["pages", "people", "publications"]), wild),
    "sha256": st.one_of(st.just("a" * 64), wild),
    "name": st.one_of(st.sampled_from(["original.png", "480.webp", "0.webp", "a.pdf"]), wild),
    "x": wild,
}
value = st.one_of(
    slug,
    number,
    st.sampled_from(["report", "2026", "0001", "9999", "10000", "en", "newest", "title", "1", "100000", "both"]),
)
name = st.one_of(st.sampled_from([*FACETS, "video", "sort", "page", "summary", "q", "audience"]), wild)
queries = st.lists(st.tuples(name, value), max_size=5)
raw_queries = st.one_of(
    queries.map(lambda pairs: "&".join(f"{quote(n)}={quote(v)}" for n, v in pairs)), st.text(max_size=20)
)


@st.composite
def addresses(draw: st.DrawFn) -> str:
    pattern = draw(st.sampled_from(PATTERNS))
    return re.sub(r"{(\w+)}", lambda match: quote(draw(PARTS.get(match[1], wild)), safe="/"), pattern)


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """One of everything that an address may name."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_institute()
        make_page("about")
        topic, center, series, person = (
            make_topic("Water"),
            make_center("Coasts"),
            make_series(),
            make_person("Seo First"),
        )
        appoint(person, center=center)
        common = {"topics": [topic], "centers": [center], "series": series, "authors": [person]}
        parts = [chapter(f"Part {part}", body=long_text(2100)) for part in (1, 2, 3)]
        make_published("Long", chapters=parts, advice=[("", "Pay.")], **common)
        short = make_published("Short", chapters=[chapter("A")], issued=datetime.date(1, 1, 1), **common)
        make_published("짧은 글", language="ko", issued=datetime.date(9999, 12, 31), **common)
        withdraw(make_published("Gone", **common).publication)
        Redirect.objects.create(slug="moved", publication=short.publication)
        yield
        transaction.set_rollback(True)


@hypothesis_settings(max_examples=1200)
@given(address=addresses(), query=raw_queries, method=st.sampled_from(["get", "get", "get", "head"]))
def test_no_address_fails(site, django_db_blocker, address, query, method):
    with django_db_blocker.unblock():
        response = getattr(Client(raise_request_exception=True), method)(
            address, QUERY_STRING=query.encode().decode("latin-1")
        )

    # 405: what counts a reading takes POST only.
    assert response.status_code in {200, 301, 302, 304, 400, 404, 405}


@hypothesis_settings(max_examples=300)
@given(query=raw_queries)
def test_no_query_makes_the_list_fail(site, django_db_blocker, query):
    with django_db_blocker.unblock():
        response = Client().get("/ko/publications/", QUERY_STRING=query.encode().decode("latin-1"))

    assert response.status_code in {200, 400, 404}


# What a harvester may send, whole and broken.
HARVEST = {
    "verb": ["Identify", "ListSets", "ListMetadataFormats", "ListIdentifiers", "ListRecords", "GetRecord", "x"],
    "metadataPrefix": ["oai_dc", "oai_datacite", "x"],
    "set": ["kind", "kind:report", "topic:water", "language:ko", "topic:xn--x", "xn--", ":", "a:b:c"],
    "from": ["2026-01-01", "0001-01-01", "9999-12-31", "2026-13-01", "2026-01-01T00:00:00Z"],
    "until": ["2026-12-31", "0001-01-01", "9999-12-31", "2026-01-01T24:00:00Z", "9999-12-31T23:59:59Z"],
    "identifier": ["oai:testserver:1", "oai:testserver:999999999999999999", "oai:testserver:", "x"],
    "resumptionToken": ["x", "a:b:c"],
}
harvests = st.lists(
    st.sampled_from(sorted(HARVEST)).flatmap(lambda key: st.tuples(st.just(key), st.sampled_from(HARVEST[key]) | wild)),
    max_size=5,
).map(lambda pairs: [("verb", "ListRecords"), *pairs] if len(pairs) % 2 else pairs)


@hypothesis_settings(max_examples=400)
@given(pairs=harvests, method=st.sampled_from(["get", "post"]))
def test_no_harvest_fails(site, django_db_blocker, pairs, method):
    body = "&".join(f"{quote(key)}={quote(value)}" for key, value in pairs)
    with django_db_blocker.unblock():
        if method == "get":
            response = Client().get("/oai", QUERY_STRING=body)
        else:
            response = Client().post("/oai", body, content_type="application/x-www-form-urlencoded")

    assert response.status_code in {200, 400}
    if response.status_code == 200:
        etree.fromstring(response.content)
