from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.languages import Bilingual
from publications.document.types import AttachmentRef, FigureRef, ImageRef
from publications.fields import LineField, PlainField


class Picture(models.Model):
    """A picture in the store, re-encoded without metadata. Its files lie under its hash; no address leads to them
    but through what grants it (an Edition, a Revision in preview, a catalogue row that shows it)."""

    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    suffix = models.CharField(max_length=4, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    widths = models.JSONField(default=list, editable=False)
    name = LineField(_("name of the file"), max_length=200, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.name or self.sha256[:12]

    def as_ref(self) -> ImageRef:
        return ImageRef(self.sha256, self.width, self.height, self.suffix, tuple(self.widths))


class Figure(models.Model):
    """A picture of a publication's text. Its texts are in the original's language; its number is computed."""

    publication = models.ForeignKey("publications.Publication", models.CASCADE, related_name="figures")
    key = models.SlugField(_("key"), max_length=64, help_text=_("What the text calls it by; never shown to readers."))
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="+", verbose_name=_("picture"))
    alt = PlainField(_("alternative text"), blank=True)
    caption = PlainField(_("caption"), blank=True)
    source = LineField(_("source"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["publication", "key"], name="figure_key_once_a_publication")]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self) -> str:
        return self.caption or self.key

    def as_ref(self) -> FigureRef:
        return FigureRef(self.key, self.picture.as_ref(), self.alt, self.caption, self.source)


class Attachment(models.Model):
    """A file to download: the PDF as issued, data. Stored unchanged under its hash."""

    class FileKind(models.TextChoices):
        PDF = "pdf", _("PDF as issued")
        DATA = "data", _("data")
        OTHER = "other", _("other file")

    publication = models.ForeignKey("publications.Publication", models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    sha256 = models.CharField(max_length=64, editable=False)
    name = LineField(_("name of the file"), max_length=200)
    media_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=FileKind, default=FileKind.PDF)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, blank=True)
    caption_en = LineField(_("caption (English)"), max_length=300, blank=True)
    caption_ko = LineField(_("caption (Korean)"), max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name

    def as_ref(self) -> AttachmentRef:
        return AttachmentRef(
            key=self.pk,
            sha256=self.sha256,
            name=self.name,
            kind=self.kind,
            media_type=self.media_type,
            size=self.size,
            language=self.language,
            caption=Bilingual.of(self, "caption"),
        )
