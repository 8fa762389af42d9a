import datetime

import pytest

from config.languages import Bilingual
from people.names import PersonName
from publications.document.types import Document, Issued, SeriesText
from publications.outputs.reference import references
from publications.outputs.site import Site
from tests.documents import REPORT, contributor, with_titles

HANBIT = Site(Bilingual("Hanbit Institute for Public Policy", "한빛공공정책연구원"), Bilingual("Seoul", "서울"))
AUTHORS = (
    contributor(1, en=PersonName("Seo", "Yun-ah", True), ko=PersonName("서", "윤아", True)),
    contributor(2, en=PersonName("Oyelaran", "Marcus"), ko=PersonName("오옐라란", "마커스")),
    contributor(3, en=PersonName("Han", "Ji-ho", True), ko=PersonName("한", "지호", True)),
)
DRIER_SPRING = Document(
    publication=1,
    slug="a-drier-spring",
    language="en",
    kind=REPORT,
    title=Bilingual("A Drier Spring", "메마른 봄을 준비하는 도시"),
    subtitle=Bilingual("Drought Planning for Mid-Sized Cities", "중소도시 가뭄 대응 계획"),
    series=SeriesText("hanbit-report", Bilingual("Hanbit Report", "한빛보고서"), "2026-03"),
    issued=Issued(datetime.date(2026, 3, 12)),
    contributors=AUTHORS,
)


def texts(document: Document) -> list[str]:
    return [entry.text for entry in references(document, HANBIT)]


def test_reference_in_both_styles_where_both_titles_exist():
    assert texts(DRIER_SPRING) == [
        (
            "Seo Yun-ah, Marcus Oyelaran and Han Ji-ho. A Drier Spring: Drought Planning for Mid-Sized Cities. "
            "Hanbit Report 2026-03. Seoul: Hanbit Institute for Public Policy, 12 March 2026."
        ),
        (
            "서윤아·마커스 오옐라란·한지호. 『메마른 봄을 준비하는 도시: 중소도시 가뭄 대응 계획』. "
            "한빛보고서 2026-03. 서울: 한빛공공정책연구원, 2026."
        ),
    ]


def test_title_is_italic_in_english_and_marked_in_korean():
    english, korean = references(DRIER_SPRING, HANBIT)
    assert ". <em>A Drier Spring: Drought Planning for Mid-Sized Cities</em>. Hanbit" in english.html
    assert korean.html == korean.text
    assert (korean.before[-1], korean.title[:3], korean.after[0]) == ("『", "메마른", "』")


def test_html_escapes_every_part():
    people = (contributor(1, en=PersonName("<b>", "A&B")),)
    (entry,) = references(with_titles("</em><script>", contributors=people), HANBIT)
    assert entry.html.startswith("A&amp;B &lt;b&gt;. <em>&lt;/em&gt;&lt;script&gt;</em>. ")


@pytest.mark.parametrize(
    ("precision", "printed"), [("day", "12 March 2026"), ("month", "March 2026"), ("year", "2026")]
)
def test_date_is_as_precise_as_it_is_known(precision, printed):
    issued = Issued(datetime.date(2026, 3, 12), precision)
    assert texts(with_titles("T", issued=issued)) == [
        f"Hanbit Institute for Public Policy. T. Commentary. Seoul: Hanbit Institute for Public Policy, {printed}."
    ]


def test_title_with_its_own_mark_gets_no_full_stop():
    assert "Who Reads? Commentary." in texts(with_titles("Who Reads?"))[0]
    assert "Who Reads? And Why. Commentary." in texts(with_titles("Who Reads?", subtitle=Bilingual("And Why")))[0]


@pytest.mark.parametrize(("count", "who"), [(1, "Ann Berg, ed. T."), (2, "Ann Berg and Ann Berg, eds. T.")])
def test_editors_stand_first_where_there_is_no_author(count, who):
    editors = tuple(contributor(key, en=PersonName("Berg", "Ann"), role="editor") for key in range(count))
    assert texts(with_titles("T", contributors=editors))[0].startswith(who)


def test_editor_and_translator_stand_after_the_title_beside_authors():
    people = (
        AUTHORS[0],
        contributor(4, en=PersonName("Berg", "Ann"), role="editor"),
        contributor(5, en=PersonName("Cho", "Min"), role="translator"),
    )
    text = texts(with_titles("T", contributors=people))[0]
    assert text.startswith("Seo Yun-ah. T. Edited by Ann Berg. Translated by Min Cho. Commentary. Seoul:")


def test_imprint_is_as_printed():
    document = with_titles("T", imprint=Bilingual("Harbour Report"), series=SeriesText("s", Bilingual("Papers"), "4"))
    assert " T. Harbour Report 4. " in texts(document)[0]


def test_doi_ends_the_reference():
    assert texts(with_titles("T", doi="10.5555/x"))[0].endswith("n.d. https://doi.org/10.5555/x")
