"""Markdown of a text: what a reader of Markdown makes of it is what stands in the HTML."""

import re

import pytest

from publications.document.html import plain_text, sanitise_body
from publications.outputs import markdown
from publications.outputs.fragments import Places, blocks, escape_line, paragraph
from tests import documents
from tests.publications.outputs.golden import SITE

CASES = {
    "marks in a text": (
        "<p>a * b_c [x](y) `code` &lt;b&gt; &amp;amp; ~~x~~ | #1</p>",
        r"a \* b\_c \[x\](y) \`code\` \<b\> &amp;amp; \~\~x\~\~ \| \#1",
    ),
    "lines that begin like lists": (
        "<p>- no</p><p>1. no</p><p># no</p><p>---</p><p>2026) no</p>",
        "\\- no\n\n1\\. no\n\n\\# no\n\n\\---\n\n2026\\) no",
    ),
    "lists": (
        '<ul><li>one<ul><li>inner</li></ul></li><li><p>a</p><p>b</p></li></ul><ol start="5"><li>five</li></ol>',
        "- one\n  - inner\n- a\n\n  b\n\n5. five",
    ),
    "quotation and code": (
        "<blockquote><p>q</p><p>r</p></blockquote><pre><code>```\n y</code></pre><hr>",
        "> q\n>\n> r\n\n````\n```\n y\n````\n\n---",
    ),
    "table": (
        (
            '<table><caption>Cap</caption><tr><th>A|B</th><th colspan="2">C</th></tr>'
            '<tr><td rowspan="2">1</td><td>2</td><td>3</td></tr><tr><td>4</td><td>5</td></tr></table>'
        ),
        "**Table 1.** Cap\n\n| A\\|B | C |  |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n|  | 4 | 5 |",
    ),
    "note and links": (
        '<p>Text<span data-note="n1">See <em>x</em>.</span> <a href="https://e.org/a(b)">l</a> <a href="#s">s</a></p>',
        "Text[^c-1] [l](https://e.org/a%28b%29) [s](https://page/#s)\n\n[^c-1]: See *x*.",
    ),
    "emphasis, break and heading": (
        "<h2>Head <em>x</em></h2><p><strong> bold </strong>x<br>new H<sub>2</sub>O</p>",
        "### Head *x*\n\n**bold** x\\\nnew H<sub>2</sub>O",
    ),
}


@pytest.mark.parametrize(("html", "expected"), CASES.values(), ids=CASES)
def test_fragment(html, expected):
    places = Places(
        figure=lambda key: [], table=lambda: "Table 1", note=lambda number: f"c-{number}", page="https://page/", shift=1
    )
    found = blocks(sanitise_body(html), places)
    found += [f"[^{places.note(number)}]: {text}" for number, text in enumerate(places.notes, 1)]

    assert "\n\n".join(found) == expected


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_word_of_the_text_is_there(language):
    document = documents.full(language)
    text = re.sub(r"\\(.)", r"\1", markdown.render(document, SITE))

    for chapter in document.chapters:
        assert chapter.title.get(language) in text
        assert all(line in text for line in plain_text(chapter.body).split("\n"))


def test_line_is_one_line_whatever_stands_in_it():
    assert escape_line("a\n# b\u2028c") == r"a \# b c"
    assert paragraph("1. a") == r"1\. a"
