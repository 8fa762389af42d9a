"""The index on the database of this run."""

import dataclasses
import datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from config.languages import Bilingual
from publications import search
from publications.models import Edition
from publications.services.indexing import rebuild
from tests.documents import full, minimal
from tests.factories import chapter, make_publication, make_published, publish, withdraw

pytestmark = pytest.mark.django_db


def index(*titles: str, language: str = "en", **fields) -> list[Edition]:
    editions = [make_published(title, language=language, **fields) for title in titles]
    for edition in editions:
        search.index(edition.pk, edition.document)
    return editions


def slugs(text: str, **options) -> list[str]:
    hits = search.find(text, editions=Edition.objects.published().order_by("-sort_date", "-pk"), **options)
    rows = Edition.objects.in_bulk([result.edition for result in hits.results])
    return [rows[result.edition].slug for result in hits.results]


def body(text: str, **columns) -> list[dict]:
    return [chapter("Part", body=f"<p>{text}</p>", **columns)]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("억제력을 높인다", "억제"),
        ("한미동맹은 변한다", "한미 동맹"),
        ("한미 동맹은 변한다", "한미동맹"),
        ("한·미 동맹", "동맹"),
        ("韓美同盟의 역사", "한미동맹"),
        ("약속을 지켰다", "지키는"),
        ("급수를 제한했다", "급수 제한"),
        ("물을 아낀다", "물"),
    ],
)
def test_korean_word_is_found_in_any_form(written, asked):
    index("글", language="ko", slug="found", chapters=body(written))
    index("다른 글", language="ko", slug="other", chapters=body("배는 일찍 떠난다"))

    assert slugs(asked) == ["found"]


@pytest.mark.parametrize("asked", ["organizing", "ORGANISATION", "organised boats", "'boats'"])
def test_english_word_is_found_in_any_form(asked):
    index("Found", chapters=body("The organisation of boats."))

    assert slugs(asked) == ["found"]


def test_one_index_serves_both_languages():
    index("Water", slug="en", chapters=body("The reservoir is low."))
    index("물", language="ko", slug="ko", chapters=body("저수율이 낮다."))

    assert set(slugs("reservoir 저수율")) == {"en", "ko"}
    assert (slugs("reservoir 저수율", language="ko"), slugs("reservoir 저수율", language="en")) == (["ko"], ["en"])


def test_title_weighs_more_than_text():
    index("Harbours", slug="title", chapters=body("Nothing else stands here."))
    index("Other", slug="text", chapters=body("One harbours doubts."))

    assert slugs("harbours") == ["title", "text"]


def test_words_side_by_side_come_before_words_apart():
    index("Apart", slug="apart", chapters=body("A leak is found. We repair the road, the roof and the rest of it."))
    index("Together", slug="together", chapters=body("We found it. Leak repair pays the road, the roof and the rest."))

    assert slugs("leak repair") == ["together", "apart"]


def test_passages_are_grouped_counted_and_marked():
    chapters = [chapter(f"Water {number}", body="<p>Water rises. Boats leave.</p>") for number in range(5)]
    (edition,) = index("Water", chapters=chapters)

    hits = search.find("water", editions=Edition.objects.published())

    assert (hits.passages, hits.editions, hits.is_capped) == (6, 1, False)
    assert [(result.edition, result.hits, len(result.passages)) for result in hits.results] == [(edition.pk, 6, 3)]
    pieces = next(found for found in hits.results[0].passages if found.part == "chapter").excerpt
    assert [(piece.text, piece.is_marked) for piece in pieces] == [("Water", True), (" rises. Boats leave.", False)]


def test_synonyms_find_across_languages():
    index("예산", language="ko", slug="korean", chapters=body("대한민국의 예산"))
    index("Budget", slug="english", chapters=body("The budget of South Korea"))
    sets = [["ROK", "South Korea", "대한민국"]]

    assert [set(slugs(name, synonyms=sets)) for name in sets[0]] == [{"korean", "english"}] * 3
    assert slugs("ROK") == []


def test_edition_is_replaced_and_removed():
    (edition,) = index("Old", chapters=body("Zebras."))

    search.index(edition.pk, dataclasses.replace(edition.document, chapters=()))
    assert slugs("zebras") == []
    search.remove([edition.pk])
    assert (slugs("old"), search.find("part", editions=Edition.objects.all()).passages) == ([], 0)


def test_only_what_the_queryset_holds_is_found():
    index("Tomorrow", at=timezone.now() + datetime.timedelta(days=1), chapters=body("Zebras."))

    assert slugs("zebras") == []


