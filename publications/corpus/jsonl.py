"""Reads a file of one JSON record a line: id, source, lang, kind, title, authors, date, topics; then abstract, body,
url, number and author_ids where the source has them.

What has no field of its own keeps its place: the address of the original is a part "Source" after the text, a source's
own number is a number in a series named after the source. Authors become people, so that one can browse by author:
``author_ids`` tell namesakes apart; without them one name within one source is one person.
"""

import datetime
import hashlib
import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from config.languages import LANGUAGES, Bilingual, Language
from people.names import NamePair, PersonName
from publications.corpus.records import Author, Part, Record
from publications.document.hygiene import clean_line
from publications.document.types import Issued

# Sources whose authors are agencies.
ORGANISATIONS = {"inspectors-general"}
TITLE_LENGTH, NAME_LENGTH = 300, 100
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_SUFFIX = re.compile(r"(Jr|Sr)\.?|[IVX]+")
_BLANK_LINES = re.compile(r"\n\s*\n")


class RecordFault(Exception):
    """A line is no record; names the line and the field."""


def read(path: Path) -> Iterator[Record]:
    seen: set[str] = set()
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = _record(json.loads(line))
                if record.slug in seen:
                    raise ValueError(f"there is a record {record.slug} before")
                seen.add(record.slug)
                yield record
            except KeyError as error:
                raise RecordFault(f"line {number}: {error.args[0]} is missing") from error
            except (ValueError, TypeError, AttributeError) as error:
                raise RecordFault(f"line {number}: {error}") from error


def key(identifier: str) -> str:
    """The slug of a source's id; signs that an address drops must not make two ids one."""
    slug = slugify(identifier.replace(":", "-"))
    is_exact = slug == identifier.replace(":", "-", 1).lower()
    return slug if is_exact and len(slug) <= 100 else f"{slug[:100]}-{_digest(identifier)}"


def person_key(source: str, name: str, identifier: str = "") -> str:
    if identifier:
        return slugify(f"{source}-{identifier.replace('.', '-')}")
    return f"{slugify(f'{source}-{name}', allow_unicode=True)[:100]}-{_digest(name)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def _record(values: dict[str, Any]) -> Record:
    language = values["lang"]
    if language not in LANGUAGES:
        raise ValueError(f"lang must be one of {', '.join(LANGUAGES)}, not {language!r}")
    title = _line(values["title"], TITLE_LENGTH)
    number = str(values.get("number") or "")
    return Record(
        slug=key(values["id"]),
        language=language,
        kind=slugify(values["kind"]),
        title=_in(language, title),
        summary=_in(language, to_html(values.get("abstract") or "")),
        authors=tuple(_authors(values)),
        topics=tuple(_in(language, _line(topic, NAME_LENGTH)) for topic in values.get("topics") or []),
        parts=tuple(_parts(values)),
        issued=_issued(values.get("date")),
        series=values["source"].upper() if number else "",
        series_number=number,
        views=int(values.get("views") or 0),
    )


def _line(text: str, limit: int) -> str:
    line = clean_line(text)
    if not line or len(line) > limit:
        raise ValueError(f"must have 1 to {limit} letters: {line[:40]!r}")
    return line


def _in(language: Language, text: str) -> Bilingual:
    return Bilingual(ko=text) if language == "ko" else Bilingual(en=text)


def _issued(text: str | None) -> Issued | None:
    if not text:
        return None
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(f"date must look like 2024-05-31, 2024-05 or 2024, not {text!r}")
    year, month, day = match.groups()
    found = datetime.date(int(year), int(month or 1), int(day or 1))
    return Issued(found, "day" if day else "month" if month else "year")


def _authors(values: dict[str, Any]) -> Iterator[Author]:
    source, names = values["source"], [_line(name, NAME_LENGTH) for name in values.get("authors") or []]
    identifiers = values.get("author_ids") or [""] * len(names)
    if len(identifiers) != len(names):
        raise ValueError("author_ids must be as many as authors")
    is_organisation = source in ORGANISATIONS
    for name, identifier in zip(names, identifiers, strict=True):
        parted = PersonName(given=name) if is_organisation else part_name(name)
        yield Author(person_key(source, name, identifier), _in_script(parted), is_organisation)


def _in_script(name: PersonName) -> NamePair:
    is_korean = re.search("[가-힣]", name.printed)
    return NamePair(ko=name) if is_korean else NamePair(en=name)


def part_name(name: str) -> PersonName:
    """ "Family, Given" as it says. Otherwise the last word is the family name, with what belongs to it ("de Melo",
    "Chaloupka IV"); printed, the name is the same again."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma:
        return PersonName(family, given)
    words = name.split()
    start = len(words) - 1
    while start > 1 and (_SUFFIX.fullmatch(words[start]) or words[start - 1].islower()):
        start -= 1
    return PersonName(" ".join(words[start:]), " ".join(words[:start])) if start else PersonName(given=name)


def _parts(values: dict[str, Any]) -> Iterator[Part]:
    """The text, and the address of the original. A text that has another part beside it needs a title."""
    body, address = to_html(values.get("body") or ""), values.get("url") or ""
    if body:
        yield Part(Bilingual("Text", "본문") if address else Bilingual(), body)
    if address:
        yield Part(
            Bilingual("Source", "출처"), f'<p><a href="{escape(address)}">{escape(address)}</a></p>', matter="back"
        )


def to_html(text: str) -> str:
    """Paragraphs at blank lines, line breaks where lines end; every sign of the text stays as it is."""
    blocks = [block.strip() for block in _BLANK_LINES.split(text.replace("\r\n", "\n"))]
    return "".join(f"<p>{escape(block, quote=False).replace(chr(10), '<br>')}</p>" for block in blocks if block)
