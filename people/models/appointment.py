import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.languages import Bilingual, Language, Text
from publications.fields import LineField


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def on(self, day: datetime.date) -> "AppointmentQuerySet":
        """The posts held on a day."""
        return self.filter(Q(start=None) | Q(start__lte=day), Q(end=None) | Q(end__gt=day))


class Appointment(models.Model):
    """A post that a person holds or held."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="appointments", verbose_name=_("person"))
    center = models.ForeignKey(
        "people.Center", models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name=_("center")
    )
    position_en = LineField(_("position (English)"), max_length=200)
    position_ko = LineField(_("position (Korean)"), max_length=200, blank=True)
    is_fellow = models.BooleanField(_("counts as fellow"), default=True)
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("to"), null=True, blank=True, help_text=_("The first day without the post."))

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = [F("start").desc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(start__lt=F("end")),
                name="appointment_starts_before_it_ends",
                violation_error_message=_("A post must begin before it ends."),
            )
        ]
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")

    def __str__(self) -> str:
        return self.line("en").value

    @property
    def position(self) -> Bilingual:
        return Bilingual.of(self, "position")

    def is_held_on(self, day: datetime.date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def line(self, language: Language) -> Text:
        """The post and its center as a byline prints them: "Senior Fellow, Center for Water and Cities"."""
        post = self.position.best(language)
        center = self.center.name.get(post.language) if self.center else ""
        return Text(f"{post.value}, {center}" if center else post.value, post.language)
