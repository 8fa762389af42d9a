"""``{% picture image alt files %}``: the markup of a picture, as in the text of a chapter."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from publications.document.types import ImageRef
from publications.outputs.web import TEXT_WIDTH, picture_html

register = template.Library()


@register.simple_tag
def picture(image: ImageRef, alt: str, files: str, sizes: str = TEXT_WIDTH, loading: str = "lazy") -> SafeString:
    """:param files: the base address that grants the picture; ends with a slash"""
    return mark_safe(picture_html(image, str(alt), files, sizes, loading))  # noqa: S308 escaped there
