"""The rich-text editor in a real browser, under the real policy: the console must stay silent (see ``page``)."""

import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
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
    '<p lang="ko" dir="ltr">한 <span lang="en">word <em>and</em> </span><span lang="la">ibid.</span></p>',
    '<h2>A</h2><h3 lang="ko">나</h3><h6>F</h6>',
    '<p>H<sub>2</sub>O, m<sup>3</sup>, <code>x = <strong>1</strong></code>, a<br>b, <a href="#part" hreflang="ko">c</a></p>',
    '<ol start="3" type="a"><li value="4">Four</li><li><p>Two</p><p>paragraphs</p></li></ol>',
    '<ul><li><h2>A</h2><figure data-figure="soil"></figure></li><li><ul><li>B</li></ul></li><li>&nbsp;<ol><li>C</li></ol></li></ul>',
    '<ol reversed=""><li>One<ol><li>Inner</li></ol></li></ol>',
    "<blockquote><p>Said</p></blockquote><pre>line\n  <code>two</code></pre><hr>",
    "<dl><dt>Term</dt><dd>Text</dd><dd><p>More</p><p>text</p></dd></dl>",
    (
        '<table lang="ko"><caption lang="en">Of <em>what</em><span data-note="n1">Note</span></caption>'
        '<colgroup span="2"></colgroup><thead><tr><th scope="col" abbr="C">City</th><th colspan="2" scope="colgroup">Days</th></tr>'
        '<tr><th scope="col">a</th><th scope="col">b</th><th scope="col">c</th></tr></thead>'
        '<tbody><tr><th rowspan="2" scope="rowgroup">A</th><td>1</td><td headers="x">2</td></tr><tr><td><ul><li>3</li></ul></td>'
        '<td>4<br>5</td></tr></tbody><tbody><tr><th scope="row">B</th><td></td><td>7</td></tr></tbody>'
        '<tfoot><tr><td colspan="3">Sum</td></tr></tfoot></table>'
    ),
    (
        '<p>Text<span lang="ko" data-note="n1">주 <strong>강조</strong> <a href="https://example.org/">link</a><br>more</span>'
        ' and <strong>bold<span data-note="n2">plain</span> on</strong></p>'
    ),
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
        '<p><span lang="ko">가 <span lang="en">a <span lang="ko">나</span> <span dir="rtl">b</span></span></span></p>',
        '<p>a <em lang="la">b <span lang="en">c <strong>d</strong></span> e</em></p>',
        '<p><a href="/x" lang="ko">한</a> <code>x <sup>2 <em>y</em></sup></code></p>',
    ],
)
def test_marks_may_be_nested_anew_but_keep_their_meaning(desk, editor, html):
    once = desk.evaluate(ROUND_TRIP, html)

    assert Characters(once).found == Characters(html).found
    assert desk.evaluate(ROUND_TRIP, once) == once


def test_notes_are_numbered_by_order_and_jumped_to_both_ways(desk, editor):
    keys = desk.keyboard
    editor.click()
    keys.type("One two")
    keys.press("Control+Alt+f")
    keys.type("Second in the end")
    keys.press("Escape")
    for _letter in range(5):
        keys.press("ArrowLeft")
    keys.press("Control+Alt+f")
    keys.type("First in the end")

    marks, notes = desk.locator("form .note-mark"), desk.locator(".note-text")
    expect(marks).to_have_text(["1", "2"])
    expect(notes).to_have_text(["First in the end", "Second in the end"])
    expect(desk.get_by_role("textbox", name="Footnote 2")).to_have_text("Second in the end")

    marks.nth(1).click()
    expect(notes.nth(1)).to_be_focused()
    desk.get_by_role("button", name="Back to the text (Footnote 2)").click()
    expect(editor).to_be_focused()
    keys.type("!")
    desk.get_by_role("button", name="Delete (Footnote 1)").click()
    expect(notes).to_have_text(["Second in the end"])
    assert value(desk) == '<p>One two<span data-note="n1">Second in the end</span>!</p>'

    keys.press("Control+z")
    expect(notes).to_have_text(["First in the end", "Second in the end"])


def value(page):
    return page.locator("textarea[name=body]").input_value()


