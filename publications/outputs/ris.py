"""RIS: one report, a tag a line, lines ended as the format asks (CR LF)."""

from publications.document.types import Document, Issued
from publications.outputs.record import record
from publications.outputs.site import Site


def render(document: Document, site: Site) -> str:
    facts = record(document, site)
    tags = [
        ("TY", "RPRT"),
        *(("AU", creator.inverted) for creator in facts.authors),
        *(("A2", creator.inverted) for creator in facts.by_role("editor")),
        *(("A4", creator.inverted) for creator in facts.by_role("translator")),
        ("TI", facts.title),
        ("T2", facts.series),
        ("M3", facts.kind),
        ("IS", facts.number),
        ("PB", facts.publisher),
        ("CY", facts.place),
        ("PY", f"{facts.issued.date.year:04}" if facts.issued else ""),
        ("DA", _date(facts.issued)),
        ("DO", facts.doi),
        ("SN", facts.isbn or facts.issn),
        ("LA", facts.language),
        *(("KW", keyword) for keyword in facts.keywords),
        ("AB", facts.abstract),
        ("UR", facts.url),
        ("L1", facts.pdf_url),
    ]
    lines = [f"{tag}  - {value}" for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _date(issued: Issued | None) -> str:
    """``2026/03/12/``, ``2026/03//`` or ``2026///``."""
    if issued is None:
        return ""
    return "/".join([*issued.iso.split("-"), "", ""][:3]) + "/"
