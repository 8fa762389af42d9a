"""The rich-text editor in a real browser, under the real policy: the console must stay silent (see ``page``)."""

import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import expect

from publications.document.html import sanitise_body
from publications.models import Publication
from tests.chapters import address_of, make_author, make_report, picture_bytes

pytestmark = pytest.mark.django_db(transaction=True)

REPORTS = sorted((Path(__file__).parents[2] / "publications/demo/reports").glob("*.toml"))
ROUND_TRIP = """(html) => {
  const { richText } = document.querySelector("form [data-editor=body]");
  richText.textarea.value = html;
  richText.load();
  return richText.textarea.value;
}"""


@pytest.fixture
def report(transactional_db):
    return make_report(make_author())


@pytest.fixture
def chapter(report):
    return report.chapters.first()


@pytest.fixture
def desk(page, client, live_server, report):
    """A browser in which the report's author is signed in."""
    client.force_login(report.editors.get())
    session = client.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    return page


@pytest.fixture
def editor(desk, chapter):
    desk.goto(address_of(chapter))
    return desk.locator("form .surface")


def button(page, name):
    return page.get_by_role("toolbar").get_by_role("button", name=name, exact=True)


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The chapter was saved.")).to_be_visible()


def stored(chapter):
    chapter.refresh_from_db()
    return chapter.body


def test_a_chapter_is_written_saved_and_opened_again_unchanged(desk, editor, report, chapter):
    keys = desk.keyboard
    editor.click()
    desk.get_by_label("Style of the paragraph").select_option("2")
    keys.type("Costs")
    keys.press("Enter")
    keys.type("Nine cities restricted supply.")
    keys.press("Control+Alt+f")
    keys.type("See the ")
    keys.press("Control+i")
    keys.type("Yearbook")
    keys.press("Control+i")
    keys.type(".")
    keys.press("Escape")
    keys.type(" Most of them ")
    keys.press("Control+b")
    keys.type("twice")
    keys.press("Control+b")
    keys.type(".")
    button(desk, "Footnote").click()
    keys.type("The panel.")
    keys.press("Enter")
    keys.press("Enter")
    button(desk, "Bulleted list").click()
    keys.type("One")
    keys.press("Enter")
    keys.press("Tab")
    keys.type("Deeper")
    keys.press("Enter")
    keys.press("Enter")
    keys.press("Enter")
    button(desk, "Table").click()
    keys.type("Losses")
    keys.press("Enter")
    for text in ("City", "Days", "Cost", "A", "1", "2", "B", "3", "4"):
        keys.type(text)
        keys.press("Tab")
    written = desk.locator("textarea[name=body]").input_value()
    save(desk)

    body = stored(chapter)
    assert body == (
        "<h2>Costs</h2>\n"
        '<p>Nine cities restricted supply.<span data-note="n1">See the <em>Yearbook</em>.</span> Most of them '
        '<strong>twice</strong>.<span data-note="n2">The panel.</span></p>\n'
        "<ul><li>One<ul><li>Deeper</li></ul></li></ul>\n"
        "<table><caption>Losses</caption>"
        '<thead><tr><th scope="col">City</th><th scope="col">Days</th><th scope="col">Cost</th></tr></thead>'
        "<tbody><tr><td>A</td><td>1</td><td>2</td></tr><tr><td>B</td><td>3</td><td>4</td></tr></tbody></table>"
    )
    assert written == body
    expect(desk.locator(".note-text")).to_have_count(2)
    expect(desk.locator("[data-words-of=id_body]")).to_have_text("21")
    assert desk.evaluate(ROUND_TRIP, body) == body
    save(desk)
    assert stored(chapter) == body
    assert Publication.objects.get(pk=report.pk).revision == 3


def test_figure_is_uploaded_in_the_dialog_and_numbered_after_those_of_earlier_chapters(desk, report):
    first, second = report.chapters.all()
    first.body = '<figure data-figure="elsewhere"></figure>'
    first.save()
    desk.goto(address_of(second))
    desk.locator("form .surface").click()
    button(desk, "Figure").click()
    dialog = desk.get_by_role("dialog", name="Insert a figure")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Upload and insert").click()
    expect(dialog.get_by_role("status")).to_contain_text("required")
    dialog.get_by_label("Picture").set_input_files(
        {"name": "Soil.png", "mimeType": "image/png", "buffer": picture_bytes()}
    )
    dialog.get_by_label("Alternative text").fill("A falling line")
    dialog.get_by_label("Caption").fill("Soil moisture")
    dialog.get_by_role("button", name="Upload and insert").click()

    card = desk.locator("form .figure-card")
    expect(card).to_contain_text("Figure 2 Soil moisture")
    save(desk)
    assert stored(second) == '<figure data-figure="soil"></figure>'
    expect(desk.locator("form .figure-card")).to_contain_text("Figure 2 Soil moisture")
    assert desk.locator("form .figure-card img").evaluate("image => image.naturalWidth") == 480


