"""The page of a report, as an anonymous reader gets it."""

import datetime
from urllib.parse import quote

import pytest
from django.utils import timezone

from publications.models import Edition, Publication
from publications.services import saving
from tests.factories import (
    add_contributor,
    appoint,
    chapter,
    long_text,
    make_center,
    make_institute,
    make_kind,
    make_person,
    make_publication,
    make_published,
    make_topic,
    publish,
    withdraw,
)
from tests.pages import addresses, alternates, by_class, by_id, canonical, is_noindex, language_of, read, text, texts

pytestmark = pytest.mark.django_db

# The outline of one real case in the shape of a plain script: level, matter, and the number each line must carry.
OUTLINE_OF_27 = [
    (1, "front", ""), (1, "body", "I"), (2, "body", "1."), (2, "body", "2."), (3, "body", "A"), (3, "body", "B"),
    (2, "body", "3."), (1, "body", "II"), (2, "body", "1."), (3, "body", "A"), (4, "body", "a"), (4, "body", "b"),
    (3, "body", "B"), (2, "body", "2."), (1, "body", "III"), (2, "body", "1."), (2, "body", "2."), (2, "body", "3."),
    (2, "body", "4."), (1, "body", "IV"), (2, "body", "1."), (2, "body", "2."), (3, "body", "A"), (1, "appendix", "A"),
    (2, "appendix", "1."), (1, "appendix", "B"), (1, "back", ""),
]  # fmt: skip


@pytest.fixture(autouse=True)
def institute():
    return make_institute()


@pytest.fixture
def bilingual() -> Edition:
    return make_published(
        "Quiet Harbours",
        title_ko="조용한 항구",
        subtitle_en="What Small Ports Are For",
        subtitle_ko="작은 항만의 쓸모",
        summary_en="<p>Small ports carry little.</p>",
        summary_ko="<p>작은 항만은 적게 나른다.</p>",
        authors=[make_person("Yi Sun-shin", "이순신", honorific_en="Dr.", honorific_ko="박사")],
        chapters=[
            chapter("Freight", title_ko="화물"),
            chapter("Ledgers", 2, title_ko="장부"),
            chapter("People", title_ko="사람", body='<p>Boats.<span data-note="n1">Ledger 12.</span></p>'),
        ],
        advice=[("For towns", "Keep the pier."), ("For towns", "Count people."), ("For the state", "Pay.")],
    )


def get(client, address: str, status: int = 200):
    response = client.get(address)
    assert response.status_code == status
    return read(response)


def page_of(client, edition: Edition, language: str = "en", path: str = ""):
    return get(client, f"/{language}/publications/{edition.slug}/{path}")


def test_both_titles_stand_at_the_top_each_in_its_language(client, bilingual):
    english, korean = page_of(client, bilingual), page_of(client, bilingual, "ko")

    title, other = english.find(".//h1"), by_class(english, "alt")[0]
    assert (text(title), text(other)) == (
        "Quiet Harbours: What Small Ports Are For",
        "조용한 항구: 작은 항만의 쓸모",
    )
    assert (language_of(english, title), language_of(english, other)) == ("en", "ko")
    title, other = korean.find(".//h1"), by_class(korean, "alt")[0]
    assert (text(title), text(other)) == (
        "조용한 항구: 작은 항만의 쓸모",
        "Quiet Harbours: What Small Ports Are For",
    )
    assert (language_of(korean, title), language_of(korean, other)) == ("ko", "en")


def test_byline_keeps_the_order_of_print_with_the_posts_of_the_day(client):
    center = make_center("Center for Coasts")
    first, second = make_person("Seo Yun-ah", "서윤아"), make_person("Han Ji-ho", "한지호")
    appoint(first, center=center)
    appoint(second, "Fellow", position_ko="연구위원")
    edition = make_published(
        authors=[
            second,
            first,
            {"given_en": "Sukarno", "affiliation_en": "University of the Coast"},
            {"given_en": "Port and Sea Union", "is_organisation": True},
        ]
    )

    byline = by_class(page_of(client, edition), "byline")[0]

    assert texts(byline, "li") == [
        "Han Ji-hoFellow",
        "Seo Yun-ahSenior Fellow, Center for Coasts",
        "SukarnoUniversity of the Coast",
        "Port and Sea Union",
    ]
    assert addresses(byline) == ["/en/people/han-ji-ho/", "/en/people/seo-yun-ah/"]


