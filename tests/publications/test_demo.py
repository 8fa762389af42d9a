"""The demo institute: who may load it, that it is whole, and that nothing of its files gets lost."""

import io
import shutil
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from config.policy import can
from people.models import Center, Person, User
from publications.demo.content import ContentFault
from publications.demo.loader import CONTENT, PASSWORD, load_demo
from publications.document.checklist import blocking, check
from publications.document.html import Reading, sanitise_body, sanitise_summary
from publications.models import Edition, Institute, Page, Publication, Revision, Series, Topic

pytestmark = pytest.mark.django_db
FILES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in CONTENT.glob("reports/*.toml")}


@pytest.fixture
def demo() -> None:
    load_demo()


def run() -> str:
    output = io.StringIO()
    call_command("demo", stdout=output)
    return output.getvalue()


def small_content(folder: Path, old: str, new: str) -> Path:
    """A copy of the content with one report without pictures, where one text is another."""
    (folder / "reports").mkdir()
    shutil.copy(CONTENT / "reports" / "a-click-is-not-a-service.toml", folder / "reports")
    catalogue = (CONTENT / "catalogue.toml").read_text(encoding="utf-8")
    lines = ["featured = []" if line.startswith("featured =") else line for line in catalogue.splitlines()]
    (folder / "catalogue.toml").write_text("\n".join(lines), encoding="utf-8")
    for path in folder.rglob("*.toml"):
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return folder


def test_demo_outside_demo_mode_is_refused(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=1"):
        run()

    assert (User.objects.count(), Institute.objects.count()) == (0, 0)


def test_demo_with_other_accounts_is_refused():
    User.objects.create_user("somebody")

    with pytest.raises(CommandError, match="accounts already"):
        run()

    assert (User.objects.count(), Institute.objects.count()) == (1, 0)


def test_demo_with_an_institute_of_somebodys_own_is_refused():
    Institute.objects.create(name_en="Ours", name_ko="우리")

    with pytest.raises(CommandError, match="institute already"):
        run()

    assert (User.objects.count(), Institute.objects.count()) == (0, 1)


def test_demo_that_ran_before_changes_nothing(django_assert_max_num_queries):
    first = run()
    before = (Publication.objects.count(), Revision.objects.count(), Edition.objects.count(), User.objects.count())

    with django_assert_max_num_queries(2):
        second = run()

    after = (Publication.objects.count(), Revision.objects.count(), Edition.objects.count(), User.objects.count())
    accounts = "\n  Accounts     author, editor, admin (password colophon-demo)\n"
    assert after == before
    assert (first, second) == (f"The demo institute is loaded.\n{accounts}", accounts)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            'person = "leonor-castro"',
            'person = "nobody"',
            "a-click-is-not-a-service.toml: contributors 1: person: there is no person “nobody”",
        ),
        ("\nkind =", "\nkinds =", "a-click-is-not-a-service.toml: kind: is missing"),
        ("\ntopics =", "\ntopic =", "a-click-is-not-a-service.toml: topic: is no key of this table"),
        ("2026-09-10", "10.09.2026", "issued: must look like 2026-03-12, 2026-03 or 2026, not 10.09.2026"),
        ('start = "2021-06-01"', "start = 2021", "posts 1: start: must be str, not int"),
        ('matter = "body"', 'matter = "middle"', "chapters 1: matter: Value 'middle' is not a valid choice."),
        (
            'issn = "2983-001X"',
            'issn = "2983-001XX"',
            "catalogue.toml: series 1: issn: Ensure this value has at most 9",
        ),
        ('language = "en"', 'language "en"', "a-click-is-not-a-service.toml: Expected '=' after a key"),
    ],
)
def test_demo_with_a_fault_in_a_file_names_it_and_stores_nothing(tmp_path, old, new, sentence):
    content = small_content(tmp_path, old, new)

    with pytest.raises(ContentFault) as raised:
        load_demo(content)

    assert sentence in str(raised.value)
    assert [model.objects.count() for model in (User, Institute, Person, Publication)] == [0, 0, 0, 0]


def test_demo_holds_what_an_institute_has(demo):
    published = Edition.objects.published()
    counts = {
        "people": Person.objects.count(),
        "centers": Center.objects.count(),
        "topics": Topic.objects.count(),
        "series": Series.objects.count(),
        "kinds": published.values("kind").distinct().count(),
        "years": published.values("issued__year").distinct().count(),
        "former": [str(person) for person in Person.objects.for_list() if person.is_former],
        "scheduled": Publication.objects.scheduled().count(),
        "in review": Publication.objects.in_review().count(),
        "pages": sorted(Page.objects.values_list("slug", flat=True)),
    }

    assert counts == {
        "people": 14,
        "centers": 3,
        "topics": 10,
        "series": 2,
        "kinds": 4,
        "years": 5,
        "former": ["Jeong Min-seo 정민서"],
        "scheduled": 1,
        "in review": 1,
        "pages": ["about", "accessibility", "contact", "counting", "privacy"],
    }
    assert published.count() >= 24
    assert Publication.objects.count() == len(FILES)
    assert Publication.objects.exclude(editions__isnull=False).drafts().exists()
    assert Institute.objects.current().default_language == ""


