"""The list of publications: what it shows, what staff filter and search by."""

from html import escape
from typing import Any

from django.contrib import admin
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from config.languages import LANGUAGES, Language
from people.models import Center, Person
from publications.admin.panel import STATUS
from publications.document.hygiene import clean_line
from publications.models import Chapter, Contribution, Edition, Figure, Kind, Publication, Recommendation, Topic


def with_status(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    """Each row with its ``status``: one of panel.STATUS; what waits for someone comes first."""
    editions = Edition.objects.filter(publication=OuterRef("pk"))
    return rows.annotate(
        live_revision=Subquery(editions.published().values("revision__number")[:1]),
        next_opening=Subquery(editions.filter(live_from__gt=timezone.now()).values("live_from")[:1]),
        was_withdrawn=Exists(editions.filter(withdrawn_at__isnull=False)),
    ).annotate(
        status=Case(
            When(stage=Publication.Stage.IN_REVIEW, then=Value("in_review")),
            When(next_opening__isnull=False, then=Value("scheduled")),
            When(live_revision__lt=F("revision"), then=Value("changed")),
            When(live_revision__isnull=False, then=Value("published")),
            When(was_withdrawn=True, then=Value("withdrawn")),
            default=Value("draft"),
        )
    )


# Words that stand in the tags of a body: there they say nothing about its text.
_MARKUP = "blockquote caption colspan data-figure data-note figure headers href https rowspan scope span strong table"


def search(rows: QuerySet[Publication], typed: str) -> QuerySet[Publication]:
    """Every word must stand in a title, a summary, a chapter, a recommendation or an author's name, in either language."""
    for word in clean_line(typed).split()[:8]:
        own = Q()
        for name in ("title", "subtitle", "summary"):
            for language in LANGUAGES:
                own |= Q(**{f"{name}_{language}__icontains": word})
        parts = Q(title_en__icontains=word) | Q(title_ko__icontains=word)
        if word.casefold() not in _MARKUP:
            parts |= Q(body__icontains=escape(word, quote=False))
        chapters = Chapter.objects.filter(parts)
        advice = Recommendation.objects.filter(Q(text_en__icontains=word) | Q(text_ko__icontains=word))
        people = Person.objects.matching(word)
        named = Contribution.objects.annotate(
            latin=Concat("family_en", Value(" "), "given_en", output_field=CharField()),
            hangul=Concat("family_ko", "given_ko", output_field=CharField()),
        ).filter(Q(latin__icontains=word) | Q(hangul__icontains=word) | Q(person__in=people.values("pk")))
        rows = rows.filter(
            own
            | Q(pk__in=chapters.values("publication"))
            | Q(pk__in=advice.values("publication"))
            | Q(pk__in=named.values("publication"))
            | Q(slug__icontains=word)
        )
    return rows


class StatusFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(code, name) for code, (name, _pill) in STATUS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(status=self.value()) if self.value() in STATUS else queryset


class GapFilter(admin.SimpleListFilter):
    title = _("language gap")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("ko", _("no Korean title or summary")),
            ("en", _("no English title or summary")),
            ("summary_ko", _("no Korean summary")),
            ("summary_en", _("no English summary")),
            ("alt", _("figures without alternative text")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value()
        if value in LANGUAGES:
            return queryset.lacking(value)
        if value in {"summary_ko", "summary_en"}:
            return queryset.filter(**{value: ""})
        if value == "alt":
            return queryset.filter(pk__in=figures_without_alternative().values("publication"))
        return queryset


def figures_without_alternative() -> QuerySet:
    return Figure.objects.filter(alt="")


class _CatalogueFilter(admin.SimpleListFilter):
    """Filters by a row of a catalogue; offers those in use."""

    template = "admin/publications/publication/filter.html"

    def rows(self) -> QuerySet:
        raise NotImplementedError

    def name(self, row: Any, language: Language) -> str:
        return str(row.name.best(language))

    def matching(self, rows: QuerySet, pk: int) -> QuerySet:
        return rows.filter(**{str(self.parameter_name): pk})

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        language: Language = "ko" if get_language() == "ko" else "en"
        return [(str(row.pk), self.name(row, language)) for row in self.rows()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value() or ""
        if not value.isdecimal():
            return queryset
        return self.matching(queryset, min(int(value[:19]), 2**62))


class KindFilter(_CatalogueFilter):
    title = _("kind")
    parameter_name = "kind"

    def rows(self) -> QuerySet:
        return Kind.objects.all()


class CenterFilter(_CatalogueFilter):
    title = _("center")
    parameter_name = "center"

    def rows(self) -> QuerySet:
        return Center.objects.all()

    def matching(self, rows: QuerySet, pk: int) -> QuerySet:
        return rows.filter(centers=pk)


class TopicFilter(_CatalogueFilter):
    title = _("topic")
    parameter_name = "topic"

    def rows(self) -> QuerySet:
        return Topic.objects.all()

    def name(self, row: Any, language: Language) -> str:
        return row.names.best(language).value

    def matching(self, rows: QuerySet, pk: int) -> QuerySet:
        return rows.filter(topics=pk)


class AuthorFilter(_CatalogueFilter):
    title = _("author")
    parameter_name = "author"

    def rows(self) -> QuerySet:
        return Person.objects.filter(pk__in=Contribution.objects.exclude(person=None).values("person"))

    def name(self, row: Any, language: Language) -> str:
        return row.name.printed(language).value

    def matching(self, rows: QuerySet, pk: int) -> QuerySet:
        return rows.filter(pk__in=Contribution.objects.filter(person=pk).values("publication"))


FILTERS = (StatusFilter, GapFilter, KindFilter, CenterFilter, TopicFilter, AuthorFilter)
