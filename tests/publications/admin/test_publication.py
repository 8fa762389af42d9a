"""The publication form: a full round trip, refused forms, two people at once, and who may do what."""

import datetime
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from publications.models import ContributorRole, Edition, Publication, Revision
from publications.services import publishing, saving
from tests.factories import (
    add_contributor,
    appoint,
    chapter,
    make_audience,
    make_center,
    make_kind,
    make_person,
    make_publication,
    make_topic,
)
from tests.publications.admin.forms import account, add_row, controls

pytestmark = pytest.mark.django_db
ADD = "/admin/publications/publication/add/"


def change(publication: Publication) -> str:
    return f"/admin/publications/publication/{publication.pk}/change/"


@pytest.fixture
def role():
    return ContributorRole.objects.get_or_create(slug="author", defaults={"name_en": "Author", "name_ko": "저자"})[0]


@pytest.fixture
def author(client):
    user = account("mina", "author")
    client.force_login(user)
    return user


@pytest.fixture
def editor(client):
    user = account("jiho", "editor")
    client.force_login(user)
    return user


def picture(name: str = "harbour.png") -> SimpleUploadedFile:
    held = io.BytesIO()
    Image.new("RGB", (640, 400), "teal").save(held, "PNG")
    return SimpleUploadedFile(name, held.getvalue(), "image/png")


def own(user, title: str = "Harbour Lights", **fields) -> Publication:
    """A saved draft of this user."""
    publication = make_publication(title, **fields)
    publication.editors.add(user)
    saving.save_again(publication=publication, by=user)
    publication.refresh_from_db()
    return publication


def test_full_form_round_trip(client, author, role):
    kind, center, topic = make_kind(), make_center(), make_topic("Ports", "항만")
    audience = make_audience("Cities", "도시")
    person = make_person("Seo Yuna", "서윤아")
    appoint(person)
    data = controls(client.get(ADD)) | {
        "title_en": "Harbour Lights",
        "title_ko": "항구의 불빛",
        "summary_en": "<p>Ships need light.</p>",
        "summary_ko": "<p>배에는 빛이 필요하다.</p>",
        "kind": kind.pk,
        "language": "en",
        "issued": "2026-03-12",
        "centers": [center.pk],
        "topics": [topic.pk],
    }
    add_row(data, "chapter", title_en="Introduction", title_ko="서론", level=1, matter="front", position=1)
    add_row(data, "chapter", title_en="Lamps", title_ko="등불", level=1, matter="body", position=2)
    add_row(data, "chapter", title_en="Oil", title_ko="기름", level=2, matter="body", position=3)
    add_row(
        data, "recommendationgroup", heading_en="For cities", heading_ko="도시에", audiences=[audience.pk], position=2
    )
    add_row(data, "recommendation", text_en="Light first.", text_ko="먼저 밝혀라.", position=1)
    add_row(data, "recommendation", text_en="Light the pier.", text_ko="부두를 밝혀라.", position=3)
    add_row(data, "contribution", role=role.pk, person_id=person.pk, person_name=str(person), position=1)
    add_row(
        data, "contribution", role=role.pk, family_en="Moreau", given_en="Ana", affiliation_en="Port of Sète", position=2
    )  # fmt: skip
    number = add_row(data, "figure", alt="A lamp on a pier", caption="The lamp", source="Own photograph")
    data[f"figure-{number}-upload"] = picture()

    response = client.post(ADD, data)

    publication = Publication.objects.get()
    assert response.status_code == 302
    assert response.url == f"{change(publication)}?saved=1"
    assert publication.slug == "harbour-lights"
    assert list(publication.editors.all()) == [author]
    document = Revision.objects.get().document
    assert [(entry.title.en, entry.level, entry.matter) for entry in document.chapters] == [
        ("Introduction", 1, "front"),
        ("Lamps", 1, "body"),
        ("Oil", 2, "body"),
    ]
    assert [entry.name.printed("en").value for entry in document.contributors] == ["Seo Yuna", "Ana Moreau"]
    assert document.contributors[0].affiliation.en == "Senior Fellow"
    groups = [(group.heading.en, [entry.text.en for entry in group.recommendations]) for group in document.groups]
    assert groups == [("", ["Light first."]), ("For cities", ["Light the pier."])]
    assert [audience.name.en for audience in document.groups[1].audiences] == ["Cities"]
    assert [(figure.alt, figure.caption) for figure in document.figures] == [("A lamp on a pier", "The lamp")]
    assert [topic.name.ko for topic in document.topics] == ["항만"]
    assert [center.name.en for center in document.centers] == ["Center for Coasts"]


