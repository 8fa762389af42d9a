"""CSL-JSON, which Zotero, Pandoc and citation processors read: a list of one item."""

import json
from typing import Any

from publications.document.types import Document, Issued
from publications.outputs.record import Creator, record
from publications.outputs.site import Site


def render(document: Document, site: Site) -> str:
    facts = record(document, site)
    item: dict[str, Any] = {
        "id": facts.key,
        "type": "report",
        "title": facts.title,
        "author": _names(facts.authors),
        "editor": _names(facts.by_role("editor")),
        "translator": _names(facts.by_role("translator")),
        "contributor": _names(facts.others),
        "issued": _date(facts.issued),
        "genre": facts.kind,
        "collection-title": facts.series,
        "number": facts.number,
        "number-of-pages": str(facts.pages or ""),
        "publisher": facts.publisher,
        "publisher-place": facts.place,
        "DOI": facts.doi,
        "ISBN": facts.isbn,
        "ISSN": facts.issn,
        "URL": facts.url,
        "language": facts.language,
        "abstract": facts.abstract,
        "keyword": ", ".join(facts.keywords),
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2) + "\n"


def _names(creators: tuple[Creator, ...]) -> list[dict[str, str]]:
    return [
        {"literal": creator.printed} if creator.is_single else {"family": creator.family, "given": creator.given}
        for creator in creators
    ]


def _date(issued: Issued | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in issued.iso.split("-")]]} if issued else None
