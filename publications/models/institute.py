import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.languages import LANGUAGES, Bilingual, Language
from publications.document.colour import contrast
from publications.fields import BodyField, LineField
from publications.models.edition import Edition

_COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("A colour looks like #0b5a56."))
PAPER_LIGHT, PAPER_DARK = "#fcfcfa", "#121617"


class InstituteManager(models.Manager["Institute"]):
    def current(self) -> "Institute":
        """The one row, with the last scheduled moment that has passed, in one query; an unnamed institute if none."""
        now = timezone.now()
        opened = Edition.objects.filter(live_from__lte=now).order_by("-live_from").values("live_from")[:1]
        closed = Edition.objects.filter(live_until__lte=now).order_by("-live_until").values("live_until")[:1]
        row = (
            self.select_related("logo")
            .annotate(last_opened=models.Subquery(opened), last_closed=models.Subquery(closed))
            .first()
        )
        return row or Institute(name_en="Colophon", name_ko="Colophon")


class Institute(models.Model):
    """Whose site this is: name, logo, address, colours. One row."""

    name_en = LineField(_("name (English)"), max_length=200)
    name_ko = LineField(_("name (Korean)"), max_length=200)
    tagline_en = LineField(_("line under the name (English)"), max_length=300, blank=True)
    tagline_ko = LineField(_("line under the name (Korean)"), max_length=300, blank=True)
    address_en = LineField(_("postal address (English)"), max_length=300, blank=True)
    address_ko = LineField(_("postal address (Korean)"), max_length=300, blank=True)
    place_en = LineField(_("place of publication (English)"), max_length=100, blank=True)
    place_ko = LineField(_("place of publication (Korean)"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    licence = models.CharField(_("licence of the publications"), max_length=60, blank=True)
    default_language = models.CharField(
        _("language of the first page"), max_length=2, blank=True, choices=settings.LANGUAGES,
        help_text=_("Empty: the address / shows a plain page that links both languages."),
    )  # fmt: skip
    logo = models.ForeignKey(
        "publications.Picture", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    accent_light = models.CharField(
        _("colour of links, on light ground"), max_length=7, blank=True, validators=[_COLOUR]
    )
    accent_dark = models.CharField(_("colour of links, on dark ground"), max_length=7, blank=True, validators=[_COLOUR])
    cover_colour = models.CharField(_("ground of drawn covers"), max_length=7, blank=True, validators=[_COLOUR])
    # Raised by every change of anything public; see config.generation.
    generation = models.PositiveBigIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = InstituteManager()

    class Meta:
        verbose_name = _("institute")
        verbose_name_plural = _("institute")

    def __str__(self) -> str:
        return self.name_en

    def clean(self) -> None:
        """Colours must be readable: 4.5 to 1 (WCAG 2.2, 1.4.3)."""
        grounds = {"accent_light": PAPER_LIGHT, "accent_dark": PAPER_DARK, "cover_colour": "#ffffff"}
        faint = {
            field: _("Too faint: %(ratio).1f to 1, where 4.5 is needed.") % {"ratio": ratio}
            for field, ground in grounds.items()
            if (colour := getattr(self, field)) and (ratio := contrast(colour, ground)) < 4.5
        }
        if faint:
            raise ValidationError(faint)

    @property
    def name(self) -> Bilingual:
        return Bilingual.of(self, "name")

    @property
    def tagline(self) -> Bilingual:
        return Bilingual.of(self, "tagline")

    @property
    def address(self) -> Bilingual:
        return Bilingual.of(self, "address")

    @property
    def place(self) -> Bilingual:
        return Bilingual.of(self, "place")

    @property
    def has_colours(self) -> bool:
        return bool(self.accent_light or self.accent_dark or self.cover_colour)

    @property
    def state(self) -> str:
        """What any cached page is keyed by, besides the build: the generation and the last moments that passed."""
        return "-".join([str(self.generation), *(f"{moment.timestamp():.0f}" for moment in self._passed)])

    @property
    def changed(self) -> datetime.datetime:
        """When anything public changed last, by hand or by a scheduled moment."""
        return max([self.changed_at, *self._passed])

    @property
    def _passed(self) -> list[datetime.datetime]:
        moments = (getattr(self, "last_opened", None), getattr(self, "last_closed", None))
        return [moment for moment in moments if moment]


class Page(models.Model):
    """A page written by staff in two languages: about, privacy, accessibility, contact."""

    slug = models.SlugField(_("address"), max_length=80, unique=True, allow_unicode=True)
    title_en = LineField(_("title (English)"), max_length=200, blank=True)
    title_ko = LineField(_("title (Korean)"), max_length=200, blank=True)
    body_en = BodyField(_("text (English)"), blank=True)
    body_ko = BodyField(_("text (Korean)"), blank=True)
    in_menu = models.BooleanField(_("in the main menu"), default=False)
    in_footer = models.BooleanField(_("at the foot of each page"), default=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title_en="", title_ko=""),
                name="page_has_a_title",
                violation_error_message=_("Give a title in at least one language."),
            )
        ]
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def __str__(self) -> str:
        return self.title_en or self.title_ko

    @property
    def title(self) -> Bilingual:
        return Bilingual.of(self, "title")

    @property
    def body(self) -> Bilingual:
        return Bilingual.of(self, "body")

    @property
    def languages(self) -> tuple[Language, ...]:
        """In which it has at least a title or a text."""
        return tuple(entry for entry in LANGUAGES if self.title.get(entry) or self.body.get(entry))


class Redirect(models.Model):
    """An address that a publication had before."""

    slug = models.CharField(_("old address"), max_length=120, unique=True)
    publication = models.ForeignKey(
        "publications.Publication", models.CASCADE, related_name="redirects", verbose_name=_("publication")
    )

    class Meta:
        ordering = ["slug"]
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")

    def __str__(self) -> str:
        return self.slug


class Featured(models.Model):
    """A publication on the home page, chosen and ordered by staff."""

    publication = models.OneToOneField(
        "publications.Publication", models.CASCADE, related_name="featured", verbose_name=_("publication")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("featured publication")
        verbose_name_plural = _("featured publications")

    def __str__(self) -> str:
        return str(self.publication)
