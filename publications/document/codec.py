"""Document to JSON and back.

The JSON is canonical (sorted keys, no blanks, plain UTF-8), so that its SHA-256 stands for the Document. It carries a
format number; every older format stays readable through a step in ``UPGRADES``.
"""

import dataclasses
import datetime
import hashlib
import json
import types
import typing
from collections.abc import Callable
from functools import cache
from typing import Any

from publications.document.types import Document

FORMAT = 1
# Format number -> what turns its JSON object into that of the next number.
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def encode(document: Document) -> str:
    """The canonical JSON of a Document."""
    return json.dumps(
        {"format": FORMAT, "document": document},
        default=_plain,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def decode(text: str) -> Document:
    """The Document of a JSON text of any format so far.

    :raises ValueError: the text is no Document, or of a format from the future
    """
    stored = json.loads(text)
    number, value = stored["format"], stored["document"]
    while number in UPGRADES:
        value, number = UPGRADES[number](value), number + 1
    if number != FORMAT:
        raise ValueError(f"Document format {number} is not known here.")
    document: Document = _reader(Document)(value)
    return document


def fingerprint(text: str) -> str:
    """SHA-256 of a canonical JSON text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    # Defaults are left out: a Document stays small, and a new field with a default needs no new format.
    return {
        field.name: entry
        for field in dataclasses.fields(value)
        if (entry := getattr(value, field.name)) != field.default or field.default is dataclasses.MISSING
    }


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What turns plain JSON into a value of a type used in ``document.types``."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        entry = _reader(arguments[0])
        return lambda values: tuple(map(entry, values))
    if origin in {types.UnionType, typing.Union}:
        inner = _reader(arguments[0])
        return lambda value: None if value is None else inner(value)
    if kind is datetime.date:
        return datetime.date.fromisoformat
    if not (isinstance(kind, type) and dataclasses.is_dataclass(kind)):
        return lambda value: value
    readers = {name: _reader(hint) for name, hint in typing.get_type_hints(kind).items()}
    return lambda value: kind(**{name: readers[name](entry) for name, entry in value.items()})
