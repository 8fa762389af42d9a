"""Records by the hundred: nothing of them is lost, and browsing gives the counts of a plain script over the file."""

import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from people.models import Person
from publications.corpus.jsonl import key, part_name, person_key
from publications.document.checklist import blocking
from publications.document.html import plain_text
from publications.document.hygiene import clean
from publications.models import Edition, Kind, Publication, Readership, Revision, Series, Topic
from publications.services.publishing import publish
from publications.services.saving import save_again

pytestmark = pytest.mark.django_db
OWN = Path(__file__).parent / "corpus.sample.jsonl"
REAL = Path(__file__).parents[3] / "shared" / "samples" / "corpus" / "publications.sample.jsonl"
needs_real = pytest.mark.skipif(
    not REAL.exists(), reason="The 300 real records are not part of the project; they are not here."
)
FILES = [pytest.param(OWN, id="own"), pytest.param(REAL, id="real", marks=needs_real)]


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def run(command: str, *arguments: Any) -> str:
    output = io.StringIO()
    call_command(command, *arguments, stdout=output)
    return output.getvalue()


def authors(record: dict[str, Any]) -> list[str]:
    identifiers = record.get("author_ids") or [""] * len(record["authors"])
    pairs = zip(record["authors"], identifiers, strict=True)
    return [person_key(record["source"], name, identifier) for name, identifier in pairs]


def words(text: str) -> list[str]:
    """Without the invisible characters that no stored text holds."""
    return clean(text).split()


@pytest.mark.parametrize("path", FILES)
def test_views_of_the_source_are_kept(path):
    run("load_corpus", path)

    expected = {key(entry["id"]): entry["views"] for entry in records(path) if entry.get("views")}
    assert dict(Readership.objects.values_list("publication__slug", "total")) == expected


@pytest.mark.parametrize("path", FILES)
def test_load_corpus_gives_the_counts_of_a_plain_script(path):
    entries = records(path)

    run("load_corpus", path)

    published = Edition.objects.published()
    found = {
        "author": {person.slug: published.by(person).count() for person in Person.objects.all()},
        "topic": {topic.name: published.about(topic).count() for topic in Topic.objects.all()},
        "year": Counter(str(edition.issued.year) for edition in published),
        "language": Counter(published.values_list("language", flat=True)),
        "kind": Counter(published.values_list("kind__slug", flat=True)),
    }
    assert found == {
        "author": Counter(author for entry in entries for author in set(authors(entry))),
        "topic": Counter(topic for entry in entries for topic in set(entry["topics"])),
        "year": Counter(entry["date"][:4] for entry in entries),
        "language": Counter(entry["lang"] for entry in entries),
        "kind": Counter(entry["kind"] for entry in entries),
    }
    assert published.count() == len(entries)


@pytest.mark.parametrize("path", FILES)
def test_load_corpus_loses_nothing_of_a_record(path):
    entries = records(path)

    run("load_corpus", path)

    documents = {edition.slug: edition.document for edition in Edition.objects.with_document()}
    for entry in entries:
        document = documents[key(entry["id"])]
        language = entry["lang"]
        body = next((chapter.body for chapter in document.chapters if chapter.matter == "body"), "")
        links = "".join(chapter.body for chapter in document.chapters if chapter.matter == "back")
        names = [part_name(name).printed if "," in name else name for name in entry["authors"]]
        assert document.title.get(language).split() == words(entry["title"])
        assert document.language == language
        assert [contributor.name.best("en")[0].printed for contributor in document.authors] == names
        assert document.issued is not None
        assert document.issued.iso == entry["date"]
        assert sorted(topic.name.get(language) or topic.name.en for topic in document.topics) == sorted(entry["topics"])
        assert words(plain_text(document.summary.get(language))) == words(entry.get("abstract", ""))
        assert words(plain_text(body)) == words(entry.get("body", ""))
        assert plain_text(links) == entry.get("url", "")
        assert (document.series.number if document.series else "") == entry.get("number", "")
        assert blocking(document) == []


@pytest.mark.parametrize("path", FILES)
def test_load_corpus_a_second_time_adds_nothing(path):
    run("load_corpus", path)
    tables = (Publication, Revision, Edition, Person, Topic, Kind, Series)
    before = [table.objects.count() for table in tables]

    output = run("load_corpus", path)

    assert output == "0 publications were added.\n"
    assert [table.objects.count() for table in tables] == before


def test_load_corpus_keeps_namesakes_apart():
    run("load_corpus", OWN)

    namesakes = Person.objects.filter(family_en="Min-jun", given_en="Kim")

    assert [Edition.objects.published().by(person).get().slug for person in namesakes.order_by("slug")] == [
        "own-1",
        "own-2",
    ]


