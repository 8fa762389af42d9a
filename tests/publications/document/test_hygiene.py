import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.document.hygiene import clean, clean_line, clean_text

anything = st.text(st.characters(exclude_categories=[]))
INVISIBLE = [
    "",
    "   ",
    "\u3164",
    "\u115f\u1160",
    "\uffa0",
    "\u200b\u200c\u200d\ufeff",
    "\u2060\u00ad",
    "\u2800\u2800",
    "\u3000",
    "\u00a0\u2003",
    "\ufe0f",
    "\u0301",
    "\U000e0041",
    "\t\n",
    "\ud800",
]


@pytest.mark.parametrize("text", INVISIBLE)
def test_what_looks_empty_is_empty(text):
    assert clean_line(text) == ""
    assert clean_text(text) == ""


@pytest.mark.parametrize(
    "character", "\0\x07\x1b\x7f\x85\u202e\u202a\u2066\u2069\u200e\u200f\u061c\u200b\ufeff\u00ad\ufffe"
)
def test_forbidden_characters_go(character):
    assert clean(f"a{character}b") == "ab"


def test_hangul_is_composed():
    assert clean("\u1112\u1161\u11ab\u1100\u1173\u11af") == "한글"


def test_letters_are_composed_after_what_stood_between_them_is_gone():
    assert clean("e\u200b\u0301") == "é"


def test_line_keeps_its_words():
    assert clean_line("  한글\u00a0 제목\n둘째\t줄 ") == "한글 제목 둘째 줄"


def test_text_keeps_its_lines():
    assert clean_text("  one  two \r\n three\r\rfour \n") == "one two\nthree\n\nfour"


def test_punctuation_digits_and_symbols_can_be_seen():
    assert [clean_line(text) for text in ("?", "7", "€", "🏙️", "—")] == ["?", "7", "€", "🏙️", "—"]


@given(anything)
def test_cleaning_again_changes_nothing(text):
    for cleaner in (clean, clean_line, clean_text):
        assert cleaner(cleaner(text)) == cleaner(text)


@given(anything)
def test_clean_text_is_composed_and_can_be_stored(text):
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\0" not in cleaned
    cleaned.encode("utf-8")
