"""schema.org JSON-LD for the page head: a Report. Safe to print inside a ``script`` element."""

import json
import re
from collections.abc import Iterable
from typing import Any

from config.languages import Language, other
from publications.document.types import Document
from publications.outputs.record import Creator, Record, full_title, record
from publications.outputs.site import Site

# No character may end the element or start another; two are line ends to JavaScript only.
_UNSAFE = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})
_CREATIVE_COMMONS = re.compile(r"CC[ -]?(BY(?:-NC)?(?:-SA|-ND)?)[ -](\d\.\d)", re.IGNORECASE)
Properties = dict[str, Any]


def render(document: Document, site: Site, *, translations: Iterable[tuple[str, Language]] = ()) -> str:
    """:param translations: slug and language of publications that translate this one"""
    facts = record(document, site)
    report: Properties = {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": facts.url,
        "url": facts.url,
        "name": facts.title,
        "alternateName": full_title(document, other(facts.language)) if document.title.both else "",
        "author": [_creator(creator) for creator in facts.authors],
        "editor": [_creator(creator) for creator in facts.by_role("editor")],
        "translator": [_creator(creator) for creator in facts.by_role("translator")],
        "contributor": [_creator(creator) for creator in facts.others],
        "genre": facts.kind,
        "inLanguage": facts.language,
        "datePublished": facts.issued.iso if facts.issued else "",
        "publisher": {"@type": "Organization", "name": facts.publisher, "url": f"{site.url}/"},
        "isPartOf": _series(facts),
        "reportNumber": facts.number,
        "license": licence_address(facts.licence) or facts.licence,
        "sameAs": f"https://doi.org/{facts.doi}" if facts.doi else "",
        "identifier": _identifiers(facts),
        "abstract": facts.abstract,
        "keywords": list(facts.keywords),
        "encoding": _pdf(facts),
        "translationOfWork": _work(document.translation_of, other(document.language), site),
        "workTranslation": [_work(slug, language, site) for slug, language in translations],
    }
    return json.dumps(_known(report), ensure_ascii=False).translate(_UNSAFE)


def licence_address(licence: str) -> str:
    """The address of a Creative Commons licence named like ``CC-BY-4.0`` or ``CC BY 4.0``; empty for others."""
    if match := _CREATIVE_COMMONS.fullmatch(licence.strip()):
        return f"https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/"
    return licence if licence.startswith(("https://", "http://")) else ""


def _creator(creator: Creator) -> Properties:
    if creator.is_organisation:
        return {"@type": "Organization", "name": creator.printed}
    return _known(
        {
            "@type": "Person",
            "name": creator.printed,
            "familyName": creator.family,
            "givenName": creator.given,
            "sameAs": f"https://orcid.org/{creator.orcid}" if creator.orcid else "",
            # The line as printed: often a post and a center, so no name of an organisation.
            "description": creator.affiliation,
        }
    )


def _series(facts: Record) -> Properties | None:
    if not facts.series:
        return None
    return _known({"@type": "CreativeWorkSeries", "name": facts.series, "issn": facts.issn})


def _identifiers(facts: Record) -> list[Properties]:
    return [
        {"@type": "PropertyValue", "propertyID": kind, "value": value}
        for kind, value in (("DOI", facts.doi), ("ISBN", facts.isbn))
        if value
    ]


def _pdf(facts: Record) -> Properties | None:
    if not facts.pdf_url:
        return None
    return {"@type": "MediaObject", "contentUrl": facts.pdf_url, "encodingFormat": "application/pdf"}


def _work(slug: str, language: Language, site: Site) -> Properties | None:
    if not slug:
        return None
    url = site.publication_url(slug, language)
    return {"@type": "Report", "@id": url, "url": url, "inLanguage": language}


def _known(properties: Properties) -> Properties:
    return {name: value for name, value in properties.items() if value}
