"""What addresses for machines share: they are read only, and answer 304 where nothing public has changed."""

import functools
import hashlib
import re
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseNotAllowed, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from publications.models import Institute

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Institute, Parameters], HttpResponseBase]
MAXIMUM_PAGE = 100_000
_PAGE = re.compile(r"[1-9][0-9]{0,5}")


def public_data(view: "View[Parameters]") -> Callable[..., HttpResponseBase]:
    """Give a view the institute; add ETag and Last-Modified to what it answers, and compare them with the request's.

    A matching tag ends here; a date is compared only when the view has found something at this address.
    """

    @functools.wraps(view)
    def respond(request: HttpRequest, *arguments: Any, **named: Any) -> Any:
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        institute = Institute.objects.current()
        etag, modified = _tag(request, institute), int(institute.changed.timestamp())
        headers = {"ETag": etag, "Last-Modified": http_date(modified), "Cache-Control": "no-cache"}
        if etag in request.headers.get("If-None-Match", ""):
            return HttpResponseNotModified(headers=headers)
        response: Any = view(request, institute, *arguments, **named)
        if response.status_code == 200:
            for name, value in headers.items():
                response[name] = value
            return get_conditional_response(request, etag=etag, last_modified=modified, response=response)
        return response

    return respond


def _tag(request: HttpRequest, institute: Institute) -> str:
    """The day too: posts begin and end with one."""
    key = f"{request.get_full_path()} {institute.state} {settings.BUILD} {timezone.localdate()}"
    return f'"{hashlib.sha256(key.encode()).hexdigest()[:32]}"'


def page_number(request: HttpRequest) -> int:
    """
    :raises BadRequest: it is none, or given twice
    """
    given = request.GET.getlist("page") or ["1"]
    if len(given) > 1 or not _PAGE.fullmatch(given[0]) or int(given[0]) > MAXIMUM_PAGE:
        raise BadRequest("page has a malformed value.")
    return int(given[0])
