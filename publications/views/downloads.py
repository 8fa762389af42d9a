"""Files of a publication that are written from its Document: citations, and the text for machines."""

from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from publications import readership
from publications.models import Edition, Institute
from publications.outputs import FORMATS
from publications.views.site import site_of


@require_safe
def citation(request: HttpRequest, slug: str, suffix: str) -> HttpResponse:
    """``/publications/<slug>.bib``: the same for every visitor, in the publication's own language."""
    edition = Edition.objects.published().with_document().filter(slug=slug).order_by("-live_from").first()
    if suffix not in FORMATS:
        raise Http404
    if edition is None:
        return _moved(slug, suffix)
    institute = Institute.objects.current()
    etag = f'"{edition.pk}-{institute.state}-{settings.BUILD}-{suffix}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        chosen = FORMATS[suffix]
        body = chosen.render(edition.document, site_of(institute))
        response = HttpResponse(body, content_type=chosen.media_type)
        if chosen.is_saved:
            response["Content-Disposition"] = _as_file(f"{edition.slug}.{suffix}", f"{edition.publication_id}.{suffix}")
        response["Content-Language"] = edition.language
    if request.method == "GET" and FORMATS[suffix].is_saved and response.status_code in readership.ANSWERED:
        readership.note(request, edition.publication_id, suffix)
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response


def _moved(slug: str, suffix: str) -> HttpResponse:
    """An address that a published publication had before leads to the present one."""
    edition = get_object_or_404(Edition.objects.published(), publication__redirects__slug=slug)
    return HttpResponsePermanentRedirect(f"/publications/{quote(edition.slug)}.{suffix}")


def _as_file(name: str, plain: str) -> str:
    """An attachment with its own name, and with an ASCII one for clients that cannot read that."""
    if name.isascii():
        return str(content_disposition_header(True, name))
    return f"attachment; filename=\"publication-{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
