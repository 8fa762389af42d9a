"""The readers' pages in a real browser: every kind of page, with and without script, by keyboard, on a phone."""

import gzip
import itertools
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, expect

from publications.models import Edition

pytestmark = pytest.mark.django_db

KINDS = {
    "home": "",
    "list": "publications/",
    "empty list": "publications/?topic=water&year=1999",
    "filtered list": "publications/?kind=report&topic=water&sort=title",
    "report": "publications/a-drier-spring/",
    "korean report": "publications/who-pays-for-old-pipes/",
    "brief": "publications/leak-repair-as-infrastructure/",
    "chapter": "publications/{long}/{chapter}/",
    "whole text": "publications/{long}/full/",
    "search": "search/",
    "found": "search/?q=water",
    "people": "people/",
    "person": "people/han-ji-ho/",
    "topics": "topics/",
    "topic": "topics/water/",
    "center": "centers/{center}/",
    "series": "series/hanbit-report/",
    "page": "accessibility/",
    "missing": "nothing/",
}
SCREENS = list(itertools.product(("en", "ko"), (390, 1280), ("light", "dark")))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
REPORT = "/en/publications/a-drier-spring/"


def address(kind: str, language: str) -> str:
    long = Edition.objects.published().filter(has_chapter_pages=True).order_by("pk").select_related("revision").first()
    parts = {"long": "", "chapter": "", "center": ""}
    if long is not None:
        document = long.document
        top = next(chapter for chapter in document.chapters if "data-note" in chapter.body and chapter.level == 1)
        parts = {"long": long.slug, "chapter": top.anchor, "center": document.centers[0].slug}
    return f"/{language}/{KINDS[kind].format(**parts)}"


def open_all(page: Page) -> None:
    """What is folded is looked at too."""
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")


def findings(page: Page) -> list[str]:
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        f"{entry['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for entry in result.response["violations"]
        for node in entry["nodes"]
    ]


def sideways(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


# Each kind once in the daily run, on one screen after the other.
SAMPLE = [(kind, *screen) for kind, screen in zip(KINDS, itertools.cycle(SCREENS[::3]), strict=False)]
MATRIX = [(kind, *screen) for kind in KINDS for screen in SCREENS]


def look(reader, kind: str, language: str, width: int, scheme: str) -> None:
    with reader(width, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce") as page:
        page.goto(address(kind, language))
        folded = findings(page)
        open_all(page)
        assert folded + findings(page) == []


@pytest.mark.parametrize(("kind", "language", "width", "scheme"), SAMPLE)
def test_axe_finds_nothing(reader, kind, language, width, scheme):
    look(reader, kind, language, width, scheme)


@pytest.mark.proof
@pytest.mark.parametrize(("kind", "language", "width", "scheme"), MATRIX)
def test_axe_finds_nothing_on_any_screen(reader, kind, language, width, scheme):
    look(reader, kind, language, width, scheme)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_page_scrolls_sideways_on_a_phone_nor_breaks_the_policy(reader, language):
    too_wide = {}
    for width in (390, 320):
        with reader(width) as page:
            for kind in KINDS:
                page.goto(address(kind, language))
                open_all(page)
                if sideways(page) > 0:
                    too_wide[kind, width] = sideways(page)
    assert too_wide == {}


def compressed(url: str, size: float) -> float:
    """Style and script as the site sends them: `collectstatic` stores a compressed copy, the tests' server does not."""
    place = finders.find(url.partition("/static/")[2]) if url.endswith((".css", ".js")) else None
    return size if place is None else len(gzip.compress(Path(place).read_bytes())) + 400


@pytest.mark.parametrize(
    ("kind", "width"), [("report", 390), ("report", 1280), ("korean report", 390), ("chapter", 1280)]
)
def test_first_view_of_a_report_is_light_and_asks_for_little(reader, kind, width):
    """Counted, not timed: what comes over the wire before anything is scrolled."""
    names: dict[str, str] = {}
    sizes: dict[str, float] = {}
    with reader(width) as page:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on(
            "Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]})
        )
        session.on(
            "Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]})
        )
        page.goto(address(kind, "en"), wait_until="networkidle")
        host = page.url.split("/")[2]
    weights = {names[key]: compressed(names[key], size) for key, size in sizes.items()}
    assert {name.split("/")[2] for name in weights if not name.startswith("data:")} == {host}
    assert len(weights) <= 8, weights
    assert sum(weights.values()) <= 100 * 1024, weights


def test_report_is_read_by_keyboard(reader):
    with reader() as page:
        page.goto(REPORT)
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("Skip to content")
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()

        radio = page.get_by_role("radio", name="English")
        radio.focus()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("radio", name="한국어")).to_be_checked()
        expect(page.locator(".sum[lang=ko]")).to_be_visible()
        expect(page.locator(".sum[lang=en]")).to_be_hidden()
        assert "?summary=ko" in page.url
        page.keyboard.press("ArrowRight")
        expect(page.locator(".sum[lang=en]")).to_be_visible()
        expect(page.locator(".sum[lang=ko]")).to_be_visible()


def test_note_is_reached_by_keyboard_and_leads_back(reader):
    with reader() as page:
        page.goto(address("chapter", "en"))
        reference = page.locator("a.ref").first
        number = reference.inner_text()
        reference.focus()
        page.keyboard.press("Enter")
        note = page.locator(page.evaluate("location.hash.replace(/[^#\\w-]/g, c => CSS.escape(c))"))
        expect(note).to_be_in_viewport()
        back = note.locator("a[role=doc-backlink]")
        back.focus()
        page.keyboard.press("Enter")
        expect(reference).to_be_in_viewport()
        assert page.evaluate("location.hash").endswith(f"-{number}")


def test_contents_lead_to_their_place_by_keyboard(reader):
    with reader() as page:
        page.goto(REPORT)
        line = page.locator(".toc ol a[href*='#']:visible, .toc ol a:visible").nth(2)
        target = line.get_attribute("href")
        line.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: url.endswith(target))
        expect(page.get_by_role("main")).to_be_visible()


