"""What a feed holds, whichever its format: publications with their moments, and where its other pages are."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlsplit

from config.languages import Bilingual, Language, Text
from publications.document.types import Document
from publications.outputs.site import Site

# Part of every entry's id, and never changed: the year in which the form of these ids was fixed (RFC 4151).
_FIXED = 2026


@dataclass(frozen=True, slots=True)
class Entry:
    """``published`` is when its first edition opened, ``updated`` when the present one did."""

    document: Document
    published: datetime.datetime
    updated: datetime.datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of a feed in one language. ``links`` are further pages: relation -> address."""

    language: Language
    title: Bilingual
    address: str
    home: str
    updated: datetime.datetime
    entries: tuple[Entry, ...]
    links: tuple[tuple[str, str], ...] = ()

    def said(self, text: Bilingual) -> Text:
        """A text in the feed's language, or in the other one."""
        return text.best(self.language)


def entry_id(document: Document, site: Site) -> str:
    """The same for ever: of the work, whatever its address, its edition or the language of the feed."""
    return f"tag:{urlsplit(site.url).hostname or 'localhost'},{_FIXED}:publication-{document.publication}"


def page_url(document: Document, feed: Feed, site: Site) -> str:
    """Its page in the feed's language, or in the original where this language has neither title nor summary."""
    language = feed.language if feed.language in document.languages else document.language
    return site.publication_url(document.slug, language)


def moment(value: datetime.datetime) -> str:
    """RFC 3339, in UTC, to the second."""
    return value.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def feed_title(institute: Bilingual, name: Bilingual) -> Bilingual:
    """ "Institute: Water" in each language that has a name."""
    return Bilingual(
        en=f"{institute.en}: {name.en}" if name.en else "", ko=f"{institute.ko}: {name.ko}" if name.ko else ""
    )
