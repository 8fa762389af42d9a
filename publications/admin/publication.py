"""Publications in the back office: the list, the form and what can be done from it."""

import json
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from config import policy
from config.admin_policy import PolicyAdmin
from config.languages import Bilingual
from publications.admin import actions, changelist, dashboard, files, preview
from publications.admin.conflict import differences
from publications.admin.contributors import find_people
from publications.admin.media import Intake
from publications.admin.panel import STATUS, checklist, gaps, last_revisions, preview_address
from publications.admin.sheet import Sheet
from publications.document import codec
from publications.models import Publication
from publications.services import saving


class Refused(Exception):
    """The form holds errors; what the save began is taken back."""


@admin.register(Publication)
class PublicationAdmin(PolicyAdmin):
    list_display = ["titles", "kind_name", "status_pill", "completeness", "date"]
    list_filter = changelist.FILTERS
    list_per_page = 50
    search_fields = ["title_en"]  # stands for changelist.search, which looks in more places
    search_help_text = gettext_lazy("Titles, summaries, chapters and authors in either language.")
    show_full_result_count = False
    sortable_by = []
    show_facets = admin.ShowFacets.NEVER
    actions = None

    # --- who sees what

    def visible(self, request: HttpRequest) -> QuerySet[Publication]:
        """All for those who may see all; their own for the others."""
        rows = Publication.objects.all()
        return rows if policy.can(request.user, "view", Publication) else rows.edited_by(request.user)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Publications"), **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        rows = changelist.with_status(self.visible(request))
        return rows.select_related("kind", "series", "cover", "video_poster", "translation_of")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        return changelist.search(queryset, search_term), False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Publication | None:
        """Found among all, so that what a user may not open is refused, not missing."""
        if not object_id.isdecimal() or len(object_id) > 18:
            return None
        rows = changelist.with_status(Publication.objects.all())
        return rows.select_related("kind", "cover", "video_poster", "translation_of").filter(pk=int(object_id)).first()

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        own = [
            path(f"<int:pk>/{name}/", wrap(view), name=f"publications_publication_{name}")
            for name, view in actions.VIEWS
        ]
        return [
            *own,
            *preview.urls(wrap),
            path("people/", wrap(find_people), name="publications_publication_people"),
            path("<int:pk>/files/<str:sha256>/<str:name>", wrap(files.staff), name="publications_publication_file"),
            *super().get_urls(),
        ]

    def dashboard(self, request: HttpRequest) -> dict[str, Any]:
        return dashboard.context(request.user, self.get_queryset(request))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Every save is a revision: the form lists them."""
        return redirect(reverse("admin:publications_publication_change", args=[object_id]) + "#history")

    # --- the list

    @admin.display(description=gettext_lazy("publication"))
    def titles(self, row: Publication) -> SafeString:
        title = row.title.best(row.language)  # type: ignore[arg-type]
        second = row.title.alternative(row.language)  # type: ignore[arg-type]
        return format_html(
            '<span lang="{}">{}</span><span class="second" lang="{}">{}</span>',
            title.language, title, second.language, second,
        )  # fmt: skip

    @admin.display(description=gettext_lazy("kind"))
    def kind_name(self, row: Publication) -> str:
        return row.kind.name.best("ko" if get_language() == "ko" else "en").value

    @admin.display(description=gettext_lazy("status"))
    def status_pill(self, row: Any) -> SafeString:
        name, pill = STATUS[row.status]
        return format_html('<span class="pill {}">{}</span>', pill, name)

    @admin.display(description=gettext_lazy("languages"))
    def completeness(self, row: Publication) -> SafeString:
        return format_html("{} {}", _mark("English", row, "en"), _mark("한국어", row, "ko"))

    @admin.display(description=gettext_lazy("date"))
    def date(self, row: Publication) -> str:
        return row.issued_on.iso if row.issued_on else "—"

    # --- the form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        publication = self._open(request, object_id)
        if request.method == "POST":
            return self._save(request, publication)
        revisions = list(last_revisions(publication)) if publication.pk else []
        document = codec.decode(revisions[0].newest) if revisions and revisions[0].newest else None
        sheet = Sheet(request, publication, document=document)
        return self._show(request, sheet, publication, revisions=revisions)

    def _open(self, request: HttpRequest, object_id: str | None) -> Publication:
        if object_id is None:
            if not policy.can(request.user, "add", Publication):
                raise PermissionDenied
            return Publication()
        publication = self.get_object(request, object_id)
        if publication is None:
            raise Http404
        if not policy.can(request.user, "edit", publication):
            raise PermissionDenied
        return publication

    def _save(self, request: HttpRequest, publication: Publication) -> HttpResponse:
        """The save walk; afterwards what the button asked for besides."""
        intake = Intake(request.POST, request.FILES)
        opened_at = _number(request.POST.get("overwrite") or request.POST.get("revision"))
        step = actions.Step.of(request, publication)
        sheet = None
        try:
            with transaction.atomic():
                if publication.pk:
                    saving.claim(publication=publication, opened_at=opened_at)
                sheet = Sheet(request, publication, intake=intake)
                if not (sheet.is_valid and step.is_valid):
                    raise Refused
                sheet.save(request.user)
                if not opened_at:
                    saving.claim(publication=publication, opened_at=0)
                revision = saving.keep(publication=publication, by=request.user, comment=step.comment)
        except Refused:
            return self._show(request, sheet, publication, opened_at=opened_at, step=step, status=422)
        except saving.LostUpdate as lost:
            return self._show_conflict(request, publication, intake, opened_at, lost)
        step.take(request, publication, revision)
        return redirect("admin:publications_publication_change", publication.pk)

    def _show_conflict(
        self, request: HttpRequest, publication: Publication, intake: Intake, opened_at: int, lost: saving.LostUpdate
    ) -> HttpResponse:
        """409: the form with everything typed, and each field that differs from what was saved meanwhile."""
        stored = Sheet(request, self._open(request, str(publication.pk)))
        typed = Sheet(request, publication, intake=intake)
        typed.is_valid  # noqa: B018 - reads the typed values, whatever they are
        conflict = {
            "differences": differences(typed, stored),
            "latest": lost.latest,
            "number": stored.publication.revision,
        }
        return self._show(request, typed, stored.publication, opened_at=opened_at, conflict=conflict, status=409)

    def _show(
        self,
        request: HttpRequest,
        sheet: Any,
        publication: Publication,
        *,
        revisions: list[Any] | None = None,
        opened_at: int | None = None,
        step: Any = None,
        conflict: dict[str, Any] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        if revisions is None:
            revisions = list(last_revisions(publication)) if publication.pk else []
        newest = revisions[0] if revisions else None
        document = codec.decode(newest.newest) if newest and newest.newest else None
        lines = checklist(document)
        context = {
            **self.admin_site.each_context(request),
            "title": _title(document, publication),
            "opts": self.opts,
            "sheet": sheet,
            "form": sheet.main,
            "publication": publication,
            "status": STATUS[getattr(publication, "status", "draft")],
            "opened_at": publication.revision if opened_at is None else opened_at,
            "revisions": revisions,
            "checklist": lines,
            "gaps": gaps(lines),
            "blocked": sum(line.severity == "block" for line in lines),
            "lengths": sheet.lengths,
            "numbering": json.dumps(sheet.catalogue.details("kind")),
            "preview": preview_address(publication, newest.number) if newest else "",
            "conflict": conflict,
            "step": step,
            "errors": list(sheet.errors) if sheet.main.is_bound and not conflict else [],
            **actions.offered(request, publication),
        }
        return TemplateResponse(request, "admin/publications/publication/change_form.html", context, status=status)


def _mark(language_name: str, row: Publication, language: Any) -> SafeString:
    lacking = [name for name, pair in ((_("title"), row.title), (_("summary"), row.summary)) if not pair.get(language)]
    if not lacking:
        return format_html('<span class="pill ok" title="{}">{} ✓</span>', _("complete"), language_name)
    return format_html(
        '<span class="pill warn">{}: {}</span>', language_name, _("no %(what)s") % {"what": ", ".join(lacking)}
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _title(document: Any, publication: Publication) -> str:
    if not publication.pk:
        return _("New publication")
    title: Bilingual = document.title if document else publication.title
    return title.best(publication.language).value  # type: ignore[arg-type]
