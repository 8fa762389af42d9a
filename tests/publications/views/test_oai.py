"""OAI-PMH: the protocol as a librarian's own client sees it, its errors, and its exactness in time."""

import datetime

import pytest
from django.utils import timezone
from lxml import etree
from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch

from publications import harvest
from publications.models import Edition, Publication
from publications.services import saving
from publications.views import oai
from tests.factories import (
    make_institute,
    make_person,
    make_publication,
    make_published,
    make_topic,
    publish,
    withdraw,
)

pytestmark = pytest.mark.django_db
NAMES = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "d": "http://datacite.org/schema/kernel-4",
}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
NOON = datetime.datetime(2026, 3, 12, 3, 0, 5, 250_000, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def institute():
    return make_institute(email="library@harbour.example")


def ask(client, query: str):
    response = client.get(f"/oai?{query}")
    assert (response.status_code, response["Content-Type"]) == (200, "text/xml; charset=utf-8")
    return etree.fromstring(response.content)


def identifiers(client, query: str) -> list[str]:
    tree = ask(client, f"verb=ListIdentifiers&metadataPrefix=oai_dc&{query}")
    return [element.text.rpartition(":")[2] for element in tree.iterfind(".//o:identifier", NAMES)]


def error(client, query: str) -> str:
    return ask(client, query).find("o:error", NAMES).get("code")


def make_full() -> Edition:
    return make_published(
        "Quiet Ports",
        title_ko="조용한 항구",
        summary_en="<p>Boats leave early.</p>",
        summary_ko="<p>배는 일찍 떠난다.</p>",
        authors=[make_person("Yi Sun-shin", "이순신", orcid="0000-0002-1825-0097"), {"given_en": "Sukarno"}],
        topics=[make_topic("Water", "물"), make_topic("남북관계")],
        doi="10.5555/quiet",
        at=NOON,
    )


def test_record_holds_both_languages_each_tagged(client):
    edition = make_full()
    tree = ask(client, f"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:testserver:{edition.publication_id}")

    def said(name: str) -> list[tuple[str | None, str]]:
        return [(element.get(LANGUAGE), element.text) for element in tree.iterfind(f".//dc:{name}", NAMES)]

    assert said("title") == [("en", "Quiet Ports"), ("ko", "조용한 항구")]
    assert said("description") == [("en", "Boats leave early."), ("ko", "배는 일찍 떠난다.")]
    assert said("creator") == [(None, "Yi, Sun-shin"), (None, "Sukarno")]
    assert said("subject") == [("en", "Water"), ("ko", "물"), ("en", "남북관계")]
    assert said("date") == [(None, "2026-03-12")]
    assert said("identifier") == [
        (None, "http://testserver/en/publications/quiet-ports/"),
        (None, "https://doi.org/10.5555/quiet"),
    ]
    header = tree.find(".//o:header", NAMES)
    assert header.findtext("o:datestamp", namespaces=NAMES) == "2026-03-12T03:00:05Z"


def test_datacite_record_names_creators_and_marks_the_translated_title(client):
    edition = make_full()
    tree = ask(client, f"verb=GetRecord&metadataPrefix=oai_datacite&identifier=oai:testserver:{edition.publication_id}")
    resource = tree.find(".//d:resource", NAMES)

    assert resource.find("d:identifier", NAMES).attrib == {"identifierType": "DOI"}
    assert [
        (title.get(LANGUAGE), title.get("titleType"), title.text) for title in resource.iterfind(".//d:title", NAMES)
    ] == [("en", None, "Quiet Ports"), ("ko", "TranslatedTitle", "조용한 항구")]
    assert [name.text for name in resource.iterfind(".//d:creatorName", NAMES)] == ["Yi, Sun-shin", "Sukarno"]
    assert resource.findtext(".//d:nameIdentifier", namespaces=NAMES) == "https://orcid.org/0000-0002-1825-0097"
    assert resource.findtext("d:publicationYear", namespaces=NAMES) == "2026"


def test_from_and_until_are_exact_to_the_second_and_the_day(client):
    edition = make_full()
    mine = [str(edition.publication_id)]

    def found(query: str) -> list[str]:
        return identifiers(client, query)

    assert found("from=2026-03-12T03:00:05Z&until=2026-03-12T03:00:05Z") == mine
    assert (found("until=2026-03-12T03:00:04Z"), found("from=2026-03-12T03:00:06Z")) == ([], [])
    assert found("from=2026-03-12&until=2026-03-12") == mine
    assert (found("until=2026-03-11"), found("from=2026-03-13")) == ([], [])


@pytest.mark.parametrize(
    ("spec", "count"),
    [
        ("kind", 1), ("kind:report", 1), ("kind:note", 0), ("language:en", 1), ("language:ko", 0),
        ("topic", 1), ("topic:water", 1), ("topic:fire", 0), ("shape:round", 0),
    ],
)  # fmt: skip
def test_set_holds_its_records(client, spec, count):
    make_full()

    assert len(identifiers(client, f"set={spec}")) == count


def test_set_of_a_korean_topic_has_an_ascii_name_that_leads_back(client):
    edition = make_full()
    header = ask(client, "verb=ListIdentifiers&metadataPrefix=oai_dc").find(".//o:header", NAMES)
    named = [element.text for element in header.iterfind("o:setSpec", NAMES)]
    offered = [element.text for element in ask(client, "verb=ListSets").iterfind(".//o:setSpec", NAMES)]

    (korean,) = [spec for spec in named if "xn--" in spec]
    assert (korean.isascii(), set(named) <= set(offered)) == (True, True)
    assert identifiers(client, f"set={korean}") == [str(edition.publication_id)]


def test_withdrawn_publication_is_a_deleted_record_stamped_with_its_withdrawal(client):
    edition = make_full()
    withdraw(edition.publication, at=NOON + datetime.timedelta(days=2))

    for query in (
        "verb=ListRecords&metadataPrefix=oai_dc",
        f"verb=GetRecord&metadataPrefix=oai_datacite&identifier=oai:testserver:{edition.publication_id}",
    ):
        (record,) = ask(client, query).iterfind(".//o:record", NAMES)
        header = record.find("o:header", NAMES)
        assert (header.get("status"), record.find("o:metadata", NAMES)) == ("deleted", None)
        assert header.findtext("o:datestamp", namespaces=NAMES) == "2026-03-14T03:00:05Z"


def test_publication_is_one_record_through_editions_withdrawal_and_return(client):
    edition = make_full()
    publication = Publication.objects.get(pk=edition.publication_id)
    publish(publication, NOON + datetime.timedelta(days=1))
    withdraw(publication, NOON + datetime.timedelta(days=2))
    publish(publication, NOON + datetime.timedelta(days=3))

    (header,) = ask(client, "verb=ListIdentifiers&metadataPrefix=oai_dc").iterfind(".//o:header", NAMES)

    assert (header.get("status"), header.findtext("o:datestamp", namespaces=NAMES)) == (None, "2026-03-15T03:00:05Z")


def test_drafts_and_schedules_have_no_record_and_no_stamp_is_in_the_future(client):
    saving.save_again(publication=make_publication("Draft"), by=None)
    scheduled = make_published("Later", at=timezone.now() + datetime.timedelta(hours=1))
    edition = make_full()
    publish(Publication.objects.get(pk=edition.publication_id), timezone.now() + datetime.timedelta(hours=1))

    assert identifiers(client, "") == [str(edition.publication_id)]
    query = f"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:testserver:{scheduled.publication_id}"
    assert error(client, query) == "idDoesNotExist"
    assert "2026-03-12T03:00:05Z" in client.get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc").content.decode()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Nothing", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=kind", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-02&until=2026-02-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-02&until=2026-02-02T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=two words", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&metadataPrefix=two words", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=GetRecord&metadataPrefix=marc&identifier=oai:testserver:1", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=1", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=oai:testserver:0", "idDoesNotExist"),
        ("verb=ListIdentifiers&metadataPrefix=oai_dc", "noRecordsMatch"),
        ("verb=ListIdentifiers&metadataPrefix=oai_dc&from=9999-12-31&until=9999-12-31", "noRecordsMatch"),
    ],
)
def test_wrong_request_is_answered_with_the_code_of_the_protocol(client, query, code):
    assert error(client, query) == code
    request = ask(client, query).find("o:request", NAMES)
    assert (request.text, bool(request.attrib)) == ("http://testserver/oai", code not in {"badVerb", "badArgument"})


