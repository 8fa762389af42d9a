"""The small request by which a page says that somebody opened it: so that pages themselves can be cached."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from publications import readership
from publications.models import Edition


@csrf_exempt
def count(request: HttpRequest, slug: str) -> HttpResponse:
    """Nothing in it is secret or changes anything but a number; pages of other sites are not listened to."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    publication = Edition.objects.published().filter(slug=slug).values_list("publication_id", flat=True).first()
    if publication is None:
        raise Http404
    if request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin":
        readership.note(request, publication)
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
