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
from publications.admin import changelist, dashboard, files, preview
from publications.admin.actions import VIEWS, Step, offered
from publications.admin.conflict import differences
from publications.admin.contributors import find_people
from publications.admin.media import Intake
from publications.admin.panel import STATUS, Beside
from publications.admin.sheet import Sheet
from publications.models import Publication
from publications.services import saving


class Refused(Exception):
    """The form holds errors; what the save began is taken back."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__("The form holds errors.")
        self.sheet = sheet


@admin.register(Publication)
class PublicationAdmin(PolicyAdmin):
    list_display = ["titles", "kind_name", "status_pill", "completeness", "date"]
    list_filter = changelist.FILTERS
    list_per_page = 50
    search_fields = ["title_en"]  # stands for changelist.search, which looks in more places
    search_help_text = gettext_lazy("Titles, summaries, chapters, recommendations and authors in either language.")
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
        own = [path(f"<int:pk>/{name}/", wrap(view), name=f"publications_publication_{name}") for name, view in VIEWS]
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
        return format_html("{} {}", _mark(_("English"), row, "en"), _mark(_("Korean"), row, "ko"))

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
        beside = Beside(publication)
        return self._show(request, Sheet(request, publication, document=beside.document), beside)

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
        step = Step.of(request, publication)
        is_new = publication.pk is None
        try:
            with transaction.atomic():
                if not is_new:
                    saving.claim(publication=publication, opened_at=opened_at)
                sheet = Sheet(request, publication, intake=intake)
                if not (sheet.is_valid and step.is_valid):
                    raise Refused(sheet)
                sheet.save(request.user)
                step.begin_text(publication)
                if is_new:
                    saving.claim(publication=publication, opened_at=0)
                revision = saving.keep(publication=publication, by=request.user, comment=step.comment)
        except Refused as refused:
            more = {"opened_at": opened_at, "step": step, "errors": list(refused.sheet.errors)}
            return self._show(request, refused.sheet, Beside(publication), more, status=422)
        except saving.LostUpdate as lost:
            return self._show_conflict(request, Sheet(request, publication, intake=intake), step, lost)
        step.take(request, publication, revision)
        return redirect(step.goes_to(publication))

    def _show_conflict(self, request: HttpRequest, typed: Sheet, step: Step, lost: saving.LostUpdate) -> HttpResponse:
        """409: the form with everything typed, and each field that differs from what was saved meanwhile."""
        stored = self._open(request, str(typed.publication.pk))
        typed.read()
        conflict = {
            "differences": differences(typed, Sheet(request, stored)),
            "latest": lost.latest,
            "number": stored.revision,
        }
        more = {"opened_at": _number(request.POST.get("revision")), "step": step, "conflict": conflict}
        return self._show(request, typed, Beside(stored), more, status=409)

    def _show(
        self, request: HttpRequest, sheet: Sheet, beside: Beside, more: dict[str, Any] | None = None, status: int = 200
    ) -> HttpResponse:
        publication = beside.publication
        context = {
            **self.admin_site.each_context(request),
            **beside.context,
            **offered(request, publication),
            "opts": self.opts,
            "sheet": sheet,
            "form": sheet.main,
            "lengths": sheet.lengths,
            "kinds": sheet.catalogue.kinds,
            "numbering": json.dumps(sheet.catalogue.details("kind")),
            "opened_at": publication.revision,
            **(more or {}),
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
