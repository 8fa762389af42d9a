import hashlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File

from publications.attachments import StoredFile, store
from publications.store import attachment_path

PDFS = sorted((Path(__file__).parents[3] / "shared" / "samples" / "pdf").glob("*.pdf"))


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("report.pdf", b"%PDF-1.7\nbody", "application/pdf"),
        ("REPORT.PDF", b"%PDF-1.4\nbody", "application/pdf"),
        ("table.csv", "도시,인구\n".encode("cp949"), "text/csv"),
        ("table.csv", "도시\t인구\n".encode("utf-16"), "text/csv"),
        ("captions.vtt", b"\xef\xbb\xbfWEBVTT\n", "text/vtt"),
        ("data.zip", b"PK\x03\x04rest", "application/zip"),
        ("book.epub", b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zipPK", "application/epub+zip"),
        ("원고.hwpx", b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/hwp+zipPK", "application/hwp+zip"),
    ],
)
def test_store_keeps_the_bytes_and_tells_the_media_type(name: str, content: bytes, media_type: str) -> None:
    stored = store(ContentFile(content, name))

    assert stored == StoredFile(hashlib.sha256(content).hexdigest(), len(content), media_type)
    assert attachment_path(stored.sha256).read_bytes() == content


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.html", b"<p>", "kind"),
        ("drawing.svg", b"<svg/>", "kind"),
        ("program.exe", b"MZ\x90", "kind"),
        ("pdf", b"%PDF-1.7", "kind"),
        ("report.pdf.exe", b"%PDF-1.7", "kind"),
        ("report.pdf", b"<html>%PDF", "content"),
        ("table.xlsx", b"MZ\x90", "content"),
        ("book.epub", b"PK\x03\x04" + bytes(60), "content"),
        ("captions.vtt", b"1\n00:00", "content"),
        ("notes.txt", b"MZ\0\0", "content"),
        ("report.pdf", b"", "empty"),
    ],
)
def test_anything_else_is_refused_and_leaves_nothing(media: Path, name: str, content: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        store(ContentFile(content, name))

    assert caught.value.code == code
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_too_large_is_refused_while_it_is_read(monkeypatch, media: Path) -> None:
    monkeypatch.setattr("publications.attachments.MAXIMUM_BYTES", 100_000)

    with pytest.raises(ValidationError) as caught:
        store(ContentFile(b"%PDF-1.7" + bytes(100_000), "report.pdf"))

    assert caught.value.code == "too_large"
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_same_file_twice_is_one_file(media: Path) -> None:
    first = store(ContentFile(b"%PDF-1.7", "one.pdf"))
    second = store(ContentFile(b"%PDF-1.7", "two.pdf"))

    assert second == first
    assert [path for path in media.rglob("*") if path.is_file()] == [attachment_path(first.sha256)]


@pytest.mark.skipif(not PDFS, reason="The sample PDFs are not on this machine.")
@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.name)
def test_real_pdf_is_stored_unchanged(path: Path) -> None:
    with path.open("rb") as content:
        stored = store(File(content, path.name))

    assert stored.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert attachment_path(stored.sha256).read_bytes() == path.read_bytes()