def test_honorific_stands_nowhere_on_the_page(client, bilingual):
    for language in ("en", "ko"):
        html = client.get(f"/{language}/publications/{bilingual.slug}/").content.decode()
        assert ("Dr." in html, "박사" in html) == (False, False)


def test_every_text_of_the_other_language_says_so(client, bilingual):
    tree = page_of(client, bilingual, "ko")

    english = [element for element in tree.iter() if element.text and element.text.strip() == "Boats leave early."]
    assert [language_of(tree, element) for element in english] == ["en", "en"]
    assert [language_of(tree, element) for element in by_class(tree, "sum")] == ["ko", "en"]
    contents = by_class(tree, "toc")[0]
    assert [language_of(tree, link) for link in contents.findall(".//a")[:2]] == ["en", "ko"]


def test_contents_are_one_nested_list_with_numbers_and_the_parts_a_second(client, bilingual):
    contents = by_class(page_of(client, bilingual), "toc")[0]

    lines, parts = contents.find("details/ol"), contents.find("details/ul")
    assert texts(lines, "li") == ["Executive Summary", "국문 요약본", "I Freight1. Ledgers", "II People"]
    assert texts(lines, "li/ol/li") == ["1. Ledgers"]
    assert addresses(lines) == [
        f"/en/publications/{bilingual.slug}/?summary=en#summary",
        f"/en/publications/{bilingual.slug}/?summary=ko#summary",
        f"/en/publications/{bilingual.slug}/#freight",
        f"/en/publications/{bilingual.slug}/#ledgers",
        f"/en/publications/{bilingual.slug}/#people",
    ]
    assert texts(parts, "li") == ["Recommendations", "Authors", "How to cite"]


def test_27_lines_of_contents_carry_their_numbers(client):
    lines = [
        chapter(f"Line {number}", level, matter=matter) for number, (level, matter, _) in enumerate(OUTLINE_OF_27, 1)
    ]
    edition = make_published(chapters=lines)

    contents = by_class(page_of(client, edition), "toc")[0]

    shown = [text(link) for link in contents.findall("details/ol//a")]
    assert shown == [f"{label} Line {number}".strip() for number, (_, _, label) in enumerate(OUTLINE_OF_27, 1)]
    depths = {text(link).split("Line ")[1]: depth for link, depth in _depths(contents.find("details/ol"))}
    assert depths == {str(number): level for number, (level, _, _) in enumerate(OUTLINE_OF_27, 1)}


def _depths(lines, depth: int = 1):
    for item in lines.findall("li"):
        yield item.find("a"), depth
        for deeper in item.findall("ol"):
            yield from _depths(deeper, depth + 1)


def test_conclusion_may_stand_three_times_each_at_its_own_address(client):
    lines = [chapter("A"), chapter("Conclusion", 2), chapter("B"), chapter("Conclusion", 2), chapter("Conclusion")]
    edition = make_published(chapters=lines)

    tree = page_of(client, edition)

    assert [by_id(tree, name) is not None for name in ("conclusion", "conclusion-2", "conclusion-3")] == [True] * 3


def test_contents_lead_to_headings_that_are_on_the_page(client, bilingual):
    for language in ("en", "ko"):
        tree = page_of(client, bilingual, language)
        targets = [address.partition("#")[2] for address in addresses(tree) if "#" in address]
        assert [name for name in targets if by_id(tree, name) is None] == []


def test_flowing_text_has_no_heading_of_its_own_and_no_number(client):
    kind = make_kind("brief", has_chapters=False, numbering="none")
    edition = make_published("One Argument", kind=kind, chapters=[chapter("", body="<h2>Costs</h2><p>They rise.</p>")])

    tree = page_of(client, edition)

    flowing = by_id(tree, "text")
    assert [(element.tag, text(element)) for element in flowing.iter() if element.tag in {"h2", "h3", "p"}] == [
        ("h3", "Costs#"),
        ("p", "They rise."),
    ]


