"""The page of one chapter: its titles and its text, saved by the same rule as the whole publication."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config import policy
from config.admin_policy import PolicyAdmin
from config.languages import Language
from publications.admin.figures import FigureForm, add_figure, cards
from publications.admin.widgets import BodyEditor
from publications.document.html import Reading, sanitise_body
from publications.document.length import length
from publications.document.numbering import labels
from publications.models import Chapter
from publications.services import saving

# Its fields stand in the chapter's own form, which must be saved with them empty.
_WITHOUT_SCRIPT: dict[str, Any] = {"prefix": "figure", "use_required_attribute": False}
TEMPLATE = "admin/publications/chapter/change_form.html"


class ChapterForm(forms.ModelForm):
    """``opened_at`` is the number of the publication's revision that the page was opened with."""

    opened_at = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    class Meta:
        model = Chapter
        fields = ["title_en", "title_ko", "matter", "body"]
        widgets = {
            "title_en": forms.TextInput(attrs={"lang": "en", "data-kept": ""}),
            "title_ko": forms.TextInput(attrs={"lang": "ko", "data-kept": ""}),
            "matter": forms.Select(attrs={"data-kept": ""}),
            "body": BodyEditor(attrs={"data-kept": ""}),
        }

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        chapter = self.instance
        self.initial["opened_at"] = chapter.publication.revision
        self.initial["body"] = sanitise_body(chapter.body, level=chapter.level)

    def clean_body(self) -> str:
        return sanitise_body(self.cleaned_data["body"], level=self.instance.level)


@admin.register(Chapter)
class ChapterAdmin(PolicyAdmin):
    """Chapters are added, moved and deleted in the publication's outline; this is only the page of each one's text."""

    def has_module_permission(self, _request: HttpRequest) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/change/", view(self.change), name="publications_chapter_change"),
            path("figures/<int:pk>/", view(add_figure), name="publications_chapter_figures"),
        ]

    def change(self, request: HttpRequest, pk: int) -> HttpResponse:
        chapter = Chapter.objects.select_related("publication__kind").filter(pk=pk).first()
        if chapter is None:
            return self._gone(request)
        if not policy.can(request.user, "edit", chapter):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request, ChapterForm(instance=chapter))
        form = ChapterForm(request.POST, instance=chapter)
        if "upload" in request.POST:
            return self._upload(request, form)
        if not form.is_valid():
            return self._page(request, form)
        try:
            save(form, by=request.user)
        except saving.LostUpdate as lost:
            return self._conflict(request, form, lost)
        messages.success(request, _("The chapter was saved."))
        return HttpResponseRedirect(f"{request.path}?saved={chapter.publication.revision}")

    def _gone(self, request: HttpRequest) -> HttpResponse:
        """Deleted meanwhile: whoever was writing gets the text back."""
        if request.method != "POST":
            raise Http404
        names = ("title_en", "title_ko", "body")
        typed = [(Chapter._meta.get_field(name).verbose_name, request.POST.get(name, "")) for name in names]
        context = {**self.admin_site.each_context(request), "title": _("This chapter no longer exists"), "typed": typed}
        return render(request, "admin/publications/chapter/gone.html", context, status=HTTPStatus.CONFLICT)

    def _upload(self, request: HttpRequest, form: ChapterForm) -> HttpResponse:
        """Without script: a figure is taken in and put at the end of the text as typed. Nothing else is saved."""
        figure_form = FigureForm(request.POST, request.FILES, **_WITHOUT_SCRIPT)
        if figure_form.is_valid():
            figure = figure_form.take_in(form.instance.publication)
            form.data = form.data.copy()
            form.data["body"] = f'{form.data.get("body", "")}\n<figure data-figure="{figure.key}"></figure>'
            figure_form = FigureForm(**_WITHOUT_SCRIPT)
            messages.success(request, _("The figure stands at the end of the text. The chapter is not saved yet."))
        return self._page(request, form, figure_form=figure_form)

    def _conflict(self, request: HttpRequest, form: ChapterForm, lost: saving.LostUpdate) -> HttpResponse:
        """Both texts side by side; a second save, on the number that is now the latest, is meant."""
        publication = form.instance.publication
        if not publication.chapters.filter(pk=form.instance.pk).exists():
            return self._gone(request)
        form.data = form.data.copy()
        # Read before their text was: whoever saves in between is not overwritten either.
        form.data["opened_at"] = publication.revision
        chapters = lost.latest.document.chapters if lost.latest else ()
        theirs = next((chapter for chapter in chapters if chapter.key == form.instance.pk), None)
        context: dict[str, Any] = {"latest": lost.latest, "theirs": theirs}
        if theirs:
            attributes = {"readonly": True, "lang": publication.language, "id": "theirs_body", "rows": 20}
            editor = BodyEditor(attributes)
            editor.figures, editor.earlier = cards(publication), earlier_figures(form.instance)
            context["theirs_body"] = editor.render("theirs", theirs.body)
        return self._page(request, form, status=HTTPStatus.CONFLICT, **context)

    def _page(
        self, request: HttpRequest, form: ChapterForm, *, status: HTTPStatus = HTTPStatus.OK, **extra: Any
    ) -> HttpResponse:
        chapter = form.instance
        context = {
            **self.admin_site.each_context(request),
            **page_context(chapter, get_language() or "en"),  # type: ignore[arg-type]
            "form": form,
            "figure_form": FigureForm(**_WITHOUT_SCRIPT),
            "media": form.media,
            "is_saved": not form.is_bound and request.GET.get("saved") == str(chapter.publication.revision),
            **extra,
        }
        equip(form, context)
        return render(request, TEMPLATE, context, status=status)


