"""What is not published stands on no public surface; of what was withdrawn, only what the registry allows."""

import datetime

import pytest
from django.utils import timezone

from publications.services import saving
from tests.factories import make_institute, make_page, publish, withdraw
from tests.publications.views.test_visibility import SECRET, make_secret, make_visible
from tests.surfaces import NAME_WITHDRAWN, SURFACES, addresses, routes
from tests.walk import fetch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_institute()
    make_page("about")
    make_visible()


def naming(client) -> set[str]:
    """The patterns of which an answer holds the word, or draws the secret publication."""
    found = set()
    for route in SURFACES:
        for address in addresses(route):
            response = fetch(client, address)
            assert response.status_code in {200, 301, 302, 404, 405}, address
            is_picture_of_it = "secret" in address and response.get("Content-Type") == "image/png"
            told = response.content.decode(errors="replace") + response.get("Location", "")
            if SECRET in told or "secret-paper" in told or is_picture_of_it:
                found.add(route)
    return found - _echoes()


def _echoes() -> set[str]:
    """An address may stand in its own answer."""
    return {"/api/{rest}/"}


def test_every_public_address_is_registered():
    assert sorted(routes()) == sorted(SURFACES)


def test_draft_stands_on_no_surface(client):
    saving.save_again(publication=make_secret(), by=None)

    assert naming(client) == set()


def test_scheduled_publication_stands_on_no_surface_until_its_moment(client, monkeypatch):
    moment = timezone.now() + datetime.timedelta(days=1)
    publish(make_secret(), moment)
    before = naming(client)
    monkeypatch.setattr(timezone, "now", lambda: moment)

    assert before == set()
    # The same walk finds it everywhere afterwards: the test can fail.
    silent = set(SURFACES) - naming(client)
    assert {route for route in silent if route not in _silent()} == set()


def _silent() -> set[str]:
    """Patterns that name no publication, whatever is published."""
    return {
        "/",
        "/healthz",
        "/institute.css",
        "/robots.txt",
        "/api/",
        "/api/openapi.json",
        "/api/topics/",
        "/api/people/",
        "/api/{rest}/",
        "/count/{slug}/",
        "/{language}/archive/",
        "/files/{sha256}/{name}",
        "/publications/{slug}/files/{sha256}/{name}",
        "/{language}/people/",
        "/{language}/opensearch.xml",
        # What search finds is proven by its own tests.
        "/{language}/search/",
        "/{language}/topics/",
        "/{language}/{slug}/",
    }


def test_withdrawn_publication_is_named_only_where_its_reason_stands(client):
    publication = make_secret()
    publish(publication)
    withdraw(publication)

    assert naming(client) <= NAME_WITHDRAWN
    identifiers = client.get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc").content.decode()
    assert f'<header status="deleted"><identifier>oai:testserver:{publication.pk}</identifier>' in identifiers
