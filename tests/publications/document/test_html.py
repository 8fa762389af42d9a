import re
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.document.html import (
    BODY_TAGS,
    SUMMARY_TAGS,
    Reading,
    Rewriter,
    is_visibly_empty,
    paragraphs,
    plain_text,
    replace_notes,
    sanitise_body,
    sanitise_summary,
    shift_headings,
)

# Pieces that make trouble in each other's company; any text may stand between them.
PIECES = [
    *("<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<em>", "<h1>", "</h1>", "<h4>", "</h4>", "<ul><li>", "</li></ul>"),
    *(
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<svg>",
        "</svg>",
        "<math>",
        "<mtext>",
        "<noscript>",
        "<template>",
    ),
    *(
        "<textarea>",
        "</textarea>",
        "<title>",
        "<iframe src=//x>",
        "<img src=x onerror=alert(1)>",
        "<p onclick=alert(1)>",
    ),
    *("<a href='javascript:alert(1)'>", "<a href='https://a.example/?a=1&b=2'>", "<a href=/ko/>", "</a>"),
    *('<span data-note="n1">', '<span data-note="">', '<span data-note="N 1">', "<span>", "</span>"),
    *(
        '<figure data-figure="soil"></figure>',
        "<figure>",
        "<table>",
        "<tr>",
        "<td colspan=9>",
        "</table>",
        "<hr>",
        "<br>",
    ),
    *("<!--", "-->", "<![CDATA[", "]]>", "<", ">", '"', "'", "&", "&lt;script&gt;", "&#8203;", "&#x202e;", "&#x338;"),
    *("\u0338", "\u0301", "\u200b", "\0", "\r\n", "한글", "&nbsp;", "text "),
]
fragments = st.lists(st.one_of(st.sampled_from(PIECES), st.text(st.characters(), max_size=4)), max_size=14).map("".join)


class _Tags(HTMLParser):
    """Every tag and attribute a browser might see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name == "href"]


@given(fragments)
def test_nothing_but_listed_tags_and_attributes_survives(html):
    for cleaned, tags in ((sanitise_body(html), BODY_TAGS), (sanitise_summary(html), SUMMARY_TAGS)):
        found = _Tags(cleaned)
        assert found.tags <= tags
        assert not [
            name for name in found.attributes if name.startswith("on") or name in {"style", "src", "class", "id"}
        ]
        assert not [address for address in found.addresses if "javascript" in address]
        assert not re.search("[\u202e\u200b\0]", cleaned)


@given(fragments)
def test_cleaning_again_changes_nothing(html):
    for level in (1, 3):
        body = sanitise_body(html, level=level)
        assert sanitise_body(body, level=level) == body
    summary = sanitise_summary(html)
    assert sanitise_summary(summary) == summary


@given(fragments)
def test_every_note_has_an_id_of_its_own(html):
    keys = re.findall('<span[^>]* data-note="([^"]*)"', sanitise_body(html))
    assert len(keys) == len(set(keys))
    assert all(keys)


@given(fragments)
def test_copying_a_cleaned_fragment_keeps_it(html):
    cleaned = sanitise_body(html)
    copy = Rewriter().rewrite(cleaned)
    assert nh3.clean_text(Reading(copy).text) == nh3.clean_text(Reading(cleaned).text)
    assert sanitise_body(copy) == cleaned


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        "<p> </p>",
        "<p>&#8203;</p>",
        "<p>&#x3164;&nbsp;</p>",
        "<p>\u2800</p>",
        "<p><br></p><p></p>",
        "<!-- a -->",
        "<p><strong>\u200b</strong></p>",
    ],
)
def test_what_looks_empty_is_empty(html):
    assert sanitise_body(html) == ""
    assert sanitise_summary(html) == ""


def test_a_figure_alone_is_not_empty():
    assert sanitise_body('<figure data-figure="soil"></figure>') == '<figure data-figure="soil"></figure>'
    assert sanitise_summary('<figure data-figure="soil"></figure>') == ""


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " java\tscript:alert(1)",
        "java&#x200b;script:alert(1)",
        "&#1;javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example/",
        "/\t/evil.example/",
        "///evil.example/",
        r"\\evil.example",
        r"/\evil.example",
        "http://[bad",
    ],
)
def test_unsafe_addresses_go_and_their_words_stay(address):
    assert sanitise_body(f'<p><a href="{address}">word</a></p>') == "<p><a>word</a></p>"


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/b?c=d",
        "http://a.example",
        "mailto:a@b.example",
        "/ko/about/",
        "#ledgers",
        "two",
        "?page=2",
        "../x",
    ],
)
def test_safe_addresses_stay(address):
    assert sanitise_summary(f'<p><a href="{address}">word</a></p>') == f'<p><a href="{address}">word</a></p>'


def test_bold_and_italic_become_strong_and_emphasis():
    assert sanitise_summary("<p><b>a</b> <i lang='ko'>b</i><br></p>") == (
        '<p><strong>a</strong> <em lang="ko">b</em><br></p>'
    )


@pytest.mark.parametrize(("level", "depth"), [(1, 2), (2, 3), (4, 5)])
def test_headings_start_below_the_chapter(level, depth):
    assert sanitise_body("<h1>a</h1><h6>b</h6>", level=level) == f"<h{depth}>a</h{depth}><h6>b</h6>"


def test_note_without_a_usable_id_stays_a_note():
    html = '<p>a<span data-note="">one</span><span data-note="N 1">two</span><span data-note="n1">three</span></p>'
    assert Reading(sanitise_body(html)).notes == ("one", "two", "three")


def test_second_note_of_the_same_id_gets_its_own():
    html = '<p>a<span data-note="n1">one</span> b<span data-note="n1">two</span></p>'
    assert sanitise_body(html) == '<p>a<span data-note="n1">one</span> b<span data-note="n2">two</span></p>'


def test_figure_without_a_usable_key_names_nothing():
    assert Reading(sanitise_body('<p>a</p><figure data-figure="../x"></figure>')).figures == ()


def test_reading_tells_words_notes_figures_tables_and_headings_apart():
    reading = Reading(
        "<h2>Ledgers &amp; lists</h2><p>Freight <em>fell</em>.<span data-note='n1'>See <em>12</em> <span lang='ko'>쪽</span>.</span></p>"
        "<figure data-figure='freight'></figure><ul><li>one</li><li>two</li></ul><table><tr><td>3</td></tr></table>"
    )
    assert reading.text == "Ledgers & lists\nFreight fell.\none\ntwo\n3"
    assert reading.notes == ("See 12 쪽.",)
    assert reading.figures == ("freight",)
    assert (reading.tables, reading.headings) == (1, ("Ledgers & lists",))


def test_blocks_of_text_are_counted_for_pairing():
    assert paragraphs("<p>a</p><p>b<br>c</p><ul><li>d</li></ul>") == 4
    assert paragraphs("") == 0


def test_plain_text_of_nothing_is_nothing():
    assert plain_text("") == ""
    assert is_visibly_empty("")


def test_headings_shift_and_stop_at_six():
    assert shift_headings("<h2>a</h2><h5>b</h5>", 2) == "<h4>a</h4><h6>b</h6>"
    assert shift_headings("<h2>a</h2>", 0) == "<h2>a</h2>"


def test_note_ids_are_replaced():
    html = '<p>a<span data-note="n1">x</span><span lang="ko" data-note="n2">y</span></p>'
    assert replace_notes(html, "c3-{}".format) == (
        '<p>a<span data-note="c3-n1">x</span><span lang="ko" data-note="c3-n2">y</span></p>'
    )
