"""What counts as a view or a download, and that nothing is lost on the way into the tables."""

import datetime
from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from publications import readership
from publications.attachments import store as store_file
from publications.models import Attachment, CountingDay, DailyViews, Edition, Institute, Readership, VisitMark
from publications.readership import counter
from publications.readership.visits import Hit, fold
from publications.views import frame
from tests.factories import make_institute, make_person, make_publication, make_published, publish, withdraw

pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NOON = datetime.datetime(2026, 6, 1, 3, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def nothing_gathered() -> Iterator[None]:
    counter.forget()
    yield
    counter.forget()


def ask(
    client: Client, slug: str = "harbours", agent: str = BROWSER, passed_on: str = "", address: str = "192.0.2.1"
) -> int:
    headers = {"User-Agent": agent, "X-Forwarded-For": passed_on}
    return client.post(f"/count/{slug}/", headers=headers, REMOTE_ADDR=address).status_code


def counted() -> list[tuple[int, int]]:
    counter.flush()
    return list(DailyViews.objects.order_by("day").values_list("views", "downloads"))


def at(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON + datetime.timedelta(seconds=seconds))


def test_opening_a_page_counts_one_view_and_sets_nothing(client):
    make_published("Harbours")

    response = client.post("/count/harbours/", headers={"User-Agent": BROWSER})

    assert (response.status_code, response.content, response["Cache-Control"]) == (204, b"", "no-store")
    assert (response.cookies, "Vary" in response) == ({}, False)
    assert counted() == [(1, 0)]


def test_second_click_within_thirty_seconds_is_the_same_visit(client, monkeypatch):
    make_published("Harbours", at=NOON)

    for seconds in (0, 20, 50, 81):  # each of the first three within thirty seconds of the one before
        at(monkeypatch, seconds)
        ask(client)

    assert counted() == [(2, 0)]


def test_double_click_is_known_across_writes_and_processes(client, monkeypatch):
    make_published("Harbours", at=NOON)

    for seconds in (0, 29, 60):
        at(monkeypatch, seconds)
        ask(client)
        counter.flush()

    assert counted() == [(2, 0)]


def test_other_readers_and_other_publications_count_for_themselves(client):
    make_published("Harbours")
    make_published("Ferries")

    ask(client)
    ask(client, agent=f"{BROWSER} other")
    ask(client, address="192.0.2.7")
    ask(client, "ferries")
    counter.flush()

    found = Readership.objects.order_by("pk").values_list("views", flat=True)
    assert sorted(found) == [1, 3]


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "-",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; Yeti/1.1; +https://naver.me/spd)",
        "curl/8.5.0",
        "python-requests/2.32",
        "x" * 1001,
    ],
)
def test_robot_is_answered_and_not_counted(client, agent):
    make_published("Harbours")

    assert ask(client, agent=agent) == 204
    assert counted() == []


def test_page_of_another_site_cannot_count(client):
    make_published("Harbours")

    assert (
        client.post("/count/harbours/", headers={"User-Agent": BROWSER, "Sec-Fetch-Site": "cross-site"}).status_code
        == 204
    )
    assert counted() == []


def test_what_readers_cannot_see_is_not_counted(client):
    publish(make_publication("Tomorrow"), timezone.now() + datetime.timedelta(days=1))
    make_publication("Draft")
    withdraw(make_published("Gone").publication)

    assert [ask(client, slug) for slug in ("tomorrow", "draft", "gone", "nothing")] == [404] * 4
    assert counted() == []


def test_counting_request_is_sent_with_post(client):
    make_published("Harbours")

    response = client.get("/count/harbours/")

    assert (response.status_code, response["Allow"]) == (405, "POST")


def test_behind_a_proxy_readers_are_told_apart_by_what_the_proxy_saw(client, settings):
    make_published("Harbours")
    settings.BEHIND_PROXY = True

    for address in ("198.51.100.1", "198.51.100.2", "198.51.100.9, 198.51.100.2"):
        ask(client, passed_on=address)
    assert counted() == [(2, 0)]


def ask_with(client: Client, address: str, method: str = "get", **headers: str) -> int:
    response = getattr(client, method)(address, headers={"User-Agent": BROWSER} | headers)
    if response.streaming:
        b"".join(response)
    return response.status_code


