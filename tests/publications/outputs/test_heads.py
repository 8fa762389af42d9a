"""What stands in the page head: Highwire tags and JSON-LD."""

import dataclasses
import datetime
import json

import pytest

from config.languages import Bilingual
from publications.document.types import AttachmentRef, Issued
from publications.outputs import highwire, schema_org
from publications.outputs.site import Site
from tests.documents import full, minimal, with_titles
from tests.publications.outputs.golden import SITE


@pytest.mark.parametrize(("precision", "day"), [("day", "2026/03/02"), ("month", "2026/03"), ("year", "2026")])
def test_highwire_date_is_as_precise_as_it_is_known(precision, day):
    document = with_titles("T", issued=Issued(datetime.date(2026, 3, 2), precision))
    assert dict(highwire.tags(document, SITE))["citation_publication_date"] == day
    assert json.loads(schema_org.render(document, SITE))["datePublished"] == day.replace("/", "-")


def test_highwire_has_one_author_a_tag_family_first():
    found = [content for name, content in highwire.tags(full("ko"), SITE) if name == "citation_author"]
    assert found == ["이, 순신", "오카포르, 아다에제", "Sukarno", "항만과바다연합"]


def test_highwire_leaves_out_what_is_not_known():
    assert [name for name, _ in highwire.tags(minimal("en"), SITE)] == [
        "citation_title",
        "citation_technical_report_institution",
        "citation_language",
        "citation_abstract_html_url",
    ]


@pytest.mark.parametrize(("languages", "chosen"), [(["ko", "en"], 1), (["ko", ""], 1), (["ko"], 0), (["", "en"], 1)])
def test_pdf_is_the_one_in_the_own_language(languages, chosen):
    files = tuple(
        AttachmentRef(key, f"{key}" * 64, f"{key}.pdf", "pdf", "application/pdf", 9, language)
        for key, language in enumerate(languages)
    )
    tags = dict(highwire.tags(with_titles("T", attachments=files), SITE))
    assert tags["citation_pdf_url"].endswith(f"/publications/a-short-note/files/{f'{chosen}' * 64}/{chosen}.pdf")


def test_original_names_its_translation_and_the_translation_its_original():
    original = dataclasses.replace(full("en"), translation_of="")
    found = json.loads(schema_org.render(original, SITE, translations=[("조용한", "ko")]))
    assert [work["url"] for work in found["workTranslation"]] == [SITE.publication_url("조용한", "ko")]
    assert "translationOfWork" not in found
    translation = dataclasses.replace(full("ko"), translation_of="quiet-harbours")
    found = json.loads(schema_org.render(translation, SITE))
    assert found["translationOfWork"]["url"] == "https://harbour.example/en/publications/quiet-harbours/"


@pytest.mark.parametrize(
    ("licence", "address"),
    [
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC BY-NC-ND 4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"),
        ("https://example.org/terms", "https://example.org/terms"),
        ("All rights reserved", ""),
    ],
)
def test_licence_address(licence, address):
    assert schema_org.licence_address(licence) == address


def test_addresses_are_percent_encoded():
    site = Site(Bilingual("A", "가"), url="https://a.example")
    assert site.publication_url("짧은-글", "ko") == "https://a.example/ko/publications/%EC%A7%A7%EC%9D%80-%EA%B8%80/"
    assert (
        site.file_url("a", "0" * 64, "a b/c.pdf") == f"https://a.example/publications/a/files/{'0' * 64}/a%20b%2Fc.pdf"
    )