def test_record_of_a_summary_and_a_file_shows_both_and_no_text(client):
    publication = make_publication("Back List", summary_en="<p>What it said.</p>", authors=[make_person()])
    publication.attachments.create(sha256="a" * 64, name="Back list.pdf", media_type="application/pdf", size=2_400_000)
    edition = publish(publication)

    tree = page_of(client, edition)

    file = f"/publications/{edition.slug}/files/{'a' * 64}/Back%20list.pdf"
    assert [link.get("href") for link in tree.findall(".//a") if "PDF" in text(link)] == [file]
    assert text(by_class(tree, "sum")[0]) == "EnglishWhat it said."
    assert (by_id(tree, "text"), "Read online" in text(tree), "min read" in text(tree)) == (None, False, False)


def test_publication_in_one_language_is_shown_in_the_other_interface_with_a_notice(client, settings):
    edition = make_published(
        "짧은 글", language="ko", summary_ko="<p>요약.</p>", chapters=[chapter("", title_ko="본문")]
    )

    english, korean = page_of(client, edition), page_of(client, edition, "ko")

    assert texts(english, ".//p[@class='notice']") == ["This publication is available in Korean only. Read in Korean"]
    assert addresses(english, ".//p[@class='notice']/a") == [f"/ko/publications/{quote(edition.slug)}/"]
    assert texts(korean, ".//p[@class='notice']") == []
    address = canonical(korean)
    assert address.endswith("/ko/publications/%EC%A7%A7%EC%9D%80-%EA%B8%80/")
    assert [canonical(english), is_noindex(english), is_noindex(korean)] == [address, True, False]
    assert alternates(english) == alternates(korean) == {"ko": address}
    assert (text(english.find(".//h1")), language_of(english, english.find(".//h1"))) == ("짧은 글", "ko")


def test_publication_with_a_title_in_both_has_two_pages_that_name_each_other(client, bilingual, settings):
    english, korean = page_of(client, bilingual), page_of(client, bilingual, "ko")

    base = f"{settings.SITE_URL}/{{}}/publications/quiet-harbours/"
    assert alternates(english) == alternates(korean) == {"en": base.format("en"), "ko": base.format("ko")}
    assert (canonical(english), canonical(korean)) == (base.format("en"), base.format("ko"))
    assert (is_noindex(english), is_noindex(korean)) == (False, False)
    assert texts(korean, ".//p[@class='notice']") != []
    assert texts(english, ".//p[@class='notice']") == []


def test_translation_and_original_lead_to_each_other(client):
    original = make_published("Leaks", title_ko="누수", chapters=[chapter("A", title_ko="가")])
    translation = make_published(
        "누수를 고치다",
        language="ko",
        translation_of=original.publication,
        chapters=[chapter("", title_ko="가")],
    )

    english, korean = page_of(client, original), page_of(client, translation, "ko")

    assert [link.get("href") for link in english.findall(".//a") if text(link) == "Read in Korean"] == [
        f"/en/publications/{quote(translation.slug)}/"
    ]
    back = [link for link in korean.findall(".//a") if link.get("href") == f"/ko/publications/{original.slug}/"]
    assert [link.get("hreflang") for link in back] == ["en"]


def test_translation_that_readers_do_not_see_yet_is_not_linked(client):
    original = make_published("Leaks")
    draft = make_publication("누수", language="ko", translation_of=original.publication)
    publish(draft, timezone.now() + datetime.timedelta(days=1))

    assert "Read in Korean" not in text(page_of(client, original))


def test_forty_authors_stand_in_their_order(client):
    names = [f"Author{number:02}" for number in range(40, 0, -1)]
    edition = make_published(authors=[{"given_en": name} for name in names])

    tree = page_of(client, edition)

    assert texts(by_class(tree, "byline")[0], "li") == names
    assert [text(card.find(".//h3")) for card in by_class(by_id(tree, "authors"), "person")] == names
    metas = tree.findall('.//meta[@name="citation_author"]')
    assert [meta.get("content") for meta in metas] == names


