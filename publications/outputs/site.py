"""Whose site it is, as far as an output must know."""

from dataclasses import dataclass
from urllib.parse import quote

from config.languages import Bilingual, Language


@dataclass(frozen=True, slots=True)
class Site:
    """The institute behind a document; ``url`` is the site's address without a slash at its end."""

    name: Bilingual
    place: Bilingual = Bilingual()
    url: str = ""
    licence: str = ""

    def publication_url(self, slug: str, language: Language) -> str:
        """The absolute address of a publication's page in one language."""
        return f"{self.url}/{language}/publications/{quote(slug, safe='')}/"

    def file_url(self, slug: str, sha256: str, name: str) -> str:
        """The absolute address of a file that the publication's edition grants."""
        return f"{self.url}/publications/{quote(slug, safe='')}/files/{sha256}/{quote(name, safe='')}"

    def output_url(self, slug: str, suffix: str) -> str:
        """The absolute address of one of the formats that a publication is written in."""
        return f"{self.url}/publications/{quote(slug, safe='')}.{suffix}"

    def page_url(self, language: Language, collection: str, slug: str) -> str:
        """The absolute address of the page of a topic, person, center or series."""
        return f"{self.url}/{language}/{collection}/{quote(slug, safe='')}/"

    def api_url(self, collection: str, slug: str = "") -> str:
        """The absolute address of a list of the JSON interface, or of one entry."""
        return f"{self.url}/api/{collection}/" + (f"{quote(slug, safe='')}/" if slug else "")

    def advice_url(self, language: Language, slug: str, anchor: str) -> str:
        """The absolute address of one recommendation's own page."""
        return f"{self.url}/{language}/recommendations/{quote(slug, safe='')}/{quote(anchor, safe='')}/"
