"""Saving and publishing many new publications at once, for commands that load them. What is stored is what the save walk
and the publish walk store one by one; a batch takes the same number of queries as a single publication."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from config.generation import raise_generation
from publications.assembly import assemble_all
from publications.document import codec
from publications.document.checklist import blocking
from publications.document.types import Document
from publications.models import Edition, Publication, Revision
from publications.services.indexing import index_batch
from publications.services.publishing import Incomplete, new_edition, store_rows

OPENING_HOUR = datetime.time(9)


def opening(day: datetime.date | None) -> datetime.datetime:
    """When a publication of this day opened: at nine, and never in the future."""
    now = timezone.now()
    return min(timezone.make_aware(datetime.datetime.combine(day, OPENING_HOUR)), now) if day else now


@transaction.atomic
def publish_first(*, publications: Sequence[Publication], by: Any = None, comment: str = "") -> list[Edition]:
    """The first revision and the first edition of publications whose rows are stored in order, with anchors.

    :raises Incomplete: a blocking entry of a checklist is open
    """
    publications = sorted(publications, key=lambda publication: publication.pk)
    documents = assemble_all(publications)
    for document in documents:
        if findings := blocking(document):
            raise Incomplete(findings)
    revisions = Revision.objects.bulk_create(
        _revision(publication, document, by, comment)
        for publication, document in zip(publications, documents, strict=True)
    )
    editions = Edition.objects.bulk_create(
        new_edition(
            publication=publication, revision=revision, document=document, by=by, at=opening(publication.issued)
        )
        for publication, revision, document in zip(publications, revisions, documents, strict=True)
    )
    stored = list(zip(editions, documents, strict=True))
    store_rows(stored)
    index_batch(stored)
    raise_generation()
    return editions


def _revision(publication: Publication, document: Document, by: Any, comment: str) -> Revision:
    stored = codec.encode(document)
    return Revision(
        publication=publication,
        number=publication.revision,
        stored=stored,
        sha256=codec.fingerprint(stored),
        saved_by=by,
        comment=comment,
    )