def test_contributors_that_are_no_authors_have_a_card_with_their_role_and_no_byline(client):
    publication = make_publication(authors=[{"given_en": "Writer"}])
    add_contributor(publication, {"given_en": "Renderer"}, "translator", position=2)
    tree = page_of(client, publish(publication))

    assert texts(by_class(tree, "byline")[0], "li") == ["Writer"]
    assert [text(card) for card in by_class(by_id(tree, "authors"), "person")] == ["WWriter", "RRenderertranslator"]


def test_hangul_title_gives_a_hangul_address(client):
    edition = make_published("물과 도시, 그리고 봄", language="ko")

    assert edition.slug == "물과-도시-그리고-봄"
    assert text(page_of(client, edition, "ko").find(".//h1")) == "물과 도시, 그리고 봄"


@pytest.mark.parametrize("path", ["", "v1/", "?summary=ko", "full/", "freight/"])
def test_changed_address_leads_to_the_new_one_with_the_rest_of_it(client, bilingual, path):
    saving.change_slug(publication=bilingual.publication, slug="조용한-항구")

    response = client.get(f"/ko/publications/quiet-harbours/{path}")

    assert (response.status_code, response["Location"]) == (
        301,
        f"/ko/publications/{quote('조용한-항구')}/{path}",
    )


def test_changed_address_of_citation_files_leads_to_the_new_one(client, bilingual):
    saving.change_slug(publication=bilingual.publication, slug="quieter")

    response = client.get("/publications/quiet-harbours.bib")

    assert (response.status_code, response["Location"]) == (301, "/publications/quieter.bib")


@pytest.mark.parametrize(
    ("precision", "english", "korean", "machine"),
    [
        ("day", "12 March 2026", "2026년 3월 12일", "2026-03-12"),
        ("month", "March 2026", "2026년 3월", "2026-03"),
        ("year", "2026", "2026년", "2026"),
    ],
)
def test_date_is_as_exact_as_it_is_known(client, precision, english, korean, machine):
    edition = make_published(title_ko="날짜", issued_precision=precision)

    for language, shown in (("en", english), ("ko", korean)):
        time = page_of(client, edition, language).find(".//time")
        assert (text(time), time.get("datetime")) == (shown, machine)


def test_undated_publication_shows_no_date(client):
    edition = make_published(issued=None)

    assert page_of(client, edition).findall(".//main//time") == []


def test_recommendations_are_numbered_through_and_grouped(client, bilingual):
    groups = by_class(page_of(client, bilingual), "recs")[0]

    assert texts(groups, "div/h3") == ["For towns", "For the state"]
    assert [ol.get("start") for ol in groups.findall("div/ol")] == [None, "3"]
    assert [(li.get("id"), text(li.find("span"))) for li in groups.findall("div/ol/li")] == [
        ("r1", "1"),
        ("r2", "2"),
        ("r3", "3"),
    ]


def test_recommendation_names_the_chapters_it_rests_on(client):
    publication = make_publication(chapters=[chapter("A"), chapter("B"), chapter("C", 2)], advice=[("", "Pay.")])
    publication.recommendations.get().chapters.set(publication.chapters.all()[1:])
    edition = publish(publication)

    line = by_class(page_of(client, edition), "recs")[0].find(".//p[@class='from']")

    assert text(line) == "From chapter II, II.1"
    base = f"/en/publications/{edition.slug}/"
    assert addresses(line, "a") == [f"{base}#b", f"{base}#c"]


@pytest.mark.parametrize(
    ("asked", "chosen"), [("", "en"), ("?summary=en", "en"), ("?summary=ko", "ko"), ("?summary=both", "both")]
)
def test_summary_opens_in_the_language_asked_for(client, bilingual, asked, chosen):
    tree = page_of(client, bilingual, path=asked)

    radios = [element for element in tree.iter("input") if element.get("name") == "summary"]
    assert [radio.get("value") for radio in radios] == ["en", "ko", "both"]
    assert [radio.get("value") for radio in radios if "checked" in radio.attrib] == [chosen]


@pytest.mark.parametrize("asked", ["?summary=fr", "?summary=", "?summary=en&summary=ko"])
def test_summary_in_a_language_that_is_none_is_malformed(client, bilingual, asked):
    assert client.get(f"/en/publications/{bilingual.slug}/{asked}").status_code == 400


