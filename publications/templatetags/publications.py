"""Formatting for templates: texts with their language, dates, names, numbers. Nothing here reads the database."""

import re
from typing import Any
from urllib.parse import quote

from django import template
from django.utils.dateformat import format as format_date
from django.utils.formats import get_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, pgettext

from config.languages import NATIVE_NAMES, Bilingual, Language, Text, other
from people.models import Appointment
from people.names import HANGUL, NamePair
from publications.document.html import plain_text
from publications.document.outline import Entry
from publications.document.types import Document, Issued
from publications.views.browse import Choice
from publications.views.drawing import contours

register = template.Library()

_LATIN = re.compile("[A-Za-z]")
# Characters of a biography that a card shows at once.
_FOLD: dict[Language, int] = {"en": 480, "ko": 240}


@register.filter
def best(pair: Bilingual, language: Language) -> Text:
    """The text in this language, or in the other one where there is none."""
    return pair.best(language)


@register.filter
def alternative(pair: Bilingual | NamePair, language: Language) -> Text:
    """The same text in the other language; empty where it had to stand in already."""
    return pair.alternative(language)


@register.filter
def within(pair: Bilingual, language: Language) -> str:
    """The text in this language only."""
    return pair.get(language)


@register.filter
def printed(name: NamePair, language: Language) -> Text:
    return name.printed(language)


@register.filter
def initials(name: NamePair, language: Language) -> str:
    return name.best(language)[0].initials


@register.filter
def native_name(language: Language) -> str:
    """``ko`` -> ``한국어``."""
    return NATIVE_NAMES[language]


@register.filter
def line(post: Appointment, language: Language) -> Text:
    """A post with its center."""
    return post.line(language)


@register.filter
def folded(biography: Text) -> tuple[str, str]:
    """A biography as what is shown at once and what unfolds: its first paragraph, and the rest.

    Of a paragraph that is long by itself the beginning is shown, and the whole unfolds.
    """
    head, separator, rest = biography.value.partition("</p>")
    text, limit = plain_text(head), _FOLD[biography.language]
    if len(text) <= limit:
        return (head + separator, rest.strip())
    return (format_html("<p>{}…</p>", text[:limit].rsplit(maxsplit=1)[0]), biography.value)


@register.simple_tag(takes_context=True)
def say(context: template.Context, text: Text) -> str:
    """A text, marked with its language where that is not the page's (WCAG 2.2, 3.1.2)."""
    if not text or text.language == context.get("text_language", context["language"]):
        return str(text)
    return format_html('<span lang="{}">{}</span>', text.language, text.value)


@register.simple_tag(takes_context=True)
def say_names(context: template.Context, names: str) -> str:
    """Names as a list prints them, each that had to stand in from the other script marked with its language."""
    language = context["language"]
    separator = "·" if language == "ko" else ", "
    marked = [
        name if _script(name, language) == language else format_html('<span lang="{}">{}</span>', other(language), name)
        for name in names.split(separator)
    ]
    return format_html_join("", "{}{}", ((separator if place else "", name) for place, name in enumerate(marked)))


def _script(name: str, language: Language) -> Language:
    """The language that a name is written in; that of the page where its letters tell nothing."""
    if HANGUL.search(name):
        return "ko"
    return "en" if _LATIN.search(name) else language


@register.simple_tag(takes_context=True)
def lang(context: template.Context, text: Text) -> str:
    """`` lang="ko"`` for an element whose text is not in the language of the page."""
    return "" if text.language == context["language"] else format_html(' lang="{}"', text.language)


@register.filter
def cleaned(html: str) -> SafeString:
    """HTML out of a Document, which ``document.html`` or ``outputs.web`` has made; the only way past the escaping."""
    return mark_safe(html)  # noqa: S308


@register.simple_tag
def json_ld(value: str) -> SafeString:
    """JSON in which ``<``, ``>`` and ``&`` are written as escapes by ``outputs.schema_org``."""
    return mark_safe(value)  # noqa: S308


