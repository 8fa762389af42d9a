import dataclasses

import pytest

from config.languages import Bilingual
from people.names import PersonName
from publications.document.checklist import Finding, blocking, check, completeness
from publications.document.types import ChapterText, Document, FigureRef, VideoText
from tests.documents import PICTURE, contributor, full, minimal


def complete(language: str = "en") -> Document:
    """Nothing to say about it."""
    document = full(language)
    post = Bilingual("Fellow", "연구위원")
    people = tuple(dataclasses.replace(entry, affiliation=post) for entry in document.contributors)
    return dataclasses.replace(document, contributors=people)


def findings(document: Document, severity: str) -> list[tuple[str, str, str]]:
    return [(entry.code, entry.field, entry.about) for entry in check(document) if entry.severity == severity]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_complete_document_has_nothing_open(language):
    document = complete(language)
    assert {entry.severity for entry in check(document)} == {"ok"}
    assert completeness(document) == 100
    assert blocking(document) == []


def test_minimal_document_may_be_published_with_warnings():
    assert blocking(minimal("ko")) == []
    assert [code for code, _, _ in findings(minimal("ko"), "warn")] == [
        *("no-title-en", "no-summary-ko", "no-summary-en", "no-date", "no-author"),
    ]
    assert completeness(minimal("ko")) == 0


@pytest.mark.parametrize(("language", "title"), [("en", Bilingual("", "제목")), ("ko", Bilingual("Title", ""))])
def test_missing_title_in_the_own_language_blocks(language, title):
    document = dataclasses.replace(complete(language), title=title)
    assert findings(document, "block") == [("no-title", f"title_{language}", "")]
    assert blocking(document) == [Finding("no-title", "block", f"title_{language}")]


def test_author_without_affiliation_is_named_but_an_organisation_needs_none():
    people = (
        contributor(1, en=PersonName("Okafor", "Adaeze")),
        contributor(2, en=PersonName("", "Union"), is_organisation=True),
        contributor(3, en=PersonName("Berg", "Anna"), role="editor"),
    )
    document = dataclasses.replace(complete(), contributors=people)
    assert findings(document, "warn") == [("no-affiliation", "contributors", "Adaeze Okafor")]


def chapters(*given: ChapterText) -> Document:
    return dataclasses.replace(complete(), chapters=given, figures=(), cover=None)


def test_chapter_without_title_blocks_where_there_are_several():
    one = ChapterText(1, "one", 1, "body", Bilingual(), "<p>a</p>")
    two = ChapterText(2, "two", 1, "body", Bilingual("Two", "둘"), "<p>b</p>")
    assert findings(chapters(one), "block") == []
    assert findings(chapters(one, two), "block") == [("chapter-no-title", "outline", "I")]


def test_chapter_without_text_or_other_title_is_named_by_its_number():
    one = ChapterText(1, "one", 1, "body", Bilingual("One", ""), "<p>a</p>")
    two = ChapterText(2, "two", 2, "body", Bilingual("Two", "둘"))
    assert findings(chapters(one, two), "warn") == [
        ("chapter-no-title-ko", "outline", "I"),
        ("chapter-no-text", "outline", "I.1"),
    ]


def test_parent_chapter_needs_no_text_of_its_own():
    one = ChapterText(1, "one", 1, "body", Bilingual("One", "하나"))
    two = ChapterText(2, "two", 2, "body", Bilingual("Two", "둘"), "<p>b</p>")
    assert findings(chapters(one, two), "warn") == []


def test_figure_without_alternative_text_blocks():
    document = dataclasses.replace(complete(), figures=(FigureRef("freight", PICTURE, caption="Freight"),))
    assert findings(document, "block") == [("figure-no-alt", "files", "Freight")]


def test_figure_that_is_gone_blocks():
    assert findings(dataclasses.replace(complete(), figures=()), "block") == [("figure-gone", "outline", "freight")]


def test_cover_without_alternative_text_blocks():
    document = dataclasses.replace(complete(), cover_alt=Bilingual())
    assert findings(document, "block") == [("cover-no-alt", "files", "")]


def test_recommendation_in_one_language_is_named_by_its_number():
    document = complete()
    group = document.groups[1]
    entries = (group.recommendations[0], dataclasses.replace(group.recommendations[1], text=Bilingual("Open", "")))
    groups = (document.groups[0], dataclasses.replace(group, recommendations=entries))
    assert findings(dataclasses.replace(document, groups=groups), "warn") == [
        ("recommendation-no-ko", "recommendations", "3")
    ]


def test_video_without_transcript_is_a_warning():
    document = dataclasses.replace(complete(), video=VideoText(Bilingual("Film"), "https://video.example.org/1"))
    assert findings(document, "warn") == [("video-no-transcript", "files", "")]
