"""Schedules and withdrawals: at every moment readers see one edition of a publication, or none."""

import datetime

import pytest
from django.utils import timezone

from publications.models import Edition, Publication
from publications.services import publishing
from tests.factories import make_institute, make_publication, publish, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication():
    make_institute()
    return make_publication("Harbour Lights")


def hours(number: int) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(hours=number)


def seen(publication: Publication, *moments: datetime.datetime) -> list[list[int]]:
    """The numbers of the editions that readers see at each moment."""
    editions = Edition.objects.filter(publication=publication)
    return [list(editions.published(at).values_list("number", flat=True)) for at in moments]


def listed(publication: Publication, *moments: datetime.datetime) -> list[list[int]]:
    editions = Edition.objects.filter(publication=publication)
    return [list(editions.listed(at).values_list("number", flat=True)) for at in moments]


def test_schedule_moved_to_a_later_moment_does_not_open_at_the_earlier_one(publication):
    publish(publication, hours(1))
    publish(publication, hours(3))
    assert seen(publication, hours(2), hours(4)) == [[], [1]]


def test_schedule_moved_to_an_earlier_moment(publication):
    publish(publication)
    publish(publication, hours(3))
    publish(publication, hours(1))
    assert seen(publication, hours(0), hours(2), hours(4)) == [[1], [2], [2]]


def test_publishing_now_replaces_what_is_live_and_what_was_scheduled(publication):
    publish(publication)
    publish(publication, hours(3))
    publish(publication)
    assert seen(publication, hours(0), hours(4)) == [[2], [2]]


def test_cancelled_schedule_leaves_what_is_live(publication):
    publish(publication)
    publish(publication, hours(3))
    publishing.cancel_schedule(publication=publication)
    assert seen(publication, hours(0), hours(4)) == [[1], [1]]


def test_withdrawn_with_a_schedule_stays_in_the_list_as_withdrawn(publication):
    publish(publication)
    publish(publication, hours(3))
    withdraw(publication)
    assert seen(publication, hours(0), hours(4)) == [[], []]
    assert listed(publication, hours(0), hours(4)) == [[1], [1]]


def test_published_again_after_a_withdrawal_is_listed_once(publication):
    publish(publication)
    withdraw(publication)
    publish(publication, hours(1))
    assert listed(publication, hours(0), hours(2)) == [[1], [2]]
    publishing.cancel_schedule(publication=publication)
    assert listed(publication, hours(0), hours(2)) == [[1], [1]]


def test_second_withdrawal_keeps_the_reason_of_the_first(publication):
    publish(publication)
    withdraw(publication, reason="Wrong data.")
    publish(publication)
    withdraw(publication, reason="Wrong map.")
    reasons = publication.editions.order_by("number").values_list("withdrawn_reason_en", flat=True)
    assert list(reasons) == ["Wrong data.", "Wrong map."]
    assert listed(publication, hours(0)) == [[2]]
