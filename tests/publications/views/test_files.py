import dataclasses
import datetime
import hashlib
import io
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile, File
from django.test import Client
from django.utils import timezone
from PIL import Image

from config.languages import Bilingual
from people.models import Person, User
from publications.attachments import store
from publications.models import Attachment, Edition, Figure, Institute, Kind, Picture, Publication
from publications.pictures import store_picture
from publications.services.publishing import publish, withdraw
from publications.services.saving import save_again
from publications.store import attachment_path

pytestmark = pytest.mark.django_db

CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 10
PDFS = sorted((Path(__file__).parents[4] / "shared" / "samples" / "pdf").glob("*.pdf"))


@dataclasses.dataclass
class Work:
    publication: Publication
    figure: Picture
    cover: Picture
    attachment: Attachment

    def address(self, thing: Picture | Attachment, name: str = "") -> str:
        return f"/publications/{self.publication.slug}/files/{thing.sha256}/{name or default_name(thing)}"

    def staff_address(self, thing: Picture | Attachment, name: str = "") -> str:
        pk = self.publication.pk
        return f"/admin/publications/publication/{pk}/files/{thing.sha256}/{name or default_name(thing)}"

    def things(self) -> list[Picture | Attachment]:
        return [self.figure, self.cover, self.attachment]

    def publish(self, at: datetime.datetime | None = None) -> Edition:
        return publish(revision=save_again(publication=self.publication, by=None), by=None, at=at)


def default_name(thing: Picture | Attachment) -> str:
    return thing.name if isinstance(thing, Attachment) else f"original.{thing.suffix}"


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def complete_without_chapters(monkeypatch) -> None:
    """Files are granted whatever the checklist says."""
    monkeypatch.setattr("publications.services.publishing.blocking", lambda document: [])


def picture(colour: str) -> Picture:
    buffer = io.BytesIO()
    Image.new("RGB", (600, 300), colour).save(buffer, "PNG")
    return store_picture(buffer, f"{colour}.png")


def make_work(slug: str, colours: tuple[str, str], content: bytes = CONTENT) -> Work:
    kind, _ = Kind.objects.get_or_create(
        slug="report",
        defaults={"name_en": "Report", "name_ko": "보고서", "plural_en": "Reports", "plural_ko": "보고서"},
    )
    figure, cover = (picture(colour) for colour in colours)
    publication = Publication.objects.create(
        slug=slug, kind=kind, title_en=slug, issued=datetime.date(2026, 3, 12), cover=cover
    )
    Figure.objects.create(publication=publication, key="gap", picture=figure, alt="A gap")
    stored = store(ContentFile(content, "report.pdf"))
    attachment = Attachment.objects.create(
        publication=publication, name="보고서 full.pdf", **dataclasses.asdict(stored)
    )
    return Work(publication, figure, cover, attachment)


@pytest.fixture
def work() -> Work:
    return make_work("old-pipes", ("red", "blue"))


