"""How long a text is: English in words, Korean in characters without blanks, and what that takes to read."""

import math
import re
from collections.abc import Mapping

from config.languages import Language
from publications.document.html import Reading, plain_text
from publications.document.types import Document

_BLANK = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*", re.UNICODE)


def length(text: str, language: Language) -> int:
    """Words of an English text, characters without blanks of a Korean one."""
    return len(_BLANK.sub("", text)) if language == "ko" else len(_WORD.findall(text))


def body_length(document: Document) -> int:
    """The length of all chapters without their notes, in the original's measure."""
    return sum(length(plain_text(chapter.body), document.language) for chapter in document.chapters if chapter.body)


def reading_minutes(document: Document, speed: Mapping[Language, int]) -> int:
    """Minutes to read the chapters, or the summary where there are none; rounded up, 0 for no text at all.

    :param speed: words or characters a minute by language
    """
    amount = body_length(document)
    if not amount:
        amount = length(plain_text(document.summary.get(document.language)), document.language)
    return math.ceil(amount / speed[document.language])


def has_chapter_pages(document: Document, *, minimum: int, limits: Mapping[Language, int]) -> bool:
    """Whether each top chapter has a page of its own: at least ``minimum`` chapters and more text than the limit."""
    tops = sum(chapter.level == 1 for chapter in document.chapters)
    return tops >= minimum and body_length(document) > limits[document.language]


def count_notes(html: str) -> int:
    return len(Reading(html).notes)
