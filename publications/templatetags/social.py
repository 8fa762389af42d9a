"""Open Graph tags of a publication."""

from typing import Any

from django import template
from django.conf import settings

from publications.document.types import Document
from publications.models import Edition
from publications.outputs import card
from publications.outputs.record import full_title
from publications.outputs.site import Site

register = template.Library()
LOCALES = {"en": "en_US", "ko": "ko_KR"}


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
