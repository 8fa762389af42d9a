"""Rows of the demo institute's catalogue, from ``catalogue.toml``."""

from typing import Any, TypeVar

from django.db.models import Model

from people.models import Appointment, Center, Person
from publications.demo.content import Entry, store
from publications.models import (
    Audience,
    ContributorRole,
    Featured,
    Institute,
    Kind,
    Page,
    Publication,
    Series,
    Synonym,
    Topic,
)

Row = TypeVar("Row", bound=Model)


class Catalogue:
    """The rows that publications refer to, by their slugs."""

    def __init__(self) -> None:
        self._rows: dict[tuple[type[Model], str], Any] = {}

    def add(self, slug: str, row: Model) -> None:
        self._rows[type(row), slug] = row

    def find(self, model: type[Row], slug: str, entry: Entry, key: str) -> Row:
        row = self._rows.get((model, slug))
        if row is None:
            raise entry.fault(key, f"there is no {model._meta.verbose_name} “{slug}”")
        found: Row = row
        return found

    def find_all(self, model: type[Row], entry: Entry, key: str) -> list[Row]:
        return [self.find(model, slug, entry, key) for slug in entry.words(key)]


def load_catalogue(content: Entry) -> Catalogue:
    """Everything but the featured publications, which do not exist yet."""
    catalogue = Catalogue()
    _load_institute(content)
    _load_named(content, catalogue)
    for entry in content.entries("people"):
        _load_person(entry, catalogue)
    for position, entry in enumerate(content.entries("pages"), 1):
        slug = entry.need("slug")
        flags = {name: entry.get(name, bool, True) for name in ("in_menu", "in_footer")}
        store(Page(slug=slug, position=position, **entry.pair("title", "body"), **flags), entry)
        entry.finish()
    for entry in content.entries("synonyms"):
        store(Synonym(words="\n".join(entry.words("words"))), entry)
        entry.finish()
    return catalogue


def feature(content: Entry, catalogue: Catalogue) -> None:
    """The publications of the home page, in the order of the file."""
    for position, publication in enumerate(catalogue.find_all(Publication, content, "featured"), 1):
        Featured.objects.create(publication=publication, position=position)
    content.finish()


def _load_institute(content: Entry) -> None:
    entry = content.entry("institute")
    if entry is None:
        raise content.fault("institute", "is missing")
    columns = {name: entry.text(name) for name in ("email", "licence", "default_language")}
    store(Institute(**entry.pair("name", "tagline", "address", "place"), **columns), entry)
    entry.finish()


def _load_named(content: Entry, catalogue: Catalogue) -> None:
    """Kinds, series, roles, audiences, topics and centers: a slug, names, and what else each of them has."""
    for position, entry in enumerate(content.entries("kinds"), 1):
        flags = {name: entry.get(name, bool, True) for name in ("has_chapters", "has_recommendations")}
        columns = entry.pair("name", "plural") | flags | {"numbering": entry.need("numbering")}
        _store(Kind, entry, catalogue, position=position, **columns)
    for entry in content.entries("series"):
        _store(Series, entry, catalogue, issn=entry.text("issn"), **entry.pair("name", "description"))
    for position, entry in enumerate(content.entries("roles"), 1):
        _store(ContributorRole, entry, catalogue, position=position, **entry.pair("name"))
    for position, entry in enumerate(content.entries("audiences"), 1):
        _store(Audience, entry, catalogue, position=position, **entry.pair("name"))
    for entry in content.entries("topics"):
        names = {"name": entry.need("name_en"), "name_ko": entry.text("name_ko")}
        _store(Topic, entry, catalogue, **names, **entry.pair("description"))
    for position, entry in enumerate(content.entries("centers"), 1):
        _store(Center, entry, catalogue, position=position, **entry.pair("name", "description"))


def _store(model: type[Row], entry: Entry, catalogue: Catalogue, **columns: Any) -> Row:
    """A row with this slug: new, or brought up to what the file says where a corpus was loaded before."""
    slug = entry.need("slug")
    row: Row = model._default_manager.filter(slug=slug).first() or model(slug=slug)
    for name, value in columns.items():
        setattr(row, name, value)
    store(row, entry)
    catalogue.add(slug, row)
    entry.finish()
    return row


def _load_person(entry: Entry, catalogue: Catalogue) -> None:
    posts = entry.entries("posts")
    orders = {
        f"family_first_{language}": entry.get(f"family_first_{language}", bool, True) for language in ("en", "ko")
    }
    columns = (
        entry.pair("family", "given", "biography") | orders | {name: entry.text(name) for name in ("email", "orcid")}
    )
    person = _store(Person, entry, catalogue, **columns)
    for post in posts:
        center = catalogue.find(Center, post.need("center"), post, "center")
        row = Appointment(
            person=person,
            center=center,
            start=post.date("start"),
            end=post.date("end"),
            is_fellow=post.get("is_fellow", bool, True),
            **post.pair("position"),
        )
        store(row, post)
        post.finish()
