"""People, their posts, centers and accounts in the back office."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from config import policy
from config.admin_policy import PolicyAdmin, PolicyInline
from config.languages import LANGUAGES, Language
from people.models import Appointment, Center, Person, User
from publications.admin.bilingual import BilingualAdmin, NamedForm, marked, pair
from publications.admin.picture_field import PictureField
from publications.document.html import plain_text


class LostUpdate(Exception):
    """Somebody saved this person between the check of the form and the save: nothing was stored."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What was typed beside what is stored meanwhile; ``place`` is the id of the field in the form."""

    name: str
    place: str
    mine: str
    theirs: str


class PersonForm(NamedForm):
    """Carries the number of the save that it was opened with."""

    opened_at = forms.IntegerField(label="", widget=forms.HiddenInput, required=False, min_value=0)
    portrait = PictureField(
        label=gettext_lazy("Portrait"),
        required=False,
        help_text=gettext_lazy("PNG, JPEG or WebP. Location and other metadata are removed."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.initial.setdefault("opened_at", self.instance.revision)
        self.is_stale = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        stored = Person.objects.filter(pk=self.instance.pk).values_list("revision", flat=True).first()
        if stored is not None and stored != cleaned.get("opened_at"):
            self.is_stale = True
            # Shown again, the form is up to date: whoever saves it now has seen both texts.
            typed = cast("QueryDict", self.data).copy()
            typed[self.add_prefix("opened_at")] = str(stored)
            self.data = typed
            self.add_error(None, _("Somebody saved this person while you were writing. Nothing is stored yet."))
        return cleaned

    def names(self) -> list[str]:
        """The printed names, from which the address is made."""
        row = Person(**{name: self.cleaned_data.get(name, "") for name in self.fields if name in _NAME_COLUMNS})
        return [name.printed for name in (row.name.en, row.name.ko) if name]

    def differences(self) -> list[Difference]:
        """Where the typed form differs from what is stored now, posts excepted."""
        stored = type(self)(instance=Person.objects.get(pk=self.instance.pk))
        found = []
        for name, field in self.fields.items():
            mine, theirs = (_shown(form[name].value()) for form in (self, stored))
            if name not in {"opened_at", "portrait"} and mine != theirs:
                found.append(Difference(str(field.label), self[name].id_for_label, mine, theirs))
        return found


_NAME_COLUMNS = {*pair("given"), *pair("family"), *pair("family_first")}


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value or "")
    return plain_text(text) if "<" in text else text.replace("\r\n", "\n").strip()


class AppointmentInline(PolicyInline):
    model = Appointment
    fields = [pair("position"), ("center", "is_fellow"), ("start", "end")]
    formfield_overrides = {models.DateField: {"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        return marked(db_field, super().formfield_for_dbfield(db_field, request, **options))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **options)
        if db_field.name == "center":
            cast(Any, field).label_from_instance = _center_name
        return field


def _language() -> Language:
    return "ko" if get_language() == "ko" else "en"


def _center_name(center: Center) -> str:
    return center.name.best(_language()).value


class CenterFilter(admin.RelatedFieldListFilter):
    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(center.pk), _center_name(center)) for center in Center.objects.all()]


@admin.register(Person)
class PersonAdmin(BilingualAdmin):
    form = PersonForm
    change_form_template = "admin/people/person/change_form.html"
    list_display = ["english_name", "korean_name", "post"]
    list_filter = [("appointments__center", CenterFilter)]
    list_per_page = 50
    # Stands for get_search_results, which asks for every word in either script.
    search_fields = ["sort_key"]
    search_help_text = gettext_lazy("Names in either script.")
    ordering = ["sort_key", "pk"]
    fieldsets = [
        (
            None,
            {"fields": [pair("given"), pair("family"), pair("family_first"), pair("honorific"), "slug", "opened_at"]},
        ),
        (gettext_lazy("Biography"), {"fields": [pair("biography")]}),
        (gettext_lazy("Portrait and addresses"), {"fields": ["portrait", ("email", "orcid")]}),
    ]
    inlines = [AppointmentInline]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[QuerySet, bool]:
        return queryset.matching(search_term), False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return super().get_queryset(request).for_list()

    @admin.display(description=gettext_lazy("name (English)"), ordering="sort_key")
    def english_name(self, row: Person) -> str:
        return row.name.en.printed or "—"

    @admin.display(description=gettext_lazy("name (Korean)"), ordering="printed_ko")
    def korean_name(self, row: Person) -> str:
        return row.name.ko.printed or "—"

    @admin.display(description=gettext_lazy("post"))
    def post(self, row: Person) -> str:
        if row.current_post:
            return row.current_post.line(_language()).value
        return _("former fellow") if row.is_former else "—"

    def changeform_view(self, request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *arguments, **options)
        except LostUpdate:
            # Everything was rolled back. Read once more, the form finds that it is stale and shows both texts.
            return super().changeform_view(request, *arguments, **options)

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        """Takes the next number before anything is written."""
        if change:
            opened_at = form.cleaned_data["opened_at"]
            if not Person.objects.filter(pk=obj.pk, revision=opened_at).update(revision=F("revision") + 1):
                raise LostUpdate
            obj.revision = opened_at + 1
        super().save_model(request, obj, form, change)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *arguments: Any, **options: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        if not getattr(form, "is_stale", False):
            return super().render_change_form(request, context, *arguments, **options)
        stored = Person.objects.for_list().get(pk=form.instance.pk)
        context |= {
            "differences": form.differences(),
            "stored_posts": [_described(post) for post in stored.appointments.all()],
        }
        response = super().render_change_form(request, context, *arguments, **options)
        response.status_code = 409
        return response


def _described(post: Appointment) -> str:
    """A post in both languages with its dates."""
    lines = dict.fromkeys(post.line(language).value for language in LANGUAGES)
    dates = f"{post.start or ''} – {post.end or ''}" if post.start or post.end else ""
    return " · ".join(filter(None, [*lines, dates]))


@admin.register(Center)
class CenterAdmin(BilingualAdmin):
    list_display = [*pair("name"), "slug", "position"]
    search_fields = [*pair("name")]
    fieldsets = [(None, {"fields": [pair("name"), pair("description"), ("slug", "position")]})]


# The roles are made by a migration; what each may do stands in the policy.
admin.site.unregister(Group)

ROLES = {
    policy.AUTHOR: pgettext_lazy("role of an account", "author"),
    policy.EDITOR: pgettext_lazy("role of an account", "editor"),
    policy.ADMINISTRATOR: pgettext_lazy("role of an account", "administrator"),
}


def role_name(name: str) -> str:
    """What the reader of the back office calls a role; a group somebody added keeps its name."""
    return str(ROLES.get(name, name))


class RoleFilter(admin.RelatedFieldListFilter):
    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(key, role_name(str(name))) for key, name in super().field_choices(field, request, model_admin)]


