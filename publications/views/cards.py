"""The picture of a publication for those who share it; drawn once an edition and kept on disk."""

import hashlib
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from publications.models import Edition, Institute
from publications.outputs import card
from publications.store import put_bytes
from publications.views.machine import public_data
from publications.views.site import site_of


@public_data
def picture(request: HttpRequest, institute: Institute, slug: str) -> HttpResponse:
    published = Edition.objects.published()
    edition = published.with_document().filter(slug=slug).first()
    if card.fonts() is None:
        raise Http404
    if edition is None:
        moved = published.filter(publication__redirects__slug=slug).first()
        if moved is None:
            raise Http404
        return HttpResponsePermanentRedirect(f"/publications/{quote(moved.slug, safe='')}.png")
    path = _place(edition, institute)
    if not path.is_file():
        _forget_others(edition)
        put_bytes(card.render(edition.document, site_of(institute), institute.cover_colour), path)
    return HttpResponse(path.read_bytes(), content_type="image/png")


def _place(edition: Edition, institute: Institute) -> Path:
    """What is drawn stands in the edition, which never changes, and in the institute's row."""
    drawn = f"{card.DRAWING} {institute.name} {institute.cover_colour} {card.fonts()}"
    return _folder() / f"{edition.pk}-{hashlib.sha256(drawn.encode()).hexdigest()[:16]}.png"


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "cards"


def _forget_others(edition: Edition) -> None:
    """Those of its earlier editions, and those drawn before the institute changed."""
    editions = Edition.objects.filter(publication=edition.publication_id).values_list("pk", flat=True)
    for pk in editions:
        for old in _folder().glob(f"{pk}-*.png"):
            old.unlink(missing_ok=True)
