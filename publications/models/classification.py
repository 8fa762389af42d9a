from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from config.languages import Bilingual
from publications.document.types import KindText, Named, SeriesText
from publications.fields import LineField, PlainField, SummaryField


def has_two_lines(text: str) -> None:
    """
    :raises ValidationError: fewer than two lines say something
    """
    if len([line for line in text.splitlines() if line.strip()]) < 2:
        raise ValidationError(_("Give at least two words, each on a line of its own."))


class Kind(models.Model):
    """Report, issue brief, working paper, commentary …"""

    class Numbering(models.TextChoices):
        ROMAN = "roman", _("I. 1. A. a.")
        DECIMAL = "decimal", _("1. 1.1 1.1.1")
        KOREAN = "korean", _("I. 1. 가. (1)")
        NONE = "none", _("no numbers")

    slug = models.SlugField(_("address"), max_length=80, unique=True, allow_unicode=True)
    name_en = LineField(_("name (English)"), max_length=100)
    name_ko = LineField(_("name (Korean)"), max_length=100)
    plural_en = LineField(_("plural (English)"), max_length=100)
    plural_ko = LineField(_("plural (Korean)"), max_length=100)
    has_chapters = models.BooleanField(_("has chapters"), default=True)
    has_recommendations = models.BooleanField(_("has recommendations"), default=True)
    numbering = models.CharField(_("numbers of chapters"), max_length=10, choices=Numbering, default=Numbering.ROMAN)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "name_en"]
        verbose_name = _("kind")
        verbose_name_plural = _("kinds")

    def __str__(self) -> str:
        return self.name_en

    @property
    def name(self) -> Bilingual:
        return Bilingual.of(self, "name")

    @property
    def plural(self) -> Bilingual:
        return Bilingual.of(self, "plural")

    def as_text(self) -> KindText:
        return KindText(
            slug=self.slug,
            name=self.name,
            plural=self.plural,
            has_chapters=self.has_chapters,
            has_recommendations=self.has_recommendations,
            numbering=self.numbering,  # type: ignore[arg-type]
            key=self.pk,
        )


class Series(models.Model):
    """A numbered run of publications."""

    slug = models.SlugField(_("address"), max_length=80, unique=True, allow_unicode=True)
    name_en = LineField(_("name (English)"), max_length=200)
    name_ko = LineField(_("name (Korean)"), max_length=200, blank=True)
    description_en = SummaryField(_("description (English)"), blank=True)
    description_ko = SummaryField(_("description (Korean)"), blank=True)
    issn = models.CharField("ISSN", max_length=9, blank=True)

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return self.name_en or self.name_ko

    @property
    def name(self) -> Bilingual:
        return Bilingual.of(self, "name")

    @property
    def description(self) -> Bilingual:
        return Bilingual.of(self, "description")

    def as_text(self, number: str) -> SeriesText:
        return SeriesText(self.slug, self.name, number, self.issn, self.pk)


class TopicQuerySet(models.QuerySet["Topic"]):
    def of(self, editions: models.QuerySet[Any]) -> "TopicQuerySet":
        """The topics of these editions, each with their number as ``hits``."""
        return self.filter(editions__in=editions).annotate(hits=Count("editions"))


class Topic(TagBase):
    """A subject with a page of its own: a taggit tag with a Korean name."""

    name_ko = LineField(_("name (Korean)"), max_length=100, blank=True)
    description_en = SummaryField(_("description (English)"), blank=True)
    description_ko = SummaryField(_("description (Korean)"), blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Keeps Hangul, which taggit's own drops."""
        return (slugify(tag, allow_unicode=True) or "topic") + (f"-{i}" if i else "")

    @property
    def names(self) -> Bilingual:
        return Bilingual(self.name, self.name_ko)

    @property
    def description(self) -> Bilingual:
        return Bilingual.of(self, "description")

    def as_text(self) -> Named:
        return Named(self.slug, self.names, self.pk)


class TopicOfPublication(ItemBase):
    """Taggit's join table."""

    tag = models.ForeignKey(Topic, models.CASCADE, related_name="%(app_label)s_%(class)s_items")
    content_object = models.ForeignKey("publications.Publication", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="topic_once_a_publication")]
        verbose_name = _("topic of a publication")
        verbose_name_plural = _("topics of publications")


class Synonym(models.Model):
    """Words and names that mean the same, in whichever language: who searches for one finds the others."""

    words = PlainField(
        _("words that mean the same"),
        help_text=_("One a line, in either language: ROK, South Korea, 한국. At least two."),
        validators=[has_two_lines],
    )

    class Meta:
        ordering = ["words"]
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return " = ".join(self.names)

    @property
    def names(self) -> list[str]:
        return [line for line in self.words.splitlines() if line.strip()]
