"""Lists of results and of facets, written out by functions: dozens of lines a page, each search anew."""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from config.languages import Bilingual
from publications.search import Found, Piece
from publications.templatetags.publications import choice_label, label_in_list, summary_name
from publications.views.browse import Choice
from publications.views.searching import Group

register = template.Library()

RECOMMENDATION = Bilingual("Recommendation", "정책 제안")
TEXT = Bilingual("Text", "본문")


@register.simple_tag
def boxes(choices: Sequence[Choice], is_capped: bool) -> SafeString:
    """The checkboxes of a facet."""
    more, checked = "+" if is_capped else "", " checked"
    return format_html_join(
        "\n",
        '<label><input type="checkbox" name="{0}" value="{1}" id="f-{0}-{1}"{2}><span>{3}</span>'
        '<span class="c">{4}</span></label>',
        (
            (entry.facet, entry.value, checked if entry.is_chosen else "", choice_label(entry), f"{entry.hits:,}{more}")
            for entry in choices
        ),
    )


@register.simple_tag
def lines(group: Group) -> SafeString:
    """The passages of a publication, each with its own language and a link to where it stands."""
    shown = format_html_join(
        "",
        '<li lang="{}"><a href="{}">{}</a><br>{}</li>',
        (
            (entry.found.language, entry.address, _place(group, entry.found), highlighted(entry.found.excerpt))
            for entry in group.passages
        ),
    )
    if group.more <= 0:
        return shown
    text = ngettext(
        "%(number)s more passage in this publication", "%(number)s more passages in this publication", group.more
    ) % {"number": f"{group.more:,}"}
    return format_html('{}<li class="more"><a href="{}">{}</a></li>', shown, group.all_of_it, text)


def _place(group: Group, found: Found) -> str:
    """What the place of a passage is called, in the passage's language."""
    if found.part == "summary":
        return summary_name(found.language, group.edition.language)  # type: ignore[arg-type]
    if found.part == "recommendation":
        return f"{RECOMMENDATION.get(found.language)} {found.label}"
    heading = highlighted(found.heading) or TEXT.get(found.language)
    return format_html("{} {}", label_in_list(found.label), heading) if found.label else heading


def highlighted(pieces: Sequence[Piece]) -> SafeString:
    """Every piece is escaped here, and nothing else stands between the marks."""
    texts = (f"<mark>{escape(piece.text)}</mark>" if piece.is_marked else escape(piece.text) for piece in pieces)
    return mark_safe("".join(texts))  # noqa: S308
