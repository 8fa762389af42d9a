import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from publications.models import Figure, Publication
from tests.chapters import address_of, make_author, make_report, picture_bytes
from tests.markup import errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_author()


@pytest.fixture
def report(author):
    return make_report(author)


@pytest.fixture
def chapter(report):
    return report.chapters.first()


@pytest.fixture
def desk(client, author):
    client.force_login(author)
    return client


def typed(**changes):
    return {
        "title_en": "Introduction", "title_ko": "서론", "matter": "front", "body": "<p>Text</p>", "opened_at": 1, **changes
    }  # fmt: skip


def test_page_shows_the_chapter_its_length_and_its_neighbours(desk, report):
    first, second = report.chapters.all()
    second.body = '<p>Three words here.<span data-note="n1">A note.</span></p>'
    second.save()

    page = desk.get(address_of(second)).content.decode()

    assert re.findall(r'data-(words|notes)-of="id_body">(\d+)<', page) == [("words", "3"), ("notes", "1")]
    assert re.findall(r'name="opened_at" value="(\d+)"', page) == ["1"]
    assert address_of(first) in page
    assert f"/admin/publications/publication/{report.pk}/change/" in page


def test_save_stores_the_chapter_and_keeps_a_revision(desk, author, report, chapter):
    response = desk.post(address_of(chapter), typed())

    chapter.refresh_from_db()
    revision = report.revisions.first()
    assert (response.status_code, response.url) == (302, f"{address_of(chapter)}?saved=2")
    assert (chapter.title_en, chapter.title_ko, chapter.matter, chapter.body) == (
        "Introduction",
        "서론",
        "front",
        "<p>Text</p>",
    )
    assert (revision.number, revision.saved_by) == (2, author)
    assert revision.document.chapters[0].body == "<p>Text</p>"
    assert Publication.objects.get(pk=report.pk).revision == 2


def test_save_leaves_other_columns_alone(desk, chapter):
    before = (chapter.anchor, chapter.position, chapter.level)

    desk.post(address_of(chapter), typed(level=3, anchor="mine", position=9))

    chapter.refresh_from_db()
    assert (chapter.anchor, chapter.position, chapter.level) == before


def test_stale_save_is_answered_409_with_both_texts_and_stores_nothing(desk, report, chapter):
    desk.post(address_of(chapter), typed(body="<p>Theirs</p>", title_en="Their title"))

    response = desk.post(address_of(chapter), typed(body="<p>Mine</p>", title_en="My title"))

    page = response.content.decode()
    chapter.refresh_from_db()
    assert response.status_code == 409
    assert (chapter.body, chapter.title_en) == ("<p>Theirs</p>", "Their title")
    assert report.revisions.count() == 2
    mine, theirs = "&lt;p&gt;Mine&lt;/p&gt;", "&lt;p&gt;Theirs&lt;/p&gt;"
    assert [text for text in re.findall(r"<textarea[^>]*>\s*(.*?)</textarea>", page) if text] == [mine, theirs]
    assert "Their title" in page
    assert 'value="My title"' in page
    assert re.findall(r'name="opened_at" value="(\d+)"', page) == ["2"]


def test_second_save_on_the_new_number_stores_mine(desk, chapter):
    desk.post(address_of(chapter), typed(body="<p>Theirs</p>"))

    response = desk.post(address_of(chapter), typed(body="<p>Mine</p>", opened_at=2))

    chapter.refresh_from_db()
    assert (response.status_code, chapter.body) == (302, "<p>Mine</p>")


def test_save_of_the_publication_makes_the_chapter_stale(desk, report, chapter):
    Publication.objects.filter(pk=report.pk).update(revision=5)

    assert desk.post(address_of(chapter), typed()).status_code == 409


@pytest.mark.parametrize("number", ["", "x", "-1", "99999999999999999999"])
def test_broken_number_stores_nothing_and_loses_nothing(desk, report, chapter, number):
    response = desk.post(address_of(chapter), typed(opened_at=number, body="<p>Mine</p>"))

    chapter.refresh_from_db()
    assert (response.status_code, chapter.body, report.revisions.count()) == (200, "", 1)
    assert "&lt;p&gt;Mine&lt;/p&gt;" in response.content.decode()


