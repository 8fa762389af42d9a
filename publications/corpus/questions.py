"""Sets of questions with the texts that answer them, to measure search.

Beside ``NAME.queries.jsonl`` lie its texts: JSON Lines files whose rows have an id and a body. Of a text only the body is
taken, and its title is its kind and id, or the test would answer itself.
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.languages import LANGUAGES, Bilingual, Language
from publications.corpus.jsonl import RecordFault, to_html
from publications.corpus.records import Part, Record


@dataclass(frozen=True, slots=True)
class Question:
    """``relevant`` are the ids of the texts of which one must be found."""

    text: str
    language: Language
    relevant: frozenset[str]


def read_questions(path: Path) -> list[Question]:
    return [
        Question(row["query"], _language(row), frozenset(row["relevant"] if "relevant" in row else [row["target"]]))
        for row in _rows(path)
    ]


def read_texts(files: Iterable[Path]) -> dict[str, Record]:
    """All texts of the folders in which these files of questions lie, by their ids."""
    found: dict[str, Record] = {}
    for folder in dict.fromkeys(path.resolve().parent for path in files):
        for path in sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")]):
            if ".queries." not in path.name:
                for row in _rows(path):
                    if row.get("body") and row.get("id") and row["id"] not in found:
                        found[row["id"]] = _record(row, len(found) + 1)
    return found


def _record(row: dict[str, Any], number: int) -> Record:
    language = _language(row)
    title = f"{str(row.get('kind') or 'passage').capitalize()} {row['id']}"
    return Record(
        slug=f"search-eval-{number}",
        language=language,
        kind="search-eval",
        title=Bilingual(ko=title) if language == "ko" else Bilingual(en=title),
        parts=(Part(Bilingual(), to_html(row["body"])),),
    )


def _language(row: dict[str, Any]) -> Language:
    if row["lang"] not in LANGUAGES:
        raise ValueError(f"lang must be one of {', '.join(LANGUAGES)}, not {row['lang']!r}")
    language: Language = row["lang"]
    return language


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """
    :raises RecordFault: a line is no object of the expected shape
    """
    for number, line in enumerate(_lines(path), 1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise RecordFault(f"{path.name}, line {number}: {error}") from error
        if not isinstance(row, dict):
            raise RecordFault(f"{path.name}, line {number}: not an object")
        yield row


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from (line for line in lines if line.strip())
