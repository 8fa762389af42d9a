"""Reading one publication: the report page, its chapters, the whole text on one page."""

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import reverse

from config.languages import Language, ordered
from people.models import Appointment, Person
from publications.document.html import plain_text
from publications.document.length import has_chapter_pages, length, reading_minutes
from publications.document.outline import flatten, nest
from publications.document.types import Contributor, Document
from publications.models import Edition, EditionContribution, Redirect
from publications.outputs import FORMATS, highwire, reference, schema_org, web
from publications.views.contents import lines, numbered_groups, page_parts
from publications.views.frame import Frame, alternates, choice, page_with_counts, public_page
from publications.views.neighbours import related, translations
from publications.views.site import site_of


@dataclass
class Reading:
    """A Document as it is shown: to readers as an Edition, to staff as a Revision in preview.

    ``base`` is the address of its first page, ``files`` that of its files; both end with a slash.
    """

    document: Document
    base: str
    files: str
    edition: Edition | None = None
    people: dict[int, Person] = field(default_factory=dict)
    is_current: bool = True

    @functools.cached_property
    def is_split(self) -> bool:
        if self.edition is not None:
            return self.edition.has_chapter_pages
        return has_chapter_pages(
            self.document, minimum=settings.CHAPTER_PAGE_MINIMUM, limits=settings.CHAPTER_PAGE_WORDS
        )

    @functools.cached_property
    def minutes(self) -> int:
        if self.edition is not None:
            return self.edition.minutes
        return reading_minutes(self.document, settings.READING_SPEED)

    def address(self, anchor: str) -> str:
        """Where a chapter stands: on its own page, in that of the chapter above it, or on the report page."""
        if not self.is_split:
            return f"{self.base}#{anchor}"
        for root in nest(self.document):
            if root.chapter.anchor == anchor:
                return f"{self.base}{anchor}/"
            if any(entry.chapter.anchor == anchor for entry in root.walk()):
                return f"{self.base}{root.chapter.anchor}/#{anchor}"
        return self.base


@page_with_counts
def report(frame: Frame, slug: str, number: int | None = None) -> HttpResponse:
    return _with_reading(frame, slug, number, show_report)


@public_page
def full(frame: Frame, slug: str, number: int | None = None) -> HttpResponse:
    return _with_reading(frame, slug, number, show_full)


@public_page
def chapter(frame: Frame, slug: str, anchor: str, number: int | None = None) -> HttpResponse:
    return _with_reading(frame, slug, number, lambda frame, reading: show_chapter(frame, reading, anchor))


def _with_reading(
    frame: Frame, slug: str, number: int | None, show: Callable[[Frame, Reading], HttpResponse]
) -> HttpResponse:
    """The edition asked for: the published one, one by its number, or the notice of a withdrawn one."""
    editions = Edition.objects.with_document().with_views().filter(slug=slug)
    current = editions.published().first()
    edition = current if number is None else editions.opened().filter(number=number).first()
    if edition is None:
        edition = editions.listed().first() if number is None else None
    if edition is None:
        return _redirected(frame, slug)
    if edition.is_withdrawn:
        return frame.render("publications/withdrawn.html", {"edition": edition, "no_index": True})
    base = reverse("publications:report", args=[frame.language, slug])
    reading = Reading(
        document=edition.document,
        base=base if number is None else f"{base}v{number}/",
        files=f"/publications/{slug}/files/",
        edition=edition,
        people=linked_people(edition),
        is_current=edition == current,
    )
    return show(frame, reading)


def _redirected(frame: Frame, slug: str) -> HttpResponse:
    """An address that a publication had before leads to the present one, also where it was withdrawn."""
    redirect = Redirect.objects.filter(slug=slug).values_list("publication", flat=True).first()
    edition = Edition.objects.listed().filter(publication=redirect).first() if redirect else None
    if edition is None:
        raise Http404
    old = reverse("publications:report", args=[frame.language, slug])
    new = reverse("publications:report", args=[frame.language, edition.slug])
    return HttpResponsePermanentRedirect(frame.request.get_full_path().replace(old, new, 1))


def linked_people(edition: Edition) -> dict[int, Person]:
    """The people linked today to the contributors, by the contributor's key."""
    posts = Prefetch("person__appointments", Appointment.objects.select_related("center"))
    links = EditionContribution.objects.filter(edition=edition, person__isnull=False)
    return {
        link.key: link.person
        for link in links.select_related("person__portrait").prefetch_related(posts)
        if link.person
    }


@dataclass(frozen=True, slots=True)
class Shown:
    """A contributor as printed, with the person linked today."""

    printed: Contributor
    person: Person | None


def contributors(reading: Reading) -> list[Shown]:
    return [Shown(entry, reading.people.get(entry.key)) for entry in reading.document.contributors]


