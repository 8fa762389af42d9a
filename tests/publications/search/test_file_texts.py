import io

import pytest
from django.core.files.base import ContentFile

from publications import file_texts
from publications.attachments import store
from publications.file_texts import text_of


def make_pdf(*texts: str) -> bytes:
    """A PDF of one line a page, as plain as the standard allows."""
    pages = [f"{4 + 2 * number} 0 R" for number in range(len(texts))]
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(pages)}] /Count {len(texts)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(texts):
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, places = io.BytesIO(b""), []
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{content}\nendobj\n".encode())
    table = out.tell()
    lines = "".join(f"{place:010} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{lines}".encode())
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode())
    return out.getvalue()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_pages_of_a_pdf_are_read_once_and_kept(monkeypatch):
    file = store(ContentFile(make_pdf("Okapi graze", "Zebras rest"), name="a.pdf"))

    first = text_of(file.sha256, file.media_type)
    monkeypatch.setattr(file_texts, "_read", lambda path: pytest.fail("read again"))

    assert (first, text_of(file.sha256, file.media_type)) == (["Okapi graze", "Zebras rest"],) * 2


@pytest.mark.parametrize("content", [b"%PDF-1.4 broken", make_pdf("x")[:200], b"%PDF-" + b"\0" * 5000])
def test_broken_pdf_has_no_text(content):
    file = store(ContentFile(content, name="a.pdf"))

    assert text_of(file.sha256, file.media_type) in ([], [""])


def test_other_files_and_missing_ones_have_no_text():
    file = store(ContentFile(b"a,b\n1,2\n", name="a.csv"))

    assert (text_of(file.sha256, file.media_type), text_of("e" * 64, "application/pdf")) == ([], [])


def test_child_that_takes_too_long_is_stopped(monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(file_texts, "_CHILD", child)
    monkeypatch.setattr(file_texts, "_SECONDS", 0.5)
    file = store(ContentFile(make_pdf("Okapi"), name="a.pdf"))

    assert text_of(file.sha256, file.media_type) == []


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "open('/dev/null', 'w')",
    ],
)
def test_child_refuses_the_network_programs_and_writing(attempt, tmp_path):
    import subprocess  # noqa: PLC0415 - only here
    import sys  # noqa: PLC0415

    script = f"from publications import pdf_child; import sys; sys.addaudithook(pdf_child._refuse)\n{attempt}"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert "PermissionError" in answer.stderr