def test_note_and_reference_lead_to_each_other(client, bilingual):
    tree = page_of(client, bilingual)

    reference = by_class(tree, "ref")[0]
    note = by_id(tree, reference.get("href")[1:])
    assert (text(reference), text(note.find("span"))) == ("1", "Ledger 12.")
    assert note.find("a").get("href") == f"#{reference.get('id')}"


def test_video_is_a_link_until_pressed(client):
    edition = make_published(
        video_address="https://video.example.org/4", video_embed="https://video.example.org/e/4", video_title_en="Film"
    )

    tree = page_of(client, edition)

    link = by_class(tree, "video")[0]
    assert (link.get("href"), link.get("data-embed")) == (
        "https://video.example.org/4",
        "https://video.example.org/e/4",
    )
    assert tree.findall(".//iframe") == []


def test_related_publications_share_most_topics(client):
    water, towns, ports = make_topic("Water"), make_topic("Towns"), make_topic("Ports")
    make_published("Far", topics=[make_topic("Air")])
    near = make_published("Near", topics=[water, towns], issued=datetime.date(2001, 1, 1))
    nearer = make_published("Nearer", topics=[water])
    edition = make_published("Middle", topics=[water, towns, ports])

    related = by_id(page_of(client, edition), "related")

    assert texts(related, ".//h3") == [near.title_en, nearer.title_en]


def test_text_of_staff_is_escaped_wherever_it_stands(client):
    nasty = 'A < B & <i>C</i> "D" </script>'
    edition = make_published(
        nasty, title_ko=nasty, subtitle_en=nasty, authors=[{"given_en": nasty, "affiliation_en": nasty}]
    )

    tree = page_of(client, edition)

    assert text(tree.find(".//h1")) == f"{nasty}: {nasty}"
    assert tree.findall(".//i") == []
    assert len(tree.findall(".//script")) == 2


# --- chapters on pages of their own


@pytest.fixture
def long_report() -> Edition:
    lines = [
        chapter("Freight", body=long_text(3000), title_ko="화물"),
        chapter("Ledgers", 2, body='<p>Boats.<span data-note="n1">Note.</span></p>'),
        chapter("Harbours", body=long_text(3200)),
        chapter("People", body="<p>They fish.</p>"),
    ]
    return make_published("Long Report", title_ko="긴 보고서", chapters=lines)


def test_long_report_gives_each_top_chapter_its_page(client, long_report):
    tree = page_of(client, long_report)

    contents = by_class(tree, "toc")[0]
    base = "/en/publications/long-report/"
    assert addresses(contents.find("details/ol")) == [
        f"{base}freight/",
        f"{base}freight/#ledgers",
        f"{base}harbours/",
        f"{base}people/",
    ]
    assert by_id(tree, "text") is None


def test_chapter_page_shows_its_sections_and_notes_with_ways_on(client, long_report, settings):
    tree = page_of(client, long_report, path="harbours/")
    first = page_of(client, long_report, path="freight/")

    assert texts(tree, ".//h1") == ["Harbours"]
    assert [link.get("href") for link in tree.findall('.//a[@rel="prev"]') + tree.findall('.//a[@rel="next"]')] == [
        "/en/publications/long-report/freight/",
        "/en/publications/long-report/people/",
    ]
    assert canonical(tree) == f"{settings.SITE_URL}/en/publications/long-report/harbours/"
    assert alternates(tree) == {
        code: f"{settings.SITE_URL}/{code}/publications/long-report/harbours/" for code in ("en", "ko")
    }
    assert by_id(first, "ledgers").tag == "h2"
    assert len(by_class(first, "ref")) == 1
    assert is_noindex(tree) is False


def test_page_of_a_section_leads_into_its_chapter(client, long_report):
    response = client.get("/en/publications/long-report/ledgers/")

    assert (response.status_code, response["Location"]) == (302, "/en/publications/long-report/freight/#ledgers")


def test_whole_text_on_one_page_is_in_no_index(client, long_report, settings):
    tree = page_of(client, long_report, path="full/")

    assert is_noindex(tree) is True
    assert canonical(tree) == f"{settings.SITE_URL}/en/publications/long-report/"
    assert [text(by_id(tree, name)) for name in ("freight", "ledgers", "harbours", "people")] == [
        "IFreight#",
        "1.Ledgers#",
        "IIHarbours#",
        "IIIPeople#",
    ]
    assert addresses(by_class(tree, "toc")[0].find("details/ol")) == ["#freight", "#ledgers", "#harbours", "#people"]


