"""Rich text in the back office: a textarea with the HTML, which a script turns into an editor where it runs."""

import json
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from config.languages import other

DEEPEST_HEADING = 6
_HEADING_NAMES = (
    gettext_lazy("Heading"),
    gettext_lazy("Sub-heading"),
    gettext_lazy("Third heading"),
    gettext_lazy("Fourth heading"),
    gettext_lazy("Fifth heading"),
)


class _Editor(forms.Textarea):
    kind: ClassVar[str]

    class Media:
        css = {"all": ["css/editor.css"]}
        js = [Script("js/editor/main.js", type="module")]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 12, **(attrs or {})})

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        textarea = super().render(name, value, attrs, renderer)
        built = self.build_attrs(self.attrs, attrs)
        language = built.get("lang", "en")
        context = {
            "kind": self.kind,
            "id": built.get("id", name),
            "textarea": textarea,
            "other_language": other(language),
            "texts": json.dumps(self.texts()),
            **self.extra(),
        }
        return render_to_string("admin/editor/rich_text.html", context)

    def texts(self) -> dict[str, str]:
        """What the script says."""
        return {
            "note": gettext("Footnote"),
            "back": gettext("Back to the text"),
            "remove": gettext("Delete"),
            "figure": gettext("Figure"),
            "source": gettext("Source"),
            "figureMissing": gettext("This figure is no longer among the publication’s figures."),
            "caption": gettext("Caption of the table"),
        }

    def extra(self) -> dict[str, Any]:
        return {}


class SummaryEditor(_Editor):
    """Paragraphs, lists, emphasis and links. Its language is the ``lang`` of its attributes."""

    kind = "summary"


class BodyEditor(_Editor):
    """The text of a chapter, with headings below the chapter's own level, notes, figures and tables."""

    kind = "body"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 30, **(attrs or {})})
        self.level = 1
        self.figures: Sequence[dict[str, Any]] = ()
        # Keys of the figures that earlier chapters show, in the order of their numbers.
        self.earlier: Sequence[str] = ()
        self.figures_address = ""
        self.figure_form: forms.Form | None = None
        # Address and label of each chapter, to refer to.
        self.chapters: Sequence[tuple[str, str]] = ()

    def extra(self) -> dict[str, Any]:
        levels = range(self.level + 1, DEEPEST_HEADING + 1)
        return {
            "headings": list(zip(levels, _HEADING_NAMES, strict=False)),
            "figures": json.dumps(list(self.figures)),
            "earlier": json.dumps(list(self.earlier)),
            "figures_address": self.figures_address,
            "figure_form": self.figure_form,
            "chapters": self.chapters,
        }
