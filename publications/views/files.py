"""Files for readers. Each is served only through what grants it: an edition they may read, or a catalogue row that shows it.

What is missing and what is forbidden get the same answer.
"""

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from people.models import Person
from publications import readership
from publications.document.types import AttachmentRef
from publications.models import Edition, Institute
from publications.store import attachment_path, picture_path

PICTURE_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
# A hash never stands for other bytes; a withdrawn attachment, though, must go at once.
FOREVER, CHECK_FIRST, NEVER = "public, max-age=31536000, immutable", "public, no-cache", "private, no-store"

_PICTURE_NAME = re.compile(r"(?:original\.(?P<suffix>png|jpg)|[1-9]\d{0,3}\.webp)", re.ASCII)
_RANGE = re.compile(r"bytes=(?P<first>\d{0,15})-(?P<last>\d{0,15})", re.ASCII)
_PIECE = 64 * 1024


@require_safe
def granted(request: HttpRequest, slug: str, sha256: str, name: str) -> HttpResponseBase:
    """A picture or an attachment of a publication that readers may read."""
    editions = Edition.objects.readable().filter(slug=slug, files__sha256=sha256)
    if is_picture_name(name):
        if not editions.exists():
            raise Http404
        return picture_response(request, sha256, name, caching=FOREVER)
    for edition in editions.with_document().order_by("-number"):
        for attachment in edition.document.attachments:
            if (attachment.sha256, attachment.name) == (sha256, name):
                response = attachment_response(request, attachment, caching=CHECK_FIRST)
                if request.method == "GET" and response.status_code in readership.ANSWERED:
                    readership.note(request, edition.publication_id, name)
                return response
    raise Http404


@require_safe
def catalogue(request: HttpRequest, sha256: str, name: str) -> HttpResponseBase:
    """A portrait or the logo."""
    is_shown = is_picture_name(name) and (
        Person.objects.filter(portrait__sha256=sha256).exists()
        or Institute.objects.filter(logo__sha256=sha256).exists()
    )
    if not is_shown:
        raise Http404
    return picture_response(request, sha256, name, caching=FOREVER)


def is_picture_name(name: str) -> bool:
    return _PICTURE_NAME.fullmatch(name) is not None


def picture_response(request: HttpRequest, sha256: str, name: str, *, caching: str) -> HttpResponseBase:
    path = picture_path(sha256, name)
    media_type = PICTURE_TYPES[path.suffix.removeprefix(".")]
    return _respond(request, path, sha256, {"Content-Type": media_type, "Cache-Control": caching})


def attachment_response(request: HttpRequest, attachment: AttachmentRef, *, caching: str) -> HttpResponseBase:
    """Under the attachment's own name; a part of it where a part was asked for."""
    headers = {
        "Content-Type": attachment.media_type,
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=attachment.name) or "attachment",
        "Cache-Control": caching,
        "Accept-Ranges": "bytes",
    }
    return _respond(request, attachment_path(attachment.sha256), attachment.sha256, headers)


def _respond(request: HttpRequest, path: Path, sha256: str, headers: dict[str, str]) -> HttpResponseBase:
    if not path.is_file():
        raise Http404
    etag = quote_etag(sha256)
    asked = request.headers.get("Range", "") if "Accept-Ranges" in headers else ""
    if request.headers.get("If-Range", etag) != etag:
        asked = ""
    response = get_conditional_response(request, etag=etag) or _body(path, asked, headers["Content-Type"])
    if response.status_code != HTTPStatus.PRECONDITION_FAILED:  # which no cache may keep
        for header, value in (headers | {"ETag": etag}).items():
            response[header] = value
    # Nothing that a file holds may run or load anything, whatever a browser makes of it. Also when it has not changed:
    # browsers take the headers of that answer for their copy.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _body(path: Path, asked: str, media_type: str) -> HttpResponseBase:
    """The file, or the part of it that ``Range`` asks for (several parts are answered with the whole, as RFC 9110 lets us)."""
    size = path.stat().st_size
    match = _RANGE.fullmatch(asked)
    bounds = _bounds(match["first"], match["last"], size) if match else None
    if bounds is None:
        return FileResponse(path.open("rb"), content_type=media_type)
    first, last = bounds
    if first >= size:
        return HttpResponse(
            status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{size}"}
        )
    part = StreamingHttpResponse(
        _part(path, first, last - first + 1), status=HTTPStatus.PARTIAL_CONTENT, content_type=media_type
    )
    part["Content-Range"] = f"bytes {first}-{last}/{size}"
    part["Content-Length"] = str(last - first + 1)
    return part


def _bounds(first: str, last: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for, the first beyond the end where there is none; nothing if it makes no sense."""
    if not first:
        return (max(0, size - int(last)), size - 1) if last else None
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


def _part(path: Path, start: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(_PIECE, length))):
            length -= len(piece)
            yield piece
