"""DataCite's metadata (kernel 4) in the wrapping that harvesters know as ``oai_datacite``."""

from xml.etree.ElementTree import Element

from config.languages import Bilingual, ordered
from publications.document.html import plain_text
from publications.document.types import Document
from publications.outputs.record import Creator, Record, record
from publications.outputs.schema_org import licence_address
from publications.outputs.site import Site
from publications.outputs.xml import node, optional

NAMESPACE = "http://schema.datacite.org/oai/oai-1.1/"
SCHEMA = "http://schema.datacite.org/oai/oai-1.1/oai.xsd"
_KERNEL = "http://datacite.org/schema/kernel-4"
_VERSION = "4.5"
_SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


def render(document: Document, site: Site, *, opened: int) -> Element:
    """:param opened: the year in which it opened here, for a publication without a date of issue"""
    return node(
        "oai_datacite",
        [
            node("schemaVersion", _VERSION),
            node("datacentreSymbol", site.name.best("en").value),
            node("payload", [_resource(document, site, opened)]),
        ],
        {"xmlns": NAMESPACE, "xmlns:xsi": _SCHEMA_INSTANCE, "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}"},
    )


def _resource(document: Document, site: Site, opened: int) -> Element:
    facts = record(document, site)
    identifier = (facts.doi, "DOI") if facts.doi else (facts.url, "URL")
    others = [creator for creator in facts.creators if creator.role != "author"]
    general = "Report" if document.kind.has_chapters else "Text"
    return node(
        "resource",
        [
            node("identifier", identifier[0], {"identifierType": identifier[1]}),
            node("creators", [_person("creator", creator) for creator in facts.authors] or [_publisher(facts)]),
            node("titles", list(_titles(document))),
            node("publisher", facts.publisher, {"xml:lang": document.language}),
            node("publicationYear", f"{facts.issued.date.year if facts.issued else opened:04}"),
            node("resourceType", facts.kind, {"resourceTypeGeneral": general}),
            _group("subjects", [entry for topic in document.topics for entry in _subjects(topic.name, document)]),
            _group("contributors", [_person("contributor", creator) for creator in others]),
            _group("dates", [_issued(facts)] if facts.issued else []),
            node("language", document.language),
            _group("alternateIdentifiers", _alternates(facts)),
            _group("relatedIdentifiers", _related(facts)),
            node("formats", [node("format", "text/html"), *_pdf(facts)]),
            _group("rightsList", _rights(facts)),
            _group("descriptions", list(_descriptions(document, facts))),
        ],
        {
            "xmlns": _KERNEL,
            "xsi:schemaLocation": f"{_KERNEL} http://schema.datacite.org/meta/kernel-{_VERSION}/metadata.xsd",
        },
    )


def _group(name: str, entries: list[Element]) -> Element | None:
    return node(name, entries) if entries else None


def _person(kind: str, creator: Creator) -> Element:
    name_type = "Organizational" if creator.is_organisation else "Personal"
    role = {} if kind == "creator" else {"contributorType": "Editor" if creator.role == "editor" else "Other"}
    orcid = {"nameIdentifierScheme": "ORCID", "schemeURI": "https://orcid.org"}
    return node(
        kind,
        [
            node(f"{kind}Name", creator.inverted, {"nameType": name_type}),
            None if creator.is_single else node("givenName", creator.given),
            None if creator.is_single else node("familyName", creator.family),
            optional("nameIdentifier", f"https://orcid.org/{creator.orcid}" if creator.orcid else "", orcid),
            optional("affiliation", creator.affiliation),
        ],
        role,
    )


def _publisher(facts: Record) -> Element:
    return node("creator", [node("creatorName", facts.publisher, {"nameType": "Organizational"})])


def _titles(document: Document) -> list[Element]:
    """The original first; that of the other language is marked as translated."""
    entries = []
    for language in ordered(document.title.languages, document.language):
        kind = "" if language == document.language else "TranslatedTitle"
        marks = {"xml:lang": language}
        entries.append(node("title", document.title.get(language), marks | {"titleType": kind}))
        if subtitle := document.subtitle.get(language):
            entries.append(node("title", subtitle, marks | {"titleType": "Subtitle"}))
    return entries


def _subjects(name: Bilingual, document: Document) -> list[Element]:
    languages = ordered(name.languages, document.language)
    return [node("subject", name.get(language), {"xml:lang": language}) for language in languages]


def _issued(facts: Record) -> Element:
    return node("date", facts.issued.iso if facts.issued else "", {"dateType": "Issued"})


def _alternates(facts: Record) -> list[Element]:
    found = [(facts.url if facts.doi else "", "URL"), (facts.isbn, "ISBN"), (facts.number, "Series number")]
    return [node("alternateIdentifier", value, {"alternateIdentifierType": kind}) for value, kind in found if value]


def _related(facts: Record) -> list[Element]:
    marks = {"relatedIdentifierType": "ISSN", "relationType": "IsPartOf"}
    return [node("relatedIdentifier", facts.issn, marks)] if facts.issn else []


def _pdf(facts: Record) -> list[Element]:
    return [node("format", "application/pdf")] if facts.pdf_url else []


def _rights(facts: Record) -> list[Element]:
    return [node("rights", facts.licence, {"rightsURI": licence_address(facts.licence)})] if facts.licence else []


def _descriptions(document: Document, facts: Record) -> list[Element]:
    entries = [
        node(
            "description",
            plain_text(document.summary.get(language)),
            {"descriptionType": "Abstract", "xml:lang": language},
        )
        for language in ordered(document.summary.languages, document.language)
    ]
    if facts.series:
        series = " ".join(filter(None, (facts.series, facts.number)))
        entries.append(node("description", series, {"descriptionType": "SeriesInformation"}))
    return entries