def test_post_is_answered_like_get(client):
    make_full()
    posted = client.post("/oai", {"verb": "ListRecords", "metadataPrefix": "oai_dc"})

    assert etree.fromstring(posted.content).find(".//o:record", NAMES) is not None
    assert client.put("/oai").status_code == 405


def test_list_survives_additions_and_changes_between_its_pages(client, monkeypatch):
    monkeypatch.setattr(oai, "PAGE", 2)
    editions = [make_published(f"Paper {day}", at=NOON + datetime.timedelta(days=day)) for day in range(5)]
    numbers = [str(edition.publication_id) for edition in editions]
    found: list[str] = []
    query = "verb=ListIdentifiers&metadataPrefix=oai_dc"
    while query:
        tree = ask(client, query)
        found += [element.text.rpartition(":")[2] for element in tree.iterfind(".//o:identifier", NAMES)]
        token = tree.findtext(".//o:resumptionToken", namespaces=NAMES)
        query = f"verb=ListIdentifiers&resumptionToken={token}" if token else ""
        if len(found) == 2:
            # One that was handed out is withdrawn, one to come gets an edition, a new one opens.
            withdraw(editions[0].publication)
            publish(Publication.objects.get(pk=editions[2].publication_id))
            numbers.append(str(make_published("New").publication_id))

    assert found == [numbers[0], numbers[1], numbers[3], numbers[4], numbers[0], numbers[2], numbers[5]]


