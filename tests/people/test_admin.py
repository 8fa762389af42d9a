import datetime
import io
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from people.admin import PersonForm
from people.models import Appointment, Center, Person, User
from publications.admin.bilingual import NamedForm
from publications.models import Institute, Picture

pytestmark = pytest.mark.django_db
POSTS = "appointments"


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


@pytest.fixture
def editor() -> Client:
    return client_for("editor")


@pytest.fixture
def person() -> Person:
    return Person.objects.create(
        slug="seo-yun-ah",
        family_en="Seo",
        given_en="Yun-ah",
        family_ko="서",
        given_ko="윤아",
        biography_en="<p>Works on water.</p>",
    )


def typed(person: Person | None = None, posts: list[dict] | None = None, **changes) -> dict:
    """What the browser sends for this person with some fields changed."""
    names = ["slug", "family_en", "given_en", "family_ko", "given_ko", "honorific_en", "honorific_ko"]
    names += ["biography_en", "biography_ko", "email", "orcid"]
    data = {name: getattr(person, name, "") for name in names} | {"opened_at": person.revision if person else 0}
    data |= {"family_first_en": "on", "family_first_ko": "on"}
    posts = posts or []
    data |= {
        f"{POSTS}-TOTAL_FORMS": len(posts),
        f"{POSTS}-INITIAL_FORMS": sum("id" in post for post in posts),
        f"{POSTS}-MIN_NUM_FORMS": 0,
        f"{POSTS}-MAX_NUM_FORMS": 1000,
    }
    for place, post in enumerate(posts):
        data |= {f"{POSTS}-{place}-{name}": value for name, value in post.items()}
    return data | changes


def address(person: Person) -> str:
    return reverse("admin:people_person_change", args=[person.pk])


def portrait(colour: str = "red") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (300, 400), colour).save(buffer, "PNG")
    return SimpleUploadedFile(f"{colour}.png", buffer.getvalue(), "image/png")


def test_new_person_gets_an_address_from_the_name_and_a_post(editor: Client, institute: Institute) -> None:
    center = Center.objects.create(slug="water", name_en="Center for Water")
    post = {
        "position_en": "Senior Fellow",
        "position_ko": "선임연구위원",
        "center": center.pk,
        "is_fellow": "on",
        "start": "2024-03-01",
    }

    response = editor.post(
        reverse("admin:people_person_add"),
        typed(posts=[post], family_en="Seo", given_en="Yun-ah", family_ko="서", given_ko="윤아"),
    )

    assert response.status_code == 302
    person = Person.objects.get()
    assert (person.slug, person.printed_ko, str(person.appointments.get())) == (
        "seo-yun-ah",
        "서윤아",
        "Senior Fellow, Center for Water",
    )
    institute.refresh_from_db()
    assert institute.generation == 2


def test_second_person_of_the_same_name_gets_another_address(editor: Client, person: Person) -> None:
    editor.post(reverse("admin:people_person_add"), typed(family_en="Seo", given_en="Yun-ah"))

    assert sorted(Person.objects.values_list("slug", flat=True)) == ["seo-yun-ah", "seo-yun-ah-2"]


def test_person_with_a_hangul_name_only_gets_a_hangul_address(editor: Client) -> None:
    editor.post(reverse("admin:people_person_add"), typed(family_ko="서", given_ko="윤아"))

    assert Person.objects.get().slug == "서윤아"


def test_person_without_a_name_is_refused(editor: Client) -> None:
    response = editor.post(reverse("admin:people_person_add"), typed())

    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors() == ["Give a name in at least one language."]
    assert Person.objects.count() == 0


def test_save_takes_the_next_number(editor: Client, person: Person) -> None:
    assert editor.post(address(person), typed(person, email="seo@example.org")).status_code == 302

    person.refresh_from_db()
    assert (person.revision, person.email) == (1, "seo@example.org")


def test_stale_form_is_answered_with_both_texts_and_stores_nothing(editor: Client, person: Person) -> None:
    mine = typed(person, biography_en="<p>My text.</p>", posts=[{"position_en": "Fellow", "is_fellow": "on"}])
    editor.post(address(person), typed(person, biography_en="<p>Their text.</p>", honorific_en="Dr."))

    response = editor.post(address(person), mine)

    assert response.status_code == 409
    person.refresh_from_db()
    assert (person.revision, person.biography_en, person.appointments.count()) == (1, "<p>Their text.</p>", 0)
    assert [(found.name, found.mine, found.theirs) for found in response.context["differences"]] == [
        ("Honorific (English)", "", "Dr."),
        ("Biography (English)", "My text.", "Their text."),
    ]
    page = response.content.decode()
    assert "Their text." in page
    assert "&lt;p&gt;My text.&lt;/p&gt;" in page
    assert 'value="Fellow"' in page


def test_form_shown_after_a_conflict_can_be_saved(editor: Client, person: Person) -> None:
    mine = typed(person, biography_en="<p>My text.</p>")
    editor.post(address(person), typed(person, biography_en="<p>Their text.</p>"))
    shown = editor.post(address(person), mine)

    response = editor.post(address(person), mine | {"opened_at": shown.context["adminform"].form["opened_at"].value()})

    assert response.status_code == 302
    person.refresh_from_db()
    assert (person.revision, person.biography_en) == (2, "<p>My text.</p>")


