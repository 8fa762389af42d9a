import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.languages import LANGUAGES, Bilingual
from people.names import NamePair, PersonName
from publications.document.types import Contributor
from publications.fields import LineField


class ContributorRole(models.Model):
    """Author, editor, translator … Authors make the byline."""

    slug = models.SlugField(_("key"), max_length=40, unique=True)
    name_en = LineField(_("name (English)"), max_length=100)
    name_ko = LineField(_("name (Korean)"), max_length=100)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("role of a contributor")
        verbose_name_plural = _("roles of contributors")

    def __str__(self) -> str:
        return self.name_en

    @property
    def name(self) -> Bilingual:
        return Bilingual.of(self, "name")


class Contribution(models.Model):
    """Who did what, in printed order: a person, or a plain name (an outside author or an organisation).

    Empty affiliation columns mean: the post on the day of issue. Publishing freezes what is printed; a later link from a
    plain name to a person is live and needs no new edition.
    """

    publication = models.ForeignKey("publications.Publication", models.CASCADE, related_name="contributions")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    role = models.ForeignKey(ContributorRole, models.PROTECT, related_name="+", verbose_name=_("role"))
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="contributions", verbose_name=_("person")
    )
    is_organisation = models.BooleanField(_("organisation"), default=False)
    family_en = LineField(_("family name (English)"), max_length=100, blank=True)
    given_en = LineField(_("given name (English)"), max_length=200, blank=True)
    family_ko = LineField(_("family name (Korean)"), max_length=100, blank=True)
    given_ko = LineField(_("given name (Korean)"), max_length=200, blank=True)
    family_first_en = models.BooleanField(_("family name first in English"), default=False)
    family_first_ko = models.BooleanField(_("family name first in Korean"), default=True)
    affiliation_en = LineField(_("affiliation as printed (English)"), max_length=300, blank=True)
    affiliation_ko = LineField(_("affiliation as printed (Korean)"), max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(family_en="", given_en="", family_ko="", given_ko=""),
                name="contribution_has_a_person_or_a_name",
                violation_error_message=_("Choose a person or give a name."),
            )
        ]
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")

    def __str__(self) -> str:
        return self.name.printed("en").value

    @property
    def name(self) -> NamePair:
        """The name given here, otherwise the person's."""
        given = NamePair(
            en=PersonName(self.family_en, self.given_en, self.family_first_en),
            ko=PersonName(self.family_ko, self.given_ko, self.family_first_ko),
        )
        return given if given or self.person is None else self.person.name

    def affiliation_on(self, day: datetime.date) -> Bilingual:
        """As typed here; a side left empty follows the person's post on that day."""
        typed = Bilingual.of(self, "affiliation")
        post = self.person.post_on(day) if self.person else None
        if typed or post is None:
            return typed
        return Bilingual(*(post.line(language).value if post.position.get(language) else "" for language in LANGUAGES))

    def as_text(self, day: datetime.date) -> Contributor:
        return Contributor(
            key=self.pk,
            role=self.role.slug,
            role_name=self.role.name,
            name=self.name,
            affiliation=self.affiliation_on(day),
            person=self.person_id,
            is_organisation=self.is_organisation,
            orcid=self.person.orcid if self.person else "",
        )
