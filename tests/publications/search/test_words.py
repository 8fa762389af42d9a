import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.search.english import stem
from publications.search.words import MAXIMUM_WORDS, index_terms, normalise, parse, stored_terms


@pytest.mark.parametrize(
    ("word", "terms"),
    [
        ("억제력을", ["억제력을", "억제력", "억제", "제력", "력을"]),
        ("물을", ["물을", "물"]),
        ("급수", ["급수"]),
        ("지켰다", ["지켰다", "지키", "지켰", "켰다"]),
        ("지킨다", ["지킨다", "지키", "지킨", "킨다"]),
        ("제한했다", ["제한했다", "제한", "제한해", "한했", "했다"]),
        ("韓美同盟", ["韓美", "美同", "同盟", "한미동맹", "한미", "미동", "동맹"]),
        ("Reservoirs", ["reservoir"]),
        ("Café", ["cafe"]),
        ("30일", ["30", "일"]),
        ("the", []),
    ],
)
def test_word_becomes_its_terms(word, terms):
    assert index_terms(word).split() == terms


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("organisations", "organizing"),
        ("policies", "policy"),
        ("labour", "labor"),
        ("centre", "centers"),
        ("ageing", "aging"),
        ("deterrence", "deterrent"),
        ("taught", "teaching"),
        ("children", "child"),
        ("running", "runs"),
    ],
)
def test_forms_of_an_english_word_share_a_stem(first, second):
    assert stem(first) == stem(second)


def test_short_or_unrelated_words_keep_apart():
    assert len({stem(word) for word in ("us", "use", "news", "general", "water", "waiter")}) == 6


@pytest.mark.parametrize("text", ["ＡＢＣ", unicodedata.normalize("NFD", "한국"), "ㅎㅏㄴㄱㅜㄱ", "﹟ﾊﾝ"])
def test_spellings_that_look_the_same_are_the_same(text):
    plain = {"ＡＢＣ": "abc", "ㅎㅏㄴㄱㅜㄱ": "한국"}.get(text, unicodedata.normalize("NFKC", text).lower())
    assert normalise(text) == plain


def test_terms_of_a_title_stand_there_twice():
    assert stored_terms("Quiet harbours", "Boats.") == " =quiet  =harbor  quiet  harbor  boat "


def test_question_is_cut():
    words = parse(" ".join(f"word{number}" for number in range(60))).words

    assert (len(words), len(parse("가" * 1000).words[0].spelling)) == (MAXIMUM_WORDS, 200)


def test_question_of_empty_words_alone_still_asks():
    assert [word.spelling for word in parse("to be").words] == ["to", "be"]


def test_synonyms_work_in_both_directions():
    sets = [["ROK", "Republic of Korea", "한국"]]

    from_english, from_korean = parse("republic of korea", sets), parse("한국의 예산", sets)

    assert {entry.terms for entry in from_english.words[0].synonyms} == {("rok",), ("한국",)}
    assert {entry.terms for entry in from_korean.words[0].synonyms} == {("rok",), ("republ", "korea")}
    assert from_korean.words[1].synonyms == ()


@given(st.text(max_size=300))
def test_no_text_is_refused_and_terms_hold_no_sign(text):
    query = parse(text)

    assert all(character.isalnum() for term in query.terms for character in term)
    assert len(query.words) <= MAXIMUM_WORDS
    assert set(index_terms(text)) & set("\"'()*=\\") == set()
