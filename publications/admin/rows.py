"""Lists inside the publication form: rows of one model in an order that staff give.

Django's own inline formsets ask the database about each row they are sent. These read the stored rows once; and a row
that somebody else deleted meanwhile is no error but becomes a new row, so that nothing typed is lost.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

LAST = 32_000
MAXIMUM_ROWS = 500
# Blank rows for those whose browser runs no script; what stays blank is ignored.
SPARE = 2


class RowForm(forms.ModelForm):
    """One row of a list."""

    # Fields that hold something before anybody has typed: alone they make no new row.
    given: ClassVar[frozenset[str]] = frozenset()
    # Whether the row must be stored although nothing in its own fields changed.
    must_store = False

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    position = forms.IntegerField(label=_("Order"), required=False, min_value=0, max_value=LAST)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.initial["id"] = self.instance.pk
        if not self.instance.pk:
            # Left empty, a new row goes to the end.
            self.initial["position"] = None
        for field in self.fields.values():
            # Shown only under the field itself; its error stands there too.
            field.help_text = ""

    def clean_position(self) -> int:
        position: int | None = self.cleaned_data["position"]
        return LAST if position is None else position

    def has_changed(self) -> bool:
        if self.instance.pk:
            return super().has_changed()
        return bool(set(self.changed_data) - self.given - {"id", "position", "DELETE"})

    @property
    def is_dropped(self) -> bool:
        return bool(getattr(self, "cleaned_data", {}).get("DELETE"))

    @property
    def is_blank(self) -> bool:
        return not self.instance.pk and not self.has_changed()

    @property
    def is_vanished(self) -> bool:
        """Whether the form knows a row that is no longer stored."""
        return not self.instance.pk and bool(getattr(self, "cleaned_data", {}).get("id"))

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands by what was typed: a row moved up comes before one of the same number, one moved down after."""
        typed = getattr(self, "cleaned_data", {}).get("position")
        was = self.initial.get("position") if self.instance.pk else None
        if typed is None:
            return (LAST if was is None else was, 0)
        return (typed, -1 if was is None or typed < was else int(typed > was))

    def value(self, name: str) -> Any:
        return self[name].value()


class Rows(BaseFormSet):
    """A list of rows; the stored ones are given, the typed ones find them by their id."""

    model: ClassVar[type[Model]]

    def __init__(self, publication: Any, stored: Iterable[Model], data: Any = None, files: Any = None) -> None:
        self.publication = publication
        self.stored = {row.pk: row for row in stored}
        super().__init__(data, files, prefix=self.model._meta.model_name)

    def initial_form_count(self) -> int:
        return 0

    def total_form_count(self) -> int:
        return super().total_form_count() if self.is_bound else len(self.stored) + SPARE

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"instance": self._row(index)}

    def _row(self, index: int | None) -> Model:
        if index is not None and not self.is_bound and index < len(self.stored):
            return list(self.stored.values())[index]
        key = self.data.get(f"{self.add_prefix(index)}-id", "") if index is not None else ""
        row = self.stored.get(int(key)) if key.isdecimal() and len(key) < 19 else None
        return row or self.model(publication=self.publication)

    def staying(self) -> list[Any]:
        """The forms that are kept, in the order that was typed."""
        kept = [form for form in self.forms if not form.is_dropped and not form.is_blank]
        return sorted(kept, key=lambda form: form.place)

    def shown(self) -> list[Any]:
        """All forms as they should appear; the ones marked for removal too, so that the mark can be taken back."""
        return sorted((form for form in self.forms if not form.is_blank), key=lambda form: form.place)

    def spare(self) -> list[Any]:
        return [form for form in self.forms if form.is_blank]

    def save(self) -> None:
        """Removes, changes and adds rows in a fixed number of statements for what is there already."""
        self.remove()
        self.store(list(enumerate(self.staying(), 1)))

    def remove(self) -> None:
        dropped = [form.instance.pk for form in self.forms if form.is_dropped and form.instance.pk]
        if dropped:
            self.model._default_manager.filter(pk__in=dropped).delete()

    def store(self, placed: Sequence[tuple[int, Any]]) -> None:
        changed = []
        for place, form in placed:
            row = form.instance
            is_moved = getattr(row, "position", place) != place
            row.position = place
            if row.pk is None:
                row.save()
            elif is_moved or form.must_store or form.has_changed():
                changed.append(row)
        if changed:
            self.model._default_manager.bulk_update(changed, self.columns())

    def columns(self) -> list[str]:
        """The columns that a row of this list may change."""
        return ["position", *(name for name in self.form._meta.fields if name != "position")]


def list_of(form: type[RowForm], rows: type[Rows]) -> Any:
    """The class of a list: ``rows`` of ``form``."""
    return formset_factory(
        form, formset=rows, extra=0, can_delete=True, max_num=MAXIMUM_ROWS, absolute_max=MAXIMUM_ROWS
    )


def replace_links(through: type[Model], source: str, target: str, wanted: Mapping[int, Iterable[int]]) -> None:
    """Make the links of these rows exactly the wanted ones, in two statements."""
    if not wanted:
        return
    through._default_manager.filter(**{f"{source}__in": list(wanted)}).delete()
    through._default_manager.bulk_create(
        through(**{f"{source}_id": row, f"{target}_id": other}) for row, others in wanted.items() for other in others
    )
