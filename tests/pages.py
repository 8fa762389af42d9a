"""Reading the HTML of an answer: a tree to search, instead of strings to guess at."""

import re
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = TreeBuilder()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attributes})
        self.open.append(tag)
        if tag in VOID:
            self.close_last(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.close_last(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.close_last(tag)

    def close_last(self, tag: str) -> None:
        assert self.open[-1:] == [tag], f"</{tag}> at {self.getpos()} closes {self.open[-1:]}"
        self.open.pop()
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def read(response: Any) -> Element:
    """The tree of a page; every element must be closed in its place.

    :raises AssertionError: a tag closes another element than the one that is open
    """
    parser = _Builder()
    parser.feed(response.content.decode().removeprefix("<!doctype html>\n"))
    return parser.builder.close()


def text(element: Element | None) -> str:
    """What an element says, blanks folded."""
    assert element is not None
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def texts(tree: Element, path: str) -> list[str]:
    return [text(element) for element in tree.findall(path)]


def by_class(tree: Element, name: str) -> list[Element]:
    return [element for element in tree.iter() if name in element.get("class", "").split()]


def by_id(tree: Element, name: str) -> Element | None:
    return next((element for element in tree.iter() if element.get("id") == name), None)


def addresses(tree: Element, path: str = ".//a") -> list[str]:
    return [element.get("href", "") for element in tree.findall(path)]


def is_noindex(tree: Element) -> bool:
    return tree.find('.//meta[@name="robots"][@content="noindex"]') is not None


def canonical(tree: Element) -> str:
    link = tree.find('.//link[@rel="canonical"]')
    return link.get("href", "") if link is not None else ""


def alternates(tree: Element) -> dict[str, str]:
    return {
        link.get("hreflang", ""): link.get("href", "") for link in tree.findall('.//link[@rel="alternate"][@hreflang]')
    }


def language_of(tree: Element, wanted: Element) -> str:
    """The language in force at an element: its own ``lang`` or that of the nearest element around it."""
    found = ""

    def walk(element: Element, language: str) -> None:
        nonlocal found
        language = element.get("lang", language)
        if element is wanted:
            found = language
        for child in element:
            walk(child, language)

    walk(tree, "")
    return found