def test_untouched_form_changes_nothing(client, author):
    publication = own(
        author,
        authors=[make_person()],
        chapters=[chapter("One"), chapter("Two", 2)],
        advice=[("For all", "Walk."), ("For all", "Swim."), ("For few", "Fly.")],
        topics=[make_topic("Ports")],
        summary_en="<p>A <em>summary</em>.</p>",
    )
    before = publication.revisions.get().stored

    response = client.post(change(publication), controls(client.get(change(publication))))

    assert response.status_code == 302
    assert publication.revisions.first().number == 2
    assert publication.revisions.first().stored == before


def test_form_without_script_takes_typed_places_and_blank_rows(client, author):
    publication = own(author, chapters=[chapter("One"), chapter("Two"), chapter("Three")])
    data = controls(client.get(change(publication)), with_script=False)
    data["chapter-2-position"] = "1"
    data["chapter-3-title_en"] = "Four"

    client.post(change(publication), data)

    assert [entry.title_en for entry in publication.chapters.all()] == ["Three", "One", "Two", "Four"]


def test_advice_moves_to_the_heading_above_and_survives_a_removed_heading(client, author):
    publication = own(author, advice=[("For all", "Walk."), ("For few", "Fly.")])
    anchors = dict(publication.recommendations.values_list("text_en", "anchor"))
    data = controls(client.get(change(publication)))
    data |= {"recommendation-1-position": "2", "recommendationgroup-1-DELETE": "on"}

    client.post(change(publication), data)

    document = publication.revisions.first().document
    assert [(group.heading.en, [entry.text.en for entry in group.recommendations]) for group in document.groups] == [
        ("For all", ["Fly.", "Walk."])
    ]
    assert {entry.text.en: entry.anchor for entry in document.recommendations} == anchors


def test_chapters_that_advice_rests_on_are_kept(client, author):
    publication = own(author, chapters=[chapter("One"), chapter("Two")], advice=[("For all", "Walk.")])
    first, second = publication.chapters.all()
    data = controls(client.get(change(publication)))
    data |= {"recommendation-0-chapters": [first.pk, second.pk], "chapter-1-DELETE": "on"}

    client.post(change(publication), data)

    assert [entry.chapters for entry in publication.revisions.first().document.recommendations] == [(first.anchor,)]


def test_refused_form_keeps_what_was_typed(client, author):
    publication = own(author, chapters=[chapter("One")])
    data = controls(client.get(change(publication))) | {"title_en": "", "subtitle_en": "Typed", "doi": "not a doi"}
    number = add_row(data, "chapter", title_en="", title_ko="둘째", level="9", matter="body", position="2")

    response = client.post(change(publication), data)

    typed = controls(response)
    assert response.status_code == 422
    assert typed["subtitle_en"] == "Typed"
    assert typed["doi"] == "not a doi"
    assert typed[f"chapter-{number}-title_ko"] == "둘째"
    assert typed["revision"] == "1"
    targets = {target for target, _label, _message in response.context["errors"]}
    assert targets == {"id_title_en", "id_doi", f"id_chapter-{number}-level"}
    assert publication.revisions.count() == 1
    publication.refresh_from_db()
    assert (publication.title_en, publication.revision) == ("Harbour Lights", 1)