def save(form: ChapterForm, *, by: Any) -> None:
    """One transaction: claim the publication's next number, store the chapter, keep the Revision.

    :raises LostUpdate: somebody saved since the page was opened
    """
    publication = form.instance.publication
    with transaction.atomic():
        saving.claim(publication=publication, opened_at=form.cleaned_data["opened_at"])
        form.instance.save(update_fields=form.Meta.fields)
        saving.keep(publication=publication, by=by)


def page_context(chapter: Chapter, language: Language) -> dict[str, Any]:
    """Where the chapter stands among the others, and how long it is as stored."""
    publication = chapter.publication
    outline = list(publication.chapters.defer("body"))
    numbers = labels(outline, publication.kind.numbering)  # type: ignore[arg-type]
    place = next(index for index, entry in enumerate(outline) if entry.pk == chapter.pk)
    named = [(entry, number, entry.title.best(language)) for entry, number in zip(outline, numbers, strict=True)]
    reading = Reading(chapter.body)
    return {
        "chapter": chapter,
        "publication": publication,
        "publication_title": publication.title.best(language),
        "outline": named,
        "number": numbers[place],
        "chapter_title": chapter.title.best(language),
        "title": str(chapter.title.best(language)) or _("Text"),
        "previous": named[place - 1] if place else None,
        "next": named[place + 1] if place + 1 < len(named) else None,
        "words": length(reading.text, publication.language),  # type: ignore[arg-type]
        "notes": len(reading.notes),
    }


def equip(form: ChapterForm, context: dict[str, Any]) -> None:
    """Gives the editor what it shows and offers."""
    chapter, publication = form.instance, context["publication"]
    editor = form.fields["body"].widget
    editor.attrs["lang"] = publication.language
    editor.level = chapter.level
    editor.figures = cards(publication)
    editor.earlier = earlier_figures(chapter)
    editor.figures_address = reverse("admin:publications_chapter_figures", args=[publication.pk])
    editor.figure_form = FigureForm(auto_id="id_new_%s")
    editor.chapters = [
        (f"#{entry.anchor}", f"{number} {title}".strip())
        for entry, number, title in context["outline"]
        if entry.pk != chapter.pk
    ]


def earlier_figures(chapter: Chapter) -> list[str]:
    """Keys of the figures that chapters before this one show, in order: their numbers come first."""
    keys: dict[str, None] = {}
    for entry in chapter.publication.chapters.filter(body__contains="data-figure"):
        if entry.pk == chapter.pk or entry.position > chapter.position:
            break
        keys.update(dict.fromkeys(Reading(entry.body).figures))
    return list(keys)
