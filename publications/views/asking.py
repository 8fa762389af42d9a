"""What a search page is asked for, from its address and back to one."""

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import QueryDict

from config.languages import LANGUAGES, Language
from publications.document.hygiene import clean_line
from publications.filters import FACETS, Filters
from publications.views.frame import Frame, choice

# What is asked for is shown as typed, up to the length that search reads.
MAXIMUM_LETTERS = 200
_SLUG = re.compile(r"[-\w]{1,120}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A parsed address: the words, the filters of the list, and the passages of one publication if it is named."""

    words: str
    filters: Filters
    by_date: bool = False
    within: str = ""

    @classmethod
    def parse(cls, frame: Frame) -> "Asked":
        """
        :raises BadRequest: a filter is malformed; words never are
        """
        query = frame.request.GET
        within = query.get("in", "")
        if within and not _SLUG.fullmatch(within):
            raise BadRequest("in has a malformed value.")
        by_date = choice(frame.request, "sort", ("relevance", "date"), "relevance") == "date"
        others = QueryDict(mutable=True)
        for name in (*FACETS, "page"):
            others.setlist(name, query.getlist(name))
        if not query.getlist("page"):
            del others["page"]
        return cls(clean_line(query.get("q", ""))[:MAXIMUM_LETTERS].strip(), Filters.parse(others), by_date, within)

    @property
    def language(self) -> Language | None:
        """The language of the passages; both where none or both are chosen."""
        chosen = self.filters.chosen.get("language", ())
        return next((language for language in LANGUAGES if chosen == (language,)), None)

    @property
    def of_editions(self) -> Filters:
        """The filters without the language, which here is that of the passages."""
        chosen = {name: values for name, values in self.filters.chosen.items() if name != "language"}
        return replace(self.filters, chosen=chosen)

    def address(self, filters: Filters | None = None, **changes: Any) -> str:
        """The query string in its one fixed order; page 1 unless given."""
        asked = replace(self, filters=replace(filters or self.filters, page=changes.pop("page", 1)), **changes)
        pairs = [("q", asked.words), *sorted(asked.filters.pairs(), key=lambda pair: FACETS.index(pair[0]))]
        pairs += [("in", asked.within)] if asked.within else []
        pairs += [("sort", "date")] if asked.by_date else []
        pairs += [("page", str(asked.filters.page))] if asked.filters.page > 1 else []
        return f"?{urlencode(pairs)}"

    def in_language(self, language: Language | None) -> str:
        chosen = dict(self.of_editions.chosen) | ({"language": (language,)} if language else {})
        return self.address(replace(self.filters, chosen=chosen))