def test_list_is_filtered_by_keyboard(reader):
    with reader() as page:
        page.goto("/en/publications/")
        total = page.locator(".toolbar p[role=status]").inner_text()
        box = page.get_by_role("checkbox", name="Report").first
        hits = box.locator("xpath=..").locator(".c").inner_text()
        box.focus()
        page.keyboard.press("Space")
        page.wait_for_url("**/en/publications/?kind=report**")
        expect(page.locator(".toolbar p[role=status]")).to_have_text(total.replace(total.split()[0], hits, 1))
        expect(page.locator(".item")).to_have_count(int(hits))
        chip = page.get_by_role("link", name="Remove filter: Report")
        chip.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "kind" not in url)
        expect(page.locator(".toolbar p[role=status]")).to_have_text(total)


def test_language_switch_keeps_page_and_filters(reader):
    with reader() as page:
        page.goto("/en/publications/?kind=report&sort=title")
        page.get_by_role("link", name="한국어", exact=True).first.click()
        page.wait_for_url("**/ko/publications/?kind=report&sort=title")
        assert page.locator("html").get_attribute("lang") == "ko"
        expect(page.locator("input[value=report]")).to_be_checked()


def test_everything_works_without_script(reader):
    with reader(java_script_enabled=False) as page:
        page.goto(REPORT)
        korean = page.locator(".sum[lang=ko]")
        expect(korean).to_be_hidden()
        page.get_by_role("radio", name="한국어").check()
        expect(korean).to_be_visible()
        expect(page.locator(".sum[lang=en]")).to_be_hidden()
        page.get_by_role("radio", name="Side by side").check()
        expect(page.locator(".sum[lang=en]")).to_be_visible()
        page.goto(f"{REPORT}?summary=ko")
        expect(korean).to_be_visible()

        page.goto("/en/publications/")
        page.get_by_role("checkbox", name="Report").first.check()
        page.get_by_role("button", name="Apply filters").click()
        assert "kind=report" in page.url
        expect(page.locator("input[value=report]")).to_be_checked()
    with reader(390, java_script_enabled=False) as page:
        page.goto(REPORT)
        contents = page.locator(".toc details")
        expect(contents.locator("ol a").first).to_be_hidden()
        contents.locator("summary").click()
        expect(contents.locator("ol a").first).to_be_visible()
        page.goto("/ko/publications/")
        page.locator(".filterbox > summary").click()
        expect(page.locator("input[value=report]")).to_be_visible()


def test_contents_mark_the_part_in_view(reader):
    """Also after a jump over several parts, and only the summary that is shown; a chapter keeps the server's mark."""
    with reader(reduced_motion="reduce") as page:
        page.goto(REPORT)
        marked = page.locator(".toc [aria-current=location]")
        for place, name in (
            ("#summary", "Executive Summary"),
            ("#authors", "Authors"),
            ("#summary", "Executive Summary"),
        ):
            page.evaluate("place => document.querySelector(place).scrollIntoView()", place)
            expect(marked).to_have_text([name])
            expect(marked).to_be_in_viewport()
        page.get_by_role("radio", name="한국어").check()
        expect(marked).to_have_text(["국문 요약본"])

        page.goto(f"{REPORT}reading-the-early-signs/#what-a-forecast-cannot-tell")
        expect(marked).to_have_text(["2. What a forecast cannot tell a mayor"])
        expect(page.locator(".toc [aria-current=page]")).to_have_text(["II Reading the Early Signs"])


