"""Highwire ``citation_*`` tags for the page head: what Google Scholar and Zotero read."""

from publications.document.types import Document
from publications.outputs.record import record
from publications.outputs.site import Site


def tags(document: Document, site: Site) -> list[tuple[str, str]]:
    """Pairs of name and content, one author a tag, in the publication's own language."""
    facts = record(document, site)
    found = [
        ("citation_title", facts.title),
        *(("citation_author", creator.inverted) for creator in facts.authors),
        *(("citation_editor", creator.inverted) for creator in facts.by_role("editor")),
        *(("citation_translator", creator.inverted) for creator in facts.by_role("translator")),
        ("citation_publication_date", facts.issued.iso.replace("-", "/") if facts.issued else ""),
        ("citation_technical_report_institution", facts.publisher),
        ("citation_technical_report_number", facts.number),
        ("citation_language", facts.language),
        ("citation_doi", facts.doi),
        ("citation_isbn", facts.isbn),
        ("citation_abstract_html_url", facts.url),
        ("citation_pdf_url", facts.pdf_url),
        *(("citation_keywords", keyword) for keyword in facts.keywords),
    ]
    return [(name, content) for name, content in found if content]
