import dataclasses

import pytest

from config.languages import Bilingual
from publications.document.length import body_length, count_notes, has_chapter_pages, length, reading_minutes
from tests.documents import full, minimal

SPEED = {"en": 2, "ko": 5}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("", "en", 0),
        ("Don’t count twenty-three won't 1,200.5 times — no.", "en", 7),
        ("작은 항만은\n화물이 적다.", "ko", 11),
        ("OECD 회원국", "ko", 7),
    ],
)
def test_length_in_words_or_characters(text, language, expected):
    assert length(text, language) == expected


def test_notes_do_not_count():
    document = dataclasses.replace(full("en"), chapters=full("en").chapters[1:2])
    assert body_length(document) == 2
    assert count_notes(document.chapters[0].body) == 1


def test_minutes_are_rounded_up_and_fall_back_to_the_summary():
    document = full("en")
    assert reading_minutes(dataclasses.replace(document, chapters=document.chapters[:1]), SPEED) == 2
    assert reading_minutes(dataclasses.replace(document, chapters=()), SPEED) == 5
    assert reading_minutes(minimal("en"), SPEED) == 0


def test_korean_minutes_count_characters():
    document = dataclasses.replace(minimal("ko"), summary=Bilingual("one two three", "<p>여섯 글자 조금</p>"))
    assert reading_minutes(document, SPEED) == 2


@pytest.mark.parametrize(("minimum", "limit", "expected"), [(5, 0, True), (6, 0, False), (5, 25, True), (5, 26, False)])
def test_chapter_pages_need_chapters_and_text(minimum, limit, expected):
    document = full("en")
    assert body_length(document) == 26
    assert has_chapter_pages(document, minimum=minimum, limits={"en": limit, "ko": 0}) is expected
