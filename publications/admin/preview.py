"""Preview: the exact public pages of a saved revision, for staff who may view the publication."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import translation

from config import policy
from config.languages import Language, other
from people.models import Person
from publications.models import Institute, Publication, Revision
from publications.views.frame import Frame
from publications.views.reading import Reading, show_chapter, show_full, show_report

NAME = "publications_publication_preview"


def urls(wrap: Any) -> list[Any]:
    """Addresses below a publication's own; ``wrap`` is the admin's guard for views."""
    return [
        path("<int:pk>/preview/<int:number>/", wrap(preview), name=NAME),
        path("<int:pk>/preview/<int:number>/<language:language>/", wrap(preview), name=f"{NAME}_page"),
        path("<int:pk>/preview/<int:number>/<language:language>/<text:anchor>/", wrap(preview), name=f"{NAME}_chapter"),
    ]


def preview(
    request: HttpRequest, pk: int, number: int, language: Language | None = None, anchor: str = ""
) -> HttpResponse:
    publication = get_object_or_404(Publication, pk=pk)
    if not policy.can(request.user, "view", publication):
        raise PermissionDenied
    revision = get_object_or_404(Revision, publication=publication, number=number)
    shown: Language = language or publication.language  # type: ignore[assignment]
    base = reverse(f"admin:{NAME}_page", args=[pk, number, shown])
    reading = Reading(
        document=revision.document,
        base=base,
        files=f"/admin/publications/publication/{pk}/files/",
        people=_people(publication),
    )
    with translation.override(shown):
        frame = Frame(request, shown, Institute.objects.current())
        frame.extra = {
            "preview_number": number,
            "other_address": base.replace(f"/{shown}/", f"/{other(shown)}/") + (f"{anchor}/" if anchor else ""),
        }
        if anchor == "full":
            return show_full(frame, reading)
        return show_chapter(frame, reading, anchor) if anchor else show_report(frame, reading)


def _people(publication: Publication) -> dict[int, Person]:
    rows = publication.contributions.filter(person__isnull=False).select_related("person__portrait")
    return {row.pk: row.person for row in rows.prefetch_related("person__appointments__center") if row.person}
