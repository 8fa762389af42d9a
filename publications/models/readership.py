"""How much is read: numbers of publications and days. Nothing here says anything about a reader."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Readership(models.Model):
    """What one publication was read in all: the counts of its days, and those an older site had reached.

    ``views`` and ``downloads`` are the sums over :class:`DailyViews`, kept by whoever writes there.
    """

    publication = models.OneToOneField(
        "publications.Publication", models.CASCADE, related_name="readership", verbose_name=_("publication")
    )
    legacy = models.PositiveIntegerField(
        _("views before"), default=0, validators=[MaxValueValidator(1_000_000_000)],
        help_text=_("Counted by an older site; added to what is counted here."),
    )  # fmt: skip
    views = models.PositiveIntegerField(_("views counted here"), default=0, editable=False)
    downloads = models.PositiveIntegerField(_("downloads"), default=0, editable=False)
    total = models.GeneratedField(
        expression=models.F("legacy") + models.F("views"),
        output_field=models.PositiveIntegerField(_("views in all")),
        db_persist=True,
    )

    class Meta:
        ordering = ["-total", "pk"]
        indexes = [models.Index(fields=["total", "publication"], name="readership_by_total")]
        verbose_name = _("readership of a publication")
        verbose_name_plural = _("readership")

    def __str__(self) -> str:
        return str(self.publication)


class DailyViews(models.Model):
    """Views and downloads of one publication on one day of the institute's time."""

    publication = models.ForeignKey("publications.Publication", models.CASCADE, related_name="daily_views")
    day = models.DateField()
    views = models.PositiveIntegerField(default=0)
    downloads = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "day"], name="views_once_a_day")]
        indexes = [models.Index(fields=["day", "publication"], name="views_by_day")]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.day}"


class CountingDay(models.Model):
    """The one row of today: the salt that makes readers' marks, thrown away with them when the day is over."""

    day = models.DateField()
    salt = models.BinaryField()

    def __str__(self) -> str:
        return str(self.day)


class VisitMark(models.Model):
    """When somebody last asked for one thing: a hash that leads back to nobody. Forgotten after a minute."""

    key = models.CharField(max_length=32, primary_key=True)
    seen = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