def show_report(frame: Frame, reading: Reading) -> HttpResponse:
    document = reading.document
    people = contributors(reading)
    edition = reading.edition
    counterparts = translations(edition) if edition else []
    works: list[tuple[str, Language]] = [(row.slug, row.language) for row in counterparts]  # type: ignore[misc]
    context = _common(frame, reading) | _summary(frame, document)
    context |= {
        "json_ld_text": schema_org.render(document, site_of(frame.institute), translations=works),
        "parts": [] if reading.is_split or not document.has_text else _parts(reading, shift=1),
        "authors": [entry for entry in people if entry.printed.is_author],
        "others": [entry for entry in people if not entry.printed.is_author],
        "numbered_groups": numbered_groups(document),
        "references": reference.references(document, site_of(frame.institute)),
        "related": related(edition) if edition else [],
        "translations": counterparts,
        "places": {
            entry.chapter.anchor: (entry, reading.address(entry.chapter.anchor)) for entry in flatten(nest(document))
        },
    }
    return frame.render("publications/report.html", context)


def _summary(frame: Frame, document: Document) -> dict[str, Any]:
    """The summary asked for, that of the page, or the one there is."""
    first = frame.language if document.summary.get(frame.language) else document.language
    shown = choice(frame.request, "summary", ("en", "ko", "both"), first)
    return {
        "summary_shown": shown,
        "marked_summary": document.language if shown == "both" else shown,
        "summary_languages": ordered(document.summary.languages, frame.language),
    }


def show_full(frame: Frame, reading: Reading) -> HttpResponse:
    """The whole text on one page; a short one stands on the report page already."""
    if not reading.is_split:
        return HttpResponseRedirect(reading.base)
    document = reading.document
    context = _common(frame, reading) | _summary(frame, document)
    context |= {
        "authors": [entry for entry in contributors(reading) if entry.printed.is_author],
        "outline": lines(nest(document), lambda anchor: f"#{anchor}"),
        "parts": _parts(reading, shift=1),
        "no_index": True,
        "on_one_page": True,
        "numbered_groups": numbered_groups(document),
        "places": {entry.chapter.anchor: (entry, f"#{entry.chapter.anchor}") for entry in flatten(nest(document))},
    }
    return frame.render("publications/full.html", context)


def show_chapter(frame: Frame, reading: Reading, anchor: str) -> HttpResponse:
    """One top chapter; a section's or a short report's chapter leads to where it stands."""
    document = reading.document
    if document.chapter(anchor) is None:
        raise Http404
    if reading.address(anchor) != f"{reading.base}{anchor}/":
        return HttpResponseRedirect(reading.address(anchor))
    roots = nest(document)
    place = next(place for place, root in enumerate(roots) if root.chapter.anchor == anchor)
    part = _parts(reading, shift=0, only=anchor)[0]
    amount = sum(length(plain_text(section.entry.chapter.body), document.language) for section in part.sections)
    context = _common(frame, reading) | {
        "part": part,
        "open_anchor": anchor,
        "previous": roots[place - 1] if place else None,
        "next": roots[place + 1] if place + 1 < len(roots) else None,
        "chapter_minutes": math.ceil(amount / settings.READING_SPEED[document.language]),
        "authors": [entry for entry in contributors(reading) if entry.printed.is_author],
    }
    path = f"{anchor}/"
    context |= {
        "canonical": _canonical(frame, reading, path),
        "alternates": alternates(f"{reading.base}{path}", document.languages),
    }
    return frame.render("publications/chapter.html", context)


def _parts(reading: Reading, *, shift: int, only: str = "") -> list[web.Part]:
    """With everything on one page, links between chapters stay on it."""
    address = reading.address if not shift else lambda anchor: f"#{anchor}"
    return list(web.parts(reading.document, web.Places(address, reading.files, shift), only))


def _common(frame: Frame, reading: Reading) -> dict[str, Any]:
    """What every page of a publication shows: contents, notices, and the head in the publication's own language."""
    document, site = reading.document, site_of(frame.institute)
    return {
        "reading": reading,
        "document": document,
        "edition": reading.edition,
        "outline": lines(nest(document), reading.address if document.has_text else lambda anchor: ""),
        "is_split": reading.is_split,
        "canonical": _canonical(frame, reading),
        "alternates": alternates(reading.base, document.languages),
        "section": "publications",
        "formats": FORMATS,
        "contents_summaries": ordered(document.summary.languages, document.language),
        "page_parts": page_parts(document),
        "no_index": not reading.is_current or frame.language not in document.languages,
        "meta": highwire.tags(document, site),
        "json_ld_text": schema_org.render(document, site),
    }


def _canonical(frame: Frame, reading: Reading, path: str = "") -> str:
    """This page in this language, or in the original where this language has neither title nor summary."""
    document = reading.document
    language: Language = frame.language if frame.language in document.languages else document.language
    return settings.SITE_URL + reverse("publications:report", args=[language, document.slug]) + path