def test_others_may_not_open_or_save(client, report, chapter):
    client.force_login(make_author("somebody-else"))

    answers = [
        client.get(address_of(chapter)),
        client.post(address_of(chapter), typed()),
        client.post(f"/admin/publications/chapter/figures/{report.pk}/", {}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert report.revisions.count() == 1


def test_a_visitor_is_sent_to_the_login(client, chapter):
    response = client.get(address_of(chapter))

    assert (response.status_code, response.url) == (302, f"/admin/login/?next={address_of(chapter)}")


def test_unknown_chapter_is_answered_404(desk):
    assert desk.get("/admin/publications/chapter/999999/change/").status_code == 404


def test_text_of_a_chapter_deleted_meanwhile_is_given_back(desk, chapter):
    address = address_of(chapter)
    chapter.delete()

    response = desk.post(address, typed(body="<p>Mine</p>"))

    assert response.status_code == 409
    assert "&lt;p&gt;Mine&lt;/p&gt;" in response.content.decode()


def test_save_cleans_the_text(desk, chapter):
    dirty = (
        '<h1>Part</h1><p onclick="x()">A\u202eb<script>alert(1)</script><img src="https://example.org/x.png"></p>'
        '<p><a href="javascript:x()">bad</a> <span data-note="n1">One</span><span data-note="n1">Two</span></p>'
    )

    desk.post(address_of(chapter), typed(body=dirty, title_en="A\u200b title"))

    chapter.refresh_from_db()
    assert chapter.title_en == "A title"
    assert chapter.body == (
        '<h2>Part</h2><p>Ab</p><p><a>bad</a> <span data-note="n1">One</span><span data-note="n2">Two</span></p>'
    )


def test_headings_start_below_the_level_of_the_chapter(desk, report):
    chapter = report.chapters.last()
    chapter.level = 2
    chapter.save()

    page = desk.get(address_of(chapter)).content.decode()
    desk.post(address_of(chapter), typed(body="<h2>Part</h2>"))

    chapter.refresh_from_db()
    assert re.findall(r'<option value="(\d)">', page) == ["3", "4", "5", "6"]
    assert chapter.body == "<h3>Part</h3>"


def test_visibly_empty_text_is_stored_as_none(desk, chapter):
    desk.post(address_of(chapter), typed(body="<p>\u200b&nbsp;</p>"))

    chapter.refresh_from_db()
    assert chapter.body == ""


def test_page_asks_the_database_a_fixed_number_of_times(desk, author, django_assert_max_num_queries):
    report = make_report(author, chapters=40)
    chapter = report.chapters.last()

    with django_assert_max_num_queries(12):
        desk.get(address_of(chapter))


def test_pages_are_valid_html(desk, report, chapter, tmp_path):
    chapter.body = '<h2>A</h2><p>B<span data-note="n1">C</span></p><figure data-figure="soil"></figure>'
    chapter.save()
    opened = desk.get(address_of(chapter))
    desk.post(address_of(chapter), typed())
    stale = desk.post(address_of(chapter), typed(body="<p>Mine</p>"))

    pages = {"opened": opened.content.decode(), "stale": stale.content.decode()}
    assert errors(pages, tmp_path) == []


def upload(**changes):
    picture = SimpleUploadedFile("Soil moisture.png", picture_bytes(), "image/png")
    return {"picture": picture, "alt": "A falling line", "caption": "Soil moisture", "source": "The panel", **changes}


def test_figure_is_taken_in_and_answered_as_a_card(desk, report):
    response = desk.post(f"/admin/publications/chapter/figures/{report.pk}/", upload())

    figure = Figure.objects.get()
    card = json.loads(response.content)["figure"]
    assert response.status_code == 201
    assert (figure.publication, figure.key, figure.alt) == (report, "soil-moisture", "A falling line")
    assert card == {
        "key": "soil-moisture",
        "alt": "A falling line",
        "caption": "Soil moisture",
        "source": "The panel",
        "thumbnail": f"/admin/publications/publication/{report.pk}/files/{figure.picture.sha256}/480.webp",
    }
    assert "soil-moisture" in desk.get(address_of(report.chapters.first())).content.decode()


def test_second_figure_of_the_same_name_gets_a_key_of_its_own(desk, report):
    for _time in range(2):
        desk.post(f"/admin/publications/chapter/figures/{report.pk}/", upload())

    assert list(report.figures.values_list("key", flat=True)) == ["soil-moisture", "soil-moisture-2"]


def test_figure_that_is_no_picture_is_refused_with_a_sentence(desk, report):
    drawing = SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")

    response = desk.post(f"/admin/publications/chapter/figures/{report.pk}/", upload(picture=drawing, alt=""))

    assert response.status_code == 400
    assert sorted(response.json()["errors"]) == ["alt", "picture"]
    assert Figure.objects.count() == 0


def test_without_script_an_upload_stands_in_the_text_as_typed_and_saves_nothing_else(desk, report, chapter):
    files = {f"figure-{name}": value for name, value in upload().items()}

    response = desk.post(address_of(chapter), typed(body="<p>Mine</p>", upload="1", **files))

    chapter.refresh_from_db()
    page = response.content.decode()
    assert (response.status_code, chapter.body, report.revisions.count()) == (200, "", 1)
    assert "&lt;p&gt;Mine&lt;/p&gt;\n&lt;figure data-figure=&quot;soil-moisture&quot;&gt;&lt;/figure&gt;" in page
