"""Files to download: kept byte for byte under their hash, if they are of a kind that an institute gives out."""

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from publications.store import attachment_path, put, unfinished_file

MAXIMUM_BYTES = 200_000_000
_HEAD_BYTES = 4_096

_OFFICE = "application/vnd.openxmlformats-officedocument"
# By the ending of the name; what the file begins with must agree.
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv",
    "txt": "text/plain",
    "json": "application/json",
    "vtt": "text/vtt",
    "zip": "application/zip",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "hwpx": "application/hwp+zip",
    "epub": "application/epub+zip",
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    sha256: str
    size: int
    media_type: str


def store(file: File) -> StoredFile:
    """Keep a file unchanged, read piece by piece. The same bytes again find themselves there already.

    :raises ValidationError: it is empty, too large, or of a kind we do not give out; the sentence is for people
    """
    fingerprint = hashlib.sha256()
    head, size = b"", 0
    with unfinished_file() as unfinished:
        for piece in file.chunks():
            size += len(piece)
            if size > MAXIMUM_BYTES:
                raise _too_large()
            head += piece[: _HEAD_BYTES - len(head)]
            fingerprint.update(piece)
            unfinished.write(piece)
        media_type = _media_type(file.name or "", head)
        sha256 = fingerprint.hexdigest()
        path = attachment_path(sha256)
        if not path.is_file():
            put(unfinished, path)
    return StoredFile(sha256, size, media_type)


def _too_large() -> ValidationError:
    return ValidationError(
        _("This file is larger than %(limit)d megabytes.") % {"limit": MAXIMUM_BYTES // 1_000_000}, code="too_large"
    )


def _media_type(name: str, head: bytes) -> str:
    if not head:
        raise ValidationError(_("This file is empty."), code="empty")
    ending = PurePath(name).suffix.removeprefix(".").lower()
    if ending not in MEDIA_TYPES:
        raise ValidationError(
            _("Files of this kind are not taken. These are: %(kinds)s.") % {"kinds": ", ".join(MEDIA_TYPES)},
            code="kind",
        )
    if not _begins_like(ending, head):
        raise ValidationError(
            _("The name of this file ends in .%(ending)s, but its content is something else.") % {"ending": ending},
            code="content",
        )
    return MEDIA_TYPES[ending]


def _begins_like(ending: str, head: bytes) -> bool:
    if ending == "pdf":
        return b"%PDF-" in head[:1_024]
    if ending in {"epub", "hwpx"}:
        # Both standards put the media type first, uncompressed, so that it can be read right here.
        return head.startswith(b"PK\x03\x04") and head[30:].startswith(b"mimetype" + MEDIA_TYPES[ending].encode())
    if ending in {"zip", "xlsx", "docx"}:
        return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))
    if ending == "vtt":
        return head.removeprefix(codecs.BOM_UTF8).startswith(b"WEBVTT")
    return b"\0" not in head or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
