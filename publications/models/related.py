from django.db import models

from publications.models.edition import Edition


class RelatedEdition(models.Model):
    """That another edition may be offered beside this one, and why; shown only while both are published."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="related")
    other = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    # Out of "series", "author", "topics" and "text", the strongest first.
    reasons = models.CharField(max_length=30)
    score = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "other"], name="related_once")]
        indexes = [models.Index(fields=["edition", "-score"], name="related_best_first")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.other_id}"
