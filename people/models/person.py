import datetime
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.languages import Bilingual
from people.models.appointment import Appointment
from people.names import NamePair, PersonName
from publications.fields import LineField, SummaryField


class PersonQuerySet(models.QuerySet["Person"]):
    def fellows(self, day: datetime.date | None = None) -> "PersonQuerySet":
        """Those who hold a fellow's post on a day (today)."""
        held = Appointment.objects.on(day or timezone.localdate()).filter(is_fellow=True)
        return self.filter(pk__in=held.values("person"))

    def for_list(self) -> "PersonQuerySet":
        """With posts and centers, in two more queries."""
        return self.prefetch_related("appointments__center")

    def matching(self, words: str) -> "PersonQuerySet":
        """Those whose name in either script holds every word."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(family_en__icontains=word)
                | Q(given_en__icontains=word)
                | Q(family_ko__icontains=word)
                | Q(given_ko__icontains=word)
                | Q(printed_ko__icontains=word)
            )
        return found


class Person(models.Model):
    """Anyone with a page: fellow, former fellow, associate, outside author. Two people of one name are two rows."""

    slug = models.SlugField(_("address"), max_length=120, unique=True, allow_unicode=True)
    family_en = LineField(_("family name (English)"), max_length=100, blank=True)
    given_en = LineField(_("given name (English)"), max_length=100, blank=True)
    family_first_en = models.BooleanField(
        _("family name first in English"), default=True, help_text=_("Seo Yun-ah, but Marcus Oyelaran.")
    )
    family_ko = LineField(_("family name (Korean)"), max_length=100, blank=True)
    given_ko = LineField(_("given name (Korean)"), max_length=100, blank=True)
    family_first_ko = models.BooleanField(
        _("family name first in Korean"), default=True, help_text=_("서윤아, but 마커스 오옐라란.")
    )
    printed_ko = LineField(max_length=200, editable=False, blank=True)
    sort_key = LineField(max_length=210, editable=False, db_index=True)
    honorific_en = LineField(
        _("honorific (English)"), max_length=30, blank=True, help_text=_("Never in a byline or a citation.")
    )
    honorific_ko = LineField(_("honorific (Korean)"), max_length=30, blank=True)
    biography_en = SummaryField(_("biography (English)"), blank=True)
    biography_ko = SummaryField(_("biography (Korean)"), blank=True)
    portrait = models.ForeignKey(
        "publications.Picture", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("portrait")
    )
    email = models.EmailField(_("public e-mail address"), blank=True)
    orcid = models.CharField(
        "ORCID",
        max_length=19,
        blank=True,
        validators=[RegexValidator(r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]\Z", _("An ORCID looks like 0000-0002-1825-0097."))],
    )
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(given_en="", family_en="", given_ko="", family_ko=""),
                name="person_has_a_name",
                violation_error_message=_("Give a name in at least one language."),
            )
        ]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        printed, alternative = self.name.printed("en"), self.name.alternative("en")
        return f"{printed} {alternative}".strip()

    def save(self, **options: Any) -> None:
        """Keeps the derived columns in step with the names."""
        self.printed_ko = self.name.ko.printed
        self.sort_key = (self.name.en or self.name.ko).sort_key
        super().save(**options)

    @property
    def name(self) -> NamePair:
        return NamePair(
            en=PersonName(self.family_en, self.given_en, self.family_first_en),
            ko=PersonName(self.family_ko, self.given_ko, self.family_first_ko),
        )

    @property
    def biography(self) -> Bilingual:
        return Bilingual.of(self, "biography")

    def post_on(self, day: datetime.date) -> Appointment | None:
        """The post to print on that day, from the prefetched list."""
        return next((post for post in self.appointments.all() if post.is_held_on(day)), None)

    @property
    def current_post(self) -> Appointment | None:
        return self.post_on(timezone.localdate())

    @property
    def shown_post(self) -> Appointment | None:
        """The present post, otherwise the last one held."""
        return self.current_post or next(iter(self.appointments.all()), None)

    @property
    def is_former(self) -> bool:
        """A fellow once, not any more."""
        posts = [post for post in self.appointments.all() if post.is_fellow]
        today = timezone.localdate()
        return bool(posts) and not any(post.is_held_on(today) for post in posts)