def test_form_without_its_number_is_stale(editor: Client, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(revision=3)

    assert editor.post(address(person), typed(person, opened_at="")).status_code == 409


def test_save_that_loses_the_race_is_answered_the_same_way(editor: Client, person: Person, monkeypatch) -> None:
    """Somebody saves between the check of the form and the claim: as if the first check had seen nothing yet."""
    checks = iter([NamedForm.clean, PersonForm.clean])

    def check_once_too_early(form: PersonForm) -> dict:
        return next(checks)(form)

    monkeypatch.setattr(PersonForm, "clean", check_once_too_early)
    Person.objects.filter(pk=person.pk).update(revision=7, email="theirs@example.org")

    response = editor.post(address(person), typed(person, email="mine@example.org"))

    assert response.status_code == 409
    person.refresh_from_db()
    assert (person.revision, person.email) == (7, "theirs@example.org")


def test_portrait_is_taken_in_and_shown_by_the_row(editor: Client, person: Person) -> None:
    response = editor.post(address(person), typed(person, portrait=portrait()))

    assert response.status_code == 302
    person.refresh_from_db()
    assert (person.portrait.width, person.portrait.name) == (300, "red.png")
    assert f"/files/{person.portrait.sha256}/300.webp" in editor.get(address(person)).content.decode()


def test_portrait_stays_when_none_is_chosen_and_goes_when_asked(editor: Client, person: Person) -> None:
    editor.post(address(person), typed(person, portrait=portrait()))
    person.refresh_from_db()

    editor.post(address(person), typed(person, email="seo@example.org"))
    person.refresh_from_db()
    assert person.portrait is not None

    editor.post(address(person), typed(person, **{"portrait-remove": "on"}))
    person.refresh_from_db()
    assert person.portrait is None


def test_portrait_survives_a_refused_form(editor: Client, person: Person) -> None:
    response = editor.post(address(person), typed(person, orcid="wrong", portrait=portrait()))
    receipt = response.content.decode().split('name="portrait-receipt" value="')[1].split('"')[0]
    assert response.status_code == 200

    editor.post(address(person), typed(person, **{"portrait-receipt": receipt}))

    person.refresh_from_db()
    assert person.portrait.name == "red.png"


def test_portrait_cannot_be_chosen_by_a_forged_receipt(editor: Client, person: Person) -> None:
    other = Picture.objects.create(sha256="a" * 64, suffix="png", width=1, height=1)

    response = editor.post(address(person), typed(person, **{"portrait-receipt": str(other.pk)}))

    assert response.context["adminform"].form.errors == {"portrait": ["Choose the file again."]}


def test_drawing_in_another_format_is_refused_with_a_sentence(editor: Client, person: Person) -> None:
    upload = SimpleUploadedFile("portrait.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png")

    response = editor.post(address(person), typed(person, portrait=upload))

    assert response.context["adminform"].form.errors == {
        "portrait": ["Only PNG, JPEG and WebP pictures are taken. Save this one in one of these formats first."]
    }


def test_biography_is_cleaned(editor: Client, person: Person) -> None:
    editor.post(address(person), typed(person, biography_ko="<p onclick=x>물</p><script>alert(1)</script>"))

    person.refresh_from_db()
    assert person.biography_ko == "<p>물</p>"


def test_authors_find_people_by_either_script_but_change_nothing(person: Person) -> None:
    author = client_for("author")
    Person.objects.create(slug="other", family_en="Oyelaran", given_en="Marcus")

    assert [author.get(reverse("admin:people_person_changelist"), {"q": words}).context["cl"].result_count for words in (
        "seo", "서윤아", "yun-ah seo", "윤아", "nobody",
    )] == [1, 1, 1, 1, 0]  # fmt: skip
    assert author.get(address(person)).status_code == 200
    assert author.post(address(person), typed(person, email="a@example.org")).status_code == 403
    assert author.get(reverse("admin:people_person_add")).status_code == 403
    assert author.post(reverse("admin:people_person_delete", args=[person.pk]), {"post": "yes"}).status_code == 403


def test_list_asks_a_fixed_number_of_queries(editor: Client, django_assert_max_num_queries) -> None:
    for number in range(30):
        row = Person.objects.create(slug=f"p{number}", given_en=f"Person {number}")
        Appointment.objects.create(person=row, position_en="Fellow", start=datetime.date(2024, 1, 1))

    with django_assert_max_num_queries(14):
        editor.get(reverse("admin:people_person_changelist"))


@pytest.mark.parametrize("model", ["person", "center", "user"])
def test_pages_hold_no_inline_script_or_style(model: str, person: Person) -> None:
    page = client_for("administrator").get(reverse(f"admin:people_{model}_add")).content.decode()

    assert [word for word in (" style=", "<style", "onclick=", "javascript:") if word in page] == []


@pytest.mark.parametrize("role", ["author", "editor"])
def test_accounts_are_for_administrators(role: str) -> None:
    client = client_for(role)

    assert client.get(reverse("admin:people_user_changelist")).status_code == 403
    assert client.get(reverse("admin:people_user_add")).status_code == 403
    assert client.get(reverse("admin:auth_user_password_change", args=[User.objects.get().pk])).status_code == 403


def test_administrator_makes_an_account_with_a_role() -> None:
    data = {"username": "jiwoo", "language": "ko", "usable_password": "true", "is_staff": "on"}
    data |= {"password1": "long-enough-for-this", "password2": "long-enough-for-this"}

    response = client_for("administrator").post(
        reverse("admin:people_user_add"), data | {"groups": [Group.objects.get(name="author").pk]}
    )

    assert response.status_code == 302
    account = User.objects.get(username="jiwoo")
    assert (account.language, account.is_staff, account.is_superuser) == ("ko", True, False)
    assert [group.name for group in account.groups.all()] == ["author"]
