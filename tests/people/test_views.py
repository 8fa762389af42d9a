"""The list of people and one person's page."""

import datetime

import pytest

from people.models import Person
from publications.models import Contribution, Publication
from publications.services import saving
from tests.factories import (
    appoint,
    make_center,
    make_institute,
    make_person,
    make_published,
    make_topic,
    publish,
    withdraw,
)
from tests.pages import addresses, by_class, by_id, language_of, read, text, texts

pytestmark = pytest.mark.django_db
YEARS_AGO = datetime.date(2020, 7, 1)


@pytest.fixture(autouse=True)
def institute():
    return make_institute()


def get(client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    return read(response)


def titles(tree) -> list[str]:
    return [text(item.find("h3")) for item in by_class(tree, "item")]


def test_person_has_every_publication_newest_first(client):
    person = make_person("Yi Sun-shin", "이순신")
    make_published("Old", authors=[person], issued=datetime.date(2019, 1, 1))
    make_published("New", authors=[make_person(), person], issued=datetime.date(2025, 1, 1))
    make_published("Undated", authors=[person], issued=None)
    make_published("Of another", authors=[make_person()])

    tree = get(client, "/en/people/yi-sun-shin/")

    assert titles(tree) == ["New", "Old", "Undated"]
    assert text(tree.find(".//h1")) == "Yi Sun-shin 이순신"
    assert language_of(tree, tree.find(".//h1/span")) == "ko"


def test_former_fellow_is_labelled_and_keeps_the_post_of_the_day(client):
    person = make_person("Han Ji-ho", "한지호")
    appoint(person, center=make_center("Center for Coasts"), start=datetime.date(2015, 1, 1), end=YEARS_AGO)
    edition = make_published("Then", authors=[person], issued=datetime.date(2018, 5, 1))
    later = make_published("Later", authors=[person], issued=datetime.date(2024, 5, 1))

    page = get(client, "/en/people/han-ji-ho/")
    report, second = (get(client, f"/en/publications/{entry.slug}/") for entry in (edition, later))

    assert "Former fellow. Han Ji-ho was at Harbour Institute from 2015 to 2020." in text(page)
    assert texts(by_class(report, "byline")[0], "li") == ["Han Ji-hoSenior Fellow, Center for Coasts"]
    assert texts(by_class(second, "byline")[0], "li") == ["Han Ji-ho"]
    assert texts(by_id(report, "authors"), ".//span[@class='badge']") == ["Former fellow"]


def test_change_of_post_leaves_what_was_printed(client):
    person = make_person("Han Ji-ho")
    post = appoint(person)
    edition = make_published(authors=[person])
    Person.objects.filter(pk=person.pk).update(family_en="Hahn")
    post.position_en = "President"
    post.save()

    byline = by_class(get(client, f"/en/publications/{edition.slug}/"), "byline")[0]

    assert texts(byline, "li") == ["Han Ji-hoSenior Fellow"]


def test_two_people_of_one_name_stay_two(client):
    first = make_person("Kim Min-su", "김민수", slug="kim-min-su")
    second = make_person("Kim Min-su", "김민수", slug="kim-min-su-2")
    make_published("Of the first", authors=[first])
    make_published("Of the second", authors=[second])

    assert titles(get(client, "/en/people/kim-min-su/")) == ["Of the first"]
    assert titles(get(client, "/en/people/kim-min-su-2/")) == ["Of the second"]


def test_outside_author_linked_later_needs_no_new_edition(client):
    edition = make_published("Together", authors=[{"given_en": "Anna", "family_en": "Berg", "affiliation_en": "Oslo"}])
    person = make_person("Berg Anna", slug="anna-berg", biography_en="<p>Writes on ports.</p>")
    Contribution.objects.filter(publication=edition.publication).update(person=person)
    saving.save_again(publication=edition.publication, by=None)

    report = get(client, f"/en/publications/{edition.slug}/")
    page = get(client, "/en/people/anna-berg/")

    byline = by_class(report, "byline")[0]
    assert (texts(byline, "li"), addresses(byline)) == (["Anna BergOslo"], ["/en/people/anna-berg/"])
    assert "Writes on ports." in text(by_id(report, "authors"))
    assert titles(page) == ["Together"]
    assert edition.publication.editions.count() == 1


def test_person_shows_nothing_that_readers_may_not_see(client):
    person = make_person("Yi Sun-shin")
    make_published("Later", authors=[person], at=datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC))
    gone = make_published("Gone", authors=[person])
    withdraw(gone.publication)

    tree = get(client, "/en/people/yi-sun-shin/")

    assert titles(tree) == []
    assert "Publications (0)" in text(tree)