def test_whole_text_on_one_page_has_both_summaries_and_who_wrote_it(client, long_report):
    publication = long_report.publication
    publication.summary_en, publication.summary_ko = "<p>In short.</p>", "<p>요약하면.</p>"
    publication.save()
    add_contributor(publication, make_person("Yi Sun-shin", "이순신"))
    edition = publish(publication)

    tree = page_of(client, edition, "ko", "full/?summary=both")

    assert [text(part.find("p")) for part in by_class(tree, "sum")] == ["요약하면.", "In short."]
    assert by_id(tree, "summary").find(".//input[@checked]").get("value") == "both"
    assert text(by_class(tree, "whole")[0].find("ul/li")) == "이순신"
    assert addresses(by_class(tree, "toc")[0].find("details/ol"))[:2] == ["?summary=en#summary", "?summary=ko#summary"]


def test_contents_beside_a_chapter_show_its_sections_of_every_level(client):
    lines = [
        chapter("Freight", body=long_text(3000)),
        chapter("Ledgers", 2),
        chapter("Ink", 3),
        chapter("Blots", 4),
        chapter("Harbours", body=long_text(3200)),
        chapter("Piers", 2),
        chapter("People"),
    ]
    edition = make_published("Long Report", chapters=lines)

    contents = by_class(page_of(client, edition, path="freight/"), "toc")[0].find("details/ol")

    assert [text(link) for link in contents.iter("a")] == [
        *("I Freight", "1. Ledgers", "A Ink", "a Blots"),
        *("II Harbours", "III People"),
    ]


@pytest.mark.parametrize(
    ("chapters", "words", "is_split"), [(3, 2100, True), (3, 1900, False), (2, 5000, False), (4, 1505, True)]
)
def test_split_needs_three_chapters_and_six_thousand_words(chapters, words, is_split):
    lines = [chapter(f"Part {number}", body=long_text(words)) for number in range(chapters)]

    assert make_published(chapters=lines).has_chapter_pages is is_split


def test_split_of_a_korean_report_counts_characters():
    body = f"<p>{'배는 일찍 떠난다. ' * 800}</p>"  # 8 characters without blanks, each time
    lines = [{"title_ko": f"{number}장", "body": body} for number in range(3)]

    assert make_published("긴 글", language="ko", chapters=lines).has_chapter_pages is True
    assert make_published("글", language="ko", chapters=lines[:2]).has_chapter_pages is False


@pytest.mark.parametrize(("path", "place"), [("freight/", "#freight"), ("ledgers/", "#ledgers"), ("full/", "")])
def test_address_of_a_chapter_of_a_short_report_leads_to_its_place(client, bilingual, path, place):
    response = client.get(f"/ko/publications/quiet-harbours/{path}")

    assert (response.status_code, response["Location"]) == (302, f"/ko/publications/quiet-harbours/{place}")


def test_chapter_that_is_none_is_not_found(client, bilingual, long_report):
    for edition in (bilingual, long_report):
        assert client.get(f"/en/publications/{edition.slug}/nothing/").status_code == 404


# --- earlier editions, withdrawn publications


def test_earlier_edition_stays_at_its_own_address(client, bilingual):
    Publication.objects.filter(pk=bilingual.publication_id).update(title_en="Quieter Harbours")
    publish(bilingual.publication)

    now, first = page_of(client, bilingual), page_of(client, bilingual, path="v1/")

    assert [text(tree.find(".//h1/span/..")) for tree in (now, first)] == [
        "Quieter Harbours: What Small Ports Are For",
        "Quiet Harbours: What Small Ports Are For",
    ]
    assert (is_noindex(now), is_noindex(first)) == (False, True)
    assert canonical(first) == canonical(now)
    notice = first.find(".//p[@role='note']")
    assert text(notice) == "This is edition 1, an earlier one. Read the current edition"
    assert addresses(notice, "a") == ["/en/publications/quiet-harbours/"]
    assert client.get("/en/publications/quiet-harbours/v3/").status_code == 404


