import dataclasses
import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.languages import LANGUAGES, Bilingual, Language
from publications.document.types import Document, Issued
from publications.fields import LineField, PlainField
from publications.models.readership import Readership

# What a page says of views: nothing below this number.
FEWEST_VIEWS = 10


class EditionQuerySet(models.QuerySet["Edition"]):
    def published(self, at: datetime.datetime | None = None) -> "EditionQuerySet":
        """What readers see now (or at a moment): live and not withdrawn."""
        now = at or timezone.now()
        return self.filter(Q(live_until=None) | Q(live_until__gt=now), live_from__lte=now, withdrawn_at=None)

    def listed(self, at: datetime.datetime | None = None) -> "EditionQuerySet":
        """Rows of the public list: what is published, and what was withdrawn (shown as such)."""
        now = at or timezone.now()
        was_last = Q(withdrawn_at=F("live_until"), withdrawn_at__lte=now)
        return self.filter(Q(live_until=None) | Q(live_until__gt=now) | was_last, live_from__lte=now)

    def opened(self, at: datetime.datetime | None = None) -> "EditionQuerySet":
        """What has been public at some time: also earlier editions and withdrawn pages; never the future."""
        return self.filter(live_from__lte=at or timezone.now())

    def readable(self, at: datetime.datetime | None = None) -> "EditionQuerySet":
        """Opened, and not withdrawn: editions that still grant their files."""
        return self.opened(at).filter(withdrawn_at=None)

    def for_list(self) -> "EditionQuerySet":
        """Rows of a list, newest first, in one query: names and dates stand in the row."""
        return self.select_related("kind", "series").newest_first()

    def newest_first(self) -> "EditionQuerySet":
        return self.order_by("-sort_date", "-live_from", "-pk")

    def with_document(self) -> "EditionQuerySet":
        return self.select_related("revision", "kind", "series")

    def with_views(self) -> "EditionQuerySet":
        """With how often the publication was viewed, and when it first opened: what ``shown_views`` asks."""
        readership = Readership.objects.filter(publication=OuterRef("publication"))
        first = Edition.objects.filter(publication=OuterRef("publication")).order_by("number")
        return self.annotate(
            total_views=Coalesce(Subquery(readership.values("total")), 0, output_field=models.IntegerField()),
            first_opened=Subquery(first.values("live_from")[:1]),
        )

    def by(self, person: Any) -> "EditionQuerySet":
        """Written, edited or translated by a person."""
        return self.filter(Q(pk__in=EditionContribution.objects.filter(person=person).values("edition")))

    def about(self, topic: Any) -> "EditionQuerySet":
        return self.filter(pk__in=Edition.topics.through.objects.filter(topic=topic).values("edition"))

    def in_center(self, center: Any) -> "EditionQuerySet":
        return self.filter(pk__in=Edition.centers.through.objects.filter(center=center).values("edition"))

    def in_series(self, series: Any) -> "EditionQuerySet":
        return self.filter(series=series)


