import datetime
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator, RegexValidator, URLValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from config.languages import Bilingual
from publications.document.types import Issued, VideoText
from publications.document.video import player
from publications.fields import LineField, PlainField, SummaryField
from publications.models.classification import TopicOfPublication
from publications.models.edition import Edition

# Players open in a frame of an encrypted page.
_HTTPS = URLValidator(["https"])


class PublicationQuerySet(models.QuerySet["Publication"]):
    def in_review(self) -> "PublicationQuerySet":
        return self.filter(stage=Publication.Stage.IN_REVIEW)

    def drafts(self) -> "PublicationQuerySet":
        return self.filter(stage=Publication.Stage.DRAFT)

    def edited_by(self, user: Any) -> "PublicationQuerySet":
        return self.filter(editors=user)

    def scheduled(self) -> "PublicationQuerySet":
        """With an edition that opens later."""
        return self.filter(Exists(Edition.objects.filter(publication=OuterRef("pk"), live_from__gt=timezone.now())))

    def live(self) -> "PublicationQuerySet":
        """With an edition that readers see now."""
        return self.filter(Exists(Edition.objects.published().filter(publication=OuterRef("pk"))))

    def lacking(self, language: str) -> "PublicationQuerySet":
        """Without a title or a summary in this language."""
        return self.filter(Q(**{f"title_{language}": ""}) | Q(**{f"summary_{language}": ""}))

    def for_admin(self) -> "PublicationQuerySet":
        """Rows of the staff list: kind, and whether an edition is live or scheduled, in one query."""
        editions = Edition.objects.filter(publication=OuterRef("pk"))
        return self.select_related("kind", "series").annotate(
            is_live=Exists(editions.published()), is_scheduled=Exists(editions.filter(live_from__gt=timezone.now()))
        )

    def for_assembly(self) -> "PublicationQuerySet":
        """With everything a Document is made of, in a fixed number of queries."""
        related = self.select_related("kind", "series", "cover", "video_poster", "translation_of")
        return related.prefetch_related(  # type: ignore[misc]  # taggit's manager has no types
            "centers",
            "topics",
            "chapters",
            "figures__picture",
            "attachments",
            "contributions__role",
            "contributions__person__appointments__center",
            "groups__audiences",
            "groups__recommendations__chapters",
        )


