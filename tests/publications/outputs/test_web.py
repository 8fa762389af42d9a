"""Chapters as HTML: notes, figures, tables, headings and links get their numbers and addresses."""

import dataclasses

import pytest

from config.languages import Bilingual
from publications.document.types import ChapterText, FigureRef
from publications.outputs.web import Places, parts
from tests.documents import PICTURE, with_titles

FIGURES = (FigureRef("soil", PICTURE, "A line & more", "Soil\nby month", "Ledger"), FigureRef("rain", PICTURE, "Rain"))


def render(*bodies: str, shift: int = 0, only: str = "", language: str = "en"):
    """Each body is a top chapter "c1", "c2" …; addresses are those of pages of their own."""
    chapters = tuple(
        ChapterText(number, f"c{number}", 1, "body", Bilingual(f"Chapter {number}"), body)
        for number, body in enumerate(bodies, 1)
    )
    document = dataclasses.replace(with_titles("T"), chapters=chapters, figures=FIGURES, language=language)
    places = Places(lambda anchor: f"/r/{anchor}/", "/files/", shift)
    return [(part.sections[0].html, [note.html for note in part.notes]) for part in parts(document, places, only)]


def test_notes_are_numbered_in_each_top_chapter_and_gathered_at_its_end():
    first, second = render(
        '<p>A<span data-note="x">One <em>here</em></span> b<span data-note="a">Two</span></p>',
        '<p>C<span data-note="x">Three</span></p>',
    )

    assert first == (
        (
            '<p>A<a class="ref" id="ref-fn-c1-1" href="#fn-c1-1" role="doc-noteref" aria-label="Note 1">1</a> '
            'b<a class="ref" id="ref-fn-c1-2" href="#fn-c1-2" role="doc-noteref" aria-label="Note 2">2</a></p>'
        ),
        ["One <em>here</em>", "Two"],
    )
    assert second[1] == ["Three"]


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ('<span data-note="a"><span lang="en">Ibid.</span> 12쪽</span>', '<span lang="en">Ibid.</span> 12쪽'),
        (
            '<span data-note="a" lang="ko">주 <span lang="en">x</span></span>',
            '<span lang="ko">주 <span lang="en">x</span></span>',
        ),
        ('<span data-note="a">A <span>b</span></span>', "A <span>b</span>"),
    ],
)
def test_note_keeps_the_languages_in_it(note, shown):
    assert render(f"<p>A{note}</p>")[0][1] == [shown]


def test_figures_and_tables_are_numbered_through_the_whole_document():
    table = (
        "<table><caption>Costs</caption><tbody><tr><td>1<table><tr><td>2</td></tr></table></td></tr></tbody></table>"
    )
    bodies = [f'<figure data-figure="rain"></figure>{table}', f'<figure data-figure="soil"></figure>{table}']

    everything, alone = render(*bodies), render(*bodies, only="c2")

    assert alone == [everything[1]]
    html = alone[0][0]
    assert (
        '<figure class="figure" id="fig-soil"><figcaption class="cap"><b>Figure 2. Soil</b> by month</figcaption>'
        in html
    )
    assert '<p class="src">Source: Ledger</p>' in html
    assert (
        '<div class="figure" id="table-2"><div class="scroll" tabindex="0" role="region" aria-label="Table 2">' in html
    )
    assert html.count("<caption><b>Table 2.</b> Costs</caption>") == 1
    assert html.count("aria-label") == 1


def test_figure_has_every_width_and_its_words():
    html = render('<figure data-figure="soil"></figure>')[0][0]

    base = f"/files/{'a' * 64}/"
    assert (
        f'<img src="{base}original.png" srcset="{base}480.webp 480w, {base}960.webp 960w" '
        'sizes="(min-width: 60rem) 38.5rem, 100vw" width="1600" height="900" alt="A line &amp; more" loading="lazy" '
        'decoding="async">'
    ) in html


def test_figure_that_is_gone_leaves_no_trace():
    assert render('<p>A</p><figure data-figure="gone"></figure>')[0][0] == "<p>A</p>"


def test_words_around_numbers_are_in_the_language_of_the_text():
    html = render('<figure data-figure="rain"></figure><p>가<span data-note="a">나</span></p>', language="ko")[0][0]

    assert ("<b>그림 1.</b>" in html, 'aria-label="주 1"' in html) == (True, True)


def test_headings_get_an_address_each_of_its_own_and_stand_as_deep_as_the_page_says():
    html = render("<h2>Costs</h2><p>A</p><h2>Costs</h2><h3>C1</h3>", shift=1)[0][0]

    assert html == (
        '<h3 id="costs">Costs<a class="anchor" href="#costs" aria-label="Link to this section">#</a></h3><p>A</p>'
        '<h3 id="costs-2">Costs<a class="anchor" href="#costs-2" aria-label="Link to this section">#</a></h3>'
        '<h4 id="c1-2">C1<a class="anchor" href="#c1-2" aria-label="Link to this section">#</a></h4>'
    )


def test_links_to_chapters_and_figures_lead_to_the_page_they_stand_on():
    first = render(
        '<p><a href="#c2">B</a> <a href="#fig-soil">F</a> <a href="#x">X</a></p>',
        '<figure data-figure="soil"></figure>',
    )

    assert first[0][0] == '<p><a href="/r/c2/">B</a> <a href="/r/c2/#fig-soil">F</a> <a href="#x">X</a></p>'