def test_a_note_is_reached_and_left_with_the_keyboard_alone(desk, editor):
    keys = desk.keyboard
    desk.evaluate(ROUND_TRIP, '<p>A<span data-note="n1">Note</span></p>')
    editor.focus()
    keys.press("Control+End")
    keys.press("ArrowLeft")
    keys.press("Enter")
    expect(desk.locator(".note-text")).to_be_focused()
    keys.press("Alt+F10")
    keys.press("Escape")
    keys.type(" more")
    keys.press("Escape")
    expect(editor).to_be_focused()
    keys.press("Alt+F10")
    keys.press("Home")
    expect(desk.get_by_label("Style of the paragraph")).to_be_focused()
    keys.press("ArrowRight")
    expect(button(desk, "Bold")).to_be_focused()
    keys.press("Escape")
    keys.press("Escape")
    keys.press("Tab")
    expect(editor).not_to_be_focused()
    assert value(desk) == '<p>A<span data-note="n1">Note more</span></p>'


def test_bold_over_a_passage_leaves_its_notes_alone_and_a_copied_note_gets_its_own_id(desk, editor):
    desk.evaluate(ROUND_TRIP, '<p>A<span data-note="n1">Note</span>B</p>')
    editor.focus()
    desk.keyboard.press("Control+a")
    desk.keyboard.press("Control+b")
    assert value(desk) == '<p><strong>A<span data-note="n1">Note</span>B</strong></p>'

    paste(desk, '<p>C<span data-note="n1">Note</span></p>', at_end=True)
    assert value(desk).count('data-note="n1"') == 1
    assert value(desk).count('data-note="n2"') == 1


def paste(page, html, *, at_end=False):
    page.evaluate(
        """([html, atEnd]) => {
          const { editor } = document.querySelector("form [data-editor=body]").richText;
          if (atEnd) editor.commands.setTextSelection(editor.state.doc.content.size);
          editor.view.pasteHTML(html);
        }""",
        [html, at_end],
    )


WORD = """<html><head><style>p.MsoNormal { margin: 0 }</style></head><body><!--StartFragment-->
<p class=MsoNormal style='margin-left:1cm'><b>Bold</b> claim<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span
class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]>[1]<![endif]></span></span></a>.</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;
</span></span><![endif]>First</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>a.<span>&nbsp;
</span></span><![endif]>Deeper</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>2.<span>&nbsp;
</span></span><![endif]>Second</p>
<table class=MsoTable border=1 style='border:none'><tr><td width=100 style='x:y'><p class=MsoNormal>A</p></td><td><p>B</p></td></tr></table>
<p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1">[1]</a> See the yearbook.</p><!--EndFragment--></body></html>"""

DOCS = (
    '<b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr" style="line-height:1.38"><span style="font-weight:400">'
    'Plain </span><span style="font-weight:700">bold</span><span style="font-style:italic"> slanted</span>'
    '<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p><ol><li dir="ltr" style="list-style-type:decimal">'
    '<p dir="ltr"><span>One</span></p></li></ol></b>'
)


def test_text_pasted_from_word_keeps_notes_as_text_lists_and_tables_and_no_looks(desk, editor):
    paste(desk, WORD)

    assert value(desk) == (
        "<p><strong>Bold</strong> claim[1].</p>\n<ol><li>First<ol><li>Deeper</li></ol></li><li>Second</li></ol>\n"
        "<table><tbody><tr><td>A</td><td>B</td></tr></tbody></table>\n<p>[1] See the yearbook.</p>"
    )


def test_text_pasted_from_google_docs_keeps_emphasis_and_no_looks(desk, editor):
    paste(desk, DOCS)

    assert value(desk) == ("<p>Plain <strong>bold</strong><em> slanted</em><sup>[1]</sup></p>\n<ol><li>One</li></ol>")