def test_refused_form_keeps_an_uploaded_picture(client, author):
    publication = own(author)
    data = controls(client.get(change(publication))) | {"title_en": "", "cover_upload": picture()}

    refused = client.post(change(publication), data)
    again = controls(refused) | {"title_en": "Mended", "cover_alt_en": "A lamp"}
    client.post(change(publication), again)

    publication.refresh_from_db()
    assert (publication.title_en, publication.cover.name) == ("Mended", "harbour.png")


def test_picture_of_another_format_is_refused_with_a_sentence(client, author):
    publication = own(author)
    vector = SimpleUploadedFile("map.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")

    response = client.post(change(publication), controls(client.get(change(publication))) | {"cover_upload": vector})

    assert response.status_code == 422
    assert [target for target, _label, _message in response.context["errors"]] == ["id_cover_upload"]


def test_receipt_of_a_picture_cannot_be_made_up(client, author):
    publication = own(author)

    response = client.post(
        change(publication), controls(client.get(change(publication))) | {"cover_receipt": "1:abc:def"}
    )

    assert response.status_code == 422
    publication.refresh_from_db()
    assert publication.cover is None


def test_stale_form_is_answered_409_with_both_texts(client, author):
    publication = own(author, chapters=[chapter("One")])
    mine = controls(client.get(change(publication)))
    other = account("sora", "editor")
    theirs = Client()
    theirs.force_login(other)
    changes = {"title_en": "Their title", "chapter-0-title_en": "Their chapter"}
    theirs.post(change(publication), controls(theirs.get(change(publication))) | changes)
    typed = mine | {"title_en": "My title", "subtitle_en": "My subtitle"}
    add_row(typed, "chapter", title_en="My new part", level="1", matter="body", position="2")

    response = client.post(change(publication), typed)

    assert response.status_code == 409
    found = {(entry.name, entry.mine, entry.theirs) for entry in response.context["conflict"]["differences"]}
    assert ("Title in English", "My title", "Their title") in found
    assert ("Subtitle in English", "My subtitle", "") in found
    assert ("Chapter: Their chapter, Title in English", "One", "Their chapter") in found
    assert ("Chapter", "My new part", "not there") in found
    assert len(found) == 4
    assert "sora" in response.content.decode()
    publication.refresh_from_db()
    assert (publication.title_en, publication.revision) == ("Their title", 2)
    assert controls(response)["title_en"] == "My title"


def test_stale_form_may_be_saved_over_deliberately(client, author):
    make_publication(chapters=[chapter("Other")] * 12)  # so that the keys of rows have two digits
    publication = own(author, chapters=[chapter("One"), chapter("Two")])
    outline = list(publication.chapters.values_list("title_en", "anchor", "body"))
    mine = controls(client.get(change(publication)))
    client.post(change(publication), mine | {"title_en": "Their title", "chapter-1-DELETE": "on"})
    refused = client.post(change(publication), mine | {"title_en": "My title"})
    assert [entry.mine for entry in refused.context["conflict"]["differences"]] == ["My title", "Two"]

    client.post(change(publication), controls(refused) | {"overwrite": refused.context["conflict"]["number"]})

    publication.refresh_from_db()
    assert (publication.title_en, publication.revision) == ("My title", 3)
    assert list(publication.chapters.values_list("title_en", "anchor", "body")) == outline


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_is_told():
    user = account("mina", "author", "editor")
    publication = own(user, chapters=[chapter("One")])
    browsers = [Client(), Client()]
    forms = []
    for number, browser in enumerate(browsers):
        browser.force_login(user)
        forms.append(controls(browser.get(change(publication))) | {"subtitle_en": f"Save {number}"})

    def save(number: int) -> int:
        try:
            return browsers[number].post(change(publication), forms[number]).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(save, range(2)))

    assert statuses == [302, 409]
    assert publication.revisions.count() == 2


@pytest.mark.parametrize("title", ["\u200b\u3164", " \u2060"])
def test_part_with_an_invisible_title_is_refused(client, author, title):
    publication = own(author)
    data = controls(client.get(change(publication)))
    number = add_row(data, "chapter", title_en=title, level="1", matter="body", position="1")

    response = client.post(change(publication), data)

    assert [target for target, _label, _message in response.context["errors"]] == [f"id_chapter-{number}-title_en"]