def test_chapters_of_an_earlier_edition_stay_below_its_address(client, long_report):
    publish(long_report.publication)

    for path, heading in (("v1/freight/", "Freight"), ("v1/full/", "Long Report")):
        tree = page_of(client, long_report, path=path)
        assert texts(tree, ".//h1") == [heading]
        assert is_noindex(tree) is True
        contents = by_class(tree, "toc")[0]
        own = [address for address in addresses(contents.find("details/ol")) if not address.startswith("#")]
        assert {address.split("/v1/")[0] for address in own} <= {"/en/publications/long-report"}
        assert bool(own) is (path == "v1/freight/")


def test_withdrawn_publication_keeps_a_page_with_the_reason_and_no_text(client, bilingual):
    withdraw(bilingual.publication)

    english, korean = page_of(client, bilingual), page_of(client, bilingual, "ko")

    assert "An error in table 2." in text(english)
    assert "표 2의 오류." in text(korean)
    assert [text(tree.find(".//h1")) for tree in (english, korean)] == ["Quiet Harbours", "조용한 항구"]
    assert (is_noindex(english), "Boats leave early" in text(english)) == (True, False)
    for path in ("v1/", "full/", "freight/"):
        assert "Boats leave early" not in text(page_of(client, bilingual, path=path))
    assert client.get("/publications/quiet-harbours.bib").status_code == 404


def test_withdrawal_to_come_changes_nothing_yet(client, bilingual):
    withdraw(bilingual.publication, timezone.now() + datetime.timedelta(hours=1))

    assert "Boats leave early." in text(page_of(client, bilingual))


def test_old_address_of_a_withdrawn_publication_leads_to_its_notice(client, bilingual):
    saving.change_slug(publication=bilingual.publication, slug="calm-harbours")
    withdraw(bilingual.publication)

    answer = client.get("/ko/publications/quiet-harbours/?summary=en")

    assert (answer.status_code, answer.url) == (301, "/ko/publications/calm-harbours/?summary=en")


@pytest.mark.parametrize(
    ("summary", "advice", "notice"),
    [
        ("<p>요약.</p>", [("For towns", "Pay.")], "요약과 정책 제안은 한국어로 읽을 수 있습니다."),
        ("<p>요약.</p>", [], "요약은 한국어로 읽을 수 있습니다."),
        ("", [], ""),
    ],
)
def test_notice_promises_only_what_there_is(client, summary, advice, notice):
    edition = make_published(
        "Ports", title_ko="항구", summary_ko=summary, advice=advice, chapters=[chapter("Freight")], slug="ports"
    )

    found = page_of(client, edition, "ko").find(".//p[@class='notice']")

    assert text(found) == f"이 발간물의 본문은 영어로 쓰였습니다. {notice} 영어로 읽기".replace("  ", " ")
    assert addresses(found, "a") == ["/en/publications/ports/"]


def test_flowing_text_is_reached_from_the_contents(client):
    edition = make_published(
        "Valves",
        summary_en="<p>Short.</p>",
        kind=make_kind("brief", has_chapters=False),
        authors=[make_person()],
        chapters=[chapter("", body="<p>One text.</p>")],
    )

    tree = page_of(client, edition)

    parts = by_class(tree, "toc")[0].find("details/ul")
    assert texts(parts, "li") == ["Text", "Authors", "How to cite"]
    assert addresses(parts)[0] == "#text"
    assert by_id(tree, "text") is not None


@pytest.mark.parametrize(("asked", "marked"), [("", "Executive Summary"), ("?summary=ko", "국문 요약본")])
def test_contents_mark_the_summary_that_is_shown(client, bilingual, asked, marked):
    contents = by_class(page_of(client, bilingual, "en", asked), "toc")[0]

    assert texts(contents, ".//a[@aria-current='location']") == [marked]


def test_licence_and_isbn_stand_with_the_citation(client):
    edition = make_published("Ports", licence="CC-BY-NC-4.0", isbn="978-89-00-00000-1")

    assert texts(by_id(page_of(client, edition), "cite"), ".//p[@class='meta']/span") == [
        "Licence: CC BY-NC 4.0",
        "ISBN 978-89-00-00000-1",
    ]