def test_demo_texts_pass_through_the_editor_without_loss(desk, editor):
    for path in REPORTS:
        for chapter in tomllib.loads(path.read_text(encoding="utf-8")).get("chapters", []):
            body = sanitise_body(chapter["body"], level=chapter["level"])
            assert unbroken(desk.evaluate(ROUND_TRIP, body)) == unbroken(body), path.stem


def unbroken(html):
    """Without the line breaks between blocks, which say nothing."""
    return html.replace(">\n<", "><").strip()


EVERYTHING = [
    '<p lang="ko" dir="ltr">한 <span lang="en">word <em>and</em> <span lang="la">ibid.</span></span></p>',
    '<h2>A</h2><h3 lang="ko">나</h3><h6>F</h6>',
    '<p>H<sub>2</sub>O, m<sup>3</sup>, <code>x = <strong>1</strong></code>, a<br>b, <a href="#part" hreflang="ko">c</a></p>',
    '<ol start="3" type="a"><li value="4">Four</li><li><p>Two</p><p>paragraphs</p></li></ol>',
    '<ol reversed=""><li>One<ol><li>Inner</li></ol></li></ol>',
    "<blockquote><p>Said</p></blockquote><pre>line\n  <code>two</code></pre><hr>",
    "<dl><dt>Term</dt><dd>Text</dd><dd><p>More</p><p>text</p></dd></dl>",
    '<table lang="ko"><caption lang="en">Of <em>what</em><span data-note="n1">Note</span></caption>'
    '<colgroup span="2"></colgroup><thead><tr><th scope="col" abbr="C">City</th><th colspan="2" scope="colgroup">Days</th></tr>'
    '<tr><th scope="col">a</th><th scope="col">b</th><th scope="col">c</th></tr></thead>'
    '<tbody><tr><th rowspan="2" scope="rowgroup">A</th><td>1</td><td headers="x">2</td></tr><tr><td><ul><li>3</li></ul></td>'
    '<td>4<br>5</td></tr></tbody><tbody><tr><th scope="row">B</th><td></td><td>7</td></tr></tbody>'
    '<tfoot><tr><td colspan="3">Sum</td></tr></tfoot></table>',
    '<p>Text<span lang="ko" data-note="n1">주 <strong>강조</strong> <a href="https://example.org/">link</a><br>more</span>'
    ' and <strong>bold<span data-note="n2">plain</span> on</strong></p>',
    '<p>One</p><figure data-figure="soil"></figure><p>Two</p>',
]


def test_everything_the_sanitiser_allows_passes_through_the_editor(desk, editor):
    for html in EVERYTHING:
        assert sanitise_body(html) == html
        assert unbroken(desk.evaluate(ROUND_TRIP, html)) == html


class Characters(HTMLParser):
    """Each character of a fragment with what it is: the tags around it, and the innermost language."""

    def __init__(self, html):
        super().__init__()
        self.path, self.found = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.path.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        self.path.pop()

    def handle_data(self, data):
        tags = frozenset(tag for tag, _attributes in self.path if tag != "span")
        languages = [attributes["lang"] for _tag, attributes in self.path if "lang" in attributes]
        self.found.extend((character, tags, languages[-1:]) for character in data)


@pytest.mark.parametrize(
    "html",
    [
        '<p lang="ko">한 <span lang="en">word <em lang="la">ibid.</em></span></p>',
        '<p>a <em lang="la">b <span lang="en">c <strong>d</strong></span> e</em></p>',
        '<p><a href="/x" lang="ko">한</a> <code>x <sup>2 <em>y</em></sup></code></p>',
    ],
)
def test_marks_may_be_nested_anew_but_keep_their_meaning(desk, editor, html):
    once = desk.evaluate(ROUND_TRIP, html)

    assert Characters(once).found == Characters(html).found
    assert desk.evaluate(ROUND_TRIP, once) == once