def test_form_without_its_lists_is_refused_not_an_error(client, author):
    publication = own(author)
    assert client.post(change(publication), {"revision": "1", "title_en": "Alone"}).status_code == 422
    assert client.post(change(publication), {"revision": "x", "publish_at": "0001-01-01T00:00"}).status_code == 409


def test_text_without_parts_is_one_chapter_without_a_title(client, author):
    data = controls(client.get(ADD)) | {"title_en": "Short", "kind": make_kind("brief").pk, "_write": "1"}

    response = client.post(ADD, data)

    chapter_row = Publication.objects.get().chapters.get()
    assert (chapter_row.title_en, chapter_row.level) == ("", 1)
    assert response.url == f"/admin/publications/chapter/{chapter_row.pk}/change/?form=saved"
    assert client.get(response.url).status_code == 200


def test_stale_add_form_makes_a_second_publication(client, author):
    data = controls(client.get(ADD)) | {"title_en": "Twice", "kind": make_kind().pk}
    client.post(ADD, data)
    client.post(ADD, data)
    assert sorted(Publication.objects.values_list("slug", flat=True)) == ["twice", "twice-2"]


def test_opening_a_form_with_forty_chapters_takes_twenty_queries_and_300_kilobytes(client, author):
    names = [make_person() for _ in range(10)]
    lines = [chapter(f"Part {number}", 1 + number % 3) for number in range(40)]
    advice = [(f"For {number % 4}", f"Do {number}.") for number in range(25)]
    publication = own(author, authors=names, chapters=lines, advice=advice)
    client.get(change(publication))

    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(change(publication))

    assert len(captured) <= 20
    assert len(response.content) <= 300_000


def test_saving_many_rows_asks_nothing_row_by_row(client, author):
    def cost(rows: int) -> int:
        publication = own(
            author,
            f"With {rows}",
            authors=[make_person() for _ in range(rows)],
            chapters=[chapter(f"Part {number}") for number in range(rows)],
            advice=[("For all", f"Do {number}.") for number in range(rows)],
        )
        data = controls(client.get(change(publication)))
        for number in range(rows):
            data[f"chapter-{number}-title_en"] += " again"
            data[f"recommendation-{number}-text_en"] += " Again."
            data[f"contribution-{number}-affiliation_en"] = "A university"
        with CaptureQueriesContext(connection) as captured:
            assert client.post(change(publication), data).status_code == 302
        return len(captured)

    cost(2)
    assert cost(25) <= cost(3) + 2


def test_author_sees_and_opens_only_own_publications(client, author):
    mine, foreign = own(author, "Mine"), make_publication("Foreign")

    listed = client.get("/admin/publications/publication/")

    assert [row.pk for row in listed.context["cl"].result_list] == [mine.pk]
    assert client.get(change(foreign)).status_code == 403
    assert client.post(change(foreign), {"title_en": "Taken"}).status_code == 403


def test_author_submits_and_editor_publishes(client, author):
    publication = own(author)
    client.post(change(publication), controls(client.get(change(publication))) | {"_submit": "1"})
    publication.refresh_from_db()
    assert (publication.stage, publication.revision) == ("in_review", 2)

    refused = client.post(change(publication), controls(client.get(change(publication))) | {"_publish": "1"})
    assert refused.status_code == 403
    assert not Edition.objects.exists()

    client.force_login(account("jiho", "editor"))
    data = controls(client.get(change(publication))) | {"title_en": "Last touch", "_publish": "1"}
    client.post(change(publication), data)
    edition = Edition.objects.published().get()
    assert (edition.title_en, edition.revision.number) == ("Last touch", 3)