def test_demo_has_six_full_reports(demo):
    documents = [edition.document for edition in Edition.objects.published().with_document()]
    full = [
        document.slug
        for document in documents
        if sum(chapter.level == 1 for chapter in document.chapters) >= 5
        and document.recommendations
        and all(entry.text.both for entry in document.recommendations)
        and document.title.both
        and document.summary.both
        and any(Reading(chapter.body).notes for chapter in document.chapters)
        and any(Reading(chapter.body).tables for chapter in document.chapters)
        and document.figures
    ]

    contributors = [entry for document in documents for entry in document.contributors]
    assert len(full) >= 6
    assert any(entry.is_organisation for entry in contributors)
    assert any(entry.person is None and not entry.is_organisation for entry in contributors)
    assert any(document.translation_of for document in documents)


@pytest.mark.parametrize("slug", sorted(FILES))
def test_demo_file_says_nothing_that_would_be_lost(slug):
    entry = FILES[slug]

    stored = [sanitise_body(chapter["body"], level=chapter["level"]) for chapter in entry.get("chapters", [])]
    summaries = [entry.get(name, "").strip() for name in ("summary_en", "summary_ko")]

    assert stored == [chapter["body"].strip() for chapter in entry.get("chapters", [])]
    assert [sanitise_summary(summary) for summary in summaries] == summaries


def test_demo_documents_hold_all_that_the_files_say(demo):
    stored = {publication.slug: publication.revisions.get().document for publication in Publication.objects.all()}

    for slug, entry in FILES.items():
        document = stored[slug]
        parts = entry.get("chapters", [])
        advice = [group["recommendations"] for group in entry.get("groups", [])]
        assert [(c.anchor, c.level, c.matter) for c in document.chapters] == [
            (part["anchor"], part["level"], part["matter"]) for part in parts
        ]
        assert [c.body for c in document.chapters] == [part["body"].strip() for part in parts]
        assert [[e.text.en for e in g.recommendations] for g in document.groups] == [
            [text.get("text_en", "") for text in group] for group in advice
        ]
        assert {figure.key for figure in document.figures} == {figure["key"] for figure in entry.get("figures", [])}
        assert {topic.slug for topic in document.topics} == set(entry["topics"])
        assert [topic.name.en for topic in document.topics] == sorted(topic.name.en for topic in document.topics)
        assert document.issued is not None
        assert document.issued.iso == entry["issued"]


def test_demo_documents_that_are_public_lack_nothing_that_blocks(demo):
    documents = [edition.document for edition in Edition.objects.with_document()]

    findings = [(document.slug, finding) for document in documents for finding in blocking(document)]
    codes = Counter(finding.code for document in documents for finding in check(document) if finding.severity == "warn")

    assert findings == []
    assert codes["no-affiliation"] == 0
    assert codes["no-author"] == 0


def test_demo_prints_posts_in_both_languages_on_the_day(demo):
    printed = [
        (document.slug, entry.affiliation)
        for document in (revision.document for revision in Revision.objects.all())
        for entry in document.contributors
        if not entry.is_organisation
    ]

    assert [slug for slug, affiliation in printed if not affiliation.both] == []


def test_demo_accounts_have_the_roles_of_their_names(client, demo):
    author, editor, admin = (User.objects.get(username=name) for name in ("author", "editor", "admin"))
    own = Publication.objects.filter(contributions__person__slug="han-ji-ho").first()
    others = Publication.objects.live().exclude(contributions__person__slug="han-ji-ho").first()

    rights = {
        "author edits own": can(author, "edit", own),
        "author edits others": can(author, "edit", others),
        "author publishes": can(author, "publish", own),
        "editor publishes": can(editor, "publish", others),
        "editor keeps accounts": can(editor, "edit", author),
        "admin keeps accounts": can(admin, "edit", author),
    }

    assert rights == {
        "author edits own": True,
        "author edits others": False,
        "author publishes": False,
        "editor publishes": True,
        "editor keeps accounts": False,
        "admin keeps accounts": True,
    }
    assert [user.is_superuser for user in (author, editor, admin)] == [False, False, False]
    assert all(client.login(username=user.username, password=PASSWORD) for user in (author, editor, admin))
    assert author.person == Person.objects.get(slug="han-ji-ho")