def test_files_count_as_downloads(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    publication = make_publication("Harbours")
    kept = store_file(ContentFile(b"%PDF-1.7 boats", name="a.pdf"))
    Attachment.objects.create(
        publication=publication, name="a.pdf", sha256=kept.sha256, media_type=kept.media_type, size=kept.size
    )
    publish(publication)
    file = f"/publications/harbours/files/{kept.sha256}/a.pdf"

    assert ask_with(client, file) == 200
    assert ask_with(client, file, Range="bytes=3-5") == 206  # a viewer fetching the rest: a double click
    assert [ask_with(client, f"/publications/harbours.{suffix}") for suffix in ("bib", "ris", "json")] == [200] * 3
    assert ask_with(client, "/publications/harbours.md") == 200
    assert ask_with(client, "/publications/harbours.bib", "head") == 200
    assert ask_with(client, "/publications/missing.bib") == 404

    assert counted() == [(0, 4)]


def test_counts_never_raise_the_generation(client):
    make_institute()
    make_published("Harbours")
    before = Institute.objects.current().state

    ask(client)
    counter.flush()

    assert Institute.objects.current().state == before


def test_nothing_about_the_reader_is_stored_and_the_salt_goes_every_day(client, monkeypatch):
    make_published("Harbours", at=NOON)
    at(monkeypatch, 0)
    ask(client)
    counter.flush()
    first = CountingDay.objects.get()
    mark = VisitMark.objects.get()
    assert (len(mark.key), len(first.salt)) == (32, 32)

    at(monkeypatch, 120)
    counter.flush(also_nothing=True)
    assert not VisitMark.objects.exists()

    at(monkeypatch, 24 * 3600)
    counter.flush(also_nothing=True)
    assert bytes(CountingDay.objects.get().salt) != bytes(first.salt)


def test_day_is_that_of_the_institute(client, monkeypatch):
    make_published("Harbours", at=NOON)
    at(monkeypatch, 12 * 3600 - 1)  # one second before midnight in Seoul
    ask(client)
    at(monkeypatch, 12 * 3600 + 60)
    ask(client)
    counter.flush()

    days = DailyViews.objects.order_by("day").values_list("day", "views")
    assert list(days) == [(datetime.date(2026, 6, 1), 1), (datetime.date(2026, 6, 2), 1)]


def test_a_second_of_two_hundred_requests_is_few_statements(django_assert_max_num_queries):
    editions = [make_published() for _ in range(20)]
    for number in range(200):
        counter.add(Hit(f"reader {number}", editions[number % 20].publication_id, "", timezone.now()))

    with django_assert_max_num_queries(16):
        counter.flush()

    assert sum(DailyViews.objects.values_list("views", flat=True)) == 200
    assert set(Readership.objects.values_list("views", "total")) == {(10, 10)}


def test_requests_wait_while_the_database_refuses(monkeypatch, caplog):
    edition = make_published("Harbours")
    counter.add(Hit("reader", edition.publication_id, "", timezone.now()))
    with monkeypatch.context() as patched:
        patched.setattr(readership.gathering.store, "write", _refuse)
        counter.flush()

    assert counted() == [(1, 0)]
    assert "they are kept" in caplog.text


def _refuse(hits: object) -> None:
    raise readership.gathering.Error("database is locked")


def test_publication_that_went_meanwhile_takes_nothing_else_with_it():
    edition = make_published("Harbours")
    counter.add(Hit("reader", edition.publication_id, "", timezone.now()))
    counter.add(Hit("reader", 10**9, "", timezone.now()))

    assert counted() == [(1, 0)]


def test_late_request_of_another_process_is_a_double_click_too():
    hits = [Hit("a", 1, "", NOON + datetime.timedelta(seconds=second)) for second in (10, 0)]
    seen: dict[str, datetime.datetime] = {}

    first = [list(fold([hit], seen)) for hit in hits]

    assert [len(found) for found in first] == [1, 0]


def test_page_says_where_to_count_and_a_withdrawn_one_does_not(client):
    make_published("Harbours")
    withdraw(make_published("Gone").publication)

    assert b'data-count="/count/harbours/"' in client.get("/en/publications/harbours/").content
    assert b"data-count" not in client.get("/en/publications/gone/").content
    assert b"data-count" not in client.get("/en/publications/").content


def shown(client: Client, language: str, address: str) -> bool:
    words = {"en": "1,284 views", "ko": "조회 1,284"}[language]
    return words in client.get(f"/{language}{address}").content.decode()


def test_views_are_shown_on_the_page_and_in_the_list_of_the_person(client):
    edition = make_published("Harbours", authors=[make_person("Seo First")], at=NOON)
    Readership.objects.create(publication_id=edition.publication_id, legacy=599, views=685)

    for language in ("en", "ko"):
        assert shown(client, language, "/publications/harbours/")
        assert shown(client, language, "/people/seo-first/")


@pytest.mark.parametrize(("views", "days", "expected"), [(9, 1, 0), (10, 1, 10), (10, 0, 0)])
def test_few_views_and_the_day_of_publication_have_no_count(views, days, expected):
    edition = make_published("Harbours", at=timezone.now() - datetime.timedelta(days=days))
    Readership.objects.create(publication_id=edition.publication_id, views=views)
    publish(edition.publication)

    # A correction of today does not hide the count of what appeared before.
    assert Edition.objects.published().with_views().get().shown_views == expected


def test_list_is_sorted_by_what_is_read_most(client):
    views = {"Harbours": 12, "Ferries": 0, "Quays": 900}
    for title, number in views.items():
        edition = make_published(title, at=NOON)
        if number:
            Readership.objects.create(publication_id=edition.publication_id, views=number)

    content = client.get("/en/publications/?sort=views").content.decode()

    places = [content.index(f"/en/publications/{slug}/") for slug in ("quays", "harbours", "ferries")]
    assert places == sorted(places)
    assert ("900 views" in content, "0 views<" in content.replace("900 views", "")) == (True, False)


def test_copy_of_a_page_is_good_for_a_quarter_of_an_hour_at_most(client, monkeypatch):
    make_published("Harbours", at=NOON)
    pages = ["/en/publications/harbours/", "/en/publications/?sort=views", "/en/publications/"]
    monkeypatch.setattr(frame.time, "time", lambda: 1_000_000_200.0)
    tags = [client.get(page)["ETag"] for page in pages]

    def still_good() -> list[bool]:
        return [
            client.get(page, headers={"If-None-Match": tag}).status_code == 304
            for page, tag in zip(pages, tags, strict=True)
        ]

    assert still_good() == [True, True, True]
    monkeypatch.setattr(frame.time, "time", lambda: 1_000_000_200.0 + 15 * 60)
    assert still_good() == [False, False, True]
