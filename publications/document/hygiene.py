"""Text hygiene in one place: what may stand in any stored string."""

import re
import unicodedata

# Controls except tab and newline; bidirectional overrides and isolates; zero-width characters; blank Hangul fillers;
# lone surrogates, which no database takes.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\u115f\u1160\u3164\uffa0\ufff9-\ufffb\ud800-\udfff\ufffe\uffff]"
)
_BLANKS = re.compile(r"[^\S\n]+")


def clean(text: str) -> str:
    """NFC, without control, direction-override and zero-width characters; line ends as ``\\n``."""
    return _FORBIDDEN.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))


def clean_text(text: str) -> str:
    """A plain text of possibly several lines: clean, blanks folded, nothing at the ends."""
    return "\n".join(line.strip() for line in _BLANKS.sub(" ", clean(text)).split("\n")).strip()


def clean_line(text: str) -> str:
    """A plain text of one line; what looks empty is empty."""
    return " ".join(clean(text).split())
