"""Text hygiene in one place: what may stand in any stored string."""

import re
import unicodedata

# Controls except tab and newline; bidirectional overrides and isolates; zero-width characters; blank Hangul fillers;
# lone surrogates, which no database takes.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\u115f\u1160\u3164\uffa0\ufff9-\ufffb\ud800-\udfff\ufffe\uffff]"
)
_EMPTY_BRAILLE = "\u2800"
_BLANKS = re.compile(r"[^\S\n]+")


def clean(text: str) -> str:
    """NFC, without control, direction-override and zero-width characters; line ends as ``\\n``."""
    # Composed last: what stood between a letter and its accent is gone then.
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def clean_text(text: str) -> str:
    """A plain text of possibly several lines: clean, blanks folded, nothing at the ends; what looks empty is empty."""
    lines = "\n".join(line.strip() for line in _BLANKS.sub(" ", clean(text)).split("\n")).strip()
    return lines if _shows(lines) else ""


def clean_line(text: str) -> str:
    """A plain text of one line; what looks empty is empty."""
    line = " ".join(clean(text).split())
    return line if _shows(line) else ""


def _shows(text: str) -> bool:
    """Whether anything in it can be seen: a letter, digit, mark of punctuation or symbol, not only what joins to one."""
    return any(unicodedata.category(character)[0] in "LNPS" and character != _EMPTY_BRAILLE for character in text)
