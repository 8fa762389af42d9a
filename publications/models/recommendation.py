from django.db import models
from django.utils.translation import gettext_lazy as _

from config.languages import Bilingual
from publications.document.types import Named, RecommendationGroupText, RecommendationText
from publications.fields import LineField, PlainField
from publications.models.chapter import new_anchor


class Audience(models.Model):
    """Whom advice addresses."""

    slug = models.SlugField(_("address"), max_length=80, unique=True, allow_unicode=True)
    name_en = LineField(_("name (English)"), max_length=100)
    name_ko = LineField(_("name (Korean)"), max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "name_en"]
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")

    def __str__(self) -> str:
        return self.name_en or self.name_ko

    @property
    def name(self) -> Bilingual:
        return Bilingual.of(self, "name")

    def as_text(self) -> Named:
        return Named(self.slug, self.name, self.pk)


class RecommendationGroup(models.Model):
    """A heading as in the report ("For the United States") and the audiences it stands for.

    Groups and recommendations share one order: a group's position is that of its first line.
    """

    publication = models.ForeignKey("publications.Publication", models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    heading_en = LineField(_("heading (English)"), max_length=200, blank=True)
    heading_ko = LineField(_("heading (Korean)"), max_length=200, blank=True)
    audiences = models.ManyToManyField(Audience, blank=True, related_name="groups", verbose_name=_("audiences"))

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("group of recommendations")
        verbose_name_plural = _("groups of recommendations")

    def __str__(self) -> str:
        return self.heading_en or self.heading_ko or "—"

    @property
    def heading(self) -> Bilingual:
        return Bilingual.of(self, "heading")

    def as_text(self) -> RecommendationGroupText:
        return RecommendationGroupText(
            key=self.pk,
            heading=self.heading,
            audiences=tuple(audience.as_text() for audience in self.audiences.all()),
            recommendations=tuple(entry.as_text() for entry in self.recommendations.all()),
        )


class Recommendation(models.Model):
    """One piece of advice; its number is its place in the publication."""

    publication = models.ForeignKey("publications.Publication", models.CASCADE, related_name="recommendations")
    group = models.ForeignKey(RecommendationGroup, models.CASCADE, related_name="recommendations")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    # Set once, by the first save: the address of this advice.
    anchor = models.CharField(max_length=20, editable=False, default=new_anchor)
    text_en = PlainField(_("text (English)"), blank=True)
    text_ko = PlainField(_("text (Korean)"), blank=True)
    chapters = models.ManyToManyField(
        "publications.Chapter", blank=True, related_name="recommendations", verbose_name=_("chapters it rests on")
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "anchor"], name="recommendation_anchor_once_a_publication")
        ]
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")

    def __str__(self) -> str:
        return (self.text_en or self.text_ko)[:80]

    @property
    def text(self) -> Bilingual:
        return Bilingual.of(self, "text")

    def as_text(self) -> RecommendationText:
        return RecommendationText(
            key=self.pk,
            anchor=self.anchor,
            text=self.text,
            chapters=tuple(chapter.anchor for chapter in self.chapters.all()),
        )
