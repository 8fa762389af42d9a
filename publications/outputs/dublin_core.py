"""Dublin Core as OAI-PMH hands it out (``oai_dc``): both languages in one record, each text tagged with its own."""

from xml.etree.ElementTree import Element

from config.languages import Bilingual, Language, ordered
from publications.document.html import plain_text
from publications.document.types import Document
from publications.outputs.record import full_title, record
from publications.outputs.schema_org import licence_address
from publications.outputs.site import Site
from publications.outputs.xml import node, optional

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
_ATTRIBUTES = {
    "xmlns:oai_dc": NAMESPACE,
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
}


def render(document: Document, site: Site) -> Element:
    facts = record(document, site)
    first = document.language
    titles = Bilingual(*(full_title(document, entry) if document.title.get(entry) else "" for entry in ("en", "ko")))
    summaries = Bilingual(plain_text(document.summary.en), plain_text(document.summary.ko))
    contributors = [creator.inverted for creator in facts.creators if creator.role != "author"]
    identifiers = [
        facts.url,
        f"https://doi.org/{facts.doi}" if facts.doi else "",
        f"urn:isbn:{facts.isbn}" if facts.isbn else "",
        facts.pdf_url,
    ]
    return node(
        "oai_dc:dc",
        [
            *_tagged("title", titles, first),
            *(node("dc:creator", creator.inverted) for creator in facts.authors),
            *(entry for topic in document.topics for entry in _tagged("subject", topic.name, first)),
            *_tagged("description", summaries, first),
            *_tagged("publisher", site.name, first),
            *(node("dc:contributor", name) for name in contributors),
            optional("dc:date", facts.issued.iso if facts.issued else ""),
            *_tagged("type", document.kind.name, first),
            node("dc:format", "text/html"),
            node("dc:format", "application/pdf") if facts.pdf_url else None,
            *(optional("dc:identifier", identifier) for identifier in identifiers),
            node("dc:language", document.language),
            optional("dc:relation", " ".join(filter(None, (facts.series, facts.number))) if facts.series else ""),
            optional("dc:rights", licence_address(facts.licence) or facts.licence),
        ],
        _ATTRIBUTES,
    )


def _tagged(name: str, text: Bilingual, first: Language) -> list[Element]:
    """One element a language, the publication's own first."""
    return [
        node(f"dc:{name}", text.get(language), {"xml:lang": language}) for language in ordered(text.languages, first)
    ]