def test_token_of_somebody_else_is_refused(client):
    token = harvest.Selection("oai_dc", after=(NOON, 1)).token()

    assert error(client, f"verb=ListRecords&resumptionToken={token[:-1]}") == "badResumptionToken"
    assert error(client, f"verb=ListRecords&resumptionToken={token}") == "noRecordsMatch"


def test_page_of_records_takes_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    for number in range(8):
        make_published(f"Paper {number}", topics=[make_topic("Water")])

    with django_assert_max_num_queries(6):
        client.get("/oai?verb=ListRecords&metadataPrefix=oai_datacite")


@pytest.mark.django_db(transaction=True)
def test_harvest_by_a_client_equals_what_is_public(live_server, monkeypatch, settings):
    settings.SITE_URL = live_server.url
    monkeypatch.setattr(oai, "PAGE", 3)
    for number in range(10):
        make_published(f"Paper {number} & <more> 이순신 🐢", slug=f"paper-{number}")
    withdraw(Publication.objects.get(slug="paper-4"))
    client = Sickle(f"{live_server.url}/oai")

    records = list(client.ListRecords(metadataPrefix="oai_dc", ignore_deleted=True))

    assert sorted(record.metadata["title"][0] for record in records) == sorted(
        Edition.objects.published().values_list("title_en", flat=True)
    )
    assert sum(header.deleted for header in client.ListIdentifiers(metadataPrefix="oai_dc")) == 1
    assert client.Identify().deletedRecord == "persistent"
    assert {entry.metadataPrefix for entry in client.ListMetadataFormats()} == {"oai_dc", "oai_datacite"}
    assert "kind:report" in {entry.setSpec for entry in client.ListSets()}
    with pytest.raises(NoRecordsMatch):
        client.ListRecords(metadataPrefix="oai_dc", set="topic:none")
