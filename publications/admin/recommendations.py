"""Recommendations and the headings they stand under: two tables, one list. Advice belongs to the heading above it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from publications.admin.rows import RowForm, Rows, list_of, replace_links
from publications.document.hygiene import clean_line
from publications.models import Recommendation, RecommendationGroup


class GroupForm(RowForm):
    audiences = forms.TypedMultipleChoiceField(
        label=_("Audiences"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = RecommendationGroup
        fields = ["position", "heading_en", "heading_ko"]
        labels = {"heading_en": _("Heading in English"), "heading_ko": _("Heading in Korean")}
        widgets = {"heading_en": forms.TextInput({"lang": "en"}), "heading_ko": forms.TextInput({"lang": "ko"})}

    def __init__(self, *arguments: Any, audiences: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["audiences"].choices = audiences
        self.initial["audiences"] = [row.pk for row in self.instance.audiences.all()] if self.instance.pk else []


class RecommendationForm(RowForm):
    chapters = forms.TypedMultipleChoiceField(
        label=_("Rests on"), coerce=int, required=False, widget=forms.SelectMultiple({"size": 4})
    )

    class Meta:
        model = Recommendation
        fields = ["position", "text_en", "text_ko"]
        labels = {"text_en": _("Text in English"), "text_ko": _("Text in Korean")}
        widgets = {
            "text_en": forms.Textarea({"lang": "en", "rows": 3}),
            "text_ko": forms.Textarea({"lang": "ko", "rows": 3}),
        }

    def __init__(self, *arguments: Any, chapters: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["chapters"].choices = chapters
        self.initial["chapters"] = [row.pk for row in self.instance.chapters.all()] if self.instance.pk else []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_silent = not any(clean_line(cleaned.get(name) or "") for name in ("text_en", "text_ko"))
        if is_silent and not cleaned.get("DELETE") and not self.errors:
            self.add_error("text_en", _("Give the recommendation in at least one language, or remove it."))
        return cleaned


class _Groups(Rows):
    model = RecommendationGroup


class _Recommendations(Rows):
    model = Recommendation

    def columns(self) -> list[str]:
        return [*super().columns(), "group"]


Groups = list_of(GroupForm, _Groups)
Recommendations = list_of(RecommendationForm, _Recommendations)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the common list: a heading, or advice with its number."""

    form: Any
    number: int

    @property
    def is_heading(self) -> bool:
        return isinstance(self.form, GroupForm)


class Advice:
    """The common list."""

    def __init__(self, groups: Any, recommendations: Any) -> None:
        self.groups = groups
        self.recommendations = recommendations
        self._give_common_places()

    def _give_common_places(self) -> None:
        """Stored positions count headings and advice apart; here both share one count, from which typed places differ."""
        places: dict[tuple[type, int], int] = {}
        for group in self.groups.stored.values():
            places[RecommendationGroup, group.pk] = len(places) + 1
            for entry in self.recommendations.stored.values():
                if entry.group_id == group.pk:
                    places[Recommendation, entry.pk] = len(places) + 1
        for form in [*self.groups.forms, *self.recommendations.forms]:
            if form.instance.pk:
                form.initial["position"] = places.get((type(form.instance), form.instance.pk), len(places) + 1)

    def _merge(self, groups: list[Any], recommendations: list[Any]) -> list[Any]:
        return sorted([*groups, *recommendations], key=lambda form: (form.place, not isinstance(form, GroupForm)))

    @property
    def lines(self) -> list[Line]:
        found, number = [], 0
        for form in self._merge(self.groups.shown(), self.recommendations.shown()):
            number += not isinstance(form, GroupForm)
            found.append(Line(form, number))
        return found

    def is_valid(self) -> bool:
        return all([self.groups.is_valid(), self.recommendations.is_valid()])

    def save(self, chapters: set[int]) -> None:
        """Headings first, then each piece of advice with the heading above it.

        :param chapters: the chapters that still exist; a chapter removed in the same save is nothing to rest on
        """
        placed = self._merge(self.groups.staying(), self.recommendations.staying())
        headings = [form for form in placed if isinstance(form, GroupForm)]
        self.groups.store(list(enumerate(headings, 1)))
        advice = self._under_headings(placed)
        self.recommendations.remove()
        self.recommendations.store(list(enumerate(advice, 1)))
        # Only now: removing a heading first would take its advice along.
        self.groups.remove()
        _save_links(headings, advice, chapters)

    def _under_headings(self, placed: list[Any]) -> list[Any]:
        heading: RecommendationGroup | None = None
        advice = []
        for form in placed:
            if isinstance(form, GroupForm):
                heading = form.instance
                continue
            if heading is None:
                heading = RecommendationGroup.objects.create(publication=self.groups.publication, position=0)
            if form.instance.group_id != heading.pk:
                form.instance.group = heading
                form.must_store = True
            advice.append(form)
        return advice


def _save_links(headings: list[Any], advice: list[Any], chapters: set[int]) -> None:
    replace_links(
        RecommendationGroup.audiences.through,
        "recommendationgroup",
        "audience",
        {form.instance.pk: form.cleaned_data["audiences"] for form in headings if "audiences" in form.changed_data},
    )
    replace_links(
        Recommendation.chapters.through,
        "recommendation",
        "chapter",
        {
            form.instance.pk: [pk for pk in form.cleaned_data["chapters"] if pk in chapters]
            for form in advice
            if "chapters" in form.changed_data
        },
    )
