"""How much is read: the counts of each publication, those of an older site, charts and their tables."""

import csv
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from config.admin_policy import PolicyAdmin
from people.models import Person
from publications.admin import chart
from publications.models import Kind, Publication, Readership
from publications.readership import legacy

LARGEST_FILE = 5_000_000
NAMES_SHOWN = 20


class ReadershipForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        """A publication that was counted already has a row: then it is that row's form."""
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk is None and cleaned.get("publication"):
            self.instance = Readership.objects.filter(publication=cleaned["publication"]).first() or self.instance
        return cleaned


@admin.register(Readership)
class ReadershipAdmin(PolicyAdmin):
    form = ReadershipForm
    change_list_template = "admin/publications/readership/change_list.html"
    list_display = ["title", "total", "legacy", "views", "downloads", "over_time"]
    list_select_related = ["publication"]
    list_per_page = 50
    search_fields = ["publication__title_en", "publication__title_ko", "publication__slug"]
    autocomplete_fields = ["publication"]
    fields = ["publication", "legacy"]
    show_full_result_count = False
    actions = None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["publication"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("chart/", wrap(self.chart), name="publications_readership_chart"),
            path("load/", wrap(self.load), name="publications_readership_load"),
            *super().get_urls(),
        ]

    def save_model(self, request: HttpRequest, obj: Readership, form: Any, change: bool) -> None:
        """The earlier views and nothing else: the others may have been counted on meanwhile."""
        row, _is_new = Readership.objects.update_or_create(publication=obj.publication, defaults={"legacy": obj.legacy})
        obj.pk = row.pk

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        may_load = self.has_add_permission(request)
        return super().changelist_view(request, {"may_load": may_load, **(extra_context or {})})

    @admin.display(description=gettext_lazy("publication"), ordering="publication__title_en")
    def title(self, row: Readership) -> SafeString:
        title = row.publication.title.best(row.publication.language)  # type: ignore[arg-type]
        return format_html('<span lang="{}">{}</span>', title.language, title.value)

    @admin.display(description=gettext_lazy("over time"))
    def over_time(self, row: Readership) -> SafeString:
        address = f"{reverse('admin:publications_readership_chart')}?publication={row.publication.slug}"
        return format_html('<a href="{}">{}</a>', address, _("Chart"))

    def chart(self, request: HttpRequest) -> HttpResponse:
        """Everything, or one publication, kind or author; as a page or, with ``format=csv``, as a table of days."""
        if not self.has_module_permission(request):
            raise PermissionDenied
        period = request.GET.get("period", "weeks")
        if period not in chart.PERIODS:
            raise BadRequest("period has an unknown value.")
        name, scope = _scope(request)
        if request.GET.get("format") == "csv":
            return _table(chart.days(scope, period))
        shown = chart.bars(scope, period)
        typed = request.GET.get("name", "")[:100].strip()
        context = self.admin_site.each_context(request) | {
            "title": _("Views over time"),
            "of": name,
            "period": period,
            "periods": {"weeks": _("12 weeks"), "months": _("24 months"), "years": _("15 years")},
            "bars": shown,
            "said": chart.said(shown),
            "kinds": [(kind.slug, kind.name.best(_language()).value) for kind in Kind.objects.all()],
            "typed": typed,
            "people": Person.objects.matching(typed)[:NAMES_SHOWN] if typed else [],
            "chosen": {key: request.GET[key] for key in _SCOPES if request.GET.get(key)},
        }
        return TemplateResponse(request, "admin/publications/readership/chart.html", context)

    def load(self, request: HttpRequest) -> HttpResponse:
        """A CSV file with the counts of an older site."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        faults: list[str] = []
        file = request.FILES.get("file")
        if request.method == "POST":
            try:
                if file is None or (file.size or 0) > LARGEST_FILE:
                    raise legacy.Faults([_("Choose a CSV file of at most 5 MB.")])
                number = legacy.load(file.read())
            except legacy.Faults as fault:
                faults = fault.sentences
            else:
                messages.success(
                    request, _("The earlier views of %(number)s publications were stored.") % {"number": number}
                )
                return redirect("admin:publications_readership_changelist")
        context = self.admin_site.each_context(request) | {"title": _("Load counts"), "faults": faults}
        status = 422 if faults else 200
        return TemplateResponse(request, "admin/publications/readership/load.html", context, status=status)


def _language() -> Any:
    return "ko" if get_language() == "ko" else "en"


_SCOPES: dict[str, tuple[QuerySet[Any], Any]] = {
    "publication": (Publication.objects.all(), chart.of_publication),
    "kind": (Kind.objects.all(), chart.of_kind),
    "author": (Person.objects.all(), chart.of_author),
}


def _scope(request: HttpRequest) -> tuple[str, Q]:
    """Whose views are asked for, and their condition; the first that is named.

    :raises Http404: there is nothing of this address
    """
    for key, (rows, condition) in _SCOPES.items():
        if slug := request.GET.get(key):
            row = rows.filter(slug=slug).first()
            if row is None:
                raise Http404
            return str(row), condition(row.pk)
    return "", Q()


def _table(rows: list[Any]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="views.csv"'
    # Spreadsheets take a file without this mark for another encoding.
    response.write("\ufeff")
    table = csv.writer(response)
    table.writerow(["day", "views", "downloads"])
    table.writerows(rows)
    return response
