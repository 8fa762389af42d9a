"""The base of the forms of catalogue rows: both languages side by side, addresses made from names."""

from typing import Any

from django import forms
from django.db.models import Field, Model, SlugField
from django.forms.widgets import Script
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.admin_policy import CatalogueAdmin
from config.languages import LANGUAGES
from publications.admin.widgets import BodyEditor, SummaryEditor
from publications.fields import BodyField, SummaryField
from publications.models import Edition, EditionRecommendation

_EDITORS: dict[type[Field], type[SummaryEditor | BodyEditor]] = {SummaryField: SummaryEditor, BodyField: BodyEditor}


def pair(name: str) -> tuple[str, str]:
    """The two columns of a text, to stand side by side."""
    return (f"{name}_en", f"{name}_ko")


def language_of(column: Field) -> str:
    """Of a column like ``name_ko``; empty for others."""
    name, _separator, language = column.name.rpartition("_")
    return language if name and language in LANGUAGES else ""


def marked(column: Field, field: Any) -> Any:
    """A form field that says in which language it is to be filled in."""
    if field and (language := language_of(column)):
        field.widget.attrs["lang"] = language
    return field


def is_borne(row: Model) -> bool:
    """Whether an edition bears it: what readers see is frozen and leads to its address."""
    return any(
        model._default_manager.filter(**{field.name: row}).exists()
        for model in (Edition, EditionRecommendation)
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.related_model is type(row)
    )


class NamedForm(forms.ModelForm):
    """A row with an address, which is made from the name where it is left empty."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "slug" in self.fields and not cleaned.get("slug") and not self.has_error("slug"):
            cleaned["slug"] = self.free_slug()
        return cleaned

    def names(self) -> list[str]:
        """What the address may be made from, the best first."""
        found = (self.cleaned_data.get(field) for field in ("name_en", "name", "title_en", "name_ko", "title_ko"))
        return [name for name in found if name]

    def free_slug(self) -> str:
        """Not taken, and never empty."""
        model: Any = self._meta.model
        field = model._meta.get_field("slug")
        made = (slugify(name, allow_unicode=field.allow_unicode).strip("-_") for name in self.names())
        base = next(filter(None, made), model._meta.model_name)[: field.max_length - 5]
        slug, number = base, 1
        rows = model.objects.exclude(pk=self.instance.pk)
        while rows.filter(slug=slug).exists():
            number += 1
            slug = f"{base}-{number}"
        return slug


class BilingualAdmin(CatalogueAdmin):
    """Marks each field with its language, and gives rich text its editor."""

    form: type[forms.ModelForm] = NamedForm

    class Media:
        css = {"all": ["css/admin-catalogue.css"]}
        js = [Script("js/admin-stock.js", type="module")]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The address of what an edition bears was given once."""
        fields = list(super().get_readonly_fields(request, obj))
        return [*fields, "slug"] if obj is not None and is_borne(obj) else fields

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, ...]:
        lines, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if not protected and any(is_borne(row) for row in objs):
            protected = [gettext("published editions")]
        return lines, counts, lacking, protected

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **options: Any) -> Any:
        if editor := _EDITORS.get(type(db_field)):
            options["widget"] = editor({"lang": language_of(db_field)})
        field = marked(db_field, super().formfield_for_dbfield(db_field, request, **options))
        if field and isinstance(db_field, SlugField):
            field.required = False
            field.help_text = _("Made from the name when left empty.")
        return field