def test_link_is_set_with_the_dialog(desk, editor, report):
    editor.click()
    desk.keyboard.type("See here")
    desk.keyboard.press("Control+Shift+ArrowLeft")
    # The browser tells of a new selection a moment later.
    desk.wait_for_function("!document.querySelector('form [data-editor=body]').richText.editor.state.selection.empty")
    desk.keyboard.press("Control+k")
    dialog = desk.get_by_role("dialog", name="Link")
    dialog.get_by_label("Address").fill("javascript:alert(1)")
    dialog.get_by_role("button", name="Set link").click()
    expect(dialog).to_be_visible()
    dialog.get_by_label("or a chapter of this publication").select_option(label="II Chapter 2")
    dialog.get_by_role("button", name="Set link").click()

    expect(dialog).to_be_hidden()
    anchor = report.chapters.last().anchor
    assert value(desk) == f'<p>See <a href="#{anchor}">here</a></p>'


def test_unsaved_text_is_asked_about_and_offered_again(desk, editor, chapter):
    questions = []
    desk.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    editor.click()
    desk.keyboard.type("Not saved")
    desk.reload()

    assert questions == ["beforeunload"]
    notice = desk.get_by_text("This tab still holds a text of this chapter")
    expect(notice).to_be_visible()
    expect(editor).to_have_text("")
    desk.get_by_role("button", name="Bring it back").click()
    expect(editor).to_have_text("Not saved")
    save(desk)
    assert stored(chapter) == "<p>Not saved</p>"
    desk.reload()
    expect(notice).to_be_hidden()
    assert questions == ["beforeunload"]


def test_stale_save_shows_both_texts_and_mine_can_be_saved_on_purpose(desk, editor, chapter):
    other = desk.context.new_page()
    other.goto(address_of(chapter))
    other.locator("form .surface").click()
    other.keyboard.type("Theirs")
    save(other)
    editor.click()
    desk.keyboard.type("Mine")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Save", exact=True).click()

    expect(desk.get_by_role("alert")).to_contain_text("Somebody saved this publication while you were writing.")
    expect(editor).to_have_text("Mine")
    expect(desk.locator(".theirs .surface")).to_have_text("Theirs")
    assert desk.locator(".theirs .surface").get_attribute("contenteditable") == "false"
    assert stored(chapter) == "<p>Theirs</p>"
    with desk.expect_navigation():
        desk.get_by_role("button", name="Save my text as the newest").click()
    assert stored(chapter) == "<p>Mine</p>"


def test_without_script_the_text_is_edited_as_html(chromium, live_server, client, report, chapter):
    client.force_login(report.editors.get())
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(address_of(chapter))
    page.get_by_role("textbox", name="Text", exact=True).fill("<p>By hand</p>")
    page.get_by_label("Picture").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": picture_bytes()})
    page.get_by_label("Alternative text").fill("A line")
    page.get_by_role("button", name="Upload and put at the end of the text").click()
    expect(page.get_by_text("The figure stands at the end of the text.")).to_be_visible()
    save(page)
    context.close()

    assert stored(chapter) == '<p>By hand</p>\n<figure data-figure="a"></figure>'


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(1280, "light", "en"), (1280, "dark", "ko"), (390, "light", "ko"), (390, "dark", "en")],
)
def test_axe_finds_nothing(chromium, live_server, client, report, chapter, width, scheme, language):
    chapter.body = EVERYTHING[-3] + EVERYTHING[-2] + '<figure data-figure="soil"></figure><h2>A</h2><p lang="ko">가</p>'
    chapter.save()
    client.force_login(report.editors.get())
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{address_of(chapter)}?language={language}")
    found = {"page": violations(page)}
    page.locator("form .surface td").first.click()
    page.locator("[data-command=figure]").click()
    found["table and dialog"] = violations(page)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()

    assert found == {"page": [], "table and dialog": []}
    assert overflow == 0


def violations(page):
    results = Axe().run(page, options={"resultTypes": ["violations"]})
    return [(entry["id"], [node["html"][:200] for node in entry["nodes"]]) for entry in results.response["violations"]]


def compose(page, *steps):
    """Hangul as an input method writes it: each step replaces the one before."""
    session = page.context.new_cdp_session(page)
    for step in steps:
        session.send("Input.imeSetComposition", {"text": step, "selectionStart": len(step), "selectionEnd": len(step)})
    session.send("Input.insertText", {"text": steps[-1]})