def test_load_corpus_makes_paragraphs_and_escapes_signs():
    run("load_corpus", OWN)

    summary = Edition.objects.get(slug="own-1").document.summary.en
    petition = Edition.objects.get(slug="pet-9").document

    assert summary == (
        "<p>First paragraph with 3 &lt; 4 &amp; a _mark_.</p><p>Second paragraph,<br>with a line break.</p>"
    )
    assert petition.chapters[0].body == (
        "<p>밤에는 길이 보이지 않습니다.</p><p>1. 가로등 &lt;열 개&gt;<br>2. 안내판</p>"
    )


@pytest.mark.parametrize(
    ("name", "inverted"),
    [
        ("Heron, Maria L.", "Heron, Maria L."),
        ("Kenneth D West", "West, Kenneth D"),
        ("Anna B de Vries", "de Vries, Anna B"),
        ("Frank J Smith IV", "Smith IV, Frank J"),
        ("Wulandari", "Wulandari"),
    ],
)
def test_part_name_finds_the_family_name(name, inverted):
    assert part_name(name).inverted == inverted


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "line 2: Expecting property name"),
        ('{"id": "x:1"}', "line 2: lang is missing"),
        ('{"id": "x:1", "lang": "fr"}', "line 2: lang must be one of en, ko, not 'fr'"),
        ('{"id": "x:1", "lang": "en", "title": "\\u200b"}', "line 2: must have 1 to 300 letters: ''"),
        (
            '{"id": "x:1", "lang": "en", "title": "T", "kind": "k", "source": "s", "date": "May 2024"}',
            "line 2: date must look like 2024-05-31, 2024-05 or 2024, not 'May 2024'",
        ),
        (OWN.read_text(encoding="utf-8").splitlines()[0], "line 2: there is a record own-1 before"),
    ],
)
def test_load_corpus_with_a_faulty_line_names_it_and_stores_nothing(tmp_path, line, sentence):
    path = tmp_path / "records.jsonl"
    path.write_text(OWN.read_text(encoding="utf-8").splitlines()[0] + "\n" + line, encoding="utf-8")

    with pytest.raises(CommandError) as raised:
        run("load_corpus", path)

    assert sentence in str(raised.value)
    assert [table.objects.count() for table in (Publication, Person, Topic)] == [0, 0, 0]


def test_make_corpus_is_the_same_each_time_and_varied():
    output = run("make_corpus", 60)
    stored = list(Revision.objects.order_by("publication__slug").values_list("publication__slug", "sha256"))

    again = run("make_corpus", 60)

    published = Edition.objects.published()
    documents = [edition.document for edition in published.with_document()]
    assert (output, again) == ("60 publications were added.\n", "0 publications were added.\n")
    assert list(Revision.objects.order_by("publication__slug").values_list("publication__slug", "sha256")) == stored
    assert published.values("kind").distinct().count() == 4
    assert set(published.values_list("language", flat=True)) == {"en", "ko"}
    assert published.values("issued__year").distinct().count() > 15
    assert {precision for (precision,) in published.values_list("issued_precision")} == {"day", "month", "year"}
    assert sum(bool(document.chapters) for document in documents) > 20
    assert sum(bool(document.recommendations) for document in documents) > 5
    assert [finding for document in documents for finding in blocking(document)] == []


def test_make_corpus_without_a_number_of_publications_is_refused():
    with pytest.raises(CommandError, match="at least 1"):
        run("make_corpus", 0)


def test_publications_in_a_batch_are_stored_as_single_ones_are():
    """Saving again and publishing again, one by one, gives the same document and the same columns."""
    run("make_corpus", 12)
    from_batch = {edition.slug: columns(edition) for edition in Edition.objects.all()}

    for publication in Publication.objects.all():
        revision = save_again(publication=publication, by=None)
        publish(revision=revision, by=None)

    alone = {edition.slug: columns(edition) for edition in Edition.objects.published()}
    assert alone == from_batch


def columns(edition: Edition) -> dict[str, Any]:
    own = {"id", "number", "revision_id", "live_from", "live_until"}
    values = {field.attname: getattr(edition, field.attname) for field in Edition._meta.concrete_fields}
    rows = {
        "sha256": edition.revision.sha256,
        "topics": sorted(edition.topics.values_list("pk", flat=True)),
        "centers": sorted(edition.centers.values_list("pk", flat=True)),
        "people": list(edition.contributions.values_list("position", "key", "role", "person")),
        "advice": list(edition.recommendations.values_list("number", "anchor", "text_en", "heading_ko")),
    }
    return {name: value for name, value in values.items() if name not in own} | rows
