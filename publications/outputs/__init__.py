"""One module per format; each is a pure function of a Document and a Site."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from publications.document.types import Document
from publications.outputs import bibtex, csl, markdown, ris
from publications.outputs.site import Site


@dataclass(frozen=True, slots=True)
class Format:
    """``stored`` formats are made once per edition; the others for every request.

    ``is_saved``: a browser saves it as a file; otherwise it shows it.
    """

    media_type: str
    render: Callable[[Document, Site], str | bytes]
    stored: bool = False
    is_saved: bool = True


FORMATS: Mapping[str, Format] = {
    "bib": Format("application/x-bibtex; charset=utf-8", bibtex.render),
    "ris": Format("application/x-research-info-systems; charset=utf-8", ris.render),
    "json": Format("application/vnd.citationstyles.csl+json; charset=utf-8", csl.render),
    "md": Format("text/markdown; charset=utf-8", markdown.render, is_saved=False),
}
