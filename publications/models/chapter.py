import secrets

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.languages import Bilingual
from publications.document.html import sanitise_body
from publications.document.outline import MAXIMUM_LEVEL
from publications.document.types import ChapterText
from publications.fields import BodyField, LineField

# Before the first save has given an anchor, one that no address can hold.
NEW = "~"


def new_anchor() -> str:
    return f"{NEW}{secrets.token_hex(4)}"


class Chapter(models.Model):
    """An entry of the outline, which is the list in order of position. Positions are renumbered by the save, not unique."""

    class Matter(models.TextChoices):
        FRONT = "front", _("before the text (not numbered)")
        BODY = "body", _("text")
        BACK = "back", _("after the text (not numbered)")
        APPENDIX = "appendix", _("appendix")

    publication = models.ForeignKey("publications.Publication", models.CASCADE, related_name="chapters")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    level = models.PositiveSmallIntegerField(
        _("level"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MAXIMUM_LEVEL)]
    )
    matter = models.CharField(_("part"), max_length=10, choices=Matter, default=Matter.BODY)
    # Set once, by the first save; it stays when the chapter moves or is renamed.
    anchor = models.CharField(max_length=80, editable=False, default=new_anchor)
    title_en = LineField(_("title (English)"), max_length=300, blank=True)
    title_ko = LineField(_("title (Korean)"), max_length=300, blank=True)
    body = BodyField(_("text"), blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "anchor"], name="anchor_once_a_publication"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=MAXIMUM_LEVEL), name="chapter_level_1_to_4"),
        ]
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")

    def __str__(self) -> str:
        return self.title_en or self.title_ko or self.anchor

    @property
    def title(self) -> Bilingual:
        return Bilingual.of(self, "title")

    def as_text(self) -> ChapterText:
        return ChapterText(
            key=self.pk,
            anchor=self.anchor,
            level=self.level,
            matter=self.matter,  # type: ignore[arg-type]
            title=self.title,
            body=sanitise_body(self.body, level=self.level),
        )
