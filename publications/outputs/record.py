"""The bibliographic facts of a Document, in one language: what every citation format is written from.

The language is the publication's own unless a format asks for the other one; never the visitor's.
"""

import re
import unicodedata
from dataclasses import dataclass

from config.languages import Bilingual, Language
from publications.document.html import plain_text
from publications.document.hygiene import clean_line
from publications.document.types import AttachmentRef, Contributor, Document, Issued
from publications.outputs.site import Site

_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9]+")
_ENDS_ALONE = ("?", "!", ".", ":", "…")


@dataclass(frozen=True, slots=True)
class Creator:
    """Who made it, without honorific. ``printed`` as in the byline; ``inverted`` as "Family, Given"."""

    role: str
    family: str
    given: str
    printed: str
    inverted: str
    is_organisation: bool
    affiliation: str
    orcid: str

    @property
    def is_single(self) -> bool:
        """An organisation, or a person with one name: nothing to invert or to sort by."""
        return self.is_organisation or not (self.family and self.given)


@dataclass(frozen=True, slots=True)
class Record:
    """See the module. Every string is one clean line; empty where nothing is known."""

    key: str
    language: Language
    title: str
    creators: tuple[Creator, ...]
    kind: str
    series: str
    imprint: str
    number: str
    issn: str
    issued: Issued | None
    publisher: str
    place: str
    doi: str
    isbn: str
    licence: str
    pages: int
    url: str
    pdf_url: str
    abstract: str
    keywords: tuple[str, ...]

    @property
    def authors(self) -> tuple[Creator, ...]:
        return self.by_role("author")

    @property
    def others(self) -> tuple[Creator, ...]:
        """In roles that few formats have a field for."""
        return tuple(creator for creator in self.creators if creator.role not in {"author", "editor", "translator"})

    def by_role(self, role: str) -> tuple[Creator, ...]:
        """In printed order."""
        return tuple(creator for creator in self.creators if creator.role == role)


def record(document: Document, site: Site, language: Language | None = None) -> Record:
    """The facts in the publication's own language, or in the one asked for."""
    chosen = language or document.language

    def best(text: Bilingual) -> str:
        return clean_line(text.best(chosen).value)

    series = document.series
    return Record(
        key=_key(document),
        language=chosen,
        title=full_title(document, chosen),
        creators=tuple(_creator(entry, chosen) for entry in document.contributors),
        kind=best(document.kind.name),
        series=best(series.name) if series else "",
        imprint=best(document.imprint),
        number=clean_line(series.number) if series else "",
        issn=clean_line(series.issn) if series else "",
        issued=document.issued,
        publisher=best(site.name),
        place=best(site.place),
        doi=clean_line(document.doi),
        isbn=clean_line(document.isbn),
        licence=clean_line(document.licence or site.licence),
        pages=document.pages,
        url=site.publication_url(document.slug, document.language),
        pdf_url=_pdf_url(document, site),
        abstract=clean_line(plain_text(document.summary.get(chosen))),
        keywords=tuple(best(topic.name) for topic in document.topics),
    )


def full_title(document: Document, language: Language) -> str:
    """Title and subtitle of one language as one line."""
    title = document.title.best(language)
    subtitle = clean_line(document.subtitle.get(title.language))
    line = clean_line(title.value)
    if not subtitle:
        return line
    return f"{line} {subtitle}" if line.endswith(_ENDS_ALONE) else f"{line}: {subtitle}"


def _creator(contributor: Contributor, language: Language) -> Creator:
    name, _ = contributor.name.best(language)
    is_organisation = contributor.is_organisation
    printed = clean_line(name.printed)
    return Creator(
        role=contributor.role,
        family="" if is_organisation else clean_line(name.family),
        given="" if is_organisation else clean_line(name.given),
        printed=printed,
        inverted=printed if is_organisation else clean_line(name.inverted),
        is_organisation=is_organisation,
        affiliation=clean_line(contributor.affiliation.best(language).value),
        orcid=contributor.orcid,
    )


def _key(document: Document) -> str:
    """An ASCII key that stays: the address, which is fixed; with the number where letters had to go."""
    plain = unicodedata.normalize("NFKD", document.slug).encode("ascii", "ignore").decode()
    key = _NOT_IN_KEY.sub("-", plain).strip("-")
    return key if key == document.slug else f"{key or 'publication'}-{document.publication}"


def _pdf_url(document: Document, site: Site) -> str:
    """The PDF as issued, in the publication's own language where there are several."""

    def distance(attachment: AttachmentRef) -> int:
        return {document.language: 0, "": 1}.get(attachment.language, 2)

    files = sorted((file for file in document.attachments if file.kind == "pdf"), key=distance)
    return site.file_url(document.slug, files[0].sha256, files[0].name) if files else ""