def client_for(role: str, publication: Publication | None = None) -> Client:
    user = User.objects.create(username=f"{role}{User.objects.count()}", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    if publication:
        publication.editors.add(user)
    client = Client()
    client.force_login(user)
    return client


def body(response) -> bytes:
    """Reads to the end, which closes the file."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def statuses(client: Client, addresses: list[str]) -> list[int]:
    responses = [client.get(address) for address in addresses]
    return [response.status_code for response in responses if body(response) is not None]


def test_published_picture_is_served_for_ever(client: Client, work: Work) -> None:
    work.publish()

    response = client.get(work.address(work.figure, "480.webp"))

    assert response.status_code == 200
    assert {name: response[name] for name in ("Content-Type", "Cache-Control", "ETag", "X-Content-Type-Options")} == {
        "Content-Type": "image/webp",
        "Cache-Control": "public, max-age=31536000, immutable",
        "ETag": f'"{work.figure.sha256}"',
        "X-Content-Type-Options": "nosniff",
    }
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Set-Cookie" not in response
    assert response.get("Vary") is None
    assert Image.open(io.BytesIO(body(response))).size == (480, 240)


def test_published_attachment_is_served_unchanged_under_its_name(client: Client, work: Work) -> None:
    work.publish()

    response = client.get(work.address(work.attachment))

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%EB%B3%B4%EA%B3%A0%EC%84%9C%20full.pdf"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Length"] == str(len(CONTENT))
    assert body(response) == CONTENT


@pytest.mark.parametrize(
    ("asked", "status", "content_range", "expected"),
    [
        ("bytes=0-8", 206, f"bytes 0-8/{len(CONTENT)}", CONTENT[:9]),
        ("bytes=100-", 206, f"bytes 100-{len(CONTENT) - 1}/{len(CONTENT)}", CONTENT[100:]),
        ("bytes=-5", 206, f"bytes {len(CONTENT) - 5}-{len(CONTENT) - 1}/{len(CONTENT)}", CONTENT[-5:]),
        ("bytes=-99999", 206, f"bytes 0-{len(CONTENT) - 1}/{len(CONTENT)}", CONTENT),
        ("bytes=10-99999", 206, f"bytes 10-{len(CONTENT) - 1}/{len(CONTENT)}", CONTENT[10:]),
        ("bytes=99999-", 416, f"bytes */{len(CONTENT)}", b""),
        ("bytes=-0", 416, f"bytes */{len(CONTENT)}", b""),
        ("bytes=5-2", 200, None, CONTENT),
        ("bytes=-", 200, None, CONTENT),
        ("bytes=0-1,4-5", 200, None, CONTENT),
        ("bytes=a-b", 200, None, CONTENT),
        ("lines=1-2", 200, None, CONTENT),
    ],
)
def test_part_of_an_attachment(
    client: Client, work: Work, asked: str, status: int, content_range, expected: bytes
) -> None:
    work.publish()

    response = client.get(work.address(work.attachment), headers={"Range": asked})

    assert (response.status_code, response.get("Content-Range")) == (status, content_range)
    assert body(response) == expected
    if status == 206:
        assert response["Content-Length"] == str(len(expected))


def test_part_of_another_state_is_answered_with_the_whole(client: Client, work: Work) -> None:
    work.publish()

    stale = client.get(work.address(work.attachment), headers={"Range": "bytes=0-8", "If-Range": '"other"'})
    same = client.get(work.address(work.attachment), headers={"Range": "bytes=0-8", "If-Range": stale["ETag"]})

    assert [(stale.status_code, len(body(stale))), (same.status_code, len(body(same)))] == [
        (200, len(CONTENT)),
        (206, 9),
    ]


def test_unchanged_file_is_not_sent_again(client: Client, work: Work) -> None:
    work.publish()

    for thing in work.things():
        response = client.get(work.address(thing), headers={"If-None-Match": f'"{thing.sha256}"'})
        assert (response.status_code, response.content) == (304, b"")
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_file_is_not_compressed_again(client: Client, work: Work) -> None:
    work.publish()

    response = client.get(work.address(work.attachment), headers={"Range": "bytes=0-999", "Accept-Encoding": "gzip"})

    assert (response.status_code, body(response), response.get("Content-Encoding")) == (206, CONTENT[:1000], None)


def test_refused_precondition_is_kept_by_no_cache(client: Client, work: Work) -> None:
    work.publish()

    response = client.get(work.address(work.figure), headers={"If-Match": '"other"'})

    assert (response.status_code, response.get("Cache-Control")) == (412, None)


def test_head_tells_the_size_and_other_methods_are_refused(client: Client, work: Work) -> None:
    work.publish()
    address = work.address(work.attachment)

    response = client.head(address)

    assert (response.status_code, response["Content-Length"], body(response)) == (200, str(len(CONTENT)), b"")
    assert client.post(address).status_code == 405


def test_file_named_twice_in_a_publication_is_found_by_either_name(client: Client, work: Work) -> None:
    stored = {name: getattr(work.attachment, name) for name in ("sha256", "size", "media_type")}
    Attachment.objects.create(publication=work.publication, name="same.pdf", **stored)
    work.publish()

    assert statuses(
        client, [work.address(work.attachment, name) for name in ("same.pdf", "보고서 full.pdf", "other.pdf")]
    ) == [
        200,
        200,
        404,
    ]


def test_draft_grants_nothing(client: Client, work: Work) -> None:
    save_again(publication=work.publication, by=None)

    assert statuses(client, [work.address(thing) for thing in work.things()]) == [404, 404, 404]
    assert statuses(client, [f"/files/{thing.sha256}/{default_name(thing)}" for thing in work.things()]) == [
        404,
        404,
        404,
    ]


def test_scheduled_edition_grants_nothing_until_it_opens(client: Client, work: Work) -> None:
    edition = work.publish(timezone.now() + datetime.timedelta(minutes=1))
    addresses = [work.address(thing) for thing in work.things()]

    assert statuses(client, addresses) == [404, 404, 404]

    Edition.objects.filter(pk=edition.pk).update(live_from=timezone.now())
    assert statuses(client, addresses) == [200, 200, 200]


def test_withdrawn_edition_grants_nothing(client: Client, work: Work) -> None:
    work.publish()

    withdraw(publication=work.publication, by=None, reason=Bilingual("Wrong data.", "자료 오류."))

    assert statuses(client, [work.address(thing) for thing in work.things()]) == [404, 404, 404]


def test_file_added_after_publication_is_not_granted(client: Client, work: Work) -> None:
    work.publish()
    later = picture("green")
    Figure.objects.create(publication=work.publication, key="later", picture=later)
    save_again(publication=work.publication, by=None)

    assert statuses(client, [work.address(later)]) == [404]


def test_earlier_edition_keeps_its_files(client: Client, work: Work) -> None:
    work.publish()
    work.publication.figures.all().delete()
    work.publish()

    assert statuses(client, [work.address(work.figure)]) == [200]


def test_publication_grants_no_file_of_another(client: Client, work: Work) -> None:
    other = make_work("other", ("green", "yellow"), b"%PDF-1.7 other")
    work.publish()

    assert statuses(client, [work.address(thing) for thing in other.things()]) == [404, 404, 404]


@pytest.mark.parametrize(
    "name",
    [
        "481.webp",
        "0.webp",
        "original.jpg",
        "original.png.webp",
        "..",
        "%2e%2e",
        "..%5coriginal.png",
        "original.png%0a",
        "1".ljust(300, "1"),
    ],
)
def test_names_that_are_none_of_the_files(client: Client, work: Work, name: str) -> None:
    work.publish()

    assert statuses(client, [work.address(work.figure, name), work.address(work.attachment, name)]) == [404, 404]


@pytest.mark.parametrize("sha256", ["..", "%2e%2e", "0" * 64, "a", "f" * 63 + "G", "x" * 5000])
def test_hashes_that_are_none(client: Client, work: Work, sha256: str) -> None:
    work.publish()
    staff_client = client_for("administrator")

    assert statuses(
        client, [f"/publications/old-pipes/files/{sha256}/original.png", f"/files/{sha256}/original.png"]
    ) == [404, 404]
    assert statuses(
        staff_client, [f"/admin/publications/publication/{work.publication.pk}/files/{sha256}/original.png"]
    ) == [404]


def test_hash_in_capitals_is_another(client: Client, work: Work) -> None:
    work.publish()

    assert statuses(client, [f"/publications/old-pipes/files/{work.figure.sha256.upper()}/original.png"]) == [404]


def test_lost_file_is_not_found(client: Client, work: Work) -> None:
    work.publish()
    attachment_path(work.attachment.sha256).unlink()

    assert statuses(client, [work.address(work.attachment)]) == [404]


def test_one_query_for_a_picture(client: Client, work: Work, django_assert_num_queries) -> None:
    work.publish()

    with django_assert_num_queries(1):
        body(client.get(work.address(work.figure)))


def test_portrait_and_logo_are_served_while_a_row_shows_them(client: Client) -> None:
    portrait, logo = picture("red"), picture("blue")
    person = Person.objects.create(slug="seo-yun-ah", given_en="Yun-ah", family_en="Seo", portrait=portrait)
    Institute.objects.create(name_en="Hanbit", name_ko="한빛", logo=logo)
    addresses = [f"/files/{portrait.sha256}/480.webp", f"/files/{logo.sha256}/original.png"]

    assert statuses(client, addresses) == [200, 200]

    Person.objects.filter(pk=person.pk).update(portrait=None)
    assert statuses(client, addresses) == [404, 200]


def test_staff_see_files_of_what_they_may_view(work: Work) -> None:
    addresses = [work.staff_address(thing) for thing in work.things()]

    assert statuses(client_for("author", work.publication), addresses) == [200, 200, 200]
    assert statuses(client_for("editor"), addresses) == [200, 200, 200]
    assert statuses(client_for("author"), addresses) == [404, 404, 404]
    missing = work.staff_address(work.figure).replace(work.figure.sha256, "0" * 64)
    assert statuses(Client(), [*addresses, missing]) == [302, 302, 302, 302]


def test_staff_files_are_kept_by_no_cache(work: Work) -> None:
    client = client_for("editor")

    for thing in work.things():
        response = client.get(work.staff_address(thing))
        assert (body(response) != b"", "no-store" in response["Cache-Control"].split(", ")) == (True, True)


def test_staff_see_files_of_earlier_revisions(work: Work) -> None:
    client = client_for("author", work.publication)
    save_again(publication=work.publication, by=None)
    work.publication.figures.all().delete()
    work.publication.attachments.all().delete()
    Publication.objects.filter(pk=work.publication.pk).update(cover=None)

    assert statuses(client, [work.staff_address(thing) for thing in work.things()]) == [200, 200, 200]


def test_typing_a_hash_into_a_text_grants_nothing(work: Work) -> None:
    other = make_work("other", ("green", "yellow"), b"%PDF-1.7 other")
    client = client_for("author", work.publication)
    text = " ".join(thing.sha256 for thing in other.things())
    Publication.objects.filter(pk=work.publication.pk).update(title_ko=text)
    work.publish()

    assert statuses(client, [work.staff_address(thing) for thing in other.things()]) == [404, 404, 404]
    assert statuses(Client(), [work.address(thing) for thing in other.things()]) == [404, 404, 404]


@pytest.mark.skipif(not PDFS, reason="The sample PDFs are not on this machine.")
@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.name)
def test_real_pdf_is_served_unchanged_whole_and_in_parts(client: Client, work: Work, path: Path) -> None:
    content = path.read_bytes()
    with path.open("rb") as file:
        stored = store(File(file, path.name))
    row = Attachment.objects.create(publication=work.publication, name=path.name, **dataclasses.asdict(stored))
    work.publish()

    whole = client.get(work.address(row))
    tail = client.get(work.address(row), headers={"Range": "bytes=-1024"})

    assert hashlib.sha256(body(whole)).hexdigest() == hashlib.sha256(content).hexdigest()
    assert whole["Content-Disposition"] == f'attachment; filename="{path.name}"'
    assert (tail.status_code, body(tail)) == (206, content[-1024:])
