"""What stands beside the form: state, checklist, history."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publications.document import codec
from publications.document.checklist import Finding, check
from publications.document.types import Document
from publications.models import Publication, Revision

LAST_REVISIONS = 8

SENTENCES = {
    "titles": _("Title in both languages"),
    "no-title": _("The title in the language of the full text is missing"),
    "no-title-en": _("No English title"),
    "no-title-ko": _("No Korean title"),
    "summaries": _("Summary in both languages"),
    "no-summary-en": _("No English summary"),
    "no-summary-ko": _("No Korean summary"),
    "date": _("Date of issue"),
    "no-date": _("No date of issue"),
    "authors": _("At least one author"),
    "no-author": _("No author"),
    "no-affiliation": _("%(about)s has no affiliation"),
    "chapters": _("Every chapter has its titles"),
    "chapter-no-title": _("Chapter %(about)s has no title in the language of the full text"),
    "chapter-no-title-en": _("Chapter %(about)s has no English title"),
    "chapter-no-title-ko": _("Chapter %(about)s has no Korean title"),
    "chapter-no-text": _("Chapter %(about)s has no text"),
    "figures": _("Every picture has an alternative text"),
    "figure-no-alt": _("The figure “%(about)s” has no alternative text"),
    "figure-gone": _("The text shows a figure that is no longer there (%(about)s)"),
    "cover-no-alt": _("The cover has no alternative text"),
    "recommendations": _("Recommendations in both languages"),
    "recommendation-no-en": _("Recommendation %(about)s has no English"),
    "recommendation-no-ko": _("Recommendation %(about)s has no Korean"),
    "video": _("The video has a transcript"),
    "video-no-transcript": _("The video has no transcript"),
}
MARKS = {
    "ok": ("y", "✓", _("In order:")),
    "warn": ("w", "!", _("Can be published:")),
    "block": ("n", "✕", _("Blocks:")),
}
# Findings lead to a section of the form, or to one field of it.
SECTIONS = {"outline", "recommendations", "contributors", "files"}

STATUS = {
    "draft": (_("Draft"), ""),
    "in_review": (_("In review"), "warn"),
    "scheduled": (_("Scheduled"), "info"),
    "published": (_("Published"), "ok"),
    "changed": (_("Published, with a newer draft"), "info"),
    "withdrawn": (_("Withdrawn"), "bad"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the checklist."""

    severity: str
    kind: str
    mark: str
    meaning: Any
    sentence: str
    target: str


def checklist(document: Document | None) -> list[Line]:
    """What blocks first, then what warns, then what is in order."""
    findings = check(document) if document else []
    order = ("block", "warn", "ok")
    return [_line(finding) for finding in sorted(findings, key=lambda finding: order.index(finding.severity))]


def _line(finding: Finding) -> Line:
    sentence = str(SENTENCES[finding.code])
    target = finding.field if finding.field in SECTIONS else f"id_{finding.field}"
    return Line(
        finding.severity,
        *MARKS[finding.severity],
        sentence % {"about": finding.about} if finding.about else sentence,
        target,
    )


def gaps(lines: list[Line]) -> set[str]:
    """The sections of the form in which something is open."""
    return {_section(line.target) for line in lines if line.severity != "ok"}


def _section(target: str) -> str:
    if target in SECTIONS:
        return target
    return "summaries" if target.startswith("id_summary") else "basics"


def last_revisions(publication: Publication) -> QuerySet[Revision]:
    """The last saves, newest first. Only the newest brings its Document along, which may be long."""
    newest = Case(
        When(number=F("publication__revision"), then=F("stored")), default=Value(""), output_field=TextField()
    )
    rows = Revision.objects.filter(publication=publication).select_related("saved_by").defer("stored")
    return rows.annotate(newest=newest).order_by("-number")[:LAST_REVISIONS]


class Beside:
    """What the page of a publication says besides its form: all of it about the last saved state."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.revisions = list(last_revisions(publication)) if publication.pk else []
        newest = self.revisions[0].newest if self.revisions else ""
        self.document = codec.decode(newest) if newest else None

    @property
    def context(self) -> dict[str, Any]:
        lines = checklist(self.document)
        return {
            "publication": self.publication,
            "title": self._title(),
            "status": STATUS[getattr(self.publication, "status", "draft")],
            "revisions": self.revisions,
            "checklist": lines,
            "gaps": gaps(lines),
            "blocked": sum(line.severity == "block" for line in lines),
            "preview": self._preview_address(),
        }

    def _title(self) -> str:
        if not self.publication.pk:
            return gettext("New publication")
        title = self.document.title if self.document else self.publication.title
        return title.best(self.publication.language).value  # type: ignore[arg-type]

    def _preview_address(self) -> str:
        if not self.revisions:
            return ""
        place = [self.publication.pk, self.revisions[0].number]
        return reverse("admin:publications_publication_preview", args=place)
