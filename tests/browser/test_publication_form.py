"""The publication form in a browser: rows by keyboard and pointer, people by name, and nothing for axe to find."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from people.models import Person
from publications.models import ContributorRole, Publication
from publications.services import saving
from tests.factories import appoint, chapter, make_institute, make_kind, make_person, make_publication
from tests.publications.admin.forms import account

pytestmark = pytest.mark.django_db(transaction=True)
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.fixture
def editor(client, page: Page, live_server):
    """Signed in, in the browser too."""
    make_institute()
    ContributorRole.objects.get_or_create(slug="author", defaults={"name_en": "Author", "name_ko": "저자"})
    user = account("jiho", "editor", "author")
    client.force_login(user)
    session = client.cookies["session"]
    page.context.add_cookies([{"name": "session", "value": session.value, "url": live_server.url}])
    return user


@pytest.fixture
def report(editor) -> Publication:
    publication = make_publication(
        "Harbour Lights",
        chapters=[
            chapter("Introduction", matter="front"),
            chapter("Lamps"),
            chapter("Oil", 2),
            chapter("Gas", 2),
            chapter("Piers"),
        ],
        advice=[("For cities", "Light the pier."), ("For ports", "Light the ship.")],
    )
    publication.editors.add(editor)
    saving.save_again(publication=publication, by=editor)
    return publication


def opened(page: Page, publication: Publication) -> Page:
    page.goto(f"/admin/publications/publication/{publication.pk}/change/")
    return page


def outline(page: Page) -> list[tuple[str, str]]:
    rows = page.locator("#outline .row")
    return [
        (row.locator("[data-number]").inner_text(), row.locator("[name$=title_en]").input_value()) for row in rows.all()
    ]


def test_moving_a_chapter_takes_its_sections_along_and_numbers_follow(page: Page, report: Publication):
    opened(page, report)
    assert outline(page) == [("", "Introduction"), ("I", "Lamps"), ("1", "Oil"), ("2", "Gas"), ("II", "Piers")]

    down = page.locator("#outline .row").nth(1).get_by_role("button", name="Move down")
    down.focus()
    page.keyboard.press("Enter")

    assert outline(page) == [("", "Introduction"), ("I", "Piers"), ("II", "Lamps"), ("1", "Oil"), ("2", "Gas")]
    moved = page.locator("#outline .row").nth(2)
    expect(moved.get_by_role("button", name="Move down")).to_be_focused()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved as revision 2")).to_be_visible()
    assert [entry.title_en for entry in report.chapters.all()] == ["Introduction", "Piers", "Lamps", "Oil", "Gas"]


def test_indent_and_outdent_change_levels_in_steps(page: Page, report: Publication):
    opened(page, report)
    rows = page.locator("#outline .row")
    rows.nth(4).get_by_role("button", name="Indent").click()
    rows.nth(4).get_by_role("button", name="Indent").click()
    rows.nth(4).get_by_role("button", name="Indent").click()
    assert outline(page)[4] == ("A", "Piers")
    rows.nth(1).get_by_role("button", name="Indent").click()
    rows.nth(1).get_by_role("button", name="Outdent").click()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved as revision 2")).to_be_visible()
    assert [entry.level for entry in report.chapters.all()] == [1, 1, 2, 2, 3]


def test_dragging_moves_a_chapter(page: Page, report: Publication):
    opened(page, report)
    grip = page.locator("#outline .row").nth(4).locator("[data-grip]")
    grip.scroll_into_view_if_needed()
    start, target = grip.bounding_box(), page.locator("#outline .row").nth(1).bounding_box()
    page.mouse.move(start["x"] + 3, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(target["x"] + 30, target["y"] + 10, steps=8)
    page.mouse.up()
    assert [title for _number, title in outline(page)] == ["Introduction", "Piers", "Lamps", "Oil", "Gas"]


def test_new_publication_with_parts_advice_and_a_person_found_by_name(page: Page, editor):
    make_kind()
    appoint(make_person("Kim Minsu", "김민수", slug="kim-1"), "Research Fellow")
    older = make_person("Kim Minsu", "김민수", slug="kim-2")
    appoint(older, "Director")
    page.goto("/admin/publications/publication/add/")
    page.get_by_label("Title in English", exact=True).first.fill("Tide Tables")
    page.get_by_label("Kind", exact=True).select_option(label="Report")
    page.get_by_role("button", name="Add a part").click()
    page.keyboard.type("Introduction")
    page.get_by_role("button", name="Add a heading").click()
    page.keyboard.type("For ports")
    page.get_by_role("button", name="Add a recommendation").click()
    page.keyboard.type("Print the tables.")
    page.get_by_role("button", name="Add a contributor").click()
    page.keyboard.type("minsu")
    expect(page.locator(".people-list [role=option]")).to_have_count(2)
    page.get_by_role("option", name="Director").click()
    page.get_by_role("button", name="Save draft").click()

    expect(page.get_by_text("Saved as revision 1")).to_be_visible()
    document = Publication.objects.get().revisions.get().document
    assert [entry.title.en for entry in document.chapters] == ["Introduction"]
    assert [entry.person for entry in document.contributors] == [older.pk]
    assert [(group.heading.en, [entry.text.en for entry in group.recommendations]) for group in document.groups] == [
        ("For ports", ["Print the tables."])
    ]


def test_leaving_with_unsaved_text_asks_first(page: Page, report: Publication):
    opened(page, report)
    page.get_by_label("Subtitle in English").fill("Not saved")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/admin/")
    assert asked == ["beforeunload"]


def test_what_was_typed_survives_in_the_tab(page: Page, report: Publication):
    opened(page, report)
    page.get_by_label("Subtitle in English").fill("Not saved")
    page.get_by_role("button", name="Add a part").click()
    page.keyboard.type("A late chapter")
    page.locator("#outline .row").last.get_by_role("button", name="Move up").click()
    page.wait_for_timeout(700)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/admin/")
    opened(page, report)
    page.get_by_role("button", name="Bring it back").click()
    assert page.get_by_label("Subtitle in English").input_value() == "Not saved"
    assert [title for _number, title in outline(page)][-2:] == ["A late chapter", "Piers"]

    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved as revision 2")).to_be_visible()
    expect(page.get_by_role("button", name="Bring it back")).to_be_hidden()
    assert [entry.title_en for entry in report.chapters.all()][-2:] == ["A late chapter", "Piers"]


def test_pressing_twice_saves_once_and_the_saved_text_is_not_offered_again(page: Page, editor):
    make_kind()
    page.goto("/admin/publications/publication/add/")
    page.get_by_label("Title in English", exact=True).fill("Pressed twice")
    page.get_by_label("Kind", exact=True).select_option(index=1)
    page.get_by_role("button", name="Save draft").evaluate(
        "(button) => { button.click(); setTimeout(() => button.click(), 60); }"
    )
    expect(page.get_by_text("Saved as revision 1")).to_be_visible()
    assert Publication.objects.count() == 1

    page.goto("/admin/publications/publication/add/")
    expect(page.get_by_label("Title in English", exact=True)).to_have_value("")
    expect(page.get_by_role("button", name="Bring it back")).to_be_hidden()


def test_kind_without_recommendations_or_chapters_offers_none(page: Page, report: Publication):
    make_kind("commentary", has_chapters=False, has_recommendations=False, name_en="Commentary")
    parts = page.locator("section#recommendations, a[href='#recommendations'], [data-add=chapter]")
    page.goto("/admin/publications/publication/add/")
    for name, shown in (("Commentary", 0), ("Report", 3), ("Commentary", 0)):
        page.get_by_label("Kind", exact=True).select_option(label=name)
        expect(parts.filter(visible=True)).to_have_count(shown)

    opened(page, report).get_by_label("Kind", exact=True).select_option(label="Commentary")
    expect(parts.filter(visible=True)).to_have_count(3)


def test_pressing_twice_makes_one_person(page: Page, editor):
    page.goto("/admin/people/person/add/")
    page.locator("[name=given_en]").fill("Plato")
    page.locator("[name=_save]").evaluate("(button) => { button.click(); setTimeout(() => button.click(), 60); }")
    expect(page).to_have_url(re.compile("/admin/people/person/$"))
    assert Person.objects.count() == 1


def test_checklist_leads_to_the_field_and_the_next_answer_to_its_top(page: Page, report: Publication):
    opened(page, report)
    page.get_by_role("link", name="No Korean summary").click()
    expect(page.get_by_role("textbox", name="Summary in Korean")).to_be_focused()
    page.get_by_role("link", name="No author").click()
    page.locator("#id_title_en").fill("")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("#errors")).to_be_in_viewport()


def test_text_written_at_once_leaves_no_copy_of_the_form(page: Page, editor):
    make_kind()
    page.goto("/admin/publications/publication/add/")
    page.get_by_label("Title in English", exact=True).fill("Flowing")
    page.get_by_label("Kind", exact=True).select_option(index=1)
    page.get_by_role("button", name="Save and write the text").click()
    expect(page.get_by_role("textbox", name="Text")).to_be_visible()
    assert page.evaluate("Object.keys(sessionStorage)") == []


def test_form_of_an_earlier_session_says_what_to_do(page: Page, report: Publication):
    opened(page, report).get_by_label("Subtitle in English").fill("Kept")
    page.context.clear_cookies(name="csrf")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", name="This form is out of date")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Bring it back").click()
    assert page.get_by_label("Subtitle in English").input_value() == "Kept"


@pytest.mark.parametrize(("width", "scheme", "language"), [(390, "dark", "ko"), (1280, "light", "en")])
def test_axe_finds_nothing_on_the_staff_screens(chromium, live_server, client, editor, report, width, scheme, language):
    type(editor).objects.filter(pk=editor.pk).update(language=language)
    # The checker's own script is not from this site.
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])
    page = context.new_page()
    found = {}
    lists = "/admin/publications/publication/"
    for address in ("/admin/", lists, f"{lists}{report.pk}/change/", f"{lists}add/"):
        page.goto(address)
        assert page.url.endswith(address)
        violations = Axe().run(page, options=RULES).response["violations"]
        found[address] = [(entry["id"], entry["nodes"][0]["html"]) for entry in violations]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    assert {address: entries for address, entries in found.items() if entries} == {}