@pytest.mark.django_db(transaction=True)
def test_published_edition_is_found_after_commit_and_withdrawn_is_not():
    edition = make_published("Zebras", chapters=body("Zebras graze."))
    assert slugs("zebras") == ["zebras"]

    withdraw(edition.publication)
    assert slugs("zebras") == []
    assert search.find("zebras", editions=Edition.objects.all()).passages == 0


@pytest.mark.django_db(transaction=True)
def test_next_edition_takes_the_place_of_the_last():
    publication = make_publication("Zebras", chapters=body("Zebras graze."))
    publish(publication)
    publication.chapters.update(body="<p>Giraffes graze.</p>")
    second = publish(publication)

    hits = search.find("graze", editions=Edition.objects.all())

    assert [result.edition for result in hits.results] == [second.pk]


def test_rebuild_finds_everything_and_forgets_the_rest():
    (kept,) = index("Kept", chapters=body("Zebras."))
    search.remove([kept.pk])
    search.index(10**9, minimal("en"))
    seen = []

    rebuild(lambda done, total: seen.append((done, total)))

    assert (slugs("zebras"), seen) == (["kept"], [(1, 1)])
    assert search.find("note", editions=Edition.objects.all()).passages == 0


def test_rebuild_stopped_half_way_leaves_search_as_it_was():
    index("First", "Second", chapters=body("Zebras."))

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search.rebuild(((row.pk, row.document, {}) for row in Edition.objects.all()), report=stop, lot=1)

    assert len(slugs("zebras")) == 2


def test_attached_text_is_found():
    (edition,) = index("Files")
    document = dataclasses.replace(full("en"), publication=edition.publication_id)

    search.index(edition.pk, document, {"c" * 64: ["Okapi on page one.", "And more."]})

    found = search.find("okapi", editions=Edition.objects.published()).results[0].passages[0]
    assert (found.part, found.anchor) == ("file", "files")


def test_closest_spelling_is_offered_for_a_word_that_stands_nowhere():
    index("The reservoir underground", chapters=body("Water."))
    index("저수율의 나이", language="ko", chapters=body("물."))

    assert [search.suggest(text) for text in ("reservior", "reservoir", "xqzwv", "the reservior")] == [
        "reservoir",
        "",
        "",
        "reservoir",
    ]


def test_common_word_is_counted_exactly_and_its_titles_come_first(monkeypatch):
    monkeypatch.setattr("publications.search.finding.WEIGHED", 3)
    monkeypatch.setattr("publications.search.finding.CANDIDATES", 4)
    for number in range(6):
        index(f"Paper {number}", slug=f"paper-{number}", chapters=body("Zebras graze."))
    index("Zebras", slug="title", chapters=body("Nothing else."))

    hits = search.find("zebras", editions=Edition.objects.published())

    assert (hits.passages, hits.editions, hits.is_capped, len(hits.ranked)) == (7, 7, True, 4)
    assert (slugs("zebras")[0], len(slugs("zebras"))) == ("title", 4)
    assert slugs("zebras", by_date=True) == ["title", *(f"paper-{number}" for number in (5, 4, 3, 2, 1, 0))]
    assert slugs("zebras grazing", language="en")[:1] == ["paper-5"]


def test_second_page_continues_the_first():
    for number in range(7):
        index(f"Zebras {number}", slug=f"paper-{number}", chapters=body("Zebras graze." * (number + 1)))

    everything = slugs("zebras")

    assert [
        *slugs("zebras", count=3),
        *slugs("zebras", start=3, count=3),
        *slugs("zebras", start=6, count=3),
    ] == everything


@hypothesis_settings(max_examples=150)
@given(
    text=st.one_of(st.text(max_size=40), st.text(st.sampled_from("가각 '\"()*:^&|!<->=%_\\a-\0\ud800"), max_size=20))
)
def test_no_question_raises(django_db_blocker, text):
    with django_db_blocker.unblock():
        hits = search.find(text, editions=Edition.objects.published(), synonyms=[["a", "가"]])
        search.suggest(text)

    assert hits.passages >= len(hits.results)


def test_languages_of_a_title_lead_to_one_publication():
    edition = make_published("Harbours", title_ko="항구", summary_ko="<p>항구는 조용하다.</p>")
    search.index(edition.pk, edition.document)

    assert (slugs("항구"), edition.title) == (["harbours"], Bilingual("Harbours", "항구"))
