"""Search over what has been published: passages of editions, in both languages, in one index.

The index knows editions by their ids alone. Who may be seen is asked of the queryset that every question brings along.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import cast

from django.db import connection, transaction

from config.languages import Language
from publications.document.types import Document
from publications.search import finding, postgres, sqlite, store
from publications.search.finding import Found, Hits, Result
from publications.search.highlight import Piece, distance
from publications.search.passages import passages
from publications.search.store import Editions, Row, Store, hidden
from publications.search.words import normalise, parse, split, stored_terms

__all__ = ["Files", "Found", "Hits", "Piece", "Result", "find", "hidden", "index", "rebuild", "remove", "suggest"]

Files = Mapping[str, Sequence[str]]
# A misspelt word may differ in so many letters, by its length; and so many spellings are compared.
_COMPARED = 2_000


def _store() -> Store:
    return cast(Store, postgres if connection.vendor == "postgresql" else sqlite)


def index(edition: int, document: Document, files: Files | None = None) -> int:
    """Make an edition findable, in place of what was known of it; says how many passages it has.

    :param files: the text of its attachments, page by page, by their hash
    """
    return _index([(edition, document, files or {})])


@transaction.atomic
def _index(entries: Sequence[tuple[int, Document, Files]]) -> int:
    rows = [row for edition, document, files in entries for row in _rows(edition, document, files)]
    editions = {edition for edition, _, _ in entries}
    store.remove(editions & set(store.stored_editions(min(editions), max(editions))))
    _store().insert(rows)
    store.add_words(word for _, document, _ in entries for word in _spellings(document))
    return len(rows)


def _rows(edition: int, document: Document, files: Files) -> Iterator[Row]:
    for place, entry in enumerate(passages(document, files)):
        if place > store.LARGEST_PLACE:
            return
        yield Row(
            store.row_id(edition, place, entry.language),
            entry.part,
            entry.language,
            entry.anchor,
            entry.root,
            entry.label,
            entry.heading,
            entry.text,
            stored_terms(entry.titles, entry.text),
        )


def _spellings(document: Document) -> Iterator[str]:
    """The words of titles and headings, as people would look for them."""
    pairs = [document.title, document.subtitle, *(chapter.title for chapter in document.chapters)]
    pairs += [topic.name for topic in document.topics]
    for pair in pairs:
        for text in (pair.en, pair.ko):
            yield from (word for word in split(normalise(text)) if 2 <= len(word) <= 30 and not word.isdigit())


def remove(editions: Iterable[int]) -> None:
    """Make editions unfindable at once."""
    with transaction.atomic():
        store.remove(list(editions))


def rebuild(
    entries: Iterable[tuple[int, Document, Files]],
    *,
    is_all: bool = True,
    report: Callable[[int], None] | None = None,
    lot: int = 100,
) -> int:
    """Index these editions anew and, if they are all there are, forget the others; says how many passages they have.

    Each lot is replaced in one transaction: search is never empty, and one may stop and start again at any time.

    :param report: called with the number of editions done
    """
    seen: set[int] = set()
    total = 0
    for waiting in _lots(entries, lot):
        total += _index(waiting)
        seen.update(edition for edition, _, _ in waiting)
        if report:
            report(len(seen))
    if is_all:
        remove(set(store.stored_editions()) - seen)
    if total * 5 > store.size()[0]:
        _store().refresh()
    return total


def _lots(entries: Iterable[tuple[int, Document, Files]], size: int) -> Iterator[list[tuple[int, Document, Files]]]:
    following = iter(entries)
    while lot := list(islice(following, size)):
        yield lot


def find(
    text: str,
    *,
    editions: Editions,
    language: Language | None = None,
    synonyms: Sequence[Sequence[str]] = (),
    hidden: frozenset[int] | None = None,
    start: int = 0,
    count: int = 20,
    shown: int = finding.SHOWN,
    by_date: bool = False,
) -> Hits:
    """Passages of these editions that answer a question, grouped by edition.

    :param editions: what may be seen and matches the filters; its order is that of ``by_date``
    :param language: of the passages
    :param synonyms: sets of words and names that mean the same
    :param hidden: what :func:`hidden` says of the same editions, where it is remembered
    """
    search = finding.search(_store(), text, store.Scope(editions, language, hidden), synonyms)
    return search.find(start=start, count=count, shown=shown, by_date=by_date)


def suggest(text: str) -> str:
    """The question in the spelling that titles use, where one of its words stands in none; otherwise empty."""
    query = parse(text)
    known = _store().frequencies(query.terms)
    corrected = [
        word.spelling
        if any(term in known for entry in word.alternatives for term in entry.terms)
        else _closest(word.spelling)
        for word in query.words
    ]
    is_changed = corrected != [word.spelling for word in query.words]
    return " ".join(corrected) if is_changed and all(corrected) else ""


def _closest(spelling: str) -> str:
    size = len(spelling)
    near = store.words_like((max(2, size - 2), size + 2), spelling[0], _COMPARED)
    allowed = 1 if size < 4 and spelling.isascii() else 2 if size < 8 else 3
    ranked = sorted((distance(spelling, word), word) for word in near)
    return ranked[0][1] if ranked and ranked[0][0] <= allowed else ""
