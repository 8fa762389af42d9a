"""JSON Feed 1.1; what the format has no name for stands under ``_publication``."""

import json
from typing import Any

from publications.document.types import Document
from publications.outputs.feed import Entry, Feed, entry_id, moment, page_url
from publications.outputs.record import Creator, Record, full_title, record
from publications.outputs.site import Site

VERSION = "https://jsonfeed.org/version/1.1"


def render(feed: Feed, site: Site) -> bytes:
    body = {
        "version": VERSION,
        "title": feed.said(feed.title).value,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "next_url": dict(feed.links).get("next", ""),
        "language": feed.language,
        "authors": [{"name": feed.said(site.name).value, "url": f"{site.url}/"}],
        "items": [_item(entry, feed, site) for entry in feed.entries],
    }
    known = {name: value for name, value in body.items() if value or name == "items"}
    return (json.dumps(known, ensure_ascii=False, indent=1) + "\n").encode()


def _item(entry: Entry, feed: Feed, site: Site) -> dict[str, Any]:
    document = entry.document
    facts = record(document, site, feed.language)
    summary = document.summary.best(feed.language)
    item: dict[str, Any] = {
        "id": entry_id(document, site),
        "url": page_url(document, feed, site),
        "external_url": f"https://doi.org/{facts.doi}" if facts.doi else "",
        "title": full_title(document, feed.language),
        "content_html": summary.value,
        "summary": facts.abstract,
        "date_published": moment(entry.published),
        "date_modified": moment(entry.updated),
        "authors": [_author(creator) for creator in facts.authors],
        "tags": [facts.kind, *facts.keywords],
        "language": document.title.best(feed.language).language,
        "attachments": _attachments(document, site),
        "_publication": _known(_publication(document, facts)),
    }
    if not summary:
        item["content_text"] = item["title"]
    return _known(item)


def _author(creator: Creator) -> dict[str, str]:
    return {"name": creator.printed} | ({"url": f"https://orcid.org/{creator.orcid}"} if creator.orcid else {})


def _attachments(document: Document, site: Site) -> list[dict[str, Any]]:
    return [
        {
            "url": site.file_url(document.slug, file.sha256, file.name),
            "mime_type": file.media_type,
            "title": file.name,
            "size_in_bytes": file.size,
        }
        for file in document.attachments
    ]


def _publication(document: Document, facts: Record) -> dict[str, Any]:
    return {
        "language": document.language,
        "title": {language: document.title.get(language) for language in document.title.languages},
        "subtitle": {language: document.subtitle.get(language) for language in document.subtitle.languages},
        "kind": document.kind.slug,
        "issued": facts.issued.iso if facts.issued else "",
        "series": facts.series,
        "number": facts.number,
        "publisher": facts.publisher,
        "doi": facts.doi,
        "isbn": facts.isbn,
        "licence": facts.licence,
        "editors": [creator.printed for creator in facts.by_role("editor")],
        "translators": [creator.printed for creator in facts.by_role("translator")],
    }


def _known(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value}
