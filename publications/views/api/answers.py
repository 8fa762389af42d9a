"""How the JSON interface answers: read only, open to scripts of every origin, errors in JSON, lists in pages."""

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from config.languages import LANGUAGES, Bilingual
from people.models import Person
from publications.models import Institute
from publications.outputs.data import Values, both
from publications.outputs.site import Site
from publications.views.machine import public_data
from publications.views.site import site_of

PAGE_SIZE = 50
METHODS = "GET, HEAD, OPTIONS"
Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Site, Parameters], Values | HttpResponse]
MESSAGES = {404: "There is nothing at this address.", 405: "This interface is read only."}


def public_json(view: "View[Parameters]") -> Callable[..., HttpResponse]:
    """Give a view the site, and answer what it returns as JSON; refusals and errors are JSON too."""

    @public_data
    def answered(request: HttpRequest, institute: Institute, *arguments: Any, **named: Any) -> HttpResponse:
        found = view(request, site_of(institute), *arguments, **named)
        return found if isinstance(found, HttpResponse) else json_answer(found)

    @functools.wraps(view)
    def respond(request: HttpRequest, *arguments: Any, **named: Any) -> Any:
        try:
            if request.method == "OPTIONS":
                return _open(HttpResponse(status=204))
            response = answered(request, *arguments, **named)
        except Http404:
            response = error(404, MESSAGES[404])
        except BadRequest as reason:
            response = error(400, str(reason))
        return _open(error(405, MESSAGES[405]) if response.status_code == 405 else response)

    # A request that changes nothing needs no token, and is refused in JSON like any other.
    respond.csrf_exempt = True  # type: ignore[attr-defined]
    return respond


def _open(response: HttpResponseBase) -> HttpResponseBase:
    """Readable for scripts of every origin."""
    if response.status_code in {204, 405}:
        response["Allow"] = METHODS
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
    response["Access-Control-Expose-Headers"] = "ETag, Last-Modified"
    return response


def json_answer(values: Values, status: int = 200) -> JsonResponse:
    return JsonResponse(values, status=status, json_dumps_params={"ensure_ascii": False})


def error(status: int, message: str) -> JsonResponse:
    return json_answer({"error": {"status": status, "message": message}}, status)


def page_of(rows: QuerySet[Any], number: int, address: Callable[[int], str], show: Callable[[Any], Values]) -> Values:
    """One page of a list, with the addresses of its neighbours.

    :raises Http404: there is no such page
    """
    total = rows.count()
    pages = max(1, -(-total // PAGE_SIZE))
    if number > pages:
        raise Http404
    return {
        "total": total,
        "page": number,
        "pages": pages,
        "next": address(number + 1) if number < pages else None,
        "previous": address(number - 1) if number > 1 else None,
        "results": [show(row) for row in rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]],
    }


def numbered(site: Site, collection: str) -> Callable[[int], str]:
    base = site.api_url(collection)
    return lambda number: f"{base}?page={number}" if number > 1 else base


def printed(person: Person) -> dict[str, str]:
    """A person's name in each script that it has."""
    return both(Bilingual(person.name.en.printed, person.name.ko.printed))


def pages_of(site: Site, collection: str, slug: str) -> dict[str, str]:
    """The pages of a topic or person in both languages."""
    return {language: site.page_url(language, collection, slug) for language in LANGUAGES}
