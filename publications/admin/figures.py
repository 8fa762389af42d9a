"""Figures of a publication, as its chapters' editors list, show and add them."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from config import policy
from publications.models import Figure, Publication
from publications.pictures import store_picture

THUMBNAIL_WIDTH = 480


class FigureForm(forms.ModelForm):
    """A new figure. The alternative text is asked for at once: without it the publication cannot be published."""

    picture = forms.FileField(
        label=_("picture"),
        help_text=_("PNG, JPEG or WebP."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    alt = forms.CharField(
        label=_("alternative text"),
        help_text=_("What the picture shows, for those who do not see it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    caption = forms.CharField(label=_("caption"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    class Meta:
        model = Figure
        fields = ["picture", "alt", "caption", "source"]

    def clean_picture(self) -> Any:
        """Takes the picture into the store, which checks it."""
        upload = self.cleaned_data["picture"]
        return store_picture(upload, upload.name)

    @transaction.atomic
    def take_in(self, publication: Publication) -> Figure:
        """One at a time for each publication, since its key must be free."""
        Publication.objects.select_for_update().get(pk=publication.pk)
        figure: Figure = self.save(commit=False)
        figure.publication = publication
        figure.key = free_key(publication, figure.picture.name)
        figure.save()
        return figure


def free_key(publication: Publication, name: str) -> str:
    """From the file's name; not taken in this publication."""
    base = slugify(name.rpartition(".")[0] or name)[:50].strip("-_") or "figure"
    taken = set(publication.figures.values_list("key", flat=True))
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key


def as_card(figure: Figure) -> dict[str, Any]:
    """What the editor shows of a figure."""
    width = min((entry for entry in figure.picture.widths if entry >= THUMBNAIL_WIDTH), default=0)
    name = (
        f"{width or max(figure.picture.widths)}.webp" if figure.picture.widths else f"original.{figure.picture.suffix}"
    )
    files = f"{reverse('admin:index')}publications/publication/{figure.publication_id}/files/"
    return {
        "key": figure.key,
        "alt": figure.alt,
        "caption": figure.caption,
        "source": figure.source,
        "thumbnail": f"{files}{figure.picture.sha256}/{name}",
    }


def cards(publication: Publication) -> list[dict[str, Any]]:
    return [as_card(figure) for figure in publication.figures.select_related("picture")]


@require_POST
def add_figure(request: HttpRequest, pk: int) -> JsonResponse:
    """From the editor's dialog: a new figure of a publication, answered as its card.

    Adding claims no revision: a row of its own takes nothing from anyone, and the text that shows it is saved by the rule.
    """
    publication = get_object_or_404(Publication, pk=pk)
    if not policy.can(request.user, "edit", publication):
        raise PermissionDenied
    form = FigureForm(request.POST, request.FILES)
    if not form.is_valid():
        errors = {name: list(messages) for name, messages in form.errors.items()}
        return JsonResponse({"errors": errors}, status=HTTPStatus.BAD_REQUEST)
    return JsonResponse({"figure": as_card(form.take_in(publication))}, status=HTTPStatus.CREATED)
