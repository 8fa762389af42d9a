"""Publishing makes an Edition from a Revision; withdrawing closes it. Visibility is computed, no job runs."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from config.generation import raise_generation
from config.languages import LANGUAGES, Bilingual, Language
from publications.document.checklist import Finding, blocking
from publications.document.html import plain_text
from publications.document.length import has_chapter_pages, reading_minutes
from publications.document.types import Document
from publications.models import (
    Edition,
    EditionContribution,
    EditionFile,
    EditionRecommendation,
    Publication,
    Revision,
)
from publications.services.indexing import forget, index_after_commit
from publications.services.relating import relate

ABSTRACT_LENGTH = {"en": 320, "ko": 180}


class Incomplete(Exception):
    """The Document lacks something; ``findings`` say what."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(", ".join(finding.code for finding in findings))
        self.findings = findings


@transaction.atomic
def publish(*, revision: Revision, by: Any, at: datetime.datetime | None = None) -> Edition:
    """Open this revision to readers now or at a moment to come; what was live closes at that moment.

    A schedule that has not opened yet is replaced.

    :raises Incomplete: a blocking entry of the checklist is open
    """
    document = revision.document
    if findings := blocking(document):
        raise Incomplete(findings)
    publication = Publication.objects.select_for_update().get(pk=revision.publication_id)
    moment = at or timezone.now()
    _drop_scheduled(publication, moment)
    # A withdrawn edition, too, stands in the list only until another one opens.
    publication.editions.filter(Q(live_until=None) | Q(live_until=F("withdrawn_at"))).update(live_until=moment)
    last = publication.editions.order_by("-number").first()
    edition = new_edition(
        publication=publication,
        revision=revision,
        document=document,
        by=by,
        at=moment,
        number=last.number + 1 if last else 1,
    )
    edition.save()
    store_rows([(edition, document)])
    Publication.objects.filter(pk=publication.pk).update(stage=Publication.Stage.DRAFT)
    raise_generation()
    index_after_commit(edition, document)
    return edition


@transaction.atomic
def withdraw(*, publication: Publication, by: Any, reason: Bilingual, at: datetime.datetime | None = None) -> None:
    """Close every edition: the page stays with its reason, the files go."""
    moment = at or timezone.now()
    _drop_scheduled(publication, moment)
    forget(publication.editions.values_list("pk", flat=True))
    publication.editions.filter(live_until=None).update(live_until=moment)
    # What was withdrawn before keeps its day and its reason.
    publication.editions.filter(withdrawn_at=None).update(
        withdrawn_at=moment, withdrawn_reason_en=reason.en, withdrawn_reason_ko=reason.ko, published_by=by
    )
    raise_generation()


@transaction.atomic
def cancel_schedule(*, publication: Publication) -> None:
    """Readers keep what they see now."""
    Publication.objects.select_for_update().get(pk=publication.pk)
    _drop_scheduled(publication, timezone.now())
    raise_generation()


def _drop_scheduled(publication: Publication, moment: datetime.datetime) -> None:
    """What has not opened yet goes, and what would have opened after this moment; what it was to replace stays."""
    start = min(moment, timezone.now())
    scheduled = publication.editions.filter(live_from__gte=start)
    forget(scheduled.values_list("pk", flat=True))
    scheduled.delete()
    # Open-ended again, or, where it was withdrawn, listed as such again.
    publication.editions.filter(live_until__gt=start).update(live_until=F("withdrawn_at"))


def new_edition(
    *, publication: Publication, revision: Revision, document: Document, by: Any, at: datetime.datetime, number: int = 1
) -> Edition:
    """The row, not stored yet; who stores it also calls :func:`store_rows`."""
    return Edition(
        publication=publication,
        number=number,
        revision=revision,
        slug=publication.slug,
        live_from=at,
        published_by=by,
        **_columns(document, publication),
    )


def _columns(document: Document, publication: Publication) -> dict[str, Any]:
    """What lists read, from the Document."""
    issued = document.issued
    texts = {
        f"{name}_{language}": getattr(document, name).get(language)
        for name in ("title", "subtitle")
        for language in LANGUAGES
    }
    return texts | {
        "language": document.language,
        "kind_id": document.kind.key,
        "series_id": document.series.key if document.series else None,
        "series_number": document.series.number if document.series else "",
        "abstract_en": abstract(document, "en"),
        "abstract_ko": abstract(document, "ko"),
        "byline_en": byline(document, "en"),
        "byline_ko": byline(document, "ko"),
        "issued": issued.date if issued else None,
        "issued_precision": issued.precision if issued else "day",
        "sort_date": issued.date if issued else datetime.date.min,
        "has_video": document.video is not None,
        "minutes": min(reading_minutes(document, settings.READING_SPEED), 32_000),
        "has_chapter_pages": has_chapter_pages(
            document, minimum=settings.CHAPTER_PAGE_MINIMUM, limits=settings.CHAPTER_PAGE_WORDS
        ),
        "translation_of_id": publication.translation_of_id,
    }


def abstract(document: Document, language: Language) -> str:
    """The beginning of a summary as plain text, cut at a word."""
    text = plain_text(document.summary.get(language)).replace("\n", " ")
    limit = ABSTRACT_LENGTH[language]
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(",;:.·") + "…"


def byline(document: Document, language: Language) -> str:
    """The authors in printed order, as a list prints them."""
    separator = "·" if language == "ko" else ", "
    return separator.join(contributor.name.printed(language).value for contributor in document.authors)


def store_rows(editions: Sequence[tuple[Edition, Document]]) -> None:
    """Links to people, topics and centers, advice as rows, files granted, and candidates to stand beside each other."""
    Edition.topics.through.objects.bulk_create(
        Edition.topics.through(edition=edition, topic_id=topic.key)
        for edition, document in editions
        for topic in document.topics
    )
    Edition.centers.through.objects.bulk_create(
        Edition.centers.through(edition=edition, center_id=center.key)
        for edition, document in editions
        for center in document.centers
    )
    EditionContribution.objects.bulk_create(
        EditionContribution(edition=edition, position=place, key=entry.key, role=entry.role, person_id=entry.person)
        for edition, document in editions
        for place, entry in enumerate(document.contributors, 1)
    )
    EditionFile.objects.bulk_create(
        EditionFile(edition=edition, sha256=sha256)
        for edition, document in editions
        for sha256 in sorted(files(document))
    )
    _store_advice(editions)
    relate([edition for edition, _ in editions])


def _store_advice(editions: Sequence[tuple[Edition, Document]]) -> None:
    rows, audiences = [], []
    for edition, document in editions:
        places = [(group, entry) for group in document.groups for entry in group.recommendations]
        for number, (group, entry) in enumerate(places, 1):
            row = EditionRecommendation(
                edition=edition,
                number=number,
                anchor=entry.anchor,
                text_en=entry.text.en,
                text_ko=entry.text.ko,
                heading_en=group.heading.en,
                heading_ko=group.heading.ko,
            )
            rows.append(row)
            audiences += [(row, audience.key) for audience in group.audiences]
    EditionRecommendation.objects.bulk_create(rows)
    link = EditionRecommendation.audiences.through
    link.objects.bulk_create(link(editionrecommendation=row, audience_id=audience) for row, audience in audiences)


def files(document: Document) -> set[str]:
    """The hashes of all pictures and attachments that a Document shows."""
    images = [figure.image for figure in document.figures]
    images += [image for image in (document.cover, document.video.poster if document.video else None) if image]
    return {image.sha256 for image in images} | {attachment.sha256 for attachment in document.attachments}
