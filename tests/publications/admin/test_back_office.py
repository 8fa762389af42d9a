"""The shell of the back office, the dashboard and the list of publications."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.utils import timezone

from config.admin_policy import PolicyAdmin
from publications.models import Publication
from publications.services import reviewing, saving
from tests.factories import (
    add_contributor,
    chapter,
    make_center,
    make_institute,
    make_kind,
    make_person,
    make_publication,
    make_topic,
    publish,
    withdraw,
)
from tests.pages import by_class, read, text
from tests.publications.admin.forms import account

pytestmark = pytest.mark.django_db
LIST = "/admin/publications/publication/"
WHOLE = {"title_ko": "제목", "summary_en": "<p>Short.</p>", "summary_ko": "<p>짧게.</p>"}


@pytest.fixture
def editor(client):
    make_institute()
    user = account("jiho", "editor")
    client.force_login(user)
    return user


def listed(client, **query) -> list[str]:
    response = client.get(LIST, query)
    assert response.status_code == 200
    return sorted(row.title_en or row.title_ko for row in response.context["cl"].result_list)


def navigation(client) -> list[str]:
    tree = read(client.get("/admin/"))
    menu = by_class(tree, "a-nav")[0]
    return [re.sub(r"\d+$", "", text(link)) for link in menu.iter("a")]


def test_navigation_offers_what_the_policy_lets_each_role_list(client, editor):
    catalogue = ["Series", "Topics", "Centers", "Kinds", "Audiences", "Roles", "People", "Synonyms"]
    site = ["Pages", "Featured", "Redirects", "Readership"]
    work = ["Dashboard", "Publications", "In review"]
    assert navigation(client) == [*work, *catalogue, *site]
    client.force_login(account("mina", "author"))
    assert navigation(client) == [*work, *catalogue, *site]
    client.force_login(account("root", "administrator"))
    assert navigation(client) == [*work, *catalogue, "Institute", *site, "Accounts"]


def test_account_without_a_role_gets_no_further_than_the_door(client):
    client.force_login(account("guest"))
    assert client.get("/admin/").url.startswith("/admin/login/")


def test_every_admin_class_asks_the_policy():
    """Also those that packages bring along."""
    models = [model for model in apps.get_models() if admin.site.is_registered(model)]
    assert [model for model in models if not isinstance(admin.site.get_model_admin(model), PolicyAdmin)] == []


def test_every_page_names_the_institute_and_its_language(client, editor):
    for address in ("/admin/", LIST, f"{LIST}add/", "/admin/people/person/", "/admin/password_change/"):
        page = client.get(address).content.decode()
        assert "Harbour Institute" in page
        assert '<html lang="en">' in page
        assert "<style" not in page
        assert not re.search(r"<script(?![^>]*src=)", page)
        assert not re.search(r"<[^>]+ (style|on[a-z]+)=", page)


def test_language_is_chosen_by_post_and_kept_by_the_account(client, editor):
    assert client.get("/admin/language/").status_code == 405
    response = client.post("/admin/language/", {"language": "ko", "next": LIST})
    assert response.url == LIST
    editor.refresh_from_db()
    assert editor.language == "ko"
    assert '<html lang="ko">' in client.get("/admin/").content.decode()
    assert client.post("/admin/language/", {"language": "en", "next": "https://elsewhere.example/"}).url == "/admin/"


def test_list_tells_each_status_and_filters_by_it(client, editor):
    for name in ("Draft", "Review", "Coming", "Live", "Newer", "Gone"):
        saving.save_again(publication=make_publication(name), by=editor)
    rows = {row.title_en: row for row in Publication.objects.all()}
    reviewing.submit(publication=rows["Review"])
    publish(rows["Coming"], timezone.now() + timezone.timedelta(days=2))
    for name in ("Live", "Newer", "Gone"):
        publish(rows[name])
    saving.save_again(publication=rows["Newer"], by=editor)
    withdraw(rows["Gone"])

    found = {
        status: listed(client, status=status)
        for status in ("draft", "in_review", "scheduled", "published", "changed", "withdrawn")
    }

    assert found == {
        "draft": ["Draft"],
        "in_review": ["Review"],
        "scheduled": ["Coming"],
        "published": ["Live"],
        "changed": ["Newer"],
        "withdrawn": ["Gone"],
    }


def test_list_finds_by_text_in_either_language(client, editor):
    person = make_person("Seo Yuna", "서윤아")
    make_publication(
        "Harbour Lights",
        title_ko="항구의 불빛",
        authors=[person],
        chapters=[chapter("Lamps", title_ko="등불", body="<p>Oil &amp; gas<strong>!</strong></p>")],
        advice=[("For ports", "Ring the bell.")],
    )
    outside = make_publication("Tide Tables", summary_ko="<p>물때를 읽는다.</p>")
    add_contributor(outside, {"family_en": "Moreau", "given_en": "Ana", "family_ko": "모로", "given_ko": "아나"})

    words = ("lights", "불빛", "등불", "서윤아", "yuna seo", "harbour 등불", "oil & gas", "bell")
    assert {word: listed(client, q=word) for word in words} == {word: ["Harbour Lights"] for word in words}
    words = ("물때", "moreau", "모로아나", "tide ana")
    assert {word: listed(client, q=word) for word in words} == {word: ["Tide Tables"] for word in words}
    assert [listed(client, q=word) for word in ("lights moreau", "strong")] == [[], []]


def test_list_filters_by_catalogue_and_language_gap(client, editor):
    kind, center, topic, person = make_kind("brief"), make_center(), make_topic("Ports"), make_person()
    make_publication("Whole", kind=kind, centers=[center], topics=[topic], authors=[person], **WHOLE)
    make_publication("Gap", summary_en="<p>Short.</p>")

    assert listed(client, kind=kind.pk) == ["Whole"]
    assert listed(client, center=center.pk) == ["Whole"]
    assert listed(client, topic=topic.pk) == ["Whole"]
    assert listed(client, author=person.pk) == ["Whole"]
    assert listed(client, lacks="ko") == ["Gap"]
    assert listed(client, lacks="en") == []
    assert listed(client, lacks="summary_ko") == ["Gap"]
    assert listed(client, kind="9" * 30) == []


def test_list_takes_a_fixed_number_of_queries(client, editor, django_assert_max_num_queries):
    for number in range(30):
        make_publication(f"Paper {number}", authors=[make_person()], topics=[make_topic("Ports")])
    client.get(LIST)
    with django_assert_max_num_queries(14):
        client.get(LIST)


def test_dashboard_shows_what_waits_for_whom(client, editor):
    mine = make_publication("Mine")
    mine.editors.add(editor)
    waiting = make_publication("Waiting", **WHOLE)
    coming = make_publication("Coming", **WHOLE)
    for publication in (mine, waiting, coming):
        saving.save_again(publication=publication, by=editor)
    reviewing.submit(publication=waiting)
    publish(coming, timezone.now() + timezone.timedelta(days=2))
    publish(make_publication("Live", **WHOLE))

    shown = client.get("/admin/").context

    assert [row.title_en for row in shown["drafts"]] == ["Mine"]
    assert 0 < shown["drafts"][0].percent < 100
    assert [(row.title_en, row.blocking) for row in shown["in_review"]] == [("Waiting", 0)]
    assert [row.title_en for row in shown["scheduled"]] == ["Coming"]
    assert [line["sentence"] for line in shown["attention"]] == [
        "1 publication without a Korean summary",
        "1 publication without an English summary",
    ]
    assert shown["numbers"] == {"this_year": 1 if timezone.localdate().year == 2026 else 0, "both": 100, "total": 1}


def test_unpublished_publication_can_be_deleted_by_its_author(client):
    user = account("mina", "author")
    client.force_login(user)
    publication = make_publication("Mistake", chapters=[chapter("One")], authors=[make_person()])
    publication.editors.add(user)
    saving.save_again(publication=publication, by=user)

    client.post(f"{LIST}{publication.pk}/delete/", {"post": "yes"})

    assert not Publication.objects.exists()


def test_published_publication_cannot_be_deleted(client, editor):
    publication = make_publication("Live")
    publish(publication)
    assert client.post(f"{LIST}{publication.pk}/delete/", {"post": "yes"}).status_code == 403
