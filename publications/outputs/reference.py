"""The reference for people to read and copy, in English style and in Korean style.

The title is set apart: in italics in English, by 『 』 in Korean.
"""

from dataclasses import dataclass
from html import escape

from config.languages import Language, ordered
from publications.document.types import Document, Issued
from publications.outputs.record import Creator, Record, record
from publications.outputs.site import Site

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Reference:
    """``language`` is that of the style; the marks 『 』 stand in ``before`` and ``after``."""

    language: Language
    before: str
    title: str
    after: str

    @property
    def text(self) -> str:
        """What is copied: plain text."""
        return f"{self.before}{self.title}{self.after}"

    @property
    def html(self) -> str:
        """What is shown; all text is escaped."""
        title = f"<em>{escape(self.title)}</em>" if self.language == "en" else escape(self.title)
        return f"{escape(self.before)}{title}{escape(self.after)}"


def references(document: Document, site: Site) -> list[Reference]:
    """In the publication's own language first; in the other one too, where there are both titles."""
    languages = ordered(document.title.languages, document.language) if document.title.both else [document.language]
    return [reference(document, site, language) for language in languages]


def reference(document: Document, site: Site, language: Language) -> Reference:
    facts = record(document, site, language)
    return _korean(facts) if language == "ko" else _english(facts)


def _english(facts: Record) -> Reference:
    authors = facts.authors or facts.by_role("editor")
    suffix = ""
    if authors and not facts.authors:
        suffix = ", ed" if len(authors) == 1 else ", eds"
    who = _listed(authors) + suffix or facts.publisher
    translators = facts.by_role("translator")
    parts = [
        f"Edited by {_listed(facts.by_role('editor'))}" if facts.authors and facts.by_role("editor") else "",
        f"Translated by {_listed(translators)}" if translators else "",
        _run(facts),
        f"{_published(facts)}, {_date(facts.issued)}",
    ]
    return Reference("en", _sentence(who), facts.title, _tail(facts, parts))


def _korean(facts: Record) -> Reference:
    authors = facts.authors or facts.by_role("editor")
    who = _joined(authors) + (" 엮음" if authors and not facts.authors else "") or facts.publisher
    translators = facts.by_role("translator")
    parts = [
        f"{_joined(facts.by_role('editor'))} 엮음" if facts.authors and facts.by_role("editor") else "",
        f"{_joined(translators)} 옮김" if translators else "",
        _run(facts),
        f"{_published(facts)}, {facts.issued.iso[:4] if facts.issued else '발행일 미상'}",
    ]
    return Reference("ko", f"{_sentence(who)}『", facts.title, f"』{_tail(facts, parts)}")


def _sentence(text: str) -> str:
    return f"{text} " if text.endswith(".") else f"{text}. "


def _tail(facts: Record, parts: list[str]) -> str:
    """What follows the title, from its full stop on."""
    stop = "" if facts.language == "en" and facts.title.endswith(("?", "!", ".", "…")) else "."
    address = [f"https://doi.org/{facts.doi}"] if facts.doi else []
    return " ".join([stop, *(_sentence(part).strip() for part in parts if part), *address])


def _run(facts: Record) -> str:
    """The series as printed with its number; the kind where there is none."""
    return f"{facts.imprint or facts.series or facts.kind} {facts.number}".strip()


def _published(facts: Record) -> str:
    return f"{facts.place}: {facts.publisher}" if facts.place else facts.publisher


def _listed(creators: tuple[Creator, ...]) -> str:
    names = [creator.printed for creator in creators]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _joined(creators: tuple[Creator, ...]) -> str:
    return "·".join(creator.printed for creator in creators)


def _date(issued: Issued | None) -> str:
    """``12 March 2026``, ``March 2026`` or ``2026``."""
    if issued is None:
        return "n.d."
    year, month = f"{issued.date.year}", _MONTHS[issued.date.month - 1]
    return {"day": f"{issued.date.day} {month} {year}", "month": f"{month} {year}", "year": year}[issued.precision]
