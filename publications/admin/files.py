"""Files for staff: those of a publication they may see, in its rows as they stand or in any of its revisions."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from config import policy
from publications.document.types import AttachmentRef, Document
from publications.models import Publication
from publications.services.publishing import files
from publications.views.files import NEVER, attachment_response, is_picture_name, picture_response


@require_safe
def staff(request: HttpRequest, pk: int, sha256: str, name: str) -> HttpResponseBase:
    publication = Publication.objects.filter(pk=pk).select_related("cover", "video_poster").first()
    if publication is None or not policy.can(request.user, "view", publication):
        raise Http404
    if is_picture_name(name):
        if not _shows_picture(publication, sha256):
            raise Http404
        return picture_response(request, sha256, name, caching=NEVER)
    for attachment in _attachments(publication, sha256):
        if attachment.name == name:
            return attachment_response(request, attachment, caching=NEVER)
    raise Http404


def _shows_picture(publication: Publication, sha256: str) -> bool:
    return (
        any(picture.sha256 == sha256 for picture in (publication.cover, publication.video_poster) if picture)
        or publication.figures.filter(picture__sha256=sha256).exists()
        or any(sha256 in files(document) for document in _documents(publication, sha256))
    )


def _attachments(publication: Publication, sha256: str) -> Iterator[AttachmentRef]:
    for row in publication.attachments.filter(sha256=sha256):
        yield row.as_ref()
    for document in _documents(publication, sha256):
        yield from (attachment for attachment in document.attachments if attachment.sha256 == sha256)


def _documents(publication: Publication, sha256: str) -> Iterator[Document]:
    """Saved states that may hold the hash. Callers look where it stands: anyone can type a hash into a text."""
    for revision in publication.revisions.filter(stored__contains=sha256).iterator(chunk_size=1):
        yield revision.document
