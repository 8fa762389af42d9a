"""How many queries a page takes at most, however much there is."""

import datetime

import pytest

from publications.models import Featured
from tests.factories import (
    appoint,
    chapter,
    long_text,
    make_center,
    make_institute,
    make_page,
    make_person,
    make_published,
    make_series,
    make_topic,
)

pytestmark = pytest.mark.django_db

MOST = {
    "/en/": 8,
    "/ko/publications/": 12,
    "/en/publications/?kind=report&topic=water&author=seo-first&center=coasts&year=2026&language=en&sort=title": 12,
    "/en/publications/?video=1&topic=towns&topic=water": 12,
    "/en/publications/?topic=nothing&year=2026&kind=report": 12,
    "/en/publications/short/": 8,
    "/ko/publications/long/": 8,
    "/ko/publications/long/part-1/": 8,
    "/en/publications/long/full/": 8,
    "/en/people/seo-first/": 8,
    "/en/people/": 10,
    "/en/topics/": 8,
    "/en/topics/water/": 8,
    "/en/centers/coasts/": 8,
    "/en/series/harbour-papers/": 8,
    "/en/about/": 8,
}


def fill(publications: int, authors: int, chapters: int) -> None:
    """A site where everything is linked with everything, in these numbers."""
    make_institute()
    make_page("about")
    center, series = make_center("Coasts"), make_series("Harbour Papers")
    topics = [make_topic(name) for name in ("Water", "Towns")]
    people = [make_person("Seo First"), *(make_person() for _ in range(authors - 1))]
    for person in people:
        appoint(person, center=center)
    common = {"topics": topics, "centers": [center], "series": series, "authors": people}
    common |= {"title_ko": "제목", "summary_en": "<p>Short.</p>", "summary_ko": "<p>짧다.</p>"}
    parts = [chapter(f"Part {number}", body=long_text(6400 // chapters)) for number in range(1, chapters + 1)]
    make_published("Short", chapters=[chapter("A")], advice=[("", "Pay.")], **common)
    make_published("Long", chapters=parts, advice=[("For towns", "Pay.")] * chapters, **common)
    for number in range(publications):
        edition = make_published(
            topics=topics,
            authors=people[:2],
            series=series,
            series_number=str(number),
            issued=datetime.date(2026 - number % 9, 1, 1),
            video_address="https://video.example.org/1",
            advice=[("", "Pay.")],
        )
        if number < 6:
            Featured.objects.create(publication=edition.publication, position=number)


@pytest.mark.parametrize(
    "amounts", [{"publications": 1, "authors": 1, "chapters": 3}, {"publications": 60, "authors": 40, "chapters": 40}]
)
def test_queries_of_each_page_stay_within_their_number(client, amounts, django_assert_max_num_queries, subtests):
    fill(**amounts)

    for address, most in MOST.items():
        with subtests.test(address=address), django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_citation_takes_few_queries(client, django_assert_max_num_queries):
    fill(publications=1, authors=40, chapters=40)

    with django_assert_max_num_queries(3):
        assert client.get("/publications/long.bib").status_code == 200
