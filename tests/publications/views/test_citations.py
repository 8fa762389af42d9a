"""Citation files at their public addresses."""

import datetime
import json

import pytest
from django.db import transaction
from django.utils import timezone

from config.languages import Bilingual
from publications.models import Contribution, ContributorRole, Institute, Kind, Publication
from publications.services import publishing, saving

pytestmark = pytest.mark.django_db


@pytest.fixture
def institute():
    return Institute.objects.create(name_en="Harbour Institute", name_ko="항만연구원")


def save(publication: Publication):
    with transaction.atomic():
        return saving.save_again(publication=publication, by=None)


def make(slug: str, **fields: object) -> Publication:
    kind, _ = Kind.objects.get_or_create(
        slug="note", name_en="Note", name_ko="글", plural_en="Notes", plural_ko="글", has_chapters=False
    )
    publication = Publication.objects.create(slug=slug, kind=kind, **fields)
    role, _ = ContributorRole.objects.get_or_create(slug="author", name_en="author", name_ko="저자")
    Contribution.objects.create(publication=publication, role=role, family_ko="이", given_ko="순신")
    return publication


@pytest.fixture
def note(institute):
    publication = make("짧은-글", language="ko", title_ko="짧은 글 & 긴 글")
    publishing.publish(revision=save(publication), by=None)
    return publication


@pytest.mark.parametrize(
    ("suffix", "media_type", "part"),
    [
        ("bib", "application/x-bibtex; charset=utf-8", r"title = {짧은 글 \& 긴 글}"),
        ("ris", "application/x-research-info-systems; charset=utf-8", "AU  - 이, 순신\r\n"),
        ("json", "application/vnd.citationstyles.csl+json; charset=utf-8", '"family": "이"'),
    ],
)
def test_citation_is_sent_as_a_file(client, note, suffix, media_type, part):
    response = client.get(f"/publications/짧은-글.{suffix}")
    assert response.status_code == 200
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"] == (
        f'attachment; filename="publication-{note.pk}.{suffix}"; '
        f"filename*=UTF-8''%EC%A7%A7%EC%9D%80-%EA%B8%80.{suffix}"
    )
    assert response["Content-Language"] == "ko"
    assert "Set-Cookie" not in response.headers
    assert part in response.content.decode()


def test_citation_takes_three_queries_at_most(client, note, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        client.get("/publications/짧은-글.bib")


def test_ascii_address_gives_a_plain_file_name(client, institute):
    publishing.publish(revision=save(make("quiet-note", title_en="Quiet")), by=None)
    response = client.get("/publications/quiet-note.ris")
    assert response["Content-Disposition"] == 'attachment; filename="quiet-note.ris"'


def test_unchanged_citation_answers_304(client, note):
    etag = client.get("/publications/짧은-글.bib")["ETag"]
    response = client.get("/publications/짧은-글.bib", headers={"If-None-Match": etag})
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
    assert client.get("/publications/짧은-글.ris", headers={"If-None-Match": etag}).status_code == 200


def test_new_edition_is_a_new_file(client, note):
    etag = client.get("/publications/짧은-글.json")["ETag"]
    Publication.objects.filter(pk=note.pk).update(title_ko="새 글")
    publishing.publish(revision=save(note), by=None)
    response = client.get("/publications/짧은-글.json", headers={"If-None-Match": etag})
    assert json.loads(response.content)[0]["title"] == "새 글"


def test_changed_institute_is_a_new_file(client, note, institute):
    etag = client.get("/publications/짧은-글.bib")["ETag"]
    Institute.objects.update(generation=institute.generation + 5)
    assert client.get("/publications/짧은-글.bib", headers={"If-None-Match": etag}).status_code == 200


def test_saved_but_unpublished_text_stays_out(client, note):
    Publication.objects.filter(pk=note.pk).update(title_ko="비밀")
    save(note)
    assert "비밀" not in client.get("/publications/짧은-글.bib").content.decode()


def test_draft_schedule_and_withdrawn_answer_404(client, institute, note):
    save(make("draft", title_en="Draft"))
    later = make("later", title_en="Later")
    publishing.publish(revision=save(later), by=None, at=timezone.now() + datetime.timedelta(minutes=1))
    publishing.withdraw(publication=note, by=None, reason=Bilingual("Wrong", "오류"))
    for slug in ("draft", "later", "짧은-글", "no-such"):
        assert client.get(f"/publications/{slug}.bib").status_code == 404


def test_unknown_suffix_answers_404(client, note):
    assert client.get("/publications/짧은-글.docx").status_code == 404


def test_only_reading_is_allowed(client, note):
    assert client.post("/publications/짧은-글.bib").status_code == 405
    assert client.head("/publications/짧은-글.bib").content == b""


def test_old_address_leads_to_the_present_one_and_the_file_names_it(client, note):
    saving.change_slug(publication=note, slug="new-note")
    response = client.get("/publications/짧은-글.bib")
    assert (response.status_code, response["Location"]) == (301, "/publications/new-note.bib")
    assert "/ko/publications/new-note/}" in client.get("/publications/new-note.bib").content.decode()
