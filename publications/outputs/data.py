"""A publication as plain data, for the JSON interface: all facts of its Document, with absolute addresses."""

from collections.abc import Iterable, Mapping
from typing import Any

from config.languages import Bilingual, Language
from publications.document.html import plain_text
from publications.document.outline import flatten, nest
from publications.document.types import AttachmentRef, Contributor, Document, Named
from publications.outputs.record import record
from publications.outputs.reference import references
from publications.outputs.site import Site

Values = dict[str, Any]


def both(text: Bilingual) -> dict[str, str]:
    """Language -> text, without the languages that have none."""
    return {language: text.get(language) for language in text.languages}


def named(entries: Iterable[Named]) -> list[Values]:
    return [{"slug": entry.slug, "name": both(entry.name)} for entry in entries]


def addresses(slug: str, languages: Iterable[Language], site: Site) -> Values:
    """Where a publication can be read and fetched."""
    return {
        "html": {language: site.publication_url(slug, language) for language in languages},
        "api": site.api_url("publications", slug),
        "markdown": site.output_url(slug, "md"),
        "bibtex": site.output_url(slug, "bib"),
        "ris": site.output_url(slug, "ris"),
        "csl": site.output_url(slug, "json"),
    }


def details(document: Document, site: Site, people: Mapping[int, str]) -> Values:
    """What the list's row does not hold.

    :param people: the address part of the person linked today to a contributor, by the contributor's key
    """
    facts = record(document, site)
    page = site.publication_url(document.slug, document.language)
    summaries = {language: document.summary.get(language) for language in document.summary.languages}
    return {
        "summary": {language: plain_text(html) for language, html in summaries.items()},
        "summary_html": summaries,
        "contributors": [_contributor(entry, people.get(entry.key)) for entry in document.contributors],
        "recommendations": list(_advice(document, page)),
        "chapters": list(_chapters(document)),
        "files": [_file(entry, document, site) for entry in document.attachments],
        "video": {"title": both(document.video.title), "url": document.video.address} if document.video else None,
        "imprint": both(document.imprint),
        "publisher": both(site.name),
        "doi": facts.doi,
        "isbn": facts.isbn,
        "licence": facts.licence,
        "pages": facts.pages or None,
        "citation": {entry.language: entry.text for entry in references(document, site)},
        "translation_of": document.translation_of or None,
    }


def _contributor(entry: Contributor, person: str | None) -> Values:
    return {
        "role": entry.role,
        "name": {language: entry.name.get(language).printed for language in ("en", "ko") if entry.name.get(language)},
        "affiliation": both(entry.affiliation),
        "is_organisation": entry.is_organisation,
        "orcid": entry.orcid,
        "person": person,
    }


def _advice(document: Document, page: str) -> Iterable[Values]:
    number = 0
    for group in document.groups:
        for entry in group.recommendations:
            number += 1
            yield {
                "number": number,
                "text": both(entry.text),
                "heading": both(group.heading),
                "audiences": named(group.audiences),
                "url": f"{page}#{entry.anchor}",
            }


def _chapters(document: Document) -> Iterable[Values]:
    for entry in flatten(nest(document)):
        chapter = entry.chapter
        yield {
            "anchor": chapter.anchor,
            "level": chapter.level,
            "label": entry.label,
            "matter": chapter.matter,
            "title": both(chapter.title),
        }


def _file(entry: AttachmentRef, document: Document, site: Site) -> Values:
    return {
        "name": entry.name,
        "kind": entry.kind,
        "media_type": entry.media_type,
        "size": entry.size,
        "language": entry.language,
        "caption": both(entry.caption),
        "url": site.file_url(document.slug, entry.sha256, entry.name),
    }
