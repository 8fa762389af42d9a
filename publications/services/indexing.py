"""What search knows of the editions: everything that is open to readers or will be, and nothing else."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from config.generation import raise_generation
from publications import search
from publications.document.types import Document
from publications.file_texts import text_of
from publications.models import Edition, EditionQuerySet

Entry = tuple[int, Document, dict[str, list[str]]]


def index_after_commit(edition: Edition, document: Document) -> None:
    """Index an edition as soon as it is stored for good: its own text at once, then what its PDFs say.

    A fault here cannot undo the publication; ``rebuild_search`` makes up for it.
    """
    transaction.on_commit(lambda: _index(edition, document), robust=True)


def _index(edition: Edition, document: Document) -> None:
    search.index(edition.pk, document)
    files = _files(document)
    if files:
        search.index(edition.pk, document, files)
    gone = Edition.objects.filter(publication=edition.publication_id).exclude(pk__in=_lasting().values("pk"))
    search.remove(gone.values_list("pk", flat=True))
    # A page of results may have been made, and tagged, between the commit and now.
    raise_generation()


def index_batch(editions: Sequence[tuple[Edition, Document]]) -> None:
    """Index many new editions in the transaction that stores them."""
    search.rebuild(((edition.pk, document, _files(document)) for edition, document in editions), is_all=False)


def forget(editions: Iterable[int]) -> None:
    """In the transaction that closes them: not found from that moment on."""
    search.remove(editions)


def rebuild(report: Callable[[int, int], None]) -> int:
    """Index everything anew while readers go on searching; says how many passages there are.

    :param report: called with how many editions are done, and how many there are
    """
    total = _lasting().count()
    return search.rebuild(_entries(), report=lambda done: report(done, total))


def _lasting() -> EditionQuerySet:
    """Editions that readers see now or will see."""
    return Edition.objects.filter(Q(live_until=None) | Q(live_until__gt=timezone.now()), withdrawn_at=None)


def _entries() -> Iterator[Entry]:
    for edition in _lasting().with_document().order_by("pk").iterator(chunk_size=100):
        document = edition.document
        yield edition.pk, document, _files(document)


def _files(document: Document) -> dict[str, list[str]]:
    texts = {file.sha256: text_of(file.sha256, file.media_type) for file in document.attachments}
    return {sha256: pages for sha256, pages in texts.items() if pages}
