"""What a page says of itself in its head: a description, and Open Graph tags of a publication."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html

from config.languages import Language, Text
from publications.document.html import plain_text
from publications.document.types import Document
from publications.models import Edition
from publications.outputs import card
from publications.outputs.record import full_title
from publications.outputs.site import Site

register = template.Library()
LOCALES = {"en": "en_US", "ko": "ko_KR"}
# Characters of a description that search engines show.
DESCRIPTION: dict[Language, int] = {"en": 160, "ko": 80}


@register.simple_tag
def description(text: Text) -> str:
    """The beginning of a text for ``<meta name="description">``, cut at a word; nothing for an empty one."""
    whole, limit = " ".join(plain_text(text.value).split()), DESCRIPTION[text.language]
    if not whole:
        return ""
    shown = whole if len(whole) <= limit else whole[:limit].rsplit(maxsplit=1)[0] + "…"
    return format_html('<meta name="description" content="{}">\n', shown)


@register.inclusion_tag("publications/social.html", takes_context=True)
def social(context: template.Context, document: Document, edition: Edition | None) -> dict[str, Any]:
    """Texts in the language of the page; the picture in that of the publication, and only once it is published."""
    language = context["language"]
    has_card = edition is not None and not context["no_index"] and card.fonts() is not None
    return {
        "title": full_title(document, language),
        "description": edition.abstract.best(language).value if edition else "",
        "address": context["canonical"],
        "institute": context["institute"].name.best(language),
        "locale": LOCALES[language],
        "other_locales": [LOCALES[entry] for entry in document.languages if entry != language],
        "published": document.issued.iso if document.issued else "",
        "card": Site(context["institute"].name, url=settings.SITE_URL).output_url(document.slug, "png")
        if has_card
        else "",
        "alternative": full_title(document, document.language),
        "width": card.WIDTH,
        "height": card.HEIGHT,
    }