def test_more_publications_than_fit_lead_to_the_list(client):
    person = make_person("Yi Sun-shin")
    for number in range(21):
        make_published(f"Paper {number}", authors=[person])

    tree = get(client, "/en/people/yi-sun-shin/")

    assert len(titles(tree)) == 20
    assert addresses(by_class(tree, "more")[0], "a") == ["/en/publications/?author=yi-sun-shin"]


def test_topics_of_a_person_are_those_written_about_most(client):
    person = make_person("Yi Sun-shin")
    water, towns = make_topic("Water"), make_topic("Towns")
    make_published(authors=[person], topics=[towns, water])
    make_published(authors=[person], topics=[water])

    assert texts(by_class(get(client, "/en/people/yi-sun-shin/"), "tags")[0], "li") == ["Water", "Towns"]


def test_person_named_in_one_script_is_shown_in_the_other_interface(client):
    make_person("Okafor Adaeze", family_first_en=False)

    heading = get(client, "/ko/people/okafor-adaeze/").find(".//h1")

    assert text(heading) == "Adaeze Okafor"
    assert heading.find("span").get("lang") == "en"


def test_long_biography_folds_and_leads_to_the_page(client):
    person = make_person("Yi Sun-shin", biography_en="<p>First.</p><p>Second.</p>")
    edition = make_published(authors=[person])

    card = by_class(get(client, f"/en/publications/{edition.slug}/"), "bio")[0]

    assert [text(card.find("p")), text(card.find("details/summary")), text(card.find("details/p"))] == [
        "First.",
        "View more",
        "Second.",
    ]
    assert addresses(card) == ["/en/people/yi-sun-shin/"]


def test_list_has_people_by_center_then_outside_authors_then_former_fellows(client):
    coasts = make_center("Center for Coasts")
    current, former, outside = make_person("Aa Current"), make_person("Bb Former"), make_person("Cc Outside")
    make_person("Dd Silent")
    appoint(current, center=coasts)
    appoint(former, center=coasts, end=YEARS_AGO)
    make_published(authors=[current, outside])
    make_published(authors=[current])

    tree = get(client, "/en/people/")

    sections = [(text(section.find(".//h2")), texts(section, ".//h3")) for section in tree.findall(".//section")[:2]]
    assert sections == [("Center for Coasts", ["Aa Current"]), ("Outside authors", ["Cc Outside"])]
    folded = tree.find(".//details[@class='former']")
    assert (text(folded.find("summary")), texts(folded, ".//h3")) == ("Former fellows (1)", ["Bb Former"])
    assert "Dd Silent" not in text(tree)
    assert "2 publications" in text(by_class(tree, "person")[0])


def test_new_name_of_a_person_is_printed_by_the_next_edition(client):
    person = make_person("Han Ji-ho")
    edition = make_published(authors=[person])
    person.family_en = "Hahn"
    person.save()
    publish(Publication.objects.get(pk=edition.publication_id))

    tree = get(client, f"/en/publications/{edition.slug}/")

    assert texts(by_class(tree, "byline")[0], "li") == ["Hahn Ji-ho"]


def test_biography_of_one_long_paragraph_folds_too(client):
    words = "She counts boats. " * 60
    edition = make_published(authors=[make_person("Yi Sun-shin", biography_en=f"<p>{words}</p>")])

    card = by_class(get(client, f"/en/publications/{edition.slug}/"), "bio")[0]

    start = text(card.find("p"))
    assert start.endswith("…")
    assert words.startswith(start.removesuffix("…"))
    assert len(start) < 490
    assert text(card.find("details/p")) == words.strip()


def test_person_leads_to_the_feed_of_their_publications(client):
    make_published(authors=[make_person("Yi Sun-shin")])

    feeds = [link.get("href") for link in get(client, "/en/people/yi-sun-shin/").findall(".//p[@class='meta']/a")]

    assert feeds == ["/en/people/yi-sun-shin/feed.atom"]


def test_description_of_a_page_is_the_beginning_of_its_text(client):
    make_person("Yi Sun-shin", biography_en="<p>Counts boats.</p><p>&lt;Twice&gt; " + "a day " * 40 + "</p>")

    meta = get(client, "/en/people/yi-sun-shin/").find(".//meta[@name='description']")

    assert meta.get("content") == "Counts boats. <Twice> " + "a day " * 22 + "a…"
