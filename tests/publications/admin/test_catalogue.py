import io
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from people.models import User
from publications.models import (
    Audience,
    ContributorRole,
    Featured,
    Institute,
    Kind,
    Page,
    Publication,
    Redirect,
    Series,
    Topic,
)
from tests.factories import (
    make_audience,
    make_center,
    make_person,
    make_publication,
    make_series,
    make_topic,
    publish,
)

pytestmark = pytest.mark.django_db
CATALOGUE = ["kind", "series", "topic", "audience", "contributorrole", "page", "featured", "redirect"]


@pytest.fixture(autouse=True)
def institute(settings, tmp_path: Path) -> Institute:
    settings.MEDIA_ROOT = tmp_path
    return Institute.objects.create(name_en="Hanbit", name_ko="한빛")


def client_for(role: str) -> Client:
    user = User.objects.create(username=role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def add(client: Client, model: str, **data) -> int:
    return client.post(reverse(f"admin:publications_{model}_add"), data).status_code


def test_back_office_needs_two_cookies_and_no_third_for_messages():
    client = client_for("editor")
    client.get(reverse("admin:publications_audience_add"))

    assert add(client, "audience", slug="towns", name_en="Towns", name_ko="도시", position=1) == 302

    assert set(client.cookies) == {"session", "csrf"}
    assert "Towns" in client.get(reverse("admin:publications_audience_changelist")).content.decode()


def generation() -> int:
    return Institute.objects.get().generation


@pytest.mark.parametrize(
    ("name", "name_ko", "slug"),
    [
        ("Water", "물", "water"),
        ("물과 도시", "", "물과-도시"),
        ("!!!", "", "topic"),
        ("Water & Cities", "", "water-cities"),
    ],
)
def test_topic_gets_its_address_from_its_name(name: str, name_ko: str, slug: str) -> None:
    assert add(client_for("editor"), "topic", name=name, name_ko=name_ko) == 302

    assert (Topic.objects.get().slug, generation()) == (slug, 2)


def test_topic_keeps_the_address_that_was_typed() -> None:
    add(client_for("editor"), "topic", name="Water", slug="h2o")

    assert Topic.objects.get().slug == "h2o"


def test_address_that_is_taken_is_refused() -> None:
    Topic.objects.create(name="Water", slug="water")

    assert add(client_for("editor"), "topic", name="Rivers", slug="water") == 200
    assert Topic.objects.count() == 1


def test_each_catalogue_form_saves_both_languages_and_tells_readers_caches() -> None:
    editor = client_for("editor")
    names = {"name_en": "Brief", "name_ko": "브리프", "position": 1}

    statuses = [
        add(editor, "kind", **names, plural_en="Briefs", plural_ko="브리프", numbering="none"),
        add(editor, "series", name_en="Notes", name_ko="노트", issn="1234-5678"),
        add(editor, "audience", **names),
        add(editor, "contributorrole", **names),
        add(
            editor,
            "page",
            title_en="About",
            title_ko="소개",
            body_en="<h2>Who</h2><p>We.</p>",
            position=0,
            in_footer="on",
        ),
    ]

    assert statuses == [302] * 5
    rows = [
        Kind.objects.get(slug="brief"),
        Series.objects.get(),
        Audience.objects.get(),
        ContributorRole.objects.get(slug="brief"),
    ]
    assert [(row.slug, row.name_ko) for row in rows] == [
        ("brief", "브리프"),
        ("notes", "노트"),
        ("brief", "브리프"),
        ("brief", "브리프"),
    ]
    assert (Page.objects.get().slug, Page.objects.get().title_ko) == ("about", "소개")
    assert generation() == 6


def test_featured_and_redirect() -> None:
    kind = Kind.objects.create(
        slug="report", name_en="Report", name_ko="보고서", plural_en="Reports", plural_ko="보고서"
    )
    publication = Publication.objects.create(title_en="Pipes", kind=kind)
    editor = client_for("editor")

    assert add(editor, "featured", publication=publication.pk, position=1) == 302
    assert add(editor, "redirect", slug="old-pipes", publication=publication.pk) == 302
    assert (Featured.objects.get().publication, Redirect.objects.get().publication) == (publication, publication)


def test_key_of_a_role_is_given_once() -> None:
    role = ContributorRole.objects.create(slug="translator-2", name_en="Translator", name_ko="옮긴이")

    address = reverse("admin:publications_contributorrole_change", args=[role.pk])
    client_for("editor").post(address, {"name_en": "Translator", "name_ko": "번역", "position": 0, "slug": "other"})

    role.refresh_from_db()
    assert (role.slug, role.name_ko) == ("translator-2", "번역")


@pytest.mark.parametrize("model", CATALOGUE)
def test_authors_look_at_the_catalogue_but_do_not_change_it(model: str) -> None:
    author = client_for("author")

    assert author.get(reverse(f"admin:publications_{model}_changelist")).status_code == 200
    assert author.get(reverse(f"admin:publications_{model}_add")).status_code == 403


@pytest.mark.parametrize("model", [*CATALOGUE, "institute"])
def test_pages_hold_no_inline_script_or_style(model: str) -> None:
    Institute.objects.all().delete()

    page = client_for("administrator").get(reverse(f"admin:publications_{model}_add")).content.decode()

    assert [word for word in (" style=", "<style", "onclick=", "javascript:") if word in page] == []


def test_fields_say_their_language() -> None:
    page = client_for("editor").get(reverse("admin:publications_audience_add")).content.decode()

    inputs = {name: page.split(f'name="{name}"')[1].split(">")[0] for name in ("name_en", "name_ko")}
    assert [f'lang="{name[-2:]}"' in attributes for name, attributes in inputs.items()] == [True, True]


def institute_form(**changes) -> dict:
    return {"name_en": "Hanbit", "name_ko": "한빛", "default_language": ""} | changes


def test_institute_is_one_row_to_which_the_list_leads(institute: Institute) -> None:
    administrator = client_for("administrator")
    address = reverse("admin:publications_institute_change", args=[institute.pk])

    assert administrator.get(reverse("admin:publications_institute_changelist"))["Location"] == address
    assert administrator.get(reverse("admin:publications_institute_add")).status_code == 403
    assert (
        administrator.post(
            reverse("admin:publications_institute_delete", args=[institute.pk]), {"post": "yes"}
        ).status_code
        == 403
    )


def test_institute_takes_a_logo_and_readable_colours_only(institute: Institute) -> None:
    administrator = client_for("administrator")
    address = reverse("admin:publications_institute_change", args=[institute.pk])
    buffer = io.BytesIO()
    Image.new("RGB", (200, 80), "#0b5a56").save(buffer, "PNG")
    logo = SimpleUploadedFile("logo.png", buffer.getvalue(), "image/png")

    faint = administrator.post(address, institute_form(accent_light="#cccccc"))
    saved = administrator.post(address, institute_form(accent_light="#0b5a56", logo=logo))

    assert list(faint.context["adminform"].form.errors) == ["accent_light"]
    assert saved.status_code == 302
    institute.refresh_from_db()
    assert (institute.accent_light, institute.logo.width) == ("#0b5a56", 200)


def test_saving_the_institute_never_lowers_the_generation(institute: Institute, monkeypatch) -> None:
    """Somebody publishes while the form is being saved."""
    clean = Institute.clean

    def publish_meanwhile(row: Institute) -> None:
        Institute.objects.update(generation=41)
        clean(row)

    monkeypatch.setattr(Institute, "clean", publish_meanwhile)
    client_for("administrator").post(
        reverse("admin:publications_institute_change", args=[institute.pk]), institute_form(name_en="Hanbit Institute")
    )

    institute.refresh_from_db()
    assert (institute.name_en, institute.generation) == ("Hanbit Institute", 42)


@pytest.mark.parametrize("role", ["author", "editor"])
def test_institute_is_for_administrators(role: str, institute: Institute) -> None:
    client = client_for(role)

    assert client.get(reverse("admin:publications_institute_changelist")).status_code == 403
    assert client.get(reverse("admin:publications_institute_change", args=[institute.pk])).status_code == 403


def test_what_an_edition_bears_keeps_its_address_and_is_not_deleted() -> None:
    series, topic, center, audience = make_series(), make_topic("Water"), make_center(), make_audience("Cities")
    person = make_person("Seo Yuna")
    publication = make_publication(
        authors=[person], topics=[topic], centers=[center], series=series, advice=[("For cities", "Mend the pipes.")]
    )
    publication.groups.get().audiences.add(audience)
    publish(publication)
    editor = client_for("editor")

    for row in (publication.kind, series, topic, center, audience, person):
        place = f"admin:{row._meta.app_label}_{row._meta.model_name}"
        page = editor.get(reverse(f"{place}_change", args=[row.pk]))
        assert "slug" not in page.context["adminform"].form.fields
        editor.post(reverse(f"{place}_delete", args=[row.pk]), {"post": "yes"})
        assert type(row).objects.filter(pk=row.pk).exists()


def test_what_no_edition_bears_may_be_renamed_and_deleted() -> None:
    topic = make_topic("Water")
    editor = client_for("editor")
    editor.post(reverse("admin:publications_topic_change", args=[topic.pk]), {"name": "Water", "slug": "rain"})
    topic.refresh_from_db()
    assert topic.slug == "rain"
    editor.post(reverse("admin:publications_topic_delete", args=[topic.pk]), {"post": "yes"})
    assert not Topic.objects.exists()


def test_page_does_not_hide_behind_one_of_the_site() -> None:
    editor, data = client_for("editor"), {"title_en": "People", "position": 0}
    assert [add(editor, "page", slug=slug, **data) for slug in ("", "our-people")] == [200, 302]
    assert Page.objects.get().slug == "our-people"
