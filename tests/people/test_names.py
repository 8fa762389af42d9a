import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.languages import Text
from people.names import NamePair, PersonName
from publications.document.hygiene import clean_line

YI = PersonName("이", "순신", family_first=True)
SEO = PersonName("Seo", "Yun-ah", family_first=True)
MARCUS = PersonName("Oyelaran", "Marcus")
MARCUS_KO = PersonName("오옐라란", "마커스")
SUKARNO = PersonName("", "Sukarno")


@pytest.mark.parametrize(
    ("name", "printed", "inverted", "initials"),
    [
        (YI, "이순신", "이, 순신", "이"),
        (PersonName("남궁", "민", family_first=True), "남궁민", "남궁, 민", "남"),
        (SEO, "Seo Yun-ah", "Seo, Yun-ah", "SY"),
        (MARCUS, "Marcus Oyelaran", "Oyelaran, Marcus", "MO"),
        (MARCUS_KO, "마커스 오옐라란", "오옐라란, 마커스", "마"),
        (SUKARNO, "Sukarno", "Sukarno", "S"),
        (PersonName("", "Sukarno", family_first=True), "Sukarno", "Sukarno", "S"),
        (PersonName("김", "", family_first=True), "김", "김", "김"),
        (PersonName("", "한빛연구원"), "한빛연구원", "한빛연구원", "한"),
        (PersonName("von der Au", "Åsa"), "Åsa von der Au", "von der Au, Åsa", "ÅV"),
        (PersonName("스미스", "J.", family_first=True), "스미스 J.", "스미스, J.", "스"),
        (PersonName(), "", "", ""),
    ],
)
def test_name_printed_inverted_and_short(name, printed, inverted, initials):
    assert (name.printed, name.inverted, name.initials) == (printed, inverted, initials)


def test_names_sort_by_family_name():
    assert sorted([MARCUS, SEO, SUKARNO], key=lambda name: name.sort_key) == [MARCUS, SEO, SUKARNO]


def test_pair_gives_the_language_asked_for_or_says_that_it_is_the_other():
    pair = NamePair(en=SEO, ko=PersonName("서", "윤아", family_first=True))
    assert (pair.printed("en"), pair.printed("ko")) == (Text("Seo Yun-ah", "en"), Text("서윤아", "ko"))
    only = NamePair(en=MARCUS)
    assert only.printed("ko") == Text("Marcus Oyelaran", "en")
    assert only.best("ko") == (MARCUS, "en")


def test_alternative_never_repeats_the_first():
    pair = NamePair(en=MARCUS, ko=MARCUS_KO)
    assert (pair.alternative("en").value, pair.alternative("ko").value) == ("마커스 오옐라란", "Marcus Oyelaran")
    assert not NamePair(en=MARCUS).alternative("ko")
    assert not NamePair(en=MARCUS).alternative("en")


def test_empty_names_are_false():
    assert not PersonName()
    assert not NamePair()
    assert NamePair(ko=YI)


parts = st.text(max_size=12).map(clean_line)


@given(parts, parts, st.booleans())
def test_both_parts_are_always_printed(family, given_name, family_first):
    name = PersonName(family, given_name, family_first)
    for form in (name.printed, name.inverted):
        assert form == form.strip()
        assert family in form
        assert given_name in form
    assert len(name.initials) <= 4
