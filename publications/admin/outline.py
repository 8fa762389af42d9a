"""The outline of the publication form: titles, order and levels. A chapter's text has a page of its own."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.languages import Language
from publications.admin.rows import RowForm, Rows, list_of
from publications.document.html import Reading
from publications.document.hygiene import clean_line
from publications.document.length import length
from publications.document.numbering import labels
from publications.document.outline import MAXIMUM_LEVEL, levels_in_steps
from publications.models import Chapter

# How many saves back a chapter that vanished is looked for.
RESTORED_FROM = 20


class ChapterForm(RowForm):
    given = frozenset({"level", "matter"})

    level = forms.IntegerField(label=_("Level"), min_value=1, max_value=MAXIMUM_LEVEL)

    class Meta:
        model = Chapter
        fields = ["position", "level", "matter", "title_en", "title_ko"]
        labels = {"title_en": _("Title in English"), "title_ko": _("Title in Korean"), "matter": _("Kind of part")}
        widgets = {"title_en": forms.TextInput({"lang": "en"}), "title_ko": forms.TextInput({"lang": "ko"})}

    def _get_validation_exclusions(self) -> set[str]:
        """The field has checked the level; the model's constraint would ask the database about each row."""
        return super()._get_validation_exclusions() | {"level"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_untitled = not any(clean_line(cleaned.get(name) or "") for name in ("title_en", "title_ko"))
        if is_untitled and not cleaned.get("DELETE") and not self.errors and not self._may_be_untitled():
            self.add_error("title_en", _("Give the part a title in at least one language."))
        return cleaned

    def _may_be_untitled(self) -> bool:
        """A text that flows without parts is one chapter without a title."""
        return bool(self.instance.pk)


@dataclass(frozen=True, slots=True)
class Place:
    """Level and matter as typed: what a label is computed from."""

    level: int
    matter: Any


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A chapter as the outline shows it."""

    form: ChapterForm
    label: str
    level: int
    amount: int
    notes: int
    text_address: str


class _Chapters(Rows):
    model = Chapter
    language: Language = "en"
    numbering: Any = "roman"

    @cached_property
    def lines(self) -> list[OutlineRow]:
        forms_shown = self.shown()
        levels = levels_in_steps([_whole(form.value("level")) for form in forms_shown])
        places = [Place(level, form.value("matter")) for level, form in zip(levels, forms_shown, strict=True)]
        numbers = labels(places, self.numbering)
        return [
            OutlineRow(form, number, place.level, *self._size(form.instance), text_address(form.instance))
            for form, number, place in zip(forms_shown, numbers, places, strict=True)
        ]

    def restore(self) -> None:
        """A chapter that somebody else removed meanwhile and that stays in this form gets its text and its address back."""
        vanished = {form.cleaned_data["id"]: form.instance for form in self.staying() if form.is_vanished}
        taken = {chapter.anchor for chapter in self.stored.values()}
        for revision in self.publication.revisions.all()[:RESTORED_FROM] if vanished else ():
            for entry in revision.document.chapters:
                chapter = vanished.pop(entry.key, None)
                if chapter is not None:
                    chapter.body = entry.body
                    if entry.anchor not in taken:
                        chapter.anchor = entry.anchor

    def _size(self, chapter: Chapter) -> tuple[int, int]:
        """Words (or Korean characters) without notes, and the number of notes."""
        reading = Reading(chapter.body)
        return length(reading.text, self.language), len(reading.notes)


def _whole(value: Any) -> int:
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 3 else 1


def text_address(chapter: Chapter) -> str:
    """The page where the chapter's text is written; empty for a part that is not saved yet."""
    return reverse("admin:publications_chapter_change", args=[chapter.pk]) if chapter.pk else ""


Chapters = list_of(ChapterForm, _Chapters)
