"""What the publication form offers to choose from: the small catalogues, read in one query."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import BooleanField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from config.languages import Bilingual, Language
from people.models import Center
from publications.models import Audience, ContributorRole, Kind, Series, Topic


@dataclass(frozen=True, slots=True)
class Choice:
    """A row of a catalogue; ``detail`` is a kind's numbering or a role's key. Only kinds may do without a part."""

    pk: int
    name: Bilingual
    detail: str
    has_chapters: bool
    has_recommendations: bool


class Catalogue:
    """Kinds, series, centers, topics, audiences and roles in their own order."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.choices: dict[str, list[Choice]] = defaultdict(list)
        for noun, pk, name_en, name_ko, detail, *has, _place in _rows():
            self.choices[noun].append(Choice(pk, Bilingual(name_en, name_ko), detail, *map(bool, has)))

    def __getitem__(self, noun: str) -> list[tuple[int, str]]:
        """Pairs for a form's choice field, named in the language of the back office."""
        return [(choice.pk, choice.name.best(self.language).value) for choice in self.choices[noun]]

    def details(self, noun: str) -> dict[int, str]:
        return {choice.pk: choice.detail for choice in self.choices[noun]}

    @property
    def kinds(self) -> dict[str, list[int]]:
        """Which kinds have chapters, and which recommendations."""
        kinds = self.choices["kind"]
        return {
            "chapters": [kind.pk for kind in kinds if kind.has_chapters],
            "recommendations": [kind.pk for kind in kinds if kind.has_recommendations],
        }


def _rows() -> QuerySet:
    def of(noun: str, rows: QuerySet, **columns: str) -> QuerySet:
        names = {"en": "name_en", "ko": "name_ko", "detail": "", "place": "position"} | columns
        always = Value(True, BooleanField())
        return (
            rows.order_by()
            .annotate(
                noun=Value(noun),
                en=F(names["en"]),
                ko=F(names["ko"]),
                detail=F(names["detail"]) if names["detail"] else Value(""),
                chapters=F("has_chapters") if noun == "kind" else always,
                advice=F("has_recommendations") if noun == "kind" else always,
                place=F(names["place"]) if names["place"] else Cast(Value(0), IntegerField()),
            )
            .values_list("noun", "pk", "en", "ko", "detail", "chapters", "advice", "place")
        )

    return (
        of("kind", Kind.objects.all(), detail="numbering")
        .union(
            of("series", Series.objects.all(), place=""),
            of("center", Center.objects.all()),
            of("topic", Topic.objects.all(), en="name", place=""),
            of("audience", Audience.objects.all()),
            of("role", ContributorRole.objects.all(), detail="slug"),
        )
        .order_by("place", "en")
    )
