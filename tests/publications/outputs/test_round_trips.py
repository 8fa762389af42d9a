"""Other people's readers find in our files what the Document holds, whatever characters a title is made of."""

import dataclasses
import json
import re
from html.parser import HTMLParser

import bibtexparser
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from config.languages import Bilingual
from people.names import PersonName
from publications.document.hygiene import clean_line
from publications.outputs import bibtex, csl, ris, schema_org
from tests.documents import contributor, full, with_titles
from tests.publications.outputs.golden import SITE

HOSTILE = [
    'R&D "at" 5% of #1_{x} for $2 ~ ^',
    "unbalanced } brace { and } again }",
    r"back\slash \textbf{bold} \\",
    "</script><script>alert(1)</script>",
    "<!-- <b>&amp;</b> -->",
    "@techreport{x, title={y}}",
    "ER  - \nTY  - JOUR\nAU  - Nobody",
    "first line\nsecond line\r\nthird",
    "한글 제목 「따옴표」 그리고 ‘작은따옴표’",
    "emoji 🏙️💧 and 漢字 and ñ é ü",
    "A and B, and C",
    "% a comment?",
]
_COMMANDS = {
    r"{\textbackslash}": "\\",
    r"{\textbraceleft}": "{",
    r"{\textbraceright}": "}",
    r"{\textasciitilde}": "~",
    r"{\textasciicircum}": "^",
    **{f"\\{character}": character for character in "&%$#_"},
}
_COMMAND = re.compile("|".join(map(re.escape, _COMMANDS)))
lines = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(clean_line).filter(bool)


def read_bibtex(text: str) -> dict[str, str]:
    database = bibtexparser.loads(text)
    assert len(database.entries) == 1
    assert database.comments == []
    return database.entries[0]


def typeset(value: str) -> str:
    """What LaTeX prints for a field's value."""
    return _COMMAND.sub(lambda match: _COMMANDS[match[0]], value)


@pytest.mark.parametrize("title", HOSTILE)
def test_bibtex_title_survives(title):
    assert typeset(read_bibtex(bibtex.render(with_titles(title), SITE))["title"]) == clean_line(title)


@given(lines)
def test_bibtex_title_survives_whatever_it_is(title):
    assert typeset(read_bibtex(bibtex.render(with_titles(title), SITE))["title"]) == title


@pytest.mark.parametrize("title", HOSTILE)
def test_ris_title_survives(title):
    (entry,) = rispy.loads(ris.render(with_titles(title), SITE))
    assert entry["title"] == clean_line(title)
    assert "authors" not in entry


@given(lines)
def test_ris_title_survives_whatever_it_is(title):
    (entry,) = rispy.loads(ris.render(with_titles(title), SITE))
    assert entry["title"] == title


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_csl_title_survives(title):
    (item,) = json.loads(csl.render(with_titles(title), SITE))
    assert item.get("title", "") == clean_line(title)


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)


@pytest.mark.parametrize("title", HOSTILE)
def test_json_ld_stays_within_its_script(title):
    text = schema_org.render(with_titles(title), SITE)
    page = _Scripts()
    page.feed(f'<script type="application/ld+json">{text}</script><p>after</p>')
    assert page.found == ["script", "p"]
    assert json.loads(text)["name"] == clean_line(title)
    assert not set("<>&\u2028\u2029") & set(text)


def test_bibtex_names_keep_who_is_who():
    names = (
        contributor(1, en=PersonName("Lee, Jr.", "Ann")),
        contributor(2, en=PersonName("", "Mono Nym")),
        contributor(3, en=PersonName("", "Sand and Sea, Inc. {R&D}"), is_organisation=True),
        contributor(4, en=PersonName("Anderson", "Andy")),
    )
    entry = read_bibtex(bibtex.render(with_titles("Names", contributors=names), SITE))
    assert entry["author"] == (
        r"{Lee, Jr.}, Ann and {Mono Nym} and {Sand and Sea, Inc. {\textbraceleft}R\&D{\textbraceright}} and Anderson, Andy"
    )
    assert "editor" not in entry


def test_every_author_of_forty_is_in_each_file_in_order():
    names = tuple(contributor(key, en=PersonName(f"Family{key:02}", "Given")) for key in range(40))
    document = with_titles("Many", contributors=names)
    expected = [f"Family{key:02}, Given" for key in range(40)]
    assert read_bibtex(bibtex.render(document, SITE))["author"].split(" and ") == expected
    assert rispy.loads(ris.render(document, SITE))[0]["authors"] == expected
    assert [
        f"{name['family']}, {name['given']}" for name in json.loads(csl.render(document, SITE))[0]["author"]
    ] == expected


def test_full_korean_publication_reads_back():
    (entry,) = rispy.loads(ris.render(full("ko"), SITE))
    assert entry["authors"] == ["이, 순신", "오카포르, 아다에제", "Sukarno", "항만과바다연합"]
    assert entry["secondary_authors"] == ["Berg, Anna"]
    assert entry["subsidiary_authors"] == ["남궁, 민"]
    assert (entry["year"], entry["date"], entry["number"]) == ("2026", "2026/03/12/", "2026-04")
    assert (entry["doi"], entry["issn"]) == ("10.5555/harbour.2026_04", "978-89-000000-0-2")
    assert entry["keywords"] == ["항만", "도시"]
    found = read_bibtex(bibtex.render(full("ko"), SITE))
    assert found["author"] == "이, 순신 and 오카포르, 아다에제 and Sukarno and {항만과바다연합}"
    assert (found["editor"], found["translator"]) == ("Berg, Anna", "남궁, 민")
    assert (found["year"], found["month"], found["ID"]) == ("2026", "March", "publication-12")


def test_bibtex_keys_are_ascii_and_do_not_meet():
    slugs = ["ai-정책", "ai-교육", "정책", "a-drier-spring", "año_nuevo"]
    found = [
        read_bibtex(bibtex.render(with_titles("Key", slug=slug, publication=number), SITE))["ID"]
        for number, slug in enumerate(slugs, 1)
    ]
    assert found == ["ai-1", "ai-2", "publication-3", "a-drier-spring", "ano-nuevo-5"]


def test_korean_publication_says_nothing_in_english_where_korean_exists():
    document = dataclasses.replace(full("ko"), contributors=())
    text = bibtex.render(document, SITE) + ris.render(document, SITE) + csl.render(document, SITE)
    assert "Quiet" not in text
    assert "Harbour Papers" not in text
    assert "Small ports" not in text


def test_summary_in_the_other_language_only_is_no_abstract():
    document = with_titles("Abstract", summary=Bilingual("", "<p>요약</p>"))
    assert "abstract" not in json.loads(csl.render(document, SITE))[0]
