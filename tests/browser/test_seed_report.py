"""One real report page, entered as staff would and read back as a reader, in both languages."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from people.models import Center, User
from publications.models import ContributorRole, Institute, Kind, Publication
from tests.browser.back_office import BackOffice, make_account

PAGE = Path(__file__).resolve().parents[3] / "shared" / "samples" / "seed" / "report-page.txt"

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not PAGE.exists(), reason="The text of the real report page is not beside this checkout."),
]

# The page has no title line; these are ours.
TITLE = {"en": "Posture in Coalition", "ko": "연합 속의 태세"}
SUMMARY_KO = ["이 보고서는 역내 전력 배치를 어떻게 묶어야 오래가는지를 살핀다.", "다섯째 장에서 정책 방향을 제안한다."]
NOT_NUMBERED = {"Introduction": "before the text (not numbered)", "Conclusion": "after the text (not numbered)"}
ROMAN = re.compile(r"([IVX]+)\. (.+)")
ARABIC = re.compile(r"(\d+)\. (.+)")


@dataclass(frozen=True)
class Seed:
    """What stands on the page."""

    byline: list[str]
    issued: str
    summary: list[str]
    recommendations: list[str]
    contents: list[str]
    positions: list[str]
    biographies: list[str]


def read_seed() -> Seed:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start, contents = lines.index("Executive Summary"), lines.index("Table of Contents")
    body = [line for line in lines[start + 1 : contents] if line]
    people = contents + 28
    date = re.search(r"\d{4}\.\d\d\.\d\d$", lines[start - 1])
    assert date is not None
    return Seed(
        byline=lines[start - 2].split(", "),
        issued=date[0].replace(".", "-"),
        summary=[line for line in body if not ARABIC.fullmatch(line)],
        recommendations=[match[2] for line in body if (match := ARABIC.fullmatch(line))],
        contents=lines[contents + 1 : people],
        positions=[lines[people], lines[people + 2].removeprefix("view more")],
        biographies=[lines[people + 1], lines[people + 3]],
    )


@pytest.fixture
def catalogue() -> None:
    Institute.objects.create(name_en="Institute", name_ko="연구원", place_en="Seoul", place_ko="서울")
    Kind.objects.create(slug="report", name_en="Report", name_ko="보고서", plural_en="Reports", plural_ko="보고서")
    ContributorRole.objects.create(slug="author", name_en="Author", name_ko="저자")
    Center.objects.create(slug="regional", name_en="Center for Regional Studies", name_ko="지역연구센터")
    make_account("writer", "author")
    make_account("chief", "editor")


def enter_person(office: BackOffice, printed: str, position: str, biography: str) -> None:
    given, family = printed.rsplit(" ", 1)
    office.page.goto("/admin/people/person/add/")
    office.fill({"Given name (English):": given, "Family name (English):": family})
    office.page.get_by_label("Family name first in English").uncheck()
    office.write("Biography (English)", [biography])
    office.page.get_by_role("button", name="Add another Appointment").click()
    office.page.get_by_label("Position (English):").first.fill(position)
    office.page.get_by_label("Center:").first.select_option(label="Center for Regional Studies")
    office.page.get_by_role("button", name="Save", exact=True).click()
    expect(office.page.get_by_text("was added successfully")).to_be_visible()


def enter_outline(office: BackOffice, contents: list[str]) -> None:
    """The lines of the printed contents, without their numbers; summaries make their own lines."""
    for line in contents[2:]:
        roman, arabic = ROMAN.fullmatch(line), ARABIC.fullmatch(line)
        row = office.row("Outline", "Add a part")
        match = roman or arabic
        row.locator("[name$=-title_en]").fill(match[2] if match else line)
        if not match:
            row.locator("[name$=-matter]").select_option(label=NOT_NUMBERED[line])
        wanted = 2 if arabic else 1
        while (level := int(row.get_attribute("data-level") or 1)) != wanted:
            row.get_by_role("button", name="Indent" if level < wanted else "Outdent").click()


def enter_recommendations(office: BackOffice, recommendations: list[str], headings: list[str]) -> None:
    groups = [recommendations[:1], recommendations[1:4], recommendations[4:]]
    for heading, texts in zip(headings, groups, strict=True):
        office.fill({"Heading in English": heading}, office.row("Recommendations", "Add a heading"))
        for text in texts:
            office.fill({"Text in English": text}, office.row("Recommendations", "Add a recommendation"))


def enter_report(office: BackOffice, seed: Seed) -> None:
    office.page.goto("/admin/publications/publication/add/")
    office.fill({"Title in English": TITLE["en"], "Title in Korean": TITLE["ko"], "Date of issue": seed.issued})
    office.choose({"Kind": "Report"})
    office.write("Summary in English", seed.summary)
    office.write("Summary in Korean", SUMMARY_KO)
    enter_outline(office, seed.contents)
    headings = [match[2] for line in seed.contents if (match := ARABIC.fullmatch(line)) and match[2].startswith("For ")]
    enter_recommendations(office, seed.recommendations, headings)
    for name in seed.byline:
        row = office.row("Contributors", "Add a contributor")
        row.get_by_role("combobox", name="Person").press_sequentially(name.split()[-1])
        office.page.get_by_role("option", name=re.compile(re.escape(name))).click()
    office.press("Save draft")
    expect(office.page.get_by_text("Saved as revision 1.")).to_be_visible()


def contents_of(page: Page) -> list[str]:
    lines = page.get_by_role("navigation", name=re.compile("Contents|차례")).locator("ol li > :is(a, .line)")
    return [" ".join(text.split()) for text in lines.all_inner_texts()]


def test_report_entered_by_staff_is_read_in_both_languages(page: Page, catalogue: None) -> None:
    seed, office = read_seed(), BackOffice(page)
    office.sign_in("chief")
    for printed, position, biography in zip(seed.byline, seed.positions, seed.biographies, strict=True):
        enter_person(office, printed, position, biography)
    office.sign_in("writer")
    enter_report(office, seed)
    office.press("Submit for review")
    office.sign_in("chief")
    publication = Publication.objects.get()
    page.goto(f"/admin/publications/publication/{publication.pk}/change/")
    office.press("Publish or schedule")
    expect(page.get_by_text("Published. Readers see it now.")).to_be_visible()
    assert list(publication.editors.all()) == [User.objects.get(username="writer")]

    page.context.clear_cookies()
    for language, other in (("en", "ko"), ("ko", "en")):
        page.goto(f"/{language}/publications/{publication.slug}/")
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE[language])
        expect(page.locator(".alt").first).to_have_text(TITLE[other])
        assert_read_back(page, seed)
    page.goto(f"/en/publications/{publication.slug}/")
    assert page.locator("time").first.inner_text() == "30 January 2026"
    assert [" ".join(text.split()) for text in page.locator(".sum[lang=en] p").all_inner_texts()] == seed.summary


def assert_read_back(page: Page, seed: Seed) -> None:
    expected = ["Executive Summary", *seed.contents[1:]]
    assert contents_of(page) == [ROMAN.sub(r"\1 \2", line) for line in expected]
    assert page.locator(".byline a").all_inner_texts() == seed.byline
    assert page.locator("#recommendations li p:first-child").all_inner_texts() == seed.recommendations
    groups = page.locator("#recommendations ol")
    assert [groups.nth(place).locator("li").count() for place in range(groups.count())] == [1, 3, 2]
    cards = page.locator("#authors .person")
    for place, (position, biography) in enumerate(zip(seed.positions, seed.biographies, strict=True)):
        expect(cards.nth(place)).to_contain_text(f"{position}, Center for Regional Studies")
        expect(cards.nth(place)).to_contain_text(biography)
    metadata = page.locator("meta[name=citation_author]").evaluate_all("tags => tags.map(tag => tag.content)")
    assert metadata == [", ".join(reversed(name.rsplit(" ", 1))) for name in seed.byline]
    printed = " ".join(
        [*page.locator(".byline").all_inner_texts(), *metadata, *page.locator("#cite").all_inner_texts()]
    )
    assert not re.search(r"\b(Dr|Ms|Mr)\b\.?", printed)
