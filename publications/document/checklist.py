"""What a Document still lacks before readers may see it. Findings are codes; the back office has the sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from config.languages import other
from publications.document.html import Reading
from publications.document.outline import Entry, flatten, nest
from publications.document.types import Document

Severity = Literal["ok", "warn", "block"]


@dataclass(frozen=True, slots=True)
class Finding:
    """``field`` is the form section or field it leads to; ``about`` names the chapter, figure or number concerned."""

    code: str
    severity: Severity
    field: str
    about: str = ""


def check(document: Document) -> list[Finding]:
    """All findings, those that are in order included."""
    return [
        *_check_texts(document),
        *_check_contributors(document),
        *_check_chapters(document),
        *_check_figures(document),
        *_check_recommendations(document),
        *_check_video(document),
    ]


def blocking(document: Document) -> list[Finding]:
    return [finding for finding in check(document) if finding.severity == "block"]


def completeness(document: Document) -> int:
    """The share of findings that are in order, in percent."""
    findings = check(document)
    return round(100 * sum(finding.severity == "ok" for finding in findings) / len(findings))


def _check_texts(document: Document) -> Iterator[Finding]:
    own, foreign = document.language, other(document.language)
    if not document.title.get(own):
        yield Finding("no-title", "block", f"title_{own}")
    elif not document.title.get(foreign):
        yield Finding(f"no-title-{foreign}", "warn", f"title_{foreign}")
    else:
        yield Finding("titles", "ok", "title_en")
    missing = [language for language in (own, foreign) if not document.summary.get(language)]
    for language in missing:
        yield Finding(f"no-summary-{language}", "warn", f"summary_{language}")
    if not missing:
        yield Finding("summaries", "ok", "summary_en")
    yield Finding("date", "ok", "issued") if document.issued else Finding("no-date", "warn", "issued")


def _check_contributors(document: Document) -> Iterator[Finding]:
    if not document.authors:
        yield Finding("no-author", "warn", "contributors")
        return
    yield Finding("authors", "ok", "contributors")
    for contributor in document.authors:
        if not contributor.affiliation and not contributor.is_organisation:
            yield Finding("no-affiliation", "warn", "contributors", contributor.name.printed(document.language).value)


def _check_chapters(document: Document) -> Iterator[Finding]:
    own, foreign = document.language, other(document.language)
    entries = list(flatten(nest(document)))
    faults = 0
    for entry in entries:
        faults += 1
        if len(entries) > 1 and not entry.chapter.title.get(own):
            yield Finding("chapter-no-title", "block", "outline", _name(entry))
        elif document.has_text and not entry.has_text:
            yield Finding("chapter-no-text", "warn", "outline", _name(entry))
        elif len(entries) > 1 and not entry.chapter.title.get(foreign):
            yield Finding(f"chapter-no-title-{foreign}", "warn", "outline", _name(entry))
        else:
            faults -= 1
    if entries and not faults:
        yield Finding("chapters", "ok", "outline")


def _check_figures(document: Document) -> Iterator[Finding]:
    faults = 0
    used = {key for chapter in document.chapters for key in Reading(chapter.body).figures}
    for figure in document.figures:
        if not figure.alt:
            faults += 1
            yield Finding("figure-no-alt", "block", "files", figure.caption or figure.key)
    for key in sorted(used - {figure.key for figure in document.figures}):
        faults += 1
        yield Finding("figure-gone", "block", "outline", key)
    if document.cover and not document.cover_alt:
        faults += 1
        yield Finding("cover-no-alt", "block", "files")
    if (document.figures or document.cover) and not faults:
        yield Finding("figures", "ok", "files")


def _check_recommendations(document: Document) -> Iterator[Finding]:
    faults = 0
    for number, entry in enumerate(document.recommendations, 1):
        if not entry.text.both:
            faults += 1
            language = "ko" if entry.text.en else "en"
            yield Finding(f"recommendation-no-{language}", "warn", "recommendations", str(number))
    if document.recommendations and not faults:
        yield Finding("recommendations", "ok", "recommendations")


def _check_video(document: Document) -> Iterator[Finding]:
    if document.video:
        has_transcript = bool(document.video.transcript)
        yield Finding("video" if has_transcript else "video-no-transcript", "ok" if has_transcript else "warn", "files")


def _name(entry: Entry) -> str:
    return entry.reference or entry.chapter.title.best("en").value or entry.chapter.anchor