class Edition(models.Model):
    """What readers see: one Revision, the columns that lists need, and from when until when it is live."""

    publication = models.ForeignKey("publications.Publication", models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    revision = models.ForeignKey("publications.Revision", models.PROTECT, related_name="editions")
    slug = models.CharField(max_length=120, db_index=True)

    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    kind = models.ForeignKey("publications.Kind", models.PROTECT, related_name="editions")
    series = models.ForeignKey("publications.Series", models.PROTECT, null=True, related_name="editions")
    series_number = LineField(max_length=40, blank=True)
    title_en = LineField(max_length=300, blank=True)
    title_ko = LineField(max_length=300, blank=True)
    subtitle_en = LineField(max_length=300, blank=True)
    subtitle_ko = LineField(max_length=300, blank=True)
    abstract_en = PlainField(blank=True)
    abstract_ko = PlainField(blank=True)
    byline_en = PlainField(blank=True)
    byline_ko = PlainField(blank=True)
    issued = models.DateField(null=True)
    issued_precision = models.CharField(max_length=5, default="day")
    # The date of issue, or the first day of all where there is none: databases disagree on the place of NULL.
    sort_date = models.DateField(default=datetime.date.min)
    has_video = models.BooleanField(default=False)
    minutes = models.PositiveSmallIntegerField(default=0)
    has_chapter_pages = models.BooleanField(default=False)
    translation_of = models.ForeignKey("publications.Publication", models.SET_NULL, null=True, related_name="+")

    people = models.ManyToManyField(
        "people.Person", through="publications.EditionContribution", related_name="editions"
    )
    topics = models.ManyToManyField("publications.Topic", related_name="editions")
    centers = models.ManyToManyField("people.Center", related_name="editions")

    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason_en = LineField(max_length=500, blank=True)
    withdrawn_reason_ko = LineField(max_length=500, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["publication", "-number"]
        indexes = [
            # The order of lists with all that listed() asks: a far page is found without reading the rows before it.
            models.Index(
                F("sort_date").desc(),
                F("live_from").desc(),
                F("id").desc(),
                F("live_until"),
                F("withdrawn_at"),
                name="edition_newest_first",
            ),
            # All that published() asks, so that the answer for thousands of editions is read from the index alone.
            models.Index(fields=["live_from", "live_until", "withdrawn_at"], include=["id"], name="edition_live"),
            # Every page asks when an edition closed last; most never do.
            models.Index(fields=["live_until"], condition=Q(live_until__isnull=False), name="edition_closed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="edition_number_once_a_publication"),
            models.UniqueConstraint(
                fields=["publication"], condition=Q(live_until=None), name="one_open_ended_edition_a_publication"
            ),
            models.CheckConstraint(
                condition=Q(live_until=None) | Q(live_from__lt=F("live_until")), name="edition_opens_before_it_closes"
            ),
        ]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        return f"{self.slug} v{self.number}"

    @property
    def document(self) -> Document:
        """The frozen report at its present address; ``with_document()`` spares the query."""
        return dataclasses.replace(self.revision.document, slug=self.slug)

    @property
    def title(self) -> Bilingual:
        return Bilingual.of(self, "title")

    @property
    def subtitle(self) -> Bilingual:
        return Bilingual.of(self, "subtitle")

    @property
    def abstract(self) -> Bilingual:
        return Bilingual.of(self, "abstract")

    @property
    def byline(self) -> Bilingual:
        return Bilingual.of(self, "byline")

    @property
    def withdrawn_reason(self) -> Bilingual:
        return Bilingual.of(self, "withdrawn_reason")

    @property
    def issued_on(self) -> Issued | None:
        return Issued(self.issued, self.issued_precision) if self.issued else None  # type: ignore[arg-type]

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None and self.withdrawn_at <= timezone.now()

    @property
    def shown_views(self) -> int:
        """The number that a page prints, or 0: few views are not worth a line, and the day of publication has no count.

        Known to rows of ``with_views()``.
        """
        views: int = getattr(self, "total_views", 0)
        if views < FEWEST_VIEWS or timezone.localtime(self.first_opened).date() >= timezone.localdate():  # type: ignore[attr-defined]
            return 0
        return views

    @property
    def summary_languages(self) -> tuple[Language, ...]:
        """Where it can be read besides its own language."""
        return tuple(language for language in LANGUAGES if language != self.language and self.abstract.get(language))


class EditionContribution(models.Model):
    """Who is linked to an edition. The printed name is the Document's; the link to a person is live."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="contributions")
    position = models.PositiveSmallIntegerField()
    key = models.PositiveBigIntegerField(help_text="The id of the working row it came from.")
    role = models.CharField(max_length=40)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="edition_contributions")

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["person", "edition"], name="contribution_by_person")]

    def __str__(self) -> str:
        return f"{self.edition_id}.{self.position}"


class EditionRecommendation(models.Model):
    """A piece of published advice as a row: what lists across publications read."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    anchor = models.CharField(max_length=20)
    text_en = PlainField(blank=True)
    text_ko = PlainField(blank=True)
    heading_en = LineField(max_length=200, blank=True)
    heading_ko = LineField(max_length=200, blank=True)
    audiences = models.ManyToManyField("publications.Audience", related_name="+")

    class Meta:
        ordering = ["edition", "number"]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.anchor}"

    @property
    def text(self) -> Bilingual:
        return Bilingual.of(self, "text")

    @property
    def heading(self) -> Bilingual:
        return Bilingual.of(self, "heading")


class EditionFile(models.Model):
    """A file that an edition grants, by its hash: pictures and attachments are served through these rows only."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="files")
    sha256 = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["sha256", "edition"], name="edition_file_by_hash")]

    def __str__(self) -> str:
        return self.sha256
