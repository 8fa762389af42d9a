"""How a name is printed, sorted and cited in each language. Pure Python: a name is a value.

Family and given name are kept apart in each script. Korean names stand family name first, without a comma and, in Hangul,
without a space; other names as the person chooses. A single name is a given name without a family name.
"""

import re
import unicodedata
from dataclasses import dataclass

from config.languages import Language, Text, other

LATIN_LETTERS, OTHER_LETTER = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), "#"
HANGUL_LETTERS = tuple("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ")
# The nineteen first sounds of a syllable; a doubled one stands with the single one.
_FIRST_SOUNDS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
HANGUL = re.compile(r"[\uac00-\ud7a3]")
_SYLLABLES_ONLY = re.compile(r"[\uac00-\ud7a3]+")
_LATIN_INITIAL = re.compile(r"[^\W\d_]", re.UNICODE)


@dataclass(frozen=True, slots=True)
class PersonName:
    """One script's form of a name; false when empty. An organisation's name is a given name."""

    family: str = ""
    given: str = ""
    family_first: bool = False

    def __bool__(self) -> bool:
        return bool(self.family or self.given)

    @property
    def printed(self) -> str:
        """As in a byline: never with an honorific."""
        if not self.family_first:
            return f"{self.given} {self.family}".strip()
        is_hangul = _SYLLABLES_ONLY.fullmatch(self.family) and _SYLLABLES_ONLY.fullmatch(self.given)
        return f"{self.family}{'' if is_hangul else ' '}{self.given}".strip()

    @property
    def inverted(self) -> str:
        """As in metadata: ``Family, Given`` (Highwire tags, RIS, Dublin Core); a single name stays as it is."""
        return f"{self.family}, {self.given}" if self.family and self.given else self.printed

    @property
    def sort_key(self) -> str:
        return f"{self.family} {self.given}".strip().casefold()

    @property
    def initials(self) -> str:
        """For the round that stands in for a portrait: first syllable in Hangul, otherwise two initials."""
        printed = self.printed
        if HANGUL.match(printed):
            return printed[0]
        return "".join(word[0] for word in re.split(r"[\s-]", printed) if _LATIN_INITIAL.match(word))[:2].upper()


@dataclass(frozen=True, slots=True)
class NamePair:
    """A person's name in both scripts; either may be empty."""

    en: PersonName = PersonName()
    ko: PersonName = PersonName()

    def get(self, language: Language) -> PersonName:
        return self.ko if language == "ko" else self.en

    def best(self, language: Language) -> tuple[PersonName, Language]:
        """The form in this language, or the other one where there is none."""
        wanted = self.get(language)
        return (wanted, language) if wanted else (self.get(other(language)), other(language))

    def printed(self, language: Language) -> Text:
        name, found = self.best(language)
        return Text(name.printed, found)

    def alternative(self, language: Language) -> Text:
        """The other script's form, empty where the first one had to stand in already."""
        name = self.get(other(language))
        return Text(name.printed if self.get(language) else "", other(language))

    def __bool__(self) -> bool:
        return bool(self.en or self.ko)


def letter_of(beginning: str) -> str:
    """Under which letter of an index a name stands, by its first character: ``S``, ``ㅅ``, or ``#`` for any other."""
    if HANGUL.match(beginning):
        return _FIRST_SOUNDS[(ord(beginning[0]) - 0xAC00) // 588]
    plain = unicodedata.normalize("NFKD", beginning)[:1].upper()
    return plain if plain in LATIN_LETTERS else OTHER_LETTER