def test_notes_in_the_margin_stand_beside_their_place_and_none_over_another(reader):
    with reader(1400) as page:
        page.goto(f"{REPORT}introduction/")
        expect(page.locator(".side")).to_have_count(page.locator(".ref").count())
        boxes = sorted(
            (box["y"], box["y"] + box["height"])
            for box in (side.bounding_box() for side in page.locator(".side").all())
            if box
        )
        assert len(boxes) > 1
        assert all(end <= start for (_, end), (start, _) in itertools.pairwise(boxes)), boxes

        page.set_viewport_size({"width": 1000, "height": 900})
        expect(page.locator(".side").first).to_be_hidden()


def test_emphasis_is_upright_in_korean_and_slanted_in_english_whatever_the_page(reader):
    with reader() as page:
        page.goto("/ko/publications/a-drier-spring/")
        style = "cite => getComputedStyle(cite).fontStyle"
        assert page.locator("#cite-en :is(em, i, cite)").first.evaluate(style) == "italic"


def test_heading_keeps_the_face_and_size_of_headings_in_either_language(reader):
    with reader() as page:
        page.goto(f"/ko{REPORT.removeprefix('/en')}reading-the-early-signs/")
        face = "heading => getComputedStyle(heading).fontFamily"
        assert page.locator("h1[lang=en]").evaluate(face).startswith('"Source Serif 4')

        # A name that had to stand in from the other script is no smaller than the others.
        page.goto("/en/people/")
        name = page.locator(".person h3 a").first
        size = name.evaluate("name => getComputedStyle(name).fontSize")
        name.evaluate("name => { name.innerHTML = '<span lang=ko>권오성</span>'; }")
        assert name.locator("span").evaluate("name => getComputedStyle(name).fontSize") == size


def test_choice_of_summary_is_seen_where_the_system_chooses_the_colours(reader):
    with reader(forced_colors="active") as page:
        page.goto(REPORT)
        ground = "label => getComputedStyle(label).backgroundColor"
        grounds = [label.evaluate(ground) for label in page.locator(".seg label").all()]
        assert grounds[0] not in grounds[1:]


def test_title_of_one_long_word_breaks_wherever_it_stands(reader):
    with reader(320) as page:
        for path in ("", "publications/", "people/han-ji-ho/"):
            page.goto(f"/en/{path}")
            page.evaluate(
                "document.querySelectorAll(':is(h1, .item :is(h2, h3)) a').forEach(link => { link.textContent = 'Landwirtschaft'.repeat(12); })"
            )
            assert sideways(page) <= 0, path
        page.goto("/en/publications/notes-before-the-rainy-season/")
        for place in (".crumbs li:last-child", "h1", ".cover span", ".cite p.text"):
            page.locator(place).first.evaluate("place => { place.textContent = 'Landwirtschaft'.repeat(12); }")
        assert sideways(page) <= 0


def test_video_is_asked_for_only_when_pressed(reader):
    edition = Edition.objects.published().filter(has_video=True).first()
    with reader() as page:
        asked: list[str] = []
        page.context.on("request", lambda request: asked.append(request.url))
        page.context.route(re.compile("^https:"), lambda route: route.fulfill(body="Player", content_type="text/html"))
        page.goto(f"/en/publications/{edition.slug}/")
        site = page.url.removesuffix(f"en/publications/{edition.slug}/")
        assert [address for address in asked if not address.startswith(site)] == []
        place = page.locator("a.video").get_attribute("data-embed")
        with page.expect_request(re.compile("^https:")) as request:
            page.locator("a.video").click()
        expect(page.locator("iframe")).to_be_focused()
        # Players refuse to play for a page that does not say whose it is; more than that they do not learn.
        assert (request.value.url, request.value.all_headers().get("referer")) == (place, site)


def test_printed_report_has_its_text_and_no_navigation(reader):
    with reader() as page:
        page.goto(address("whole text", "en"))
        page.emulate_media(media="print")
        for screen in (".site-head", ".site-foot", ".toc", ".crumbs", "a[role=doc-backlink] >> nth=0"):
            expect(page.locator(screen)).to_be_hidden()
        for printed in ("article .prose >> nth=0", ".sum[lang=en]", ".sum[lang=ko]", ".notes >> nth=0", ".printed"):
            expect(page.locator(printed)).to_be_visible()

        page.goto(REPORT)
        for screen in ("#video", "#related", ".bio summary >> nth=0", ".actions >> nth=0"):
            expect(page.locator(screen)).to_be_hidden()
