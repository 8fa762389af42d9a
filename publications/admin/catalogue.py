"""What publications are sorted by, and the site itself: plain forms, both languages side by side."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from config.admin_policy import CatalogueAdmin
from publications.admin.bilingual import BilingualAdmin, NamedForm, pair
from publications.admin.picture_field import PictureField
from publications.models import (
    Audience,
    ContributorRole,
    Featured,
    Institute,
    Kind,
    Page,
    Redirect,
    Series,
    Synonym,
    Topic,
)

# Taggit registers its own tags, which we do not use, with a page that merges them and asks nobody's rights.
admin.site.unregister(Tag)


@admin.register(Kind)
class KindAdmin(BilingualAdmin):
    list_display = [*pair("name"), "slug", "has_chapters", "has_recommendations", "position"]
    search_fields = [*pair("name")]
    fieldsets = [
        (None, {"fields": [pair("name"), pair("plural"), ("slug", "position")]}),
        (_("Parts"), {"fields": [("has_chapters", "has_recommendations"), "numbering"]}),
    ]


@admin.register(Series)
class SeriesAdmin(BilingualAdmin):
    list_display = [*pair("name"), "slug", "issn"]
    search_fields = [*pair("name"), "issn"]
    fieldsets = [(None, {"fields": [pair("name"), pair("description"), ("slug", "issn")]})]


class TopicForm(NamedForm):
    class Meta:
        labels = {"name": _("name (English)"), "slug": _("address")}


@admin.register(Topic)
class TopicAdmin(BilingualAdmin):
    form = TopicForm
    list_display = ["name", "name_ko", "slug"]
    search_fields = ["name", "name_ko"]
    ordering = ["name"]
    fieldsets = [(None, {"fields": [("name", "name_ko"), pair("description"), "slug"]})]


@admin.register(Synonym)
class SynonymAdmin(CatalogueAdmin):
    list_display = ["__str__"]
    search_fields = ["words"]
    fields = ["words"]


@admin.register(Audience)
class AudienceAdmin(BilingualAdmin):
    list_display = [*pair("name"), "slug", "position"]
    search_fields = [*pair("name")]
    fieldsets = [(None, {"fields": [pair("name"), ("slug", "position")]})]


@admin.register(ContributorRole)
class ContributorRoleAdmin(BilingualAdmin):
    list_display = [*pair("name"), "slug", "position"]
    search_fields = [*pair("name")]
    fieldsets = [(None, {"fields": [pair("name"), ("slug", "position")]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Documents name a role by its key: it is given once."""
        return ["slug"] if obj else []


class PageForm(NamedForm):
    def clean(self) -> dict[str, Any]:
        """Pages of the site itself come first at their addresses."""
        cleaned = super().clean()
        slug = cleaned.get("slug")
        if slug and resolve(f"/en/{slug}/").url_name != "page":
            self.add_error("slug", _("A page of the site itself stands at this address."))
        return cleaned


@admin.register(Page)
class PageAdmin(BilingualAdmin):
    form = PageForm
    list_display = [*pair("title"), "slug", "in_menu", "in_footer", "position"]
    search_fields = [*pair("title")]
    fieldsets = [
        (None, {"fields": [pair("title"), ("slug", "position"), ("in_menu", "in_footer")]}),
        (_("Text"), {"fields": ["body_en", "body_ko"]}),
    ]


@admin.register(Featured)
class FeaturedAdmin(CatalogueAdmin):
    list_display = ["publication", "position"]
    list_select_related = ["publication"]
    autocomplete_fields = ["publication"]
    fields = ["publication", "position"]


@admin.register(Redirect)
class RedirectAdmin(CatalogueAdmin):
    list_display = ["slug", "publication"]
    list_select_related = ["publication"]
    autocomplete_fields = ["publication"]
    search_fields = ["slug"]
    fields = ["slug", "publication"]


class InstituteForm(forms.ModelForm):
    logo = PictureField(label=_("Logo"), required=False, help_text=_("PNG, JPEG or WebP."))


@admin.register(Institute)
class InstituteAdmin(BilingualAdmin):
    """One row: the list leads to it."""

    form = InstituteForm
    fieldsets = [
        (
            None,
            {"fields": [pair("name"), pair("tagline"), pair("address"), pair("place"), ("email", "default_language")]},
        ),
        (_("Looks"), {"fields": ["logo", ("accent_light", "accent_dark", "cover_colour")]}),
        (_("Publications"), {"fields": ["licence"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Institute]:
        return super().get_queryset(request).select_related("logo")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Institute.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        row = Institute.objects.first()
        if row is None or not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        return redirect("admin:publications_institute_change", row.pk)

    def save_model(self, request: HttpRequest, obj: Institute, form: Any, change: bool) -> None:
        """Writes what the form shows and nothing else: the generation may have been raised meanwhile."""
        if change:
            obj.save(update_fields=[name for name in form.fields if name in form.cleaned_data])
        else:
            obj.save()
