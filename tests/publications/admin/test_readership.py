"""Counts in the back office: the views of an older site, charts over time, tables of them."""

import csv
import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from publications.models import DailyViews, Institute, Readership, Redirect
from tests.factories import make_institute, make_kind, make_person, make_published
from tests.pages import by_class, read, text, texts
from tests.publications.admin.forms import account

pytestmark = pytest.mark.django_db
LIST = "/admin/publications/readership/"


@pytest.fixture
def editor(client):
    make_institute()
    client.force_login(account("jiho", "editor"))


def views_on(edition, views: int, days_ago: int = 0, downloads: int = 0) -> None:
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    DailyViews.objects.create(publication_id=edition.publication_id, day=day, views=views, downloads=downloads)


def upload(client, content: bytes):
    return client.post(f"{LIST}load/", {"file": SimpleUploadedFile("counts.csv", content)})


def test_earlier_views_are_entered_once_and_added(client, editor):
    edition = make_published("Harbours")
    generation = Institute.objects.get().generation

    response = client.post(f"{LIST}add/", {"publication": edition.publication_id, "legacy": "599"})

    assert response.status_code == 302
    assert Readership.objects.values_list("legacy", "views", "total").get() == (599, 0, 599)
    assert Institute.objects.get().generation == generation


def test_earlier_views_of_a_counted_publication_leave_its_counts(client, editor):
    edition = make_published("Harbours")
    row = Readership.objects.create(publication_id=edition.publication_id, views=12, downloads=3)

    client.post(f"{LIST}add/", {"publication": edition.publication_id, "legacy": "599"})
    assert Readership.objects.values_list("legacy", "views", "downloads", "total").get() == (599, 12, 3, 611)

    client.post(f"{LIST}{row.pk}/change/", {"legacy": "600"})
    assert Readership.objects.values_list("legacy", "views", "total").get() == (600, 12, 612)


@pytest.mark.parametrize("typed", ["-1", "", "many", "1000000001", "9" * 30])
def test_earlier_views_are_a_number(client, editor, typed):
    edition = make_published("Harbours")

    response = client.post(f"{LIST}add/", {"publication": edition.publication_id, "legacy": typed})

    assert (response.status_code, Readership.objects.exists()) == (200, False)


@pytest.mark.parametrize(
    "content",
    [
        b"harbours,599\nports,7\n",
        b"address,views\r\nhttps://old.example/en/publications/harbours/,599\r\n/ports/,7\r\n",
        "\ufeff주소;조회수\nharbours;599\nports;7".encode(),
        "주소\t조회\nharbours\t599\nports\t7\n".encode("cp949"),
        b'harbours,"599"\n\nports, 7 \n',
    ],
)
def test_table_of_counts_is_loaded_and_loading_again_changes_nothing(client, editor, content):
    make_published("Harbours")
    Redirect.objects.create(slug="ports", publication=make_published("Ferries").publication)

    for _time in range(2):
        assert upload(client, content).status_code == 302

    assert sorted(Readership.objects.values_list("total", flat=True)) == [7, 599]


def test_table_with_faults_stores_nothing_and_names_each_line(client, editor):
    make_published("Harbours")

    response = upload(client, b"harbours,599\nnowhere,1\nharbours,2\nharbours,x\n\xff\xfe\x00,\x81\n")

    tree = read(response)
    assert (response.status_code, Readership.objects.exists()) == (422, False)
    faults = [text(line) for line in by_class(tree, "bad")[0].iter("li")]
    assert [fault.partition(":")[0] for fault in faults] == ["Line 2", "Line 3", "Line 4", "Line 5"]


def test_no_file_is_said(client, editor):
    assert client.post(f"{LIST}load/").status_code == 422


def test_command_loads_the_same_table(tmp_path, capsys):
    make_published("Harbours")
    path = tmp_path / "counts.csv"
    path.write_text('harbours,"1,284"\n')
    call_command("load_counts", str(path))

    assert Readership.objects.get().total == 1284
    path.write_text("nowhere,1\n")
    with pytest.raises(CommandError, match="nowhere"):
        call_command("load_counts", str(path))


def test_chart_shows_twelve_weeks_and_says_them_in_a_table(client, editor):
    edition = make_published("Harbours")
    views_on(edition, 5)
    views_on(edition, 40, days_ago=14)
    views_on(edition, 900, days_ago=100)

    tree = read(client.get(f"{LIST}chart/"))

    assert len(tree.findall(".//rect")) == 12
    assert texts(tree, ".//tbody/tr/td[1]")[:3] == ["5", "0", "40"]
    assert [text(entry) for entry in by_class(tree, "most") if entry.tag == "text"] == ["40"]
    assert "style" not in {name for element in tree.iter() for name in element.attrib}


def test_chart_is_of_a_publication_a_kind_or_an_author(client, editor):
    author = make_person("Seo First")
    one = make_published("Harbours", authors=[author], kind=make_kind("report"))
    two = make_published("Ferries", authors=[author], kind=make_kind("brief"))
    three = make_published("Quays", kind=make_kind("brief"))
    for edition, views in ((one, 1), (two, 10), (three, 100)):
        views_on(edition, views)

    def total(query: str) -> int:
        tree = read(client.get(f"{LIST}chart/?{query}"))
        return sum(int(cell) for cell in texts(tree, ".//tbody/tr/td[1]"))

    asked = ["", "publication=harbours", "kind=brief", "author=seo-first", "author=seo-first&period=years"]
    assert [total(query) for query in asked] == [111, 1, 110, 11, 11]
    assert b"seo-first" in client.get(f"{LIST}chart/?name=seo").content


@pytest.mark.parametrize(
    ("query", "status"), [("kind=nothing", 404), ("period=x", 400), ("author=%E0", 400), ("publication=가", 404)]
)
def test_chart_of_nothing(client, editor, query, status):
    assert client.get(f"{LIST}chart/?{query}").status_code == status


def test_chart_has_its_days_as_csv(client, editor):
    edition = make_published("Harbours")
    views_on(edition, 5, downloads=2)
    views_on(edition, 4, days_ago=1)

    response = client.get(f"{LIST}chart/?publication=harbours&period=months&format=csv")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    today = timezone.localdate()
    yesterday = today - datetime.timedelta(days=1)
    assert rows == [["day", "views", "downloads"], [str(yesterday), "4", "0"], [str(today), "5", "2"]]


def test_authors_look_and_enter_nothing(client):
    make_institute()
    client.force_login(account("mina", "author"))
    make_published("Harbours")

    assert client.get(f"{LIST}chart/").status_code == 200
    assert client.get(LIST).status_code == 200
    assert client.get(f"{LIST}load/").status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403


def test_counts_are_for_staff(client):
    for address in (LIST, f"{LIST}chart/", f"{LIST}load/"):
        assert client.get(address).status_code == 302


def test_list_shows_all_numbers(client, editor):
    edition = make_published("Harbours")
    Readership.objects.create(publication_id=edition.publication_id, legacy=599, views=12, downloads=3)

    tree = read(client.get(LIST, {"q": "harbours"}))

    assert texts(tree, ".//tbody/tr/td")[-5:] == ["611", "599", "12", "3", "Chart"]


def test_dashboard_has_the_last_twelve_weeks(client, editor):
    views_on(make_published("Harbours"), 1284)

    tree = read(client.get("/admin/"))

    drawing = by_class(tree, "bars")[0]
    assert (len(drawing.findall("rect")), "1,284" in drawing.get("aria-label", "")) == (12, True)
