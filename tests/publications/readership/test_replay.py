"""Logs of web servers, counted anew: the same figures however often, and those that the site itself counted."""

import datetime
import gzip
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from publications.models import DailyViews, Readership, Redirect
from publications.readership import counter, log
from publications.readership.replay import replay
from publications.readership.visits import Hit
from tests.factories import make_published

pytestmark = pytest.mark.django_db

BROWSER = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 15_6) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15"
)
START = datetime.datetime(2026, 6, 1, 9, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))


def line(
    path: str,
    seconds: int = 0,
    *,
    address: str = "192.0.2.1",
    agent: str = BROWSER,
    method: str = "GET",
    status: int = 200,
    referrer: str = "-",
) -> str:
    moment = (START + datetime.timedelta(seconds=seconds)).strftime("%d/%b/%Y:%H:%M:%S %z")
    return f'{address} - - [{moment}] "{method} {path} HTTP/1.1" {status} 512 "{referrer}" "{agent}"\n'


def counting(seconds: int = 0, **more: str) -> str:
    return line("/count/harbours/", seconds, method="POST", status=204, **more)


def write(folder: Path, *lines: str, name: str = "access.log") -> Path:
    path = folder / name
    path.write_text("".join(lines), encoding="utf-8")
    return path


def days() -> list[tuple[str, int, int]]:
    rows = DailyViews.objects.order_by("day", "publication")
    return [(row.day.isoformat(), row.views, row.downloads) for row in rows]


def test_log_gives_the_same_figures_twice(tmp_path, capsys):
    make_published("Harbours")
    path = write(tmp_path, counting(), counting(20), counting(60), counting(5, address="192.0.2.2"))

    call_command("replay_views", str(path))
    first = (days(), capsys.readouterr().out)
    call_command("replay_views", str(path))

    assert (days(), capsys.readouterr().out) == first
    assert first == (
        [("2026-06-01", 3, 0)],
        "lines=4 skipped=0 days=1 views=3 downloads=0 counted_by='counting requests'\n",
    )
    assert Readership.objects.get().views == 3


def test_replay_gives_what_the_site_had_counted(tmp_path):
    edition = make_published("Harbours")
    seconds = [0, 10, 35, 70, 70, 200, 231]
    for second in seconds:
        moment = START + datetime.timedelta(seconds=second)
        counter.add(Hit(f"192.0.2.1 {BROWSER}", edition.publication_id, "", moment))
    counter.flush()
    before = days()

    replay([write(tmp_path, *(counting(second) for second in seconds))])

    assert days() == before == [("2026-06-01", 4, 0)]


def test_pages_are_counted_where_a_log_has_no_counting_requests(tmp_path):
    make_published("Harbours")
    base = "/en/publications/harbours/"
    path = write(
        tmp_path,
        line(base),
        line("/ko/publications/harbours/?summary=both", 40, status=304),
        line(f"{base}chapter-1/", 90, referrer=f"https://institute.example{base}"),  # turning a page
        line(f"{base}full/", 95, address="192.0.2.2", referrer="https://search.example/?q=harbours"),
        line(base, 120, status=404),
        line(base, 125, method="HEAD"),
        line("/en/publications/", 130),
        line("/en/publications/unknown/", 131),
        line(base, 140, agent="Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"),
        line(base, 150, agent="-"),
    )

    found = replay([path])

    assert (found.views, found.from_pages, days()) == (3, True, [("2026-06-01", 3, 0)])


def test_files_are_downloads_and_pictures_are_not(tmp_path):
    make_published("Harbours")
    hash_ = "a" * 64
    path = write(
        tmp_path,
        line("/publications/harbours.bib"),
        line("/publications/harbours.bib", 10),
        line("/publications/harbours.ris", 12),
        line("/publications/harbours.png", 13),
        line("/publications/harbours.md", 14),
        line(f"/publications/harbours/files/{hash_}/report.pdf", 20),
        line(f"/publications/harbours/files/{hash_}/report.pdf", 21, status=206),
        line(f"/publications/harbours/files/{hash_}/960.webp", 22),
        line(f"/publications/harbours/files/{hash_}/original.png", 23),
    )

    assert replay([path]).downloads == 3
    assert days() == [("2026-06-01", 0, 3)]


def test_days_that_a_log_covers_are_replaced_and_others_stay(tmp_path):
    edition = make_published("Harbours")
    other = make_published("Ferries")
    for day, views in ((datetime.date(2026, 5, 31), 7), (datetime.date(2026, 6, 1), 100)):
        for row in (edition, other):
            DailyViews.objects.create(publication_id=row.publication_id, day=day, views=views)

    replay([write(tmp_path, counting())])

    assert days() == [("2026-05-31", 7, 0), ("2026-05-31", 7, 0), ("2026-06-01", 1, 0)]
    assert list(Readership.objects.order_by("-views").values_list("views", flat=True)) == [8, 7]


def test_figures_do_not_depend_on_the_order_of_files_and_lines(tmp_path):
    make_published("Harbours")
    lines = [counting(second) for second in (0, 25, 50, 120, 300)]
    forwards = replay([write(tmp_path, *lines)])

    packed = tmp_path / "access.log.1.gz"
    packed.write_bytes(gzip.compress("".join(lines[3:]).encode()))
    backwards = replay([packed, write(tmp_path, *reversed(lines[:3]))])

    assert (forwards.views, backwards.views) == (3, 3)


def test_former_address_counts_for_the_publication(tmp_path):
    edition = make_published("Harbours")
    Redirect.objects.create(slug="ports", publication=edition.publication)

    assert replay([write(tmp_path, line("/ko/publications/ports/"))]).views == 1


def test_day_is_that_of_the_institute_whatever_the_server_wrote(tmp_path):
    make_published("Harbours")
    late = counting().replace("01/Jun/2026:09:00:00 +0900", "01/Jun/2026:16:00:00 +0000")

    replay([write(tmp_path, late)])

    assert days() == [("2026-06-02", 1, 0)]


@pytest.mark.parametrize(
    "text",
    [
        "not a line of a log\n",
        "\x00\x16\x03\x01\n",
        '192.0.2.1 - - [99/Foo/2026:09:00:00 +0900] "GET / HTTP/1.1" 200 1 "-" "x"\n',
        '192.0.2.1 - - [01/Jun/2026:09:00:00 +0900] "\\x16\\x03" 400 0 "-" "-"\n',
        '192.0.2.1 - - [01/Jun/2026:09:00:00 +0900] "GET http://[bad/ HTTP/1.1" 200 1 "-" "Mozilla/5.0 Firefox"\n',
    ],
)
def test_line_of_another_form_is_skipped_and_said(tmp_path, text):
    make_published("Harbours")

    found = replay([write(tmp_path, text, counting())])

    assert (found.lines, found.skipped, found.views) == (2, 1, 1)


def test_agent_with_quotation_marks_and_a_named_user_are_read():
    text = line("/count/harbours/", agent='Mozilla/5.0 \\"Firefox\\"', method="POST", status=204)
    parsed = log.parse(text.replace("192.0.2.1 - - ", "2001:db8::1 - kim ji woo "))

    assert parsed is not None
    assert (parsed.kind, parsed.reader) == ("count", '2001:db8::1 Mozilla/5.0 "Firefox"')


def test_log_that_is_missing_is_said():
    with pytest.raises(CommandError, match="no-such-file"):
        call_command("replay_views", "no-such-file")
