"""Atom (RFC 4287, pages as in RFC 5005), with the bibliographic facts as Dublin Core terms."""

from xml.etree.ElementTree import Element

from config.languages import Language
from publications.document.types import Document
from publications.outputs.feed import Entry, Feed, entry_id, moment, page_url
from publications.outputs.record import Creator, Record, full_title, record
from publications.outputs.site import Site
from publications.outputs.xml import document as whole
from publications.outputs.xml import node, optional

_NAMESPACES = {"xmlns": "http://www.w3.org/2005/Atom", "xmlns:dcterms": "http://purl.org/dc/terms/"}


def render(feed: Feed, site: Site) -> bytes:
    title = feed.said(feed.title)
    return whole(
        node(
            "feed",
            [
                node("id", feed.address.partition("?")[0]),
                node("title", title.value, {"xml:lang": title.language}),
                node("updated", moment(feed.updated)),
                node("author", [node("name", feed.said(site.name).value), node("uri", f"{site.url}/")]),
                node("generator", "Colophon"),
                _link("self", feed.address, "application/atom+xml"),
                _link("alternate", feed.home, "text/html", feed.language),
                *(_link(relation, address, "application/atom+xml") for relation, address in feed.links),
                *(_entry(entry, feed, site) for entry in feed.entries),
            ],
            _NAMESPACES | {"xml:lang": feed.language},
        )
    )


def _entry(entry: Entry, feed: Feed, site: Site) -> Element:
    document = entry.document
    facts = record(document, site, feed.language)
    title = document.title.best(feed.language)
    summary = document.summary.best(feed.language)
    return node(
        "entry",
        [
            node("id", entry_id(document, site)),
            node("title", full_title(document, feed.language), {"xml:lang": title.language}),
            node("published", moment(entry.published)),
            node("updated", moment(entry.updated)),
            *(_person("author", creator.printed, creator.orcid) for creator in facts.authors),
            *(_person("contributor", creator.printed, creator.orcid) for creator in _others(facts)),
            *_links(document, facts, feed, site),
            *_categories(document, feed, site),
            optional("summary", summary.value, {"type": "html", "xml:lang": summary.language}),
            optional("rights", facts.licence),
            *_terms(document, facts, feed.language),
        ],
        {"xml:base": page_url(document, feed, site)},
    )


def _others(facts: Record) -> tuple[Creator, ...]:
    return tuple(creator for creator in facts.creators if creator.role != "author")


def _person(name: str, printed: str, orcid: str) -> Element:
    return node(name, [node("name", printed), optional("uri", f"https://orcid.org/{orcid}" if orcid else "")])


def _link(relation: str, address: str, media_type: str, language: str = "") -> Element:
    return node("link", "", {"rel": relation, "type": media_type, "hreflang": language, "href": address})


def _links(document: Document, facts: Record, feed: Feed, site: Site) -> list[Element | None]:
    """One page to open, as readers take any of several; the page in the other language; the text; the files."""
    page = page_url(document, feed, site)
    pages = {language: site.publication_url(document.slug, language) for language in document.languages}
    shown = next(language for language, address in pages.items() if address == page)
    others = [language for language in pages if language != shown]
    return [
        _link("alternate", page, "text/html", shown),
        *(_link("related", pages[language], "text/html", language) for language in others),
        _link("alternate", site.output_url(document.slug, "md"), "text/markdown", document.language),
        _link("enclosure", facts.pdf_url, "application/pdf") if facts.pdf_url else None,
        _link("related", f"https://doi.org/{facts.doi}", "text/html") if facts.doi else None,
    ]


def _categories(document: Document, feed: Feed, site: Site) -> list[Element]:
    named = [("kinds", document.kind.slug, document.kind.name)]
    named += [("topics", topic.slug, topic.name) for topic in document.topics]
    return [
        node("category", "", {"term": slug, "scheme": f"{site.url}/{scheme}", "label": feed.said(name).value})
        for scheme, slug, name in named
    ]


def _terms(document: Document, facts: Record, language: Language) -> list[Element | None]:
    other_title = document.title.alternative(language)
    return [
        optional("dcterms:issued", facts.issued.iso if facts.issued else ""),
        node("dcterms:language", document.language),
        optional("dcterms:alternative", other_title.value, {"xml:lang": other_title.language}),
        optional("dcterms:identifier", f"https://doi.org/{facts.doi}" if facts.doi else ""),
        optional("dcterms:isPartOf", " ".join(filter(None, (facts.series, facts.number)))),
        node("dcterms:publisher", facts.publisher),
    ]
