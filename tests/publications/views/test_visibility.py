"""What readers may not see stands nowhere: every public address is walked and read."""

import datetime
import io

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from people.models import Person
from publications.attachments import store
from publications.models import Attachment, Edition, Featured, Publication
from publications.pictures import store_picture
from publications.services import saving
from tests.factories import (
    chapter,
    make_center,
    make_institute,
    make_kind,
    make_person,
    make_publication,
    make_published,
    make_series,
    make_topic,
    publish,
    withdraw,
)
from tests.walk import fetch, walk

pytestmark = pytest.mark.django_db
# It stands in every text of what readers may not see, and nowhere else.
SECRET = "Xylophone"
NOON = datetime.datetime(2026, 6, 1, 3, 0, tzinfo=datetime.UTC)
COLOURS = iter(range(1, 250))


@pytest.fixture(autouse=True)
def institute(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_institute()


def make_secret(**fields: object) -> Publication:
    """A publication with the word in every field, linked to everything the visible one is linked to."""
    publication = make_publication(
        f"{SECRET} Title",
        title_ko=f"{SECRET} 제목",
        slug="secret-paper",
        subtitle_en=SECRET,
        summary_en=f"<p>{SECRET}</p>",
        summary_ko=f"<p>{SECRET}</p>",
        authors=[writer(), {"given_en": SECRET, "affiliation_en": SECRET}],
        topics=[make_topic("Water")],
        centers=[make_center("Coasts")],
        series=make_series("Harbour Papers"),
        kind=make_kind("report"),
        chapters=[chapter(SECRET, body=f"<p>{SECRET}</p>"), chapter("B"), chapter("C")],
        advice=[(SECRET, SECRET)],
        video_address=f"https://video.example.org/{SECRET}",
        **fields,
    )
    Attachment.objects.create(publication=publication, name=f"{SECRET}.pdf", **_stored(f"%PDF-1.7 {SECRET}".encode()))
    publication.figures.create(key="soil", picture=_picture(), alt=SECRET, caption=SECRET)
    Featured.objects.get_or_create(publication=publication)
    return publication


def _stored(content: bytes) -> dict[str, object]:
    kept = store(ContentFile(content, name="a.pdf"))
    return {"sha256": kept.sha256, "media_type": kept.media_type, "size": kept.size}


def _picture():
    file = io.BytesIO()
    Image.new("RGB", (600, 300), (next(COLOURS), 0, 0)).save(file, "PNG")
    return store_picture(file, "soil.png")


def writer() -> Person:
    return Person.objects.filter(slug="yi-sun-shin").first() or make_person("Yi Sun-shin")


def make_visible() -> Edition:
    return make_published(
        "Open Paper",
        title_ko="열린 글",
        authors=[writer()],
        topics=[make_topic("Water")],
        centers=[make_center("Coasts")],
        series=make_series("Harbour Papers"),
        kind=make_kind("report"),
        at=NOON - datetime.timedelta(days=30),
    )


def leaks(client: Client) -> list[str]:
    """Addresses whose answer holds the word."""
    found = walk(client)
    assert {response.status_code for response in found.values()} <= {200, 301, 302}
    return sorted(address for address, response in found.items() if SECRET.encode() in response.content)


def addresses_of(publication: Publication) -> list[str]:
    """All addresses that a publication could have, guessed from the outside."""
    files = [f"{entry.sha256}/{entry.name}" for entry in publication.attachments.all()]
    files += [
        f"{figure.picture.sha256}/{name}"
        for figure in publication.figures.all()
        for name in ("original.png", "480.webp")
    ]
    anchors = [entry.anchor for entry in publication.chapters.all()]
    pages = ["", "full/", "v1/", "v2/", "v1/full/", *(f"{anchor}/" for anchor in anchors)]
    slug = publication.slug
    return [
        *(f"/{language}/publications/{slug}/{page}" for language in ("en", "ko") for page in pages),
        *(f"/publications/{slug}.{suffix}" for suffix in ("bib", "ris", "json")),
        *(f"/publications/{slug}/files/{file}" for file in files),
        *(f"/files/{file}" for file in files),
    ]


def test_draft_stands_nowhere(client):
    make_visible()
    publication = make_secret()
    saving.save_again(publication=publication, by=None)

    assert leaks(client) == []
    assert {fetch(client, address).status_code for address in addresses_of(publication)} == {404}


def test_scheduled_publication_stands_nowhere_and_opens_to_the_second(client, monkeypatch):
    make_visible()
    publication = make_secret()
    publish(publication, NOON)

    monkeypatch.setattr(timezone, "now", lambda: NOON - datetime.timedelta(microseconds=1))
    before = leaks(client), {fetch(client, address).status_code for address in addresses_of(publication)}
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    after = leaks(client)

    assert before == ([], {404})
    base = "/en/publications/secret-paper/"
    assert {base, "/publications/secret-paper.bib", "/en/", "/en/people/yi-sun-shin/", "/en/topics/water/"} <= set(
        after
    )
    assert [fetch(client, address).status_code for address in addresses_of(publication) if "/files/" in address] == [
        200, 200, 200, 404, 404, 404,
    ]  # fmt: skip


def test_next_edition_to_come_leaves_the_present_one_as_it_is(client, monkeypatch):
    visible = make_visible()
    Publication.objects.filter(pk=visible.publication_id).update(
        title_en=f"{SECRET} Paper", summary_en=f"<p>{SECRET}</p>"
    )
    publish(visible.publication, NOON)

    monkeypatch.setattr(timezone, "now", lambda: NOON - datetime.timedelta(seconds=1))
    before = leaks(client), client.get("/en/publications/open-paper/v2/").status_code
    monkeypatch.setattr(timezone, "now", lambda: NOON)

    assert before == ([], 404)
    assert "/en/publications/open-paper/" in leaks(client)


def test_unpublished_edits_of_a_live_publication_stand_nowhere(client):
    visible = make_visible()
    publication = Publication.objects.get(pk=visible.publication_id)
    publication.summary_en, publication.subtitle_ko = f"<p>{SECRET}</p>", SECRET
    publication.save()
    saving.save_again(publication=publication, by=None)

    assert leaks(client) == []


def test_text_and_files_of_a_withdrawn_publication_are_gone(client):
    make_visible()
    publication = make_secret()
    publish(publication)
    withdraw(publication)

    texts = (
        "/en/people/yi-sun-shin/", "/en/topics/water/", "/en/centers/coasts/", "/en/series/harbour-papers/", "/en/"
    )  # fmt: skip
    assert {address: SECRET.encode() in client.get(address).content for address in texts} == dict.fromkeys(texts, False)
    files = [address for address in addresses_of(publication) if "/files/" in address or "." in address]
    assert {fetch(client, address).status_code for address in files} == {404}
    page = client.get("/en/publications/secret-paper/").content.decode()
    # Its title and its authors stay, so that whoever cited it finds the reason.
    assert (f"{SECRET} Title" in page, f"<p>{SECRET}</p>" in page, f"{SECRET}.pdf" in page) == (True, False, False)
