"""The only module that knows both sides: working rows, and the Document made of them."""

from collections.abc import Collection

from publications.document.types import Document
from publications.models import Publication


def assemble(publication: Publication) -> Document:
    """The whole publication as a Document, read anew from its rows in a fixed number of queries."""
    return _document(Publication.objects.for_assembly().get(pk=publication.pk))


def assemble_all(publications: Collection[Publication]) -> list[Document]:
    """The same for many, in the order of their ids and in the same number of queries."""
    rows = Publication.objects.for_assembly().filter(pk__in=[publication.pk for publication in publications])
    return [_document(row) for row in rows.order_by("pk")]


def _document(row: Publication) -> Document:
    day = row.day_of_posts
    return Document(
        publication=row.pk,
        slug=row.slug,
        language=row.language,  # type: ignore[arg-type]
        kind=row.kind.as_text(),
        title=row.title,
        subtitle=row.subtitle,
        summary=row.summary,
        series=row.series.as_text(row.series_number) if row.series else None,
        imprint=row.imprint,
        issued=row.issued_on,
        doi=row.doi,
        isbn=row.isbn,
        licence=row.licence,
        pages=row.pages or 0,
        centers=tuple(center.as_text() for center in row.centers.all()),
        # Taggit reads them in any order; the same rows must give the same Document on every database.
        topics=tuple(topic.as_text() for topic in sorted(row.topics.all(), key=lambda topic: topic.name)),
        contributors=tuple(entry.as_text(day) for entry in row.contributions.all()),
        chapters=tuple(chapter.as_text() for chapter in row.chapters.all()),
        groups=tuple(group.as_text() for group in row.groups.all()),
        figures=tuple(figure.as_ref() for figure in row.figures.all()),
        attachments=tuple(attachment.as_ref() for attachment in row.attachments.all()),
        cover=row.cover.as_ref() if row.cover else None,
        cover_alt=row.cover_alt,
        video=row.video,
        translation_of=row.translation_of.slug if row.translation_of else "",
    )