def test_editor_returns_with_a_note(client, editor):
    publication = own(editor)
    client.post(change(publication), controls(client.get(change(publication))) | {"_submit": "1"})
    data = controls(client.get(change(publication))) | {"_return": "1", "comment": "Please add the Korean."}
    client.post(change(publication), data)
    publication.refresh_from_db()
    assert publication.stage == "draft"
    assert publication.revisions.first().comment == "Please add the Korean."


def test_scheduling_takes_the_institutes_time(client, editor):
    publication = own(editor)
    moment = timezone.localtime(timezone.now() + datetime.timedelta(days=3)).replace(second=0, microsecond=0)
    data = controls(client.get(change(publication))) | {"_publish": "1", "publish_at": f"{moment:%Y-%m-%dT%H:%M}"}
    client.post(change(publication), data)
    assert Edition.objects.get().live_from == moment
    assert not Edition.objects.published().exists()


def test_moment_that_has_passed_is_refused(client, editor):
    publication = own(editor)
    data = controls(client.get(change(publication))) | {"_publish": "1", "publish_at": "2020-01-01T09:00"}
    assert client.post(change(publication), data).status_code == 422
    assert not Edition.objects.exists()


def test_incomplete_publication_is_saved_but_not_published(client, editor):
    publication = own(editor, chapters=[chapter("One"), chapter("Two")])
    data = controls(client.get(change(publication))) | {"_publish": "1", "title_ko": "저장됨"}
    data |= {"chapter-1-title_en": "", "chapter-1-title_ko": "둘"}

    response = client.post(change(publication), data, follow=True)

    publication.refresh_from_db()
    assert (publication.title_ko, publication.revision) == ("저장됨", 2)
    assert not Edition.objects.exists()
    assert [line.severity for line in response.context["checklist"]].count("block") == 1
    assert "not published" in str(next(iter(response.context["messages"])))


def test_withdrawing_asks_for_both_reasons(client, editor):
    publication = own(editor)
    client.post(change(publication), controls(client.get(change(publication))) | {"_publish": "1"})
    address = f"/admin/publications/publication/{publication.pk}/withdraw/"

    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 200
    assert client.post(address, {"confirm": "1", "reason_en": "Wrong data."}).status_code == 422
    client.post(address, {"confirm": "1", "reason_en": "Wrong data.", "reason_ko": "자료 오류."})

    assert Edition.objects.get().withdrawn_reason.ko == "자료 오류."
    assert client.get(change(publication)).context["status"][0] == "Withdrawn"


@pytest.mark.parametrize("noun", ["attachment", "figure"])
def test_refused_file_is_said_where_nothing_else_was_typed(client, author, noun):
    publication = own(author)
    data = controls(client.get(change(publication)))
    number = add_row(data, noun, upload=SimpleUploadedFile("run.exe", b"MZ"), kind="pdf", language="")

    response = client.post(change(publication), data)

    assert [target for target, _label, _message in response.context["errors"]] == [f"id_{noun}-{number}-upload"]


def test_file_is_renamed_but_keeps_its_ending(client, author):
    publication = own(author)
    data = controls(client.get(change(publication)))
    add_row(data, "attachment", upload=SimpleUploadedFile("판.pdf", b"%PDF-1.4"), kind="pdf", language="")
    client.post(change(publication), data)

    data = controls(client.get(change(publication)))
    answers = [
        client.post(change(publication), data | {"attachment-0-name": name}).status_code
        for name in ("960.webp", "보고서 최종.PDF")
    ]

    assert (answers, publication.attachments.get().name) == ([422, 302], "보고서 최종.PDF")


def test_translation_names_an_original_that_is_none_itself(client, author):
    original, translation, third = own(author, "Original"), own(author, "Translation"), own(author, "Third")

    def name(publication: Publication, slug: str) -> int:
        data = controls(client.get(change(publication))) | {"original": slug}
        return client.post(change(publication), data).status_code

    assert name(translation, "original") == 302
    assert [name(original, "translation"), name(third, "translation")] == [422, 422]
    assert name(translation, "original") == 302


