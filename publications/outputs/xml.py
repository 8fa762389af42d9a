"""Building XML: every text is cleaned and escaped here, so that no title can break a document."""

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, tostring

from publications.document.hygiene import clean

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
NOTHING: Mapping[str, str] = {}


def node(name: str, content: str | Iterable[Element | None] = "", attributes: Mapping[str, str] = NOTHING) -> Element:
    """An element with a text or with children (None is left out); attributes with an empty value are left out."""
    element = Element(name, {key: clean(value) for key, value in attributes.items() if value})
    if isinstance(content, str):
        element.text = clean(content)
    else:
        element.extend(child for child in content if child is not None)
    return element


def optional(name: str, content: str, attributes: Mapping[str, str] = NOTHING) -> Element | None:
    """An element that is there only if it says something."""
    return node(name, content, attributes) if content else None


def fragment(element: Element) -> str:
    return tostring(element, encoding="unicode")


def document(element: Element) -> bytes:
    """A whole document in UTF-8."""
    return f"{DECLARATION}{fragment(element)}\n".encode()
