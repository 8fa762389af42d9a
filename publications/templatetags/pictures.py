"""``{% picture image alt files %}``: an ``<img>`` that takes the narrowest file that will do."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from publications.document.types import ImageRef

register = template.Library()

# The width of the text on a wide window, and of the window on a narrow one.
TEXT_WIDTH = "(min-width: 60rem) 38.5rem, 100vw"


@register.simple_tag
def picture(image: ImageRef, alt: str, files: str, sizes: str = TEXT_WIDTH, loading: str = "lazy") -> SafeString:
    """:param files: the base address that grants the picture; ends with a slash"""
    base = f"{files}{image.sha256}/"
    sources = format_html_join(", ", "{}{}.webp {}w", ((base, width, width) for width in image.widths))
    return format_html(
        '<img src="{}original.{}"{} width="{}" height="{}" alt="{}" loading="{}" decoding="async">',
        base,
        image.suffix,
        format_html(' srcset="{}" sizes="{}"', sources, sizes) if sources else "",
        image.width,
        image.height,
        alt,
        loading,
    )
