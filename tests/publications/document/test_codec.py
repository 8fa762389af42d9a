import dataclasses
import datetime
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.document import codec
from publications.document.types import Document
from tests.documents import full, minimal

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
st.register_type_strategy(str, text)
st.register_type_strategy(datetime.date, st.dates())
documents = st.from_type(Document)


@pytest.mark.parametrize("document", [minimal("en"), minimal("ko"), full("en"), full("ko")])
def test_document_comes_back_as_it_was(document):
    assert codec.decode(codec.encode(document)) == document


@given(documents)
def test_any_document_comes_back_as_it_was(document):
    stored = codec.encode(document)
    assert codec.decode(stored) == document
    assert codec.encode(codec.decode(stored)) == stored


def test_json_is_canonical():
    stored = codec.encode(minimal("ko"))
    assert stored == (
        '{"document":{"kind":{"has_chapters":false,"has_recommendations":false,"key":2,'
        '"name":{"en":"Commentary","ko":"논평"},"numbering":"none","plural":{"en":"Commentaries","ko":"논평"},'
        '"slug":"commentary"},"language":"ko","publication":8,"slug":"짧은-글","title":{"ko":"짧은 글"}},"format":1}'
    )


def test_fingerprint_is_the_hash_of_its_bytes():
    stored = codec.encode(full("ko"))
    assert codec.fingerprint(stored) == hashlib.sha256(stored.encode("utf-8")).hexdigest()
    changed = codec.encode(dataclasses.replace(full("ko"), pages=97))
    assert codec.fingerprint(changed) != codec.fingerprint(stored)


def test_format_from_the_future_is_refused():
    stored = json.loads(codec.encode(minimal("en")))
    with pytest.raises(ValueError, match="format 99"):
        codec.decode(json.dumps(stored | {"format": 99}))


def test_older_format_is_read_through_its_step(monkeypatch):
    def upgrade(document):
        return {"slug": document.pop("address"), **document}

    monkeypatch.setitem(codec.UPGRADES, 0, upgrade)
    document = json.loads(codec.encode(minimal("en")))["document"]
    document["address"] = document.pop("slug")
    assert codec.decode(json.dumps({"format": 0, "document": document})) == minimal("en")
