"""Lists of results and of facets, written out by functions: dozens of lines a page, each search anew."""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from config.languages import Bilingual
from publications.search import Found, Piece
from publications.templatetags.publications import choice_label, label_in_list, summary_name
from publications.views.browse import Choice
from publications.views.searching import Group, Passage

register = template.Library()

RECOMMENDATION = Bilingual("Recommendation", "정책 제안")
TEXT = Bilingual("Text", "본문")


@register.simple_tag
def boxes(choices: Sequence[Choice], is_capped: bool) -> SafeString:
    """The checkboxes of a facet. Every value is escaped here: ``format_html`` takes four times as long."""
    more = "+" if is_capped else ""
    return mark_safe("\n".join(_box(entry, more) for entry in choices))  # noqa: S308


def _box(entry: Choice, more: str) -> str:
    name, value, checked = escape(entry.facet), escape(entry.value), " checked" if entry.is_chosen else ""
    return (
        f'<label><input type="checkbox" name="{name}" value="{value}" id="f-{name}-{value}"{checked}>'
        f'<span>{escape(choice_label(entry))}</span><span class="c">{entry.hits:,}{more}</span></label>'
    )


@register.simple_tag
def lines(group: Group) -> SafeString:
    """The passages of a publication, each with its own language and a link to where it stands."""
    shown = "".join(_line(group, entry) for entry in group.passages)
    if group.more > 0:
        text = ngettext(
            "%(number)s more passage in this publication", "%(number)s more passages in this publication", group.more
        ) % {"number": f"{group.more:,}"}
        shown += f'<li class="more"><a href="{escape(group.all_of_it)}">{escape(text)}</a></li>'
    return mark_safe(shown)  # noqa: S308 - escaped piece by piece


def _line(group: Group, entry: Passage) -> str:
    language, found = escape(entry.found.language), entry.found
    place = f'<a href="{escape(entry.address)}">{_place(group, found)}</a>'
    return f'<li lang="{language}">{place}<br>{highlighted(found.excerpt)}</li>'


def _place(group: Group, found: Found) -> str:
    """What the place of a passage is called, in the passage's language; escaped."""
    if found.part == "summary":
        return escape(summary_name(found.language, group.edition.language))  # type: ignore[arg-type]
    if found.part == "recommendation":
        return escape(f"{RECOMMENDATION.get(found.language)} {found.label}")
    heading = highlighted(found.heading) or escape(TEXT.get(found.language))
    return f"{escape(label_in_list(found.label))} {heading}" if found.label else heading


def highlighted(pieces: Sequence[Piece]) -> SafeString:
    """Every piece is escaped here, and nothing else stands between the marks."""
    texts = (f"<mark>{escape(piece.text)}</mark>" if piece.is_marked else escape(piece.text) for piece in pieces)
    return mark_safe("".join(texts))  # noqa: S308
