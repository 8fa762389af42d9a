"""Two people saved the same publication: what was typed beside what is stored meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from publications.document.html import plain_text

# Fields that say where a row stands in the form, not what it says.
SILENT = {"id", "position", "DELETE", "person_id", "receipt", "upload"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose texts differ. ``place`` is the id of the field in the form, where there is one."""

    name: str
    place: str
    mine: str
    theirs: str


def differences(mine: Any, theirs: Any) -> list[Difference]:
    """Compares two sheets: the typed one, and one that shows what is stored now."""
    found = list(_fields(mine.main, theirs.main, ""))
    for typed, stored in zip(mine.lists, theirs.lists, strict=True):
        found += _rows(typed, stored)
    return found


def _rows(typed: Any, stored: Any) -> Iterator[Difference]:
    noun = str(typed.model._meta.verbose_name).capitalize()
    kept = {form.instance.pk: form for form in typed.forms if form.instance.pk}
    for form in stored.shown():
        other = kept.get(form.instance.pk)
        name = f"{noun}: {form.instance}"
        if other is None:
            yield Difference(name, "", _("not in your form; it stays"), _("added meanwhile"))
        elif other.is_dropped:
            yield Difference(name, "", _("to be removed"), _("is there"))
        else:
            yield from _fields(other, form, f"{name}, ")
    for form in typed.staying():
        if not form.instance.pk:
            yield Difference(noun, form["position"].id_for_label, _summary(form), _("not there"))


def _summary(form: Any) -> str:
    told = (name for name, field in form.fields.items() if name not in SILENT and not hasattr(field, "choices"))
    texts = (form[name].value() for name in told)
    return " · ".join(text for text in texts if isinstance(text, str) and len(text) > 1) or "—"


def _fields(mine: Any, theirs: Any, prefix: str) -> Iterator[Difference]:
    for name, field in mine.fields.items():
        if name in SILENT or name.endswith(("_upload", "_receipt")):
            continue
        typed, stored = _shown(field, mine[name].value()), _shown(field, theirs[name].value())
        if typed != stored:
            label = str(field.label)
            yield Difference(prefix + label if prefix else label, mine[name].id_for_label, typed, stored)


def _shown(field: Any, value: Any) -> str:
    """A value as people read it: choices by name, rich text as plain text."""
    choices = {str(key): str(name) for key, name in getattr(field, "choices", ())}
    if isinstance(value, list | tuple):
        return ", ".join(sorted(choices.get(str(entry), str(entry)) for entry in value))
    text = "" if value is None or value is False else str(value)
    if choices:
        return choices.get(text, text)
    return plain_text(text) if "<" in text else text.replace("\r\n", "\n").strip()