def test_hangul_is_composed_in_the_text_and_in_its_notes(desk, editor):
    editor.click()
    compose(desk, "ㄱ", "가", "간", "가무")
    desk.keyboard.press("Control+Alt+f")
    compose(desk, "ㅈ", "주", "줌", "주석")
    compose(desk, "ㅇ", "이", "인", "이다")
    desk.keyboard.press("Escape")
    compose(desk, "ㄷ", "다")

    assert value(desk) == '<p>가무<span data-note="n1">주석이다</span>다</p>'


def test_pasted_headings_stand_below_the_level_of_the_chapter(desk, report):
    chapter = report.chapters.last()
    chapter.level = 2
    chapter.save()
    desk.goto(address_of(chapter))
    paste(desk, "<h1>One</h1><p>Text</p><h2>Two</h2><h4>Four</h4>")

    assert value(desk) == "<h3>One</h3>\n<p>Text</p>\n<h3>Two</h3>\n<h4>Four</h4>"


def test_a_long_chapter_stays_quick(desk, chapter):
    passage = "Nine cities restricted supply at least twice. " * 20
    chapter.body = "".join(
        f'<p>{passage}<span data-note="n{number}">Note {number}</span></p>' for number in range(1, 121)
    )
    chapter.save()
    desk.goto(address_of(chapter))
    expect(desk.locator(".note-text")).to_have_count(120)
    desk.locator("form .surface p").first.click()
    spent = desk.evaluate(
        """() => {
          const { editor } = document.querySelector("form [data-editor=body]").richText;
          const start = performance.now();
          for (const letter of "twenty letters more.") editor.commands.insertContent(letter);
          return performance.now() - start;
        }"""
    )

    assert spent < 2000


def test_summaries_of_the_publication_form_are_rich_text_in_both_languages(desk, report):
    desk.goto(f"/admin/publications/publication/{report.pk}/change/")
    summary = desk.get_by_role("textbox", name="Summary in English")
    summary.click()
    desk.keyboard.type("In ")
    desk.keyboard.press("Control+b")
    desk.keyboard.type("brief")
    desk.get_by_role("textbox", name="Summary in Korean").click()
    desk.keyboard.type("요약")
    desk.get_by_role("button", name="Numbered list").last.click()

    assert desk.locator("textarea[name=summary_en]").input_value() == "<p>In <strong>brief</strong></p>"
    assert desk.locator("textarea[name=summary_ko]").input_value() == "<ol><li>요약</li></ol>"


def test_a_dropped_picture_opens_the_figure_dialog_with_it(desk, editor):
    desk.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["x"], "chart.png", { type: "image/png" }));
          const { top, left } = document.querySelector("form .surface").getBoundingClientRect();
          document.querySelector("form .surface").dispatchEvent(
            new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data, clientX: left + 50, clientY: top + 30 }),
          );
        }"""
    )

    dialog = desk.get_by_role("dialog", name="Insert a figure")
    expect(dialog).to_be_visible()
    assert dialog.get_by_label("Picture").evaluate("input => input.files[0].name") == "chart.png"


def test_table_is_changed_with_its_buttons(desk, editor):
    editor.click()
    button(desk, "Table").click()
    desk.keyboard.type("Days")
    desk.keyboard.press("Enter")
    desk.keyboard.type("City")
    for name in ("Column after", "Column before"):
        button(desk, name).click()
    desk.keyboard.press("ArrowDown")
    for name in ("Row below", "Header cell"):
        button(desk, name).click()

    head = '<th scope="col"></th><th scope="col">City</th>' + 3 * '<th scope="col"></th>'
    marked = '<tr><td></td><th scope="row"></th><td></td><td></td><td></td></tr>'
    empty = "<tr>" + 5 * "<td></td>" + "</tr>"
    rows = f"<thead><tr>{head}</tr></thead><tbody>{marked}{empty}{empty}</tbody>"
    assert value(desk) == f"<table><caption>Days</caption>{rows}</table>"

    for name in ("Delete row", "Delete column", "Header row"):
        button(desk, name).click()
    city = "<tr><td>City</td>" + 3 * "<td></td>" + "</tr>"
    plain = "<tr>" + 4 * "<td></td>" + "</tr>"
    assert value(desk) == f"<table><caption>Days</caption><tbody>{city}{plain}{plain}</tbody></table>"
    button(desk, "Delete table").click()
    assert value(desk) == ""
