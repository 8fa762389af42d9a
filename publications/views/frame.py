"""What every public page shares: the institute, the menu, the entity tag, and the frame of the page."""

import datetime
import functools
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import timezone

from config.languages import LANGUAGES, Language, other
from publications.models import Institute, Page

Parameters = ParamSpec("Parameters")
Value = TypeVar("Value")
# Name -> the state of the site for which it holds, and what it is. Few names: one entry for each, the last.
_remembered: dict[str, tuple[Any, Any]] = {}
# Seconds that a count on a page may be behind (docs/decisions/0013).
COUNTS_LAG = 15 * 60


@dataclass(slots=True)
class Frame:
    """One request for a page in one language."""

    request: HttpRequest
    language: Language
    institute: Institute
    pages: list[Page] = field(default_factory=list)
    # Whether it prints counts, which change without raising the generation.
    shows_counts: bool = False
    # What a page shows besides, over everything else: a preview's own addresses.
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> datetime.date:
        return timezone.localdate()

    def remembered(self, name: str, work: Callable[[], Value]) -> Value:
        """What was worked out for this name before, in this process, while nothing public has changed since."""
        key = (self.institute.pk, self.institute.state, self.institute.changed_at)
        if self.institute.pk is None:
            return work()
        known = _remembered.get(name)
        if known is None or known[0] != key:
            known = _remembered[name] = (key, work())
        found: Value = known[1]
        return found

    @property
    def etag(self) -> str:
        """Everything a public page depends on: address, generation and moments passed, build, the day; counts lag."""
        tick = int(time.time() / COUNTS_LAG) if self.shows_counts else ""
        key = f"{self.request.get_full_path()} {self.institute.state} {settings.BUILD} {self.today} {tick}"
        return f'"{hashlib.sha256(key.encode()).hexdigest()[:32]}"'

    @property
    def section(self) -> str:
        """The entry of the menu below which this page stands."""
        first = self.request.path.split("/")[2]
        return {"series": "publications", "centers": "people"}.get(first, first)

    @property
    def own_path(self) -> str:
        """The path, with the number of a later page of a list; what filters show has no address of its own."""
        page = self.request.GET.get("page", "")
        is_later = set(self.request.GET) == {"page"} and page.isdecimal() and int(page) > 1
        return self.request.path + (f"?page={page}" if is_later else "")

    def render(self, template: str, context: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
        """The page, with what the frame around it needs."""
        self.pages = self.pages or list(Page.objects.all())
        frame = {
            "language": self.language,
            "other_language": other(self.language),
            "institute": self.institute,
            "menu": [page for page in self.pages if page.in_menu],
            "footer": [page for page in self.pages if page.in_footer],
            "section": self.section,
            "canonical": settings.SITE_URL + self.own_path,
            "other_address": swap_language(self.request.get_full_path(), other(self.language)),
            "alternates": alternates(self.own_path, LANGUAGES),
        }
        return render(self.request, template, frame | (context or {}) | self.extra, status=status)


View = Callable[Concatenate[Frame, Parameters], HttpResponse]


def page_with_counts(view: "View[Parameters]") -> Callable[..., HttpResponse]:
    """A public page that prints how often something was viewed."""
    return public_page(view, shows_counts=True)


def public_page(view: "View[Parameters]", *, shows_counts: bool = False) -> Callable[..., HttpResponse]:
    """Give a view its :class:`Frame` in place of request and language, and answer 304 where nothing changed."""

    @functools.wraps(view)
    def respond(request: HttpRequest, language: Language, *arguments: Any, **named: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        frame = Frame(request, language, Institute.objects.current())
        frame.shows_counts = shows_counts or request.GET.get("sort") == "views"
        etag = frame.etag
        if etag in request.headers.get("If-None-Match", ""):
            return HttpResponseNotModified(headers={"ETag": etag, "Cache-Control": "no-cache"})
        response = view(frame, *arguments, **named)
        if response.status_code == 200:
            response["ETag"] = etag
            response["Cache-Control"] = "no-cache"
        return response

    return respond


def swap_language(path: str, language: Language) -> str:
    """The same address in the other language."""
    return f"/{language}{path[3:]}"


def alternates(path: str, languages: tuple[Language, ...]) -> list[tuple[Language, str]]:
    """Language and absolute address of each version of a page, for ``hreflang``."""
    return [(language, settings.SITE_URL + swap_language(path, language)) for language in languages]


def choice(request: HttpRequest, name: str, allowed: tuple[str, ...], default: str) -> str:
    """One parameter out of a few words.

    :raises BadRequest: another word, or the parameter twice
    """
    values = request.GET.getlist(name)
    if not values:
        return default
    if len(values) > 1 or values[0] not in allowed:
        raise BadRequest(f"{name} must be one of {', '.join(allowed)}.")
    return values[0]
