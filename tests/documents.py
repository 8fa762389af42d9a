"""Documents for tests that need no database: the least and the most that a publication may hold, in each language."""

import dataclasses
import datetime

from config.languages import Bilingual, Language
from people.names import NamePair, PersonName
from publications.document.types import (
    AttachmentRef,
    ChapterText,
    Contributor,
    Document,
    FigureRef,
    ImageRef,
    Issued,
    KindText,
    Named,
    RecommendationGroupText,
    RecommendationText,
    SeriesText,
    VideoText,
)

REPORT = KindText("report", Bilingual("Report", "보고서"), Bilingual("Reports", "보고서"), key=1)
COMMENTARY = KindText(
    "commentary", Bilingual("Commentary", "논평"), Bilingual("Commentaries", "논평"), False, False, "none", key=2
)
ROLES = {
    "author": Bilingual("author", "저자"),
    "editor": Bilingual("editor", "엮은이"),
    "translator": Bilingual("translator", "옮긴이"),
    "reviewer": Bilingual("reviewer", "감수"),
}
PICTURE = ImageRef("a" * 64, 1600, 900, "png", (480, 960))
KOREAN = PersonName("이", "순신", family_first=True)


def contributor(
    key: int, *, en: PersonName | None = None, ko: PersonName | None = None, role: str = "author", **fields: object
) -> Contributor:
    name = NamePair(en or PersonName(), ko or PersonName())
    return dataclasses.replace(Contributor(key, role, ROLES[role], name), **fields)


def minimal(language: Language) -> Document:
    """A title in one language and nothing else that may be missing."""
    title = Bilingual("A Short Note", "") if language == "en" else Bilingual("", "짧은 글")
    slug = "a-short-note" if language == "en" else "짧은-글"
    return Document(
        publication=7 if language == "en" else 8, slug=slug, language=language, kind=COMMENTARY, title=title
    )


def full(language: Language) -> Document:
    """Every field filled, in both languages where there are two."""
    return Document(
        publication=12,
        slug="quiet-harbours" if language == "en" else "조용한-항구",
        language=language,
        kind=REPORT,
        title=Bilingual("Quiet Harbours", "조용한 항구"),
        subtitle=Bilingual("What Small Ports Are For", "작은 항만의 쓸모"),
        summary=Bilingual(
            "<p>Small ports carry <em>little</em> freight.</p><p>They hold much else.</p>",
            "<p>작은 항만은 화물이 <em>적다</em>.</p><p>그러나 다른 것을 품는다.</p>",
        ),
        series=SeriesText("harbour-papers", Bilingual("Harbour Papers", "항만연구"), "2026-04", "1234-5679", 3),
        imprint=Bilingual("Harbour Report", "항만보고서"),
        issued=Issued(datetime.date(2026, 3, 12)),
        doi="10.5555/harbour.2026_04",
        isbn="978-89-000000-0-2",
        licence="CC-BY-4.0",
        pages=96,
        centers=(Named("coasts", Bilingual("Center for Coasts", "연안센터"), 1),),
        topics=(Named("ports", Bilingual("Ports", "항만"), 1), Named("towns", Bilingual("Towns", "도시"), 2)),
        contributors=_contributors(),
        chapters=_chapters(language),
        groups=_groups(),
        figures=(FigureRef("freight", PICTURE, "A falling line", "Freight by year", "Port ledgers"),),
        attachments=_attachments(),
        cover=PICTURE,
        cover_alt=Bilingual("A pier at dusk", "해 질 무렵의 부두"),
        video=VideoText(
            Bilingual("The harbour in four minutes", "4분으로 보는 항구"),
            "https://video.example.org/watch/4",
            "https://video.example.org/embed/4",
            240,
            Bilingual("Boats leave early.", "배는 일찍 떠난다."),
            PICTURE,
        ),
        translation_of="잔잔한-바다" if language == "en" else "calm-seas",
    )


def with_titles(title: str, **fields: object) -> Document:
    """An English report of this title, with other fields as given."""
    return dataclasses.replace(minimal("en"), title=Bilingual(title), **fields)


def _contributors() -> tuple[Contributor, ...]:
    post = Bilingual("Senior Fellow, Center for Coasts", "선임연구위원, 연안센터")
    return (
        contributor(
            1,
            en=PersonName("Yi", "Sun-shin", family_first=True),
            ko=KOREAN,
            affiliation=post,
            person=4,
            orcid="0000-0002-1825-0097",
        ),
        contributor(2, en=PersonName("Okafor", "Adaeze"), ko=PersonName("오카포르", "아다에제")),
        contributor(3, en=PersonName("", "Sukarno"), affiliation=Bilingual("University of the Coast", "")),
        contributor(
            4, en=PersonName("", "Port and Sea Union"), ko=PersonName("", "항만과바다연합"), is_organisation=True
        ),
        contributor(5, en=PersonName("Berg", "Anna"), role="editor"),
        contributor(6, ko=PersonName("남궁", "민", family_first=True), role="translator"),
    )


def _chapters(language: Language) -> tuple[ChapterText, ...]:
    """Front matter, three levels, an appendix, and the same title twice."""
    note = '<p>Freight fell.<span data-note="n1">Ledger 12.</span></p><figure data-figure="freight"></figure>'
    text = "<p>Boats leave early.</p>" if language == "en" else "<p>배는 일찍 떠난다.</p>"
    return (
        ChapterText(1, "foreword", 1, "front", Bilingual("Foreword", "머리말"), text),
        ChapterText(2, "freight", 1, "body", Bilingual("Freight", "화물"), note),
        ChapterText(3, "ledgers", 2, "body", Bilingual("Ledgers", "장부"), text),
        ChapterText(4, "old-ledgers", 3, "body", Bilingual("Old ledgers", "옛 장부"), text),
        ChapterText(5, "conclusion", 2, "body", Bilingual("Conclusion", "결론"), text),
        ChapterText(6, "people", 1, "body", Bilingual("People", "사람"), text),
        ChapterText(7, "conclusion-2", 2, "body", Bilingual("Conclusion", "결론"), text),
        ChapterText(8, "method", 1, "appendix", Bilingual("Method", "조사 방법"), text),
        ChapterText(9, "thanks", 1, "back", Bilingual("Thanks", "감사의 말"), text),
    )


def _groups() -> tuple[RecommendationGroupText, ...]:
    ministry = Named("ministry", Bilingual("Ministry", "중앙부처"), 1)
    towns = Named("towns", Bilingual("Town councils", "지방정부"), 2)
    return (
        RecommendationGroupText(
            1,
            Bilingual("For the ministry", "중앙부처에"),
            (ministry,),
            (RecommendationText(1, "r1", Bilingual("Count people.", "사람을 센다."), ("freight", "people")),),
        ),
        RecommendationGroupText(
            2,
            Bilingual("For towns", "지방정부에"),
            (towns,),
            (
                RecommendationText(2, "r2", Bilingual("Keep the pier.", "부두를 지킨다.")),
                RecommendationText(3, "r3", Bilingual("Open the ledgers.", "장부를 공개한다."), ("ledgers",)),
            ),
        ),
    )


def _attachments() -> tuple[AttachmentRef, ...]:
    return (
        AttachmentRef(1, "b" * 64, "harbours.csv", "data", "text/csv", 2_048),
        AttachmentRef(2, "c" * 64, "quiet harbours.pdf", "pdf", "application/pdf", 90_210, "en"),
        AttachmentRef(3, "d" * 64, "조용한 항구.pdf", "pdf", "application/pdf", 80_110, "ko"),
    )
