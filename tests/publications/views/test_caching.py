"""Entity tags: a page that has not changed is not sent again, one that has is."""

import datetime

import pytest
from django.utils import timezone

from config.generation import raise_generation
from publications.models import Publication, Topic
from tests.factories import chapter, make_institute, make_person, make_publication, make_published, publish, withdraw

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 6, 1, 3, 0, tzinfo=datetime.UTC)
REPORT = "/en/publications/paper/"
PAGES = ["/en/", "/ko/publications/?sort=title", REPORT, "/en/people/", "/en/people/yi-sun-shin/", "/en/topics/"]


@pytest.fixture
def edition():
    make_institute()
    return make_published("Paper", authors=[make_person("Yi Sun-shin")], chapters=[chapter("A")])


def tag(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-cache"
    return response["ETag"]


@pytest.mark.parametrize("address", PAGES)
def test_unchanged_page_is_answered_304_without_a_body(client, edition, address):
    etag = tag(client, address)

    response = client.get(address, headers={"if-none-match": f'W/"other", W/{etag.removeprefix("W/")}'})

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)


def test_unchanged_page_costs_one_query(client, edition, django_assert_num_queries):
    etag = tag(client, REPORT)

    with django_assert_num_queries(1):
        assert client.get(REPORT, headers={"if-none-match": etag}).status_code == 304


def test_each_address_language_and_query_has_a_tag_of_its_own(client, edition):
    addresses = [*PAGES, "/ko/publications/", "/ko/publications/?sort=oldest", "/ko/publications/paper/"]

    assert len({tag(client, address) for address in addresses}) == len(addresses)


def _publish_next(edition) -> None:
    Publication.objects.filter(pk=edition.publication_id).update(title_en="Paper, Again")
    publish(edition.publication)


def _edit_catalogue(edition) -> None:
    Topic.objects.create(name="Water", slug="water")
    raise_generation()


@pytest.mark.parametrize(
    "change",
    [_publish_next, lambda edition: withdraw(edition.publication), _edit_catalogue],
    ids=["publish", "withdraw", "catalogue"],
)
@pytest.mark.parametrize("address", PAGES)
def test_change_of_anything_public_changes_every_tag(client, edition, change, address):
    etag = tag(client, address)

    change(edition)

    response = client.get(address, headers={"if-none-match": etag})
    assert (response.status_code, response["ETag"] == etag) == (200, False)


def test_save_that_readers_do_not_see_changes_no_tag(client, edition):
    etag = tag(client, REPORT)

    make_publication("Draft")

    assert tag(client, REPORT) == etag


def test_moment_of_a_schedule_changes_the_tag(client, edition, monkeypatch):
    publish(make_publication("Later"), NOON)
    monkeypatch.setattr(timezone, "now", lambda: NOON - datetime.timedelta(seconds=1))
    withdrawn_later = Publication.objects.get(pk=edition.publication_id)
    monkeypatch.setattr(edition, "live_from", NOON - datetime.timedelta(days=1))
    edition.save()
    withdraw(withdrawn_later, NOON + datetime.timedelta(seconds=30))

    tags = []
    for seconds in (-1, 0, 1, 29, 30, 31):
        monkeypatch.setattr(timezone, "now", lambda seconds=seconds: NOON + datetime.timedelta(seconds=seconds))
        tags.append(tag(client, "/en/publications/"))

    assert tags[1] == tags[2] == tags[3]
    assert tags[4] == tags[5]
    assert len(set(tags)) == 3


def test_new_build_changes_the_tag(client, edition, settings):
    etag = tag(client, REPORT)

    settings.BUILD = "2"

    assert tag(client, REPORT) != etag


def test_new_day_changes_the_tag(client, edition, monkeypatch):
    """Posts begin and end on a day, at midnight of the institute."""
    tags = []
    for hour in (14, 16):
        now = datetime.datetime(2030, 6, 1, hour, 30, tzinfo=datetime.UTC)
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        tags.append(tag(client, "/en/people/"))

    assert tags[0] != tags[1]


@pytest.mark.parametrize("address", PAGES)
def test_head_is_answered_like_get_without_a_body(client, edition, address):
    got, head = client.get(address), client.head(address)

    assert (head.status_code, head.content, head["ETag"]) == (200, b"", got["ETag"])


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("address", [*PAGES, "/publications/paper.bib"])
def test_public_pages_take_no_other_method(client, edition, method, address):
    response = getattr(client, method)(address)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("address", ["/en/publications/none/", "/en/publications/?year=x", "/en/publications/?page=9"])
def test_page_that_is_none_has_no_tag(client, edition, address):
    assert "ETag" not in client.get(address)
