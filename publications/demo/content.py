"""Reads content files (TOML). A fault names the file and the key, so that whoever wrote the file can find it."""

import datetime
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone

Value = TypeVar("Value")
# Columns that a row fills in when it is saved.
DERIVED = {"sort_key", "printed_ko"}


class ContentFault(Exception):
    """A content file does not say what it must say."""


class Entry:
    """A table of a content file. Each key is asked for by its type; a key that nobody asked for is a fault."""

    def __init__(self, place: str, values: dict[str, Any]) -> None:
        self.place = place
        self._values = values
        self._asked: set[str] = set()

    def fault(self, key: str, what: str) -> ContentFault:
        return ContentFault(f"{self.place}: {key}: {what}")

    def get(self, key: str, kind: type[Value], default: Value) -> Value:
        self._asked.add(key)
        value = self._values.get(key, default)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.fault(key, f"must be {kind.__name__}, not {type(value).__name__}")
        return value

    def need(self, key: str) -> str:
        value = self.text(key)
        if not value:
            raise self.fault(key, "is missing")
        return value

    def text(self, key: str) -> str:
        return self.get(key, str, "")

    def pair(self, *names: str) -> dict[str, str]:
        """The columns ``name_en`` and ``name_ko`` of each name."""
        return {f"{name}_{language}": self.text(f"{name}_{language}") for name in names for language in ("en", "ko")}

    def words(self, key: str) -> list[str]:
        words = self.get(key, list, [])
        if not all(isinstance(word, str) for word in words):
            raise self.fault(key, "must be a list of strings")
        return words

    def date(self, key: str) -> datetime.date | None:
        text = self.text(key)
        try:
            return datetime.date.fromisoformat(text) if text else None
        except ValueError:
            raise self.fault(key, f"is no date: {text}") from None

    def moment(self, key: str) -> datetime.datetime | None:
        """A date with an hour; without an offset it is in the site's time zone."""
        self._asked.add(key)
        value = self._values.get(key)
        if value is not None and not isinstance(value, datetime.datetime):
            raise self.fault(key, "must be a date with an hour, such as 2027-01-18T09:00:00")
        return timezone.make_aware(value) if value and timezone.is_naive(value) else value

    def entry(self, key: str) -> "Entry | None":
        values = self.get(key, dict, {})
        return Entry(f"{self.place}: {key}", values) if values else None

    def entries(self, key: str) -> "list[Entry]":
        tables = self.get(key, list, [])
        if not all(isinstance(table, dict) for table in tables):
            raise self.fault(key, "must be a list of tables")
        return [Entry(f"{self.place}: {key} {number}", table) for number, table in enumerate(tables, 1)]

    def finish(self) -> None:
        """Every key was asked for; otherwise one is misspelt."""
        if unknown := sorted(set(self._values) - self._asked):
            raise self.fault(unknown[0], "is no key of this table")


def read(path: Path) -> Entry:
    try:
        return Entry(path.name, tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentFault(f"{path.name}: {error}") from error


def store(row: Model, entry: Entry) -> None:
    """Validate a row as a form would, then save it; a fault names the entry and the field."""
    try:
        row.full_clean(exclude=DERIVED)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise entry.fault(field, " ".join(messages)) from error
    row.save()
