from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publications.document import codec
from publications.document.types import Document
from publications.fields import PlainField


class Revision(models.Model):
    """One saved state: the whole Document as canonical JSON. What was approved is byte for byte what gets published."""

    class RevisionKind(models.TextChoices):
        SAVE = "save", _("saved")
        IMPORT = "import", _("imported")
        RESTORE = "restore", _("restored")
        MERGE = "merge", _("merged")

    publication = models.ForeignKey("publications.Publication", models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    stored = models.TextField()
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=RevisionKind, default=RevisionKind.SAVE)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    comment = PlainField(blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="revision_number_once_a_publication"),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="revision_approved_by_someone_at_a_time",
            ),
        ]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")

    def __str__(self) -> str:
        return str(self.number)

    @property
    def document(self) -> Document:
        return codec.decode(self.stored)