class PasswordForm(AdminPasswordChangeForm):
    """Django's own puts its help together once, in English."""

    usable_password_help_text = lazy(format_html, str)(
        '{}<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
        AdminUserCreationForm.usable_password_help_text,
        gettext_lazy("If disabled, the current password of this account is lost."),
    )


@admin.register(User)
class AccountAdmin(PolicyAdmin, UserAdmin):
    """Accounts and their roles. Administrators only, as the policy says."""

    list_display = ["username", "first_name", "last_name", "roles", "is_active"]
    list_filter = ["is_active", ("groups", RoleFilter)]
    change_password_form = PasswordForm
    search_fields = ["username", "first_name", "last_name", "email"]
    autocomplete_fields = ["person"]
    filter_horizontal = ()
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (gettext_lazy("Person"), {"fields": [("first_name", "last_name"), ("email", "language"), "person"]}),
        (gettext_lazy("Rights"), {"fields": ["is_active", "is_staff", "groups"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "language", "usable_password", "password1", "password2", "is_staff", "groups"]})
    ]

    class Media:
        css = {"all": ["css/admin-catalogue.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "groups":
            options["widget"] = forms.CheckboxSelectMultiple
        field = super().formfield_for_manytomany(db_field, request, **options)
        if db_field.name == "groups":
            cast(Any, field).label_from_instance = lambda group: role_name(group.name)
        return field

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, row: User) -> str:
        return ", ".join(role_name(group.name) for group in row.groups.all()) or "—"
