"""The base of every admin class: permissions come from the policy, and what readers see raises the generation."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Model
from django.http import HttpRequest
from django.utils.text import camel_case_to_spaces, capfirst
from django.utils.translation import gettext

from config import policy
from config.generation import raise_generation


class Chooser(AutocompleteSelect):
    """Finds a row while one types. Its box has a name for screen readers also while nothing is chosen."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return super().build_attrs(base_attrs, extra_attrs) | {"data-placeholder": capfirst(self.field.verbose_name)}


class PolicyAdmin(admin.ModelAdmin):
    """Asks ``policy.can`` for everything Django's admin asks permissions for."""

    def _can(self, request: HttpRequest, action: policy.Action, target: Model | None) -> bool:
        return policy.can(request.user, action, target if target is not None else self.model)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return policy.can(request.user, "list", self.model)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._can(request, "view" if obj is not None else "list", obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._can(request, "add", None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._can(request, "edit" if obj is not None else "list", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and self._can(request, "delete", obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            options.setdefault("widget", Chooser(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **options)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, ...]:
        """Without the rows that only join others: they have no name that anybody would know them by."""
        lines, counts, lacking, protected = super().get_deleted_objects(objs, request)
        counts = {name: count for name, count in counts.items() if name not in _nameless("verbose_name_plural")}
        starts = tuple(f"{capfirst(name)}: " for name in _nameless("verbose_name"))
        if protected:
            protected = _without(protected, starts) or [gettext("published editions")]
        return _without(lines, starts), counts, lacking, protected


def _nameless(wanted: str) -> set[str]:
    """What Django calls the models that were given no name for people."""
    models = apps.get_models(include_auto_created=True)
    return {
        getattr(model._meta, wanted)
        for model in models
        if model._meta.auto_created or model._meta.verbose_name == camel_case_to_spaces(model.__name__)
    }


def _without(lines: list[Any], starts: tuple[str, ...]) -> list[Any]:
    """Nested lines of a page of Django's, without those that begin so."""
    return [
        _without(line, starts) if isinstance(line, list) else line
        for line in lines
        if isinstance(line, list) or not line.startswith(starts)
    ]


class CatalogueAdmin(PolicyAdmin):
    """For rows that readers see as they are: people, topics, pages, the institute."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._can(request, "edit", obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        raise_generation()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        raise_generation()


class PolicyInline(admin.StackedInline):
    """Rows inside another row's form: whoever may edit that row may add, change and remove them."""

    extra = 0

    def _can(self, request: HttpRequest, action: policy.Action, parent: Model | None) -> bool:
        return policy.can(request.user, action, parent if parent is not None else self.parent_model)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._can(request, "view", obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._can(request, "edit" if obj is not None else "add", obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request, obj)
