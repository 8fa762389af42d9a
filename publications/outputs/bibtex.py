"""BibTeX: one ``@techreport``. Names are "Family, Given"; organisations stand in braces of their own."""

import re

from config.languages import Language
from publications.document.types import Document
from publications.outputs.record import Creator, Record, record
from publications.outputs.site import Site

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LANGUAGES: dict[Language, str] = {"en": "english", "ko": "korean"}
# BibTeX counts braces even behind a backslash, so a brace in a text becomes a command.
_ESCAPES = str.maketrans(
    {character: f"\\{character}" for character in "&%$#_"}
    | {
        "\\": "{\\textbackslash}",
        "{": "{\\textbraceleft}",
        "}": "{\\textbraceright}",
        "~": "{\\textasciitilde}",
        "^": "{\\textasciicircum}",
    }
)
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
# What would end a name early.
_SEPARATOR = re.compile(r",|\band\b", re.IGNORECASE)


def render(document: Document, site: Site) -> str:
    facts = record(document, site)
    fields = [f"  {name} = {value}" for name, value in _fields(facts) if value not in {"", "{}"}]
    return "".join([f"@techreport{{{facts.key},\n", ",\n".join(fields), "\n}\n"])


def _fields(facts: Record) -> list[tuple[str, str]]:
    issued = facts.issued
    has_month = issued is not None and issued.precision != "year"
    has_day = issued is not None and issued.precision == "day"
    return [
        ("author", _names(facts.authors)),
        ("editor", _names(facts.by_role("editor"))),
        ("translator", _names(facts.by_role("translator"))),
        ("title", _text(facts.title)),
        ("type", _text(facts.kind)),
        ("series", _text(facts.series)),
        ("number", _text(facts.number)),
        ("institution", _text(facts.publisher)),
        ("address", _text(facts.place)),
        ("year", f"{{{issued.date.year:04}}}" if issued else ""),
        ("month", _MONTHS[issued.date.month - 1] if issued and has_month else ""),
        ("day", f"{{{issued.date.day}}}" if issued and has_day else ""),
        ("doi", _address(facts.doi)),
        ("isbn", _text(facts.isbn)),
        ("issn", _text(facts.issn)),
        ("url", _address(facts.url)),
        ("language", f"{{{_LANGUAGES[facts.language]}}}"),
        ("langid", f"{{{_LANGUAGES[facts.language]}}}"),
        ("keywords", _text(", ".join(facts.keywords))),
        ("abstract", _text(facts.abstract)),
    ]


def _text(value: str) -> str:
    return f"{{{value.translate(_ESCAPES)}}}"


def _address(value: str) -> str:
    """Read verbatim by every style: no escapes, but no brace either."""
    return f"{{{value.translate(_IN_ADDRESS)}}}"


def _names(creators: tuple[Creator, ...]) -> str:
    return f"{{{' and '.join(map(_name, creators))}}}"


def _name(creator: Creator) -> str:
    if creator.is_single:
        needs_braces = creator.is_organisation or " " in creator.printed or _SEPARATOR.search(creator.printed)
        return _text(creator.printed) if needs_braces else creator.printed.translate(_ESCAPES)
    return f"{_part(creator.family)}, {_part(creator.given)}"


def _part(name: str) -> str:
    return _text(name) if _SEPARATOR.search(name) else name.translate(_ESCAPES)
