"""What is offered beside a publication: worked out when it is published, read through what readers see now."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from publications.models import RelatedEdition
from publications.views.neighbours import related
from tests.factories import (
    chapter,
    make_person,
    make_publication,
    make_published,
    make_series,
    make_topic,
    publish,
    withdraw,
)
from tests.pages import by_id, read, text

pytestmark = pytest.mark.django_db


def offered(client, edition, language: str = "en") -> list[tuple[str, str]]:
    """Titles and reasons."""
    box = by_id(read(client.get(f"/{language}/publications/{edition.slug}/")), "related")
    if box is None:
        return []
    return [(text(item.find("h3")), text(item.find("p/small"))) for item in box.iter("li")]


def test_reasons_are_said_the_closest_first(client):
    author, water, towns = make_person("Seo First"), make_topic("Water"), make_topic("Towns")
    make_published("Far", topics=[make_topic("Air")])
    make_published("Topics", topics=[water])
    make_published("Author", authors=[author])
    make_published("Series", series=make_series(), topics=[water])
    edition = make_published("Middle", series=make_series(), authors=[author], topics=[water, towns])

    assert offered(client, edition) == [
        ("Series", "same series · same topics"),
        ("Author", "by the same author"),
        ("Topics", "same topics"),
    ]
    assert offered(client, edition, "ko")[1] == ("Author", "같은 저자")


def test_later_publication_is_offered_beside_the_earlier_one(client):
    water = make_topic("Water")
    first = make_published("First", topics=[water])
    make_published("Second", topics=[water])

    assert offered(client, first) == [("Second", "same topics")]


def test_what_readers_cannot_see_is_not_offered(client):
    water = make_topic("Water")
    first = make_published("First", topics=[water])
    gone = make_published("Gone", topics=[water])
    publish(make_publication("Later", topics=[water]), timezone.now() + datetime.timedelta(days=1))
    make_publication("Draft", topics=[water])
    assert offered(client, first) == [("Gone", "same topics")]

    withdraw(gone.publication)
    assert offered(client, first) == []


def test_scheduled_edition_brings_its_reasons_with_it(client, monkeypatch):
    water = make_topic("Water")
    first = make_published("First", topics=[water])
    second = make_published("Second", topics=[make_topic("Air")])
    second.publication.topics.set([water])
    moment = timezone.now() + datetime.timedelta(hours=1)
    publish(second.publication, moment)
    assert offered(client, first) == []

    monkeypatch.setattr(timezone, "now", lambda: moment + datetime.timedelta(seconds=1))
    assert offered(client, first) == [("Second", "same topics")]


def test_new_edition_takes_the_place_of_the_earlier_one(client):
    water = make_topic("Water")
    first = make_published("First", topics=[water])
    second = make_published("Second", topics=[water])
    publish(second.publication)

    assert offered(client, first) == [("Second", "same topics")]
    assert offered(client, second) == [("First", "same topics")]


def test_translation_is_not_offered_beside_its_original(client):
    water = make_topic("Water")
    original = make_published("Original", topics=[water])
    english = make_published("English", topics=[water], translation_of=original.publication)
    german = make_published("German", topics=[water], translation_of=original.publication)

    assert [offered(client, edition) for edition in (original, english, german)] == [[], [], []]


def test_words_count_among_equals_and_where_nothing_else_is_shared(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make_published("Leaking pipes in old towns", summary_en="<p>Pipes leak below old towns.</p>")
        make_published("Night buses", summary_en="<p>Buses run while people sleep.</p>")
    with django_capture_on_commit_callbacks(execute=True):
        edition = make_published("Old pipes", summary_en="<p>Old pipes leak.</p>", chapters=[chapter("A")])

    assert offered(client, edition) == [("Leaking pipes in old towns", "similar text")]

    water = make_topic("Water")
    make_published("Harbour dues", topics=[water])
    make_published("Pipes and who pays", topics=[water])
    make_published("Harbour walls", topics=[water])
    last = make_published("Who pays for pipes", topics=[water])
    assert offered(client, last)[0] == ("Pipes and who pays", "same topics")


def test_candidates_stay_few_and_cost_a_fixed_number_of_queries(django_assert_max_num_queries):
    water, author = make_topic("Water"), make_person("Seo First")
    for _number in range(30):
        make_published(topics=[water], authors=[author], series=make_series())
    edition = make_published(topics=[water], authors=[author], series=make_series())

    assert RelatedEdition.objects.filter(edition=edition).count() == 8
    with django_assert_max_num_queries(1):
        assert len(related(edition)) == 3


def test_rebuild_gives_what_publishing_gave():
    water, author = make_topic("Water"), make_person("Seo First")
    for number in range(6):
        make_published(topics=[water], authors=[author] if number % 2 else [])
    before = set(RelatedEdition.objects.values_list("edition", "other", "reasons", "score"))
    RelatedEdition.objects.all().delete()

    call_command("rebuild_related")

    assert set(RelatedEdition.objects.values_list("edition", "other", "reasons", "score")) == before
