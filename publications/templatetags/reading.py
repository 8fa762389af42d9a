"""Formatting inside a text: notes, links to its places, what advice rests on. Nothing here reads the database."""

from django import template

from config.languages import Language
from publications.document.outline import Entry
from publications.outputs.web import BACK, LINK, NOTES, Part

register = template.Library()


@register.filter
def link_name(language: Language) -> str:
    """What a link to a heading is called inside a text of this language."""
    return LINK.get(language)


@register.filter
def notes_name(language: Language) -> str:
    return NOTES.get(language)


@register.filter
def notes_label(part: Part, language: Language) -> str:
    """The name of a list of notes, of which a page may have several: "Notes: II Costs"."""
    title = part.entry.chapter.title.best(language).value
    return ": ".join(filter(None, [NOTES.get(language), f"{part.entry.label} {title}".strip()]))


@register.filter
def found_in(anchors: tuple[str, ...], places: dict[str, tuple[Entry, str]]) -> list[tuple[Entry, str]]:
    """The chapters of these anchors that have a number or a title to be called by, with their addresses."""
    found = [places[anchor] for anchor in anchors if anchor in places]
    return [(entry, address) for entry, address in found if entry.reference or entry.chapter.title]


@register.filter
def back_name(language: Language) -> str:
    return BACK.get(language)
