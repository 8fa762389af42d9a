"""The two languages, and every choice between them.

A text travels with its language as a :class:`Text`; a pair of texts as a :class:`Bilingual`. Nothing below the views
asks which language is active: the language is an argument.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

Language = Literal["en", "ko"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
NATIVE_NAMES: dict[Language, str] = {"en": "English", "ko": "한국어"}


def other(language: Language) -> Language:
    return "ko" if language == "en" else "en"


@dataclass(frozen=True, slots=True)
class Text:
    """A string and the language it is written in; false when empty."""

    value: str
    language: Language

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> bool:
        return bool(self.value)


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same text in both languages; either side may be empty."""

    en: str = ""
    ko: str = ""

    @classmethod
    def of(cls, row: Any, name: str) -> "Bilingual":
        """The two columns ``name_en`` and ``name_ko`` of a row."""
        return cls(getattr(row, f"{name}_en"), getattr(row, f"{name}_ko"))

    def get(self, language: Language) -> str:
        return self.ko if language == "ko" else self.en

    def text(self, language: Language) -> Text:
        return Text(self.get(language), language)

    def best(self, language: Language) -> Text:
        """The side asked for, or the other one where that is empty."""
        wanted = self.text(language)
        return wanted if wanted else self.text(other(language))

    def alternative(self, language: Language) -> Text:
        """What stands beside :meth:`best`: the other language's side, empty if it is the only one."""
        best = self.best(language)
        return self.text(other(best.language)) if best.language == language else Text("", language)

    @property
    def languages(self) -> tuple[Language, ...]:
        return tuple(language for language in LANGUAGES if self.get(language))

    @property
    def both(self) -> bool:
        return bool(self.en and self.ko)

    def __bool__(self) -> bool:
        return bool(self.en or self.ko)


def ordered(languages: Iterable[Language], first: Language) -> list[Language]:
    """The same languages, the given one first."""
    return sorted(languages, key=lambda language: language != first)
