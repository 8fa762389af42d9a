"""The back office: Django's admin, open to those whom the policy lets in, with a navigation of our own."""

from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth import get_user_model
from django.db.models import Count, Model, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from config import policy
from config.languages import LANGUAGES, Language

# What the navigation offers below "Work", by model; the user's rights decide what is shown.
SECTIONS = (
    (
        _("Catalogue"),
        (
            ("publications.Series", _("Series")),
            ("publications.Topic", _("Topics")),
            ("people.Center", _("Centers")),
            ("publications.Kind", _("Kinds")),
            ("publications.Audience", _("Audiences")),
            ("publications.ContributorRole", _("Roles")),
            ("people.Person", _("People")),
            ("publications.Synonym", _("Synonyms")),
        ),
    ),
    (
        _("Site"),
        (
            ("publications.Institute", _("Institute")),
            ("publications.Page", _("Pages")),
            ("publications.Featured", _("Featured")),
            ("publications.Redirect", _("Redirects")),
            ("publications.Readership", _("Readership")),
            ("people.User", _("Accounts")),
        ),
    ),
)


class ColophonAdminConfig(AdminConfig):
    default_site = "config.admin_site.ColophonAdmin"


class ColophonAdmin(AdminSite):
    site_title = _("Colophon back office")
    index_title = _("Dashboard")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return policy.can(request.user, "enter")

    def get_urls(self) -> list[Any]:
        return [
            path("language/", require_POST(self.admin_view(self.choose_language)), name="language"),
            *super().get_urls(),
        ]

    def choose_language(self, request: HttpRequest) -> HttpResponse:
        """Keep the account's language and go back to where it was chosen."""
        language = request.POST.get("language")
        if language in LANGUAGES:
            get_user_model().objects.filter(pk=request.user.pk).update(language=language)
        target = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
            target = reverse("admin:index")
        return redirect(target)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Our navigation stands in for the list of all apps; the page of one app keeps its own."""
        return super().get_app_list(request, app_label) if app_label else []

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        institute = apps.get_model("publications", "Institute").objects.current()
        language: Language = "ko" if get_language() == "ko" else "en"
        context = super().each_context(request) | {"site_header": institute.name.best(language).value}
        if context["has_permission"] and not context["is_popup"]:
            context["navigation"] = self.navigation(request)
        return context

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The dashboard is about publications: their admin class knows what stands on it."""
        publications = self.get_model_admin(apps.get_model("publications", "Publication"))
        return super().index(request, {**publications.dashboard(request), **(extra_context or {})})

    def navigation(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The groups of the navigation with the entries that this user may list."""
        groups = [{"name": _("Work"), "entries": self._work(request)}]
        for name, models in SECTIONS:
            entries = [
                self._entry(request, address, label)
                for model, label in models
                if (address := self._list_address(request, apps.get_model(model)))
            ]
            if entries:
                groups.append({"name": name, "entries": entries})
        return groups

    def _work(self, request: HttpRequest) -> list[dict[str, Any]]:
        entries = [self._entry(request, reverse("admin:index"), _("Dashboard"))]
        model = apps.get_model("publications", "Publication")
        address = self._list_address(request, model)
        if address:
            rows = self.get_model_admin(model).visible(request)
            counts = rows.aggregate(every=Count("pk"), waiting=Count("pk", filter=Q(stage="in_review")))
            waiting = f"{address}?status=in_review"
            entries += [
                self._entry(request, address, _("Publications"), counts["every"], but_not=waiting),
                self._entry(request, waiting, _("In review"), counts["waiting"]),
            ]
        return entries

    def _list_address(self, request: HttpRequest, model: type[Model]) -> str:
        if not (self.is_registered(model) and policy.can(request.user, "list", model)):
            return ""
        try:
            return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        except NoReverseMatch:
            return ""

    def _entry(
        self, request: HttpRequest, address: str, name: Any, count: int | None = None, but_not: str = ""
    ) -> dict[str, Any]:
        here = request.get_full_path()
        if "?" in address:
            is_current = here == address
        elif address == reverse("admin:index"):
            is_current = request.path == address
        else:
            is_current = request.path.startswith(address) and here != but_not
        return {"address": address, "name": name, "count": count, "is_current": is_current}
