"""The golden files: each format of the least and the most, in each language, kept under ``tests/golden/<format>/``.

After a change that is meant, ``python -m tests.publications.outputs.golden`` writes them anew; read the difference.
"""

import json
from collections.abc import Callable
from pathlib import Path

from config.languages import LANGUAGES, Bilingual
from publications.document.types import Document
from publications.outputs import FORMATS, highwire, schema_org
from publications.outputs.reference import references
from publications.outputs.site import Site
from tests import documents

FOLDER = Path(__file__).parents[2] / "golden"
SITE = Site(
    name=Bilingual("Harbour Institute", "항만연구원"),
    place=Bilingual("Busan", "부산"),
    url="https://harbour.example",
    licence="CC-BY-NC-4.0",
)


def _lines(pairs: list[tuple[str, str]]) -> str:
    return "".join(f"{name}: {content}\n" for name, content in pairs)


def _references(document: Document, site: Site) -> str:
    return _lines(
        [(entry.language, f"{entry.before}|{entry.title}|{entry.after}") for entry in references(document, site)]
    )


def _schema_org(document: Document, site: Site) -> str:
    translation = ("ports-tranquilles", "ko" if document.language == "en" else "en")
    text = schema_org.render(document, site, translations=[] if document.translation_of else [translation])
    return json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


WRITERS: dict[str, Callable[[Document, Site], str]] = {
    "bibtex.bib": lambda document, site: str(FORMATS["bib"].render(document, site)),
    "ris.ris": lambda document, site: str(FORMATS["ris"].render(document, site)),
    "csl.json": lambda document, site: str(FORMATS["json"].render(document, site)),
    "markdown.md": lambda document, site: str(FORMATS["md"].render(document, site)),
    "reference.txt": _references,
    "highwire.txt": lambda document, site: _lines(highwire.tags(document, site)),
    "schema_org.json": _schema_org,
}
CASES = [(writer, size, language) for writer in WRITERS for size in ("minimal", "full") for language in LANGUAGES]


def path(writer: str, size: str, language: str) -> Path:
    folder, suffix = writer.split(".")
    return FOLDER / folder / f"{size}.{language}.{suffix}"


def written(writer: str, size: str, language: str) -> bytes:
    return WRITERS[writer](getattr(documents, size)(language), SITE).encode()


if __name__ == "__main__":
    for case in CASES:
        path(*case).parent.mkdir(parents=True, exist_ok=True)
        path(*case).write_bytes(written(*case))
