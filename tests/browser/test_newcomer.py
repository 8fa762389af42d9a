"""The main job as a newcomer does it in the demo institute: write, submit, publish, read on a phone in Korean."""

import pytest
from playwright.sync_api import Browser, Page, expect

from publications.demo.loader import PASSWORD, load_demo
from publications.models import Publication
from tests.browser import back_office
from tests.browser.back_office import BackOffice
from tests.chapters import picture_bytes

pytestmark = pytest.mark.django_db(transaction=True)

CHAPTERS = {
    "Why Night Matters": "밤이 왜 중요한가",
    "What We Counted": "무엇을 세었는가",
    "What to Do": "무엇을 할 것인가",
}


@pytest.fixture
def office(page: Page, roles: None, monkeypatch: pytest.MonkeyPatch) -> BackOffice:
    load_demo()
    monkeypatch.setattr(back_office, "PASSWORD", PASSWORD)
    return BackOffice(page)


def write_report(office: BackOffice) -> None:
    office.page.get_by_role("link", name="New publication").first.click()
    office.fill(
        {"Title in English": "Light at the Stop", "Title in Korean": "정류장의 불빛", "Date of issue": "2026-11-20"}
    )
    office.choose({"Kind": "Report"})
    office.page.get_by_label("Public transport").check()
    office.write("Summary in English", ["Night stops are dark.", "Lighting them costs little."])
    office.write("Summary in Korean", ["밤의 정류장은 어둡다.", "불을 밝히는 데는 큰돈이 들지 않는다."])
    for english, korean in CHAPTERS.items():
        row = office.row("Outline", "Add a part")
        row.locator("[name$=-title_en]").fill(english)
        row.locator("[name$=-title_ko]").fill(korean)
    for english, korean, audience, advice, advice_ko in (
        ("For city governments", "지방정부에", "City governments", "Light every stop.", "모든 정류장에 불을 밝힌다."),
        ("For businesses", "기업에", "Businesses", "Lend the roof.", "지붕을 빌려준다."),
    ):
        group = office.row("Recommendations", "Add a heading")
        office.fill({"Heading in English": english, "Heading in Korean": korean}, group)
        group.get_by_label(audience, exact=True).check()
        row = office.row("Recommendations", "Add a recommendation")
        office.fill({"Text in English": advice, "Text in Korean": advice_ko}, row)
    row = office.row("Contributors", "Add a contributor")
    row.get_by_role("combobox", name="Person").press_sequentially("Ji-ho")
    office.page.get_by_role("option", name="Han Ji-ho").click()
    row = office.row("Contributors", "Add a contributor")
    row.get_by_text("Outside author or organisation").click()
    row.locator("[name$=-given_en]").fill("Ada")
    row.locator("[name$=-family_en]").fill("Holm")
    row.locator("[name$=-affiliation_en]").fill("Nordic Transit Lab")
    office.press("Save draft")
    expect(office.page.get_by_text("Saved as revision 1.")).to_be_visible()


def write_first_chapter(office: BackOffice) -> None:
    page = office.page
    page.get_by_role("link", name="Write text").first.click()
    page.locator("form .surface").click()
    page.keyboard.insert_text("A dark stop is a closed stop.")
    page.keyboard.press("Control+Alt+f")
    page.keyboard.insert_text("Counted in spring.")
    page.keyboard.press("Escape")
    toolbar = page.get_by_role("toolbar")
    toolbar.get_by_role("button", name="Figure", exact=True).click()
    dialog = page.get_by_role("dialog", name="Insert a figure")
    dialog.get_by_label("Picture").set_input_files(
        {"name": "stop.png", "mimeType": "image/png", "buffer": picture_bytes()}
    )
    dialog.get_by_label("Alternative text").fill("A lamp above a bench")
    dialog.get_by_label("Caption").fill("A lit stop")
    dialog.get_by_role("button", name="Upload and insert").click()
    expect(dialog).to_be_hidden()
    office.press("Save")
    expect(page.get_by_text("The chapter was saved.")).to_be_visible()


def test_author_writes_editor_publishes_reader_reads_on_a_phone(
    office: BackOffice, chromium: Browser, live_server
) -> None:
    page = office.page
    office.sign_in("author")
    write_report(office)
    write_first_chapter(office)
    publication = Publication.objects.get(title_en="Light at the Stop")
    change = f"/admin/publications/publication/{publication.pk}/change/"
    page.goto(change)
    expect(page.get_by_role("button", name="Publish or schedule")).to_have_count(0)
    office.press("Submit for review")
    assert page.request.get(f"/en/publications/{publication.slug}/").status == 404

    office.sign_in("editor")
    page.goto(change)
    page.get_by_role("link", name="Open preview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Light at the Stop")
    page.goto(change)
    office.press("Publish or schedule")
    expect(page.get_by_text("Published. Readers see it now.")).to_be_visible()

    phone = chromium.new_context(base_url=live_server.url, viewport={"width": 390, "height": 844}, is_mobile=True)
    reader = phone.new_page()
    reader.goto(f"/ko/publications/{publication.slug}/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("정류장의 불빛")
    expect(reader.locator(".sum[lang=ko]")).to_contain_text("밤의 정류장은 어둡다.")
    assert reader.locator("#recommendations h3").all_inner_texts() == ["지방정부에", "기업에"]
    expect(reader.locator(".byline")).to_contain_text("Ada Holm")
    expect(reader.locator("section.notes li")).to_contain_text("Counted in spring.")
    picture = reader.get_by_role("img", name="A lamp above a bench")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth > 0 }")
    assert reader.evaluate("document.documentElement.scrollWidth") == 390
    phone.close()
