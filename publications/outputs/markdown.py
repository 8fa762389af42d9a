"""The whole publication as Markdown: facts, summaries, recommendations, text with its notes, and how to cite it."""

import json
from collections.abc import Iterator
from urllib.parse import quote

from config.languages import Bilingual, Language, ordered
from publications.document.outline import Entry, nest
from publications.document.types import Document
from publications.outputs.fragments import Places, blocks, escape_line, paragraph
from publications.outputs.record import full_title, record
from publications.outputs.reference import references
from publications.outputs.site import Site
from publications.outputs.web import FIGURE, SOURCE, TABLE, Count

SUMMARY = {"en": Bilingual("Summary", "영문 요약"), "ko": Bilingual("Summary in Korean", "요약")}
RECOMMENDATIONS = Bilingual("Recommendations", "정책 제언")
CITE = Bilingual("How to cite", "인용하기")
VIDEO = Bilingual("Video", "동영상")
FILES = Bilingual("Files", "파일")


def render(document: Document, site: Site) -> str:
    parts = [
        _facts(document, site),
        f"# {escape_line(full_title(document, document.language))}",
        *_summaries(document),
        *_advice(document),
        *_chapters(document, site),
        *_video(document),
        *_files(document, site),
        f"## {CITE.get(document.language)}",
        *(paragraph(entry.text) for entry in references(document, site)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(document: Document, site: Site) -> str:
    """What stands before the text, in YAML; JSON strings are strings there too."""
    facts = record(document, site)
    other = document.title.alternative(document.language)
    known = {
        "title": facts.title,
        "alternative_title": full_title(document, other.language) if other else "",
        "language": document.language,
        "kind": facts.kind,
        "authors": [creator.printed for creator in facts.authors],
        "editors": [creator.printed for creator in facts.by_role("editor")],
        "translators": [creator.printed for creator in facts.by_role("translator")],
        "date": facts.issued.iso if facts.issued else "",
        "series": facts.series,
        "number": facts.number,
        "publisher": facts.publisher,
        "doi": facts.doi,
        "isbn": facts.isbn,
        "licence": facts.licence,
        "topics": list(facts.keywords),
        "url": facts.url,
        "pdf": facts.pdf_url,
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in known.items() if value]
    return "\n".join(["---", *lines, "---"])


def _plain_places(document: Document, shift: int = 0) -> Places:
    """For texts without notes, figures and tables."""
    return Places(figure=lambda key: [], table=lambda: TABLE.get(document.language), note=str, shift=shift)


def _summaries(document: Document) -> Iterator[str]:
    for language in ordered(document.summary.languages, document.language):
        yield f"## {SUMMARY[language].get(document.language)}"
        yield from blocks(document.summary.get(language), _plain_places(document))


def _advice(document: Document) -> Iterator[str]:
    if document.recommendations:
        yield f"## {RECOMMENDATIONS.get(document.language)}"
    number = 0
    for group in document.groups:
        heading = group.heading.best(document.language)
        if heading and group.recommendations:
            yield f"### {escape_line(heading.value)}"
        lines = []
        for entry in group.recommendations:
            number += 1
            lines.append(f"{number}. {escape_line(entry.text.best(document.language).value)}")
        yield "\n".join(lines)


def _chapters(document: Document, site: Site) -> Iterator[str]:
    """Notes stand at the end of their top chapter and are named after it, as on the web."""
    count = Count(document)
    page = site.publication_url(document.slug, document.language)

    def table() -> str:
        count.tables += 1
        return f"{TABLE.get(document.language)} {count.tables}"

    for root in nest(document):
        anchor = root.chapter.anchor
        places = Places(
            figure=lambda key: _figure(document, site, count, key),
            table=table,
            note=lambda number, anchor=anchor: f"{anchor}-{number}",  # type: ignore[misc]
            page=page,
            shift=1,
        )
        for entry in root.walk():
            yield _heading(entry, document.language)
            yield from blocks(entry.chapter.body, places)
        yield "\n".join(f"[^{places.note(number)}]: {text}" for number, text in enumerate(places.notes, 1))


def _heading(entry: Entry, language: Language) -> str:
    title = entry.chapter.title.best(language)
    if not title:
        return ""
    label = f"{entry.label}. " if entry.label else ""
    return f"{'#' * min(6, entry.chapter.level + 1)} {label}{escape_line(title.value)}"


def _figure(document: Document, site: Site, count: Count, key: str) -> list[str]:
    figure = document.figure(key)
    if figure is None:
        return []
    language = document.language
    address = site.file_url(document.slug, figure.image.sha256, f"original.{figure.image.suffix}")
    source = f"{SOURCE.get(language)}: {escape_line(figure.source)}" if figure.source else ""
    caption = f"**{FIGURE.get(language)} {count.figures[key]}.** {escape_line(figure.caption)}".strip()
    return [block for block in (caption, f"![{escape_line(figure.alt)}]({address})", source) if block]


def _video(document: Document) -> Iterator[str]:
    video = document.video
    if video is None:
        return
    title = video.title.best(document.language).value or VIDEO.get(document.language)
    yield f"## {VIDEO.get(document.language)}"
    yield f"[{escape_line(title)}]({quote(video.address, safe=':/?&=%#+,;@~!$')})"
    for line in video.transcript.best(document.language).value.split("\n"):
        yield paragraph(line)


def _files(document: Document, site: Site) -> Iterator[str]:
    if document.attachments:
        yield f"## {FILES.get(document.language)}"
        yield "\n".join(
            f"- [{escape_line(file.caption.best(document.language).value or file.name)}]"
            f"({site.file_url(document.slug, file.sha256, file.name)})"
            for file in document.attachments
        )
