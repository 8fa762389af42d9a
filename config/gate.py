"""Before routing: what no page needs is answered 400; after it: the security headers and the language of the page."""

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import translation

from config.languages import LANGUAGES

MAXIMUM_QUERY_BYTES = 8 * 1024
MAXIMUM_PARAMETERS = 100

Respond = Callable[[HttpRequest], HttpResponse]

PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "frame-src https:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
STAFF_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"


# What Django makes of bytes in a path that are no UTF-8; no address of ours holds that.
_BROKEN = re.compile("%[89A-F][0-9A-F]")


def is_wellformed(path: str, query: str) -> bool:
    """Whether a path and a raw query hold only valid UTF-8 without NUL, in sizes that a page may need."""
    if len(query) > MAXIMUM_QUERY_BYTES or query.count("&") >= MAXIMUM_PARAMETERS:
        return False
    try:
        # A server hands over bytes as Latin-1 (PEP 3333).
        decoded = unquote_to_bytes(query.encode("latin-1")).decode()
    except UnicodeError:
        return False
    return "\0" not in path + decoded and not _BROKEN.search(path)


class Gate:
    """The first middleware that looks at the request; only ``SecurityMiddleware`` adds its headers around it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_wellformed(request.path_info, request.META.get("QUERY_STRING", "")):
            response = self.get_response(request)
        else:
            response = HttpResponseBadRequest(
                "400 Bad request / 잘못된 요청입니다", content_type="text/plain; charset=utf-8"
            )
        is_staff_page = request.path_info.startswith("/admin/")
        response.setdefault("Content-Security-Policy", STAFF_POLICY if is_staff_page else PUBLIC_POLICY)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if is_staff_page:
            response.setdefault("Cache-Control", "no-store")
        return response


class PageLanguage:
    """Activate the language of the address (``/en/…``, ``/ko/…``), or of the account in the back office.

    Never the browser's: what an address shows depends on the address only.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request)):
            response = self.get_response(request)
            response.setdefault("Content-Language", translation.get_language() or "en")
            return response


def language_of(request: HttpRequest) -> str:
    first = request.path_info.split("/", 2)[1]
    if first in LANGUAGES:
        return first
    if first == "admin":
        asked = request.GET.get("language")
        if asked in LANGUAGES:
            return asked
        if request.user.is_authenticated:
            return str(request.user.language)
    return "en"
