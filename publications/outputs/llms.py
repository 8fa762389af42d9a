"""llms.txt: a table of contents in Markdown, so that language models quote the text and not a guess."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.languages import Bilingual, Text
from publications.outputs.fragments import escape_line
from publications.outputs.site import Site


@dataclass(frozen=True, slots=True)
class Line:
    """A publication: address, title and abstract in its own language."""

    slug: str
    title: Text
    abstract: str


_HOW = (
    "Each publication is here as Markdown in its own language, with its authors, its date, the reference to cite it by, "
    "and its notes. Titles and summaries are in English and Korean where both exist. Quote from these files, name the "
    "authors, and link the page named in them."
)


def render(lines: Sequence[Line], total: int, site: Site, tagline: Bilingual) -> str:
    """:param total: of all publications, also those that are not among the lines"""
    names = " · ".join(escape_line(site.name.get(language)) for language in site.name.languages)
    said = tagline.best("en").value
    blocks = [
        f"# {names}",
        f"> {escape_line(said)}" if said else "",
        _HOW,
        f"## Publications\n\n{_list(lines, site)}",
        f"The newest {len(lines)} of {total}; the others are in the lists below." if total > len(lines) else "",
        "## More\n\n" + "\n".join(f"- [{name}]({site.url}{path})" for name, path in _MORE),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


_MORE = (
    ("All publications as JSON, in pages, with filters", "/api/publications/"),
    ("All recommendations as JSON", "/api/recommendations/"),
    ("Description of the JSON interface (OpenAPI)", "/api/openapi.json"),
    ("Atom feed in English", "/en/publications/feed.atom"),
    ("Atom feed in Korean", "/ko/publications/feed.atom"),
    ("OAI-PMH", "/oai?verb=Identify"),
    ("Sitemap", "/sitemap.xml"),
)


def _list(lines: Sequence[Line], site: Site) -> str:
    return "\n".join(
        f"- [{escape_line(line.title.value)}]({site.output_url(line.slug, 'md')})"
        + (f": {escape_line(line.abstract)}" if line.abstract else "")
        for line in lines
    )