class Publication(models.Model):
    """The work as staff edit it. Readers never see these rows: they see Editions.

    ``revision`` is the number of the last save. ``editors`` are the accounts that may edit it, the creator first.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        APPROVED = "approved", _("approved")

    class Precision(models.TextChoices):
        DAY = "day", _("day")
        MONTH = "month", _("month")
        YEAR = "year", _("year")

    slug = models.SlugField(
        _("address"), max_length=120, unique=True, blank=True, allow_unicode=True,
        help_text=_("Made from the title when left empty. A change after publication leaves a redirect."),
    )  # fmt: skip
    language = models.CharField(_("language of the full text"), max_length=2, choices=settings.LANGUAGES, default="en")
    kind = models.ForeignKey("publications.Kind", models.PROTECT, related_name="publications", verbose_name=_("kind"))
    series = models.ForeignKey(
        "publications.Series",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="publications",
        verbose_name=_("series"),
    )
    series_number = LineField(_("number in the series"), max_length=40, blank=True)
    imprint_en = LineField(_("imprint as printed (English)"), max_length=200, blank=True)
    imprint_ko = LineField(_("imprint as printed (Korean)"), max_length=200, blank=True)

    title_en = LineField(_("title (English)"), max_length=300, blank=True)
    title_ko = LineField(_("title (Korean)"), max_length=300, blank=True)
    subtitle_en = LineField(_("subtitle (English)"), max_length=300, blank=True)
    subtitle_ko = LineField(_("subtitle (Korean)"), max_length=300, blank=True)
    summary_en = SummaryField(_("summary (English)"), blank=True)
    summary_ko = SummaryField(_("summary (Korean)"), blank=True)

    centers = models.ManyToManyField(
        "people.Center", blank=True, related_name="publications", verbose_name=_("centers")
    )
    topics = TaggableManager(verbose_name=_("topics"), through=TopicOfPublication, blank=True)

    issued = models.DateField(_("date of issue"), null=True, blank=True)
    issued_precision = models.CharField(
        _("the date is exact to the"), max_length=5, choices=Precision, default=Precision.DAY
    )
    doi = models.CharField(
        "DOI", max_length=200, blank=True,
        validators=[RegexValidator(r"^10\.\d{4,9}/\S+\Z", _("A DOI looks like 10.5555/12345, without https://doi.org/."))],
    )  # fmt: skip
    isbn = models.CharField(
        "ISBN", max_length=17, blank=True,
        validators=[RegexValidator(r"^[\d-]{9,16}[\dX]\Z", _("An ISBN holds 10 or 13 digits and hyphens."))],
    )  # fmt: skip
    licence = models.CharField(_("licence"), max_length=60, blank=True)
    pages = models.PositiveIntegerField(_("printed pages"), null=True, blank=True, validators=[MinValueValidator(1)])
    translation_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="translations", verbose_name=_("translation of")
    )

    cover = models.ForeignKey(
        "publications.Picture", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cover")
    )
    cover_alt_en = LineField(_("alternative text of the cover (English)"), max_length=300, blank=True)
    cover_alt_ko = LineField(_("alternative text of the cover (Korean)"), max_length=300, blank=True)
    video_title_en = LineField(_("title of the video (English)"), max_length=200, blank=True)
    video_title_ko = LineField(_("title of the video (Korean)"), max_length=200, blank=True)
    video_address = models.CharField(_("address of the video"), max_length=500, blank=True, validators=[_HTTPS])
    video_embed = models.CharField(
        _("address for playing it in the page"), max_length=500, blank=True, validators=[_HTTPS]
    )
    video_seconds = models.PositiveIntegerField(_("duration in seconds"), null=True, blank=True)
    video_poster = models.ForeignKey(
        "publications.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("poster of the video"),
    )
    video_transcript_en = PlainField(_("transcript (English)"), blank=True)
    video_transcript_ko = PlainField(_("transcript (Korean)"), blank=True)

    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="publications", verbose_name=_("may edit")
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    # The number of the last anchor given to a recommendation; anchors are never given twice.
    last_recommendation = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(language="en") & ~Q(title_en="")) | (Q(language="ko") & ~Q(title_ko="")),
                name="publication_titled_in_its_language",
                violation_error_message=_("Give the title in the language of the full text."),
            ),
            models.CheckConstraint(
                condition=Q(translation_of=None) | ~Q(translation_of=models.F("pk")),
                name="publication_no_translation_of_itself",
                violation_error_message=_("A publication is no translation of itself."),
            ),
        ]
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    def __str__(self) -> str:
        return self.title.get(self.language)  # type: ignore[arg-type]

    def save(self, **options: Any) -> None:
        """An empty address is made from the title."""
        if not self.slug:
            self.slug = self.free_slug()
        super().save(**options)

    def free_slug(self) -> str:
        """A new address from the English title, otherwise the Korean one; never empty, not taken."""
        base = slugify(self.title_en)[:100].strip("-") or slugify(self.title_ko, allow_unicode=True)[:100].strip("-")
        base = base or "publication"
        slug, number = base, 1
        taken = Publication.objects.exclude(pk=self.pk)
        while taken.filter(Q(slug=slug) | Q(redirects__slug=slug)).exists():
            number += 1
            slug = f"{base}-{number}"
        return slug

    @property
    def title(self) -> Bilingual:
        return Bilingual.of(self, "title")

    @property
    def subtitle(self) -> Bilingual:
        return Bilingual.of(self, "subtitle")

    @property
    def summary(self) -> Bilingual:
        return Bilingual.of(self, "summary")

    @property
    def imprint(self) -> Bilingual:
        return Bilingual.of(self, "imprint")

    @property
    def cover_alt(self) -> Bilingual:
        return Bilingual.of(self, "cover_alt")

    @property
    def issued_on(self) -> Issued | None:
        return Issued(self.issued, self.issued_precision) if self.issued else None  # type: ignore[arg-type]

    @property
    def day_of_posts(self) -> datetime.date:
        """The day whose posts are printed as affiliations."""
        return self.issued or timezone.localdate()

    @property
    def video(self) -> VideoText | None:
        if not self.video_address:
            return None
        return VideoText(
            title=Bilingual.of(self, "video_title"),
            address=self.video_address,
            embed=self.video_embed or player(self.video_address),
            seconds=self.video_seconds or 0,
            transcript=Bilingual.of(self, "video_transcript"),
            poster=self.video_poster.as_ref() if self.video_poster else None,
        )

    @property
    def was_published(self) -> bool:
        """Whether an edition exists: live, earlier or scheduled."""
        return self.editions.exists()

    def has_editor(self, user: Any) -> bool:
        return self.pk is not None and self.editors.filter(pk=user.pk).exists()
