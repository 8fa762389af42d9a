import dataclasses

from config.languages import Bilingual
from publications.document.types import ChapterText
from publications.search.passages import LONGEST, passages, plain
from tests.documents import full, minimal


def test_full_document_gives_every_text_its_place():
    found = list(passages(full("en"), {"c" * 64: ["Page one.", "Page two."]}))

    assert [(entry.part, entry.language, entry.anchor, entry.label) for entry in found] == [
        ("summary", "en", "summary", ""),
        ("summary", "ko", "summary", ""),
        *[("recommendation", language, f"r{number}", str(number)) for number in (1, 2, 3) for language in ("en", "ko")],
        ("chapter", "en", "foreword", ""),
        ("chapter", "en", "freight", "I"),
        ("chapter", "en", "ledgers", "I.1"),
        ("chapter", "en", "old-ledgers", "I.1.A"),
        ("chapter", "en", "conclusion", "I.2"),
        ("chapter", "en", "people", "II"),
        ("chapter", "en", "conclusion-2", "II.1"),
        ("chapter", "en", "method", "A"),
        ("chapter", "en", "thanks", ""),
        ("video", "en", "video", ""),
        ("video", "ko", "video", ""),
        ("file", "en", "files", ""),
    ]
    assert {entry.anchor: entry.root for entry in found if entry.part == "chapter"}["old-ledgers"] == "freight"


def test_notes_and_captions_are_found_in_their_chapter():
    chapter = next(entry for entry in passages(full("en"), {}) if entry.anchor == "freight")

    assert chapter.text == "Freight fell.\nLedger 12.\nFreight by year\nA falling line\nPort ledgers"


def test_title_alone_is_found():
    assert [(entry.text, entry.titles) for entry in passages(minimal("ko"), {})] == [("", "짧은 글")]


def test_long_text_is_several_passages_and_loses_nothing():
    body = "".join(f"<p>{'Boats leave early. ' * 40}{number}</p>" for number in range(30))
    chapter = ChapterText(1, "boats", 1, "body", Bilingual("Boats"), body)

    found = [
        entry for entry in passages(dataclasses.replace(full("en"), chapters=(chapter,)), {}) if entry.part == "chapter"
    ]

    assert "\n".join(entry.text for entry in found) == plain(body)
    assert [(len(entry.text) <= LONGEST, entry.titles) for entry in found][:2] == [(True, "Boats"), (True, "")]


def test_nested_spans_of_a_note_stay_in_the_note():
    html = '<p>Text<span data-note="n1">Note <span lang="ko">주석</span> end</span> goes on &amp; on.</p>'

    assert plain(html, {}) == "Text goes on & on.\nNote 주석 end"
