"""A Document: one whole report as a plain, frozen value, assembled from the rows once, when staff save.

Nothing here holds HTML that ``document.html`` has not cleaned. Chapter bodies are in ``Document.language``.
Stored numbers and file addresses do not exist: notes, figures, tables and chapters are numbered when rendered.
"""

import datetime
from dataclasses import dataclass
from typing import Literal

from config.languages import LANGUAGES, Bilingual, Language
from people.names import NamePair

Matter = Literal["front", "body", "back", "appendix"]
Precision = Literal["day", "month", "year"]
Numbering = Literal["roman", "decimal", "korean", "none"]


@dataclass(frozen=True, slots=True)
class Named:
    """A catalogue entry as it was called on the day: center, topic, audience. ``key`` is its row's id."""

    slug: str
    name: Bilingual
    key: int = 0


@dataclass(frozen=True, slots=True)
class KindText:
    slug: str
    name: Bilingual
    plural: Bilingual
    has_chapters: bool = True
    has_recommendations: bool = True
    numbering: Numbering = "roman"
    key: int = 0


@dataclass(frozen=True, slots=True)
class SeriesText:
    slug: str
    name: Bilingual
    number: str = ""
    issn: str = ""
    key: int = 0


@dataclass(frozen=True, slots=True)
class Issued:
    """The date on the cover. Month and day are 1 where the precision does not reach them."""

    date: datetime.date
    precision: Precision = "day"

    @property
    def iso(self) -> str:
        """``2026-03-12``, ``2026-03`` or ``2026`` (ISO 8601)."""
        return self.date.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]


@dataclass(frozen=True, slots=True)
class Contributor:
    """One entry of the byline, in printed order. ``key`` is the row's id; ``person`` the linked person on that day."""

    key: int
    role: str
    role_name: Bilingual
    name: NamePair
    affiliation: Bilingual = Bilingual()
    person: int | None = None
    is_organisation: bool = False
    orcid: str = ""

    @property
    def is_author(self) -> bool:
        return self.role == "author"


@dataclass(frozen=True, slots=True)
class ChapterText:
    """An entry of the outline. ``anchor`` is set once and unique in the publication; ``level`` is 1 to 4."""

    key: int
    anchor: str
    level: int
    matter: Matter
    title: Bilingual
    body: str = ""


@dataclass(frozen=True, slots=True)
class RecommendationText:
    """``chapters`` are the anchors of the chapters it rests on."""

    key: int
    anchor: str
    text: Bilingual
    chapters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecommendationGroupText:
    """A heading as in the report ("For the United States"; may be empty) and the audiences it stands for."""

    key: int
    heading: Bilingual
    audiences: tuple[Named, ...] = ()
    recommendations: tuple[RecommendationText, ...] = ()


@dataclass(frozen=True, slots=True)
class ImageRef:
    """A picture in the store: hash of the original's pixels as kept, its size, and the widths that exist as WebP."""

    sha256: str
    width: int
    height: int
    suffix: str
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureRef:
    """A picture of the text; ``key`` is what a body's ``<figure data-figure>`` names. Texts in the original's language."""

    key: str
    image: ImageRef
    alt: str = ""
    caption: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentRef:
    """A file to download; ``kind`` is ``pdf`` (as issued), ``data`` or ``other``; ``size`` in bytes."""

    key: int
    sha256: str
    name: str
    kind: str
    media_type: str
    size: int
    language: str = ""
    caption: Bilingual = Bilingual()


@dataclass(frozen=True, slots=True)
class VideoText:
    """A film at a provider's address; ``seconds`` 0 where unknown."""

    title: Bilingual
    address: str
    embed: str = ""
    seconds: int = 0
    transcript: Bilingual = Bilingual()
    poster: ImageRef | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """See the module. ``pages`` is the number of printed pages, 0 where there is none."""

    publication: int
    slug: str
    language: Language
    kind: KindText
    title: Bilingual
    subtitle: Bilingual = Bilingual()
    summary: Bilingual = Bilingual()
    series: SeriesText | None = None
    imprint: Bilingual = Bilingual()
    issued: Issued | None = None
    doi: str = ""
    isbn: str = ""
    licence: str = ""
    pages: int = 0
    centers: tuple[Named, ...] = ()
    topics: tuple[Named, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    chapters: tuple[ChapterText, ...] = ()
    groups: tuple[RecommendationGroupText, ...] = ()
    figures: tuple[FigureRef, ...] = ()
    attachments: tuple[AttachmentRef, ...] = ()
    cover: ImageRef | None = None
    cover_alt: Bilingual = Bilingual()
    video: VideoText | None = None
    translation_of: str = ""

    @property
    def authors(self) -> tuple[Contributor, ...]:
        return tuple(contributor for contributor in self.contributors if contributor.is_author)

    @property
    def recommendations(self) -> tuple[RecommendationText, ...]:
        """All of them in order, numbered through by their place."""
        return tuple(entry for group in self.groups for entry in group.recommendations)

    @property
    def has_text(self) -> bool:
        return any(chapter.body for chapter in self.chapters)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages in which it has at least a title or a summary."""
        return tuple(entry for entry in LANGUAGES if self.title.get(entry) or self.summary.get(entry))

    def figure(self, key: str) -> FigureRef | None:
        return next((figure for figure in self.figures if figure.key == key), None)

    def chapter(self, anchor: str) -> ChapterText | None:
        return next((chapter for chapter in self.chapters if chapter.anchor == anchor), None)