@register.simple_tag(takes_context=True)
def issued(context: template.Context, value: Issued | None, style: str = "prose") -> str:
    """A date with its precision, in the language of the page: in prose "12 March 2026" and "2026년 3월 12일",
    in Korean lists "2026.03.12."."""
    if value is None:
        return ""
    language: Language = context["language"]
    name = {"day": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT"}.get(value.precision)
    pattern = get_format(name, language) if name else ("Y년" if language == "ko" else "Y")
    if language == "ko" and style == "list":
        pattern = {"day": "Y.m.d.", "month": "Y.m.", "year": "Y."}[value.precision]
    return format_html('<time datetime="{}">{}</time>', value.iso, format_date(value.date, pattern))


@register.filter
def colon(title: Text) -> str:
    """What stands between a title and its subtitle: a colon, unless the title ends with a mark of its own."""
    return " " if title.value[-1:] in "?!:…" else ": "


@register.filter
def minutes(seconds: int) -> int:
    """Whole minutes, at least one."""
    return max(1, round(seconds / 60))


@register.filter
def thousands(number: int) -> str:
    return f"{number:,}"


@register.filter
def reasons(names: str) -> str:
    """Why a publication is offered beside another: "same series · by the same author"."""
    sentences = {
        "series": gettext("same series"),
        "author": gettext("by the same author"),
        "topics": gettext("same topics"),
        "text": gettext("similar text"),
    }
    return " · ".join(sentences[name] for name in names.split())


@register.filter
def publication_count(number: int) -> str:
    """ "1 publication", "17 publications"."""
    return ngettext("%(number)s publication", "%(number)s publications", number) % {"number": f"{number:,}"}


@register.filter
def view_count(number: int) -> str:
    """ "1,284 views"."""
    return ngettext("%(number)s view", "%(number)s views", number) % {"number": f"{number:,}"}


@register.simple_tag
def cover_lines(slug: str, width: int, height: int) -> list[str]:
    """The lines of a drawn cover: the same slug always gives the same ones."""
    return contours(slug, width, height)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """An entry of a mapping by a key that is not a constant."""
    return mapping.get(key)


@register.filter
def mail_subject(text: Text) -> str:
    return quote(re.sub(r"\s+", " ", text.value))


@register.filter
def label_in_list(label: str) -> str:
    """A chapter's number as it stands before a title: "2." for a figure, "IV" for Roman and letters."""
    return f"{label}." if label[-1:].isdigit() else label


@register.filter
def language_name(language: str) -> str:
    return gettext("Korean") if language == "ko" else gettext("English")


@register.filter
def facet_name(facet: str) -> str:
    names = {
        "kind": gettext("Kind"),
        "author": gettext("Author"),
        "topic": gettext("Topic"),
        "center": gettext("Center"),
        "year": gettext("Year"),
        "language": gettext("Language"),
        "audience": gettext("Audience"),
    }
    return names[facet]


@register.filter
def choice_label(choice: Choice) -> str:
    """What a box or chip of the browse form says."""
    return language_name(choice.value) if choice.facet == "language" else choice.label


@register.filter
def licence_name(licence: str) -> str:
    """ "CC-BY-SA-4.0", as machines write it, to "CC BY-SA 4.0"; any other as it is."""
    return re.sub(r"^CC-(\S+)-(\d\.\d)$", r"CC \1 \2", licence)


@register.filter
def advises_in(document: Document, language: Language) -> bool:
    """Whether all recommendations can be read in this language; not where there are none."""
    texts = [entry.text.get(language) for entry in document.recommendations]
    return bool(texts) and all(texts)


@register.filter
def languages_line(document: Document) -> str:
    """In which languages a publication can be read."""
    if document.language == "ko":
        return gettext("Korean · summary in English") if document.summary.en else pgettext("of a text", "Korean")
    return gettext("English · summary in Korean") if document.summary.ko else pgettext("of a text", "English")


@register.filter
def chapter_number(entry: Entry) -> str:
    """ "Chapter II", "Appendix A"; empty where it has no number."""
    if not entry.label:
        return ""
    if entry.chapter.matter == "appendix":
        return gettext("Appendix %(label)s") % {"label": entry.label}
    return gettext("Chapter %(label)s") % {"label": entry.label}


# An entry of the contents is called in the language of the summary it leads to.
SUMMARY_NAMES = {
    ("en", True): "Executive Summary",
    ("ko", True): "요약",
    ("en", False): "English Summary",
    ("ko", False): "국문 요약본",
}


@register.filter
def summary_name(language: Language, original: Language) -> str:
    return SUMMARY_NAMES[language, language == original]
