from django.db import models
from django.utils.translation import gettext_lazy as _

from config.languages import Bilingual
from publications.document.types import Named
from publications.fields import LineField, SummaryField


class Center(models.Model):
    """A research center or programme."""

    slug = models.SlugField(_("address"), max_length=80, unique=True, allow_unicode=True)
    name_en = LineField(_("name (English)"), max_length=200)
    name_ko = LineField(_("name (Korean)"), max_length=200, blank=True)
    description_en = SummaryField(_("description (English)"), blank=True)
    description_ko = SummaryField(_("description (Korean)"), blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "name_en"]
        verbose_name = _("center")
        verbose_name_plural = _("centers")

    def __str__(self) -> str:
        return self.name_en or self.name_ko

    @property
    def name(self) -> Bilingual:
        return Bilingual.of(self, "name")

    def as_text(self) -> Named:
        return Named(self.slug, self.name, self.pk)

    @property
    def description(self) -> Bilingual:
        return Bilingual.of(self, "description")