def test_author_leaves_a_published_address_to_the_editors(client, author):
    publication = own(author)
    client.post(change(publication), controls(client.get(change(publication))) | {"slug": "first-lights"})
    publication.refresh_from_db()
    assert publication.slug == "first-lights"

    publishing.publish(revision=publication.revisions.first(), by=None)
    client.post(change(publication), controls(client.get(change(publication))) | {"slug": "other", "title_ko": "등대"})

    publication.refresh_from_db()
    assert (publication.slug, publication.title_ko) == ("first-lights", "등대")


def test_schedule_is_cancelled_and_not_withdrawn(client, editor):
    publication = own(editor)
    moment = timezone.localtime() + datetime.timedelta(days=2)
    data = controls(client.get(change(publication))) | {"_publish": "1", "publish_at": f"{moment:%Y-%m-%dT%H:%M}"}
    client.post(change(publication), data)
    page = client.get(change(publication))
    assert (page.context["may_cancel"], page.context["may_withdraw"]) == (True, False)

    client.post(f"/admin/publications/publication/{publication.pk}/cancel/")

    assert not Edition.objects.exists()
    assert client.get(change(publication)).context["status"][0] == "Draft"


@pytest.mark.parametrize("action", ["publish", "return", "withdraw", "cancel"])
def test_author_may_not(client, author, action):
    publication = own(author)
    assert client.post(f"/admin/publications/publication/{publication.pk}/{action}/").status_code == 403


@pytest.mark.parametrize("action", ["submit", "publish", "return", "withdraw", "cancel"])
def test_actions_are_no_links(client, editor, action):
    publication = own(editor)
    assert client.get(f"/admin/publications/publication/{publication.pk}/{action}/").status_code == 405


def test_changed_address_after_publication_leaves_a_redirect(client, editor):
    publication = own(editor)
    client.post(change(publication), controls(client.get(change(publication))) | {"_publish": "1"})
    client.post(change(publication), controls(client.get(change(publication))) | {"slug": "new-lights"})
    publication.refresh_from_db()
    assert publication.slug == "new-lights"
    assert list(publication.redirects.values_list("slug", flat=True)) == ["harbour-lights"]
    assert Edition.objects.get().slug == "new-lights"


def test_typed_name_finds_one_person_and_asks_about_two(client, author, role):
    make_person("Kim Minsu", "김민수", slug="kim-1")
    make_person("Kim Minsu", "김민수", slug="kim-2")
    single = make_person("Oh Sejin", "오세진")
    publication = own(author)
    data = controls(client.get(change(publication)))
    first = add_row(data, "contribution", role=role.pk, person_name="오세진", position=1)
    second = add_row(data, "contribution", role=role.pk, person_name="Kim Minsu", position=2)

    response = client.post(change(publication), data)
    targets = [target for target, _label, _message in response.context["errors"]]
    assert targets == [f"id_contribution-{second}-person_name"]

    data[f"contribution-{second}-DELETE"] = "on"
    client.post(change(publication), data)
    assert [entry.person for entry in publication.contributions.all()] == [single]
    assert first == second - 1


def test_people_are_offered_with_their_posts(client, author):
    person = make_person("Kim Minsu", "김민수")
    appoint(person, "Research Fellow", position_ko="연구위원")
    found = client.get("/admin/publications/publication/people/", {"q": "민수"}).json()["people"]
    assert found == [
        {
            "id": person.pk,
            "name": "Kim Minsu 김민수",
            "detail": "Research Fellow",
            "en": "Research Fellow",
            "ko": "연구위원",
        }
    ]


def test_linking_an_outside_author_later_needs_no_new_edition(client, editor, role):
    publication = own(editor)
    add_contributor(publication, {"family_en": "Moreau", "given_en": "Ana"})
    client.post(change(publication), controls(client.get(change(publication))) | {"_publish": "1"})
    person = make_person("Moreau Ana")
    data = controls(client.get(change(publication)))
    data |= {"contribution-0-person_id": person.pk, "contribution-0-person_name": str(person)}
    client.post(change(publication), data)
    assert Edition.objects.get().contributions.get().person == person
