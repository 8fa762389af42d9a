"""What happens to a publication besides saving: submit, return, publish, schedule, withdraw. Each asks the policy."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from config import policy
from config.languages import Bilingual
from publications.admin.outline import text_address
from publications.models import Chapter, Publication, Revision
from publications.services import publishing, reviewing

STEPS: dict[str, policy.Action] = {"submit": "submit", "publish": "publish", "return": "publish"}
# A save that goes on to the text of a publication without parts.
WRITE = "write"


class StepForm(forms.Form):
    """What goes with a step: when to publish, and a note that stands in the history."""

    publish_at = forms.DateTimeField(
        label=gettext_lazy("Publish on"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    comment = forms.CharField(label=gettext_lazy("Note for the history"), required=False, max_length=1_000)

    def clean_publish_at(self) -> datetime.datetime | None:
        moment: datetime.datetime | None = self.cleaned_data["publish_at"]
        if moment and moment < timezone.now():
            raise forms.ValidationError(_("This moment has passed. Leave it empty to publish now."))
        return moment


@dataclass(slots=True)
class Step:
    """The button that sent the form: nothing but a save, or one of STEPS after it."""

    name: str
    form: StepForm

    @classmethod
    def of(cls, request: HttpRequest, publication: Publication) -> "Step":
        name = next((name for name in (*STEPS, WRITE) if f"_{name}" in request.POST), "")
        if name in STEPS and publication.pk and not policy.can(request.user, STEPS[name], publication):
            raise PermissionDenied
        return cls(name, StepForm(request.POST))

    @property
    def is_valid(self) -> bool:
        # A moment that has passed hinders nobody from saving.
        return self.form.is_valid() or (self.name != "publish" and "comment" not in self.form.errors)

    @property
    def comment(self) -> str:
        return str(self.form.cleaned_data.get("comment", ""))

    def begin_text(self, publication: Publication) -> None:
        """A text that flows without parts is one chapter without a title."""
        if self.name == WRITE and not publication.chapters.exists():
            Chapter.objects.create(publication=publication)

    def goes_to(self, publication: Publication) -> str:
        """The next page. It says which number was saved, so that the tab drops its copy of what was typed."""
        chapter = publication.chapters.first() if self.name == WRITE else None
        if chapter:
            return f"{text_address(chapter)}?form=saved"
        address = reverse("admin:publications_publication_change", args=[publication.pk])
        return f"{address}?saved={publication.revision}"

    def take(self, request: HttpRequest, publication: Publication, revision: Revision) -> None:
        """What the button asked for besides the save."""
        if self.name not in STEPS:
            messages.success(request, _("Saved as revision %(number)s.") % {"number": revision.number})
            return
        if not policy.can(request.user, STEPS[self.name], publication):
            raise PermissionDenied
        _TAKE[self.name](request, revision, self.form.cleaned_data.get("publish_at"))


def _submit(request: HttpRequest, revision: Revision, _moment: Any) -> None:
    reviewing.submit(publication=revision.publication)
    messages.success(request, _("Submitted for review. The editors see it under “In review”."))


def _return(request: HttpRequest, revision: Revision, _moment: Any) -> None:
    reviewing.return_to_author(publication=revision.publication)
    messages.success(request, _("Returned to the author as a draft."))


def _publish(request: HttpRequest, revision: Revision, moment: datetime.datetime | None) -> None:
    try:
        edition = publishing.publish(revision=revision, by=request.user, at=moment)
    except publishing.Incomplete as incomplete:
        count = len(incomplete.findings)
        sentence = ngettext(
            "Saved, but not published: %(count)d item of the checklist is open.",
            "Saved, but not published: %(count)d items of the checklist are open.",
            count,
        )
        messages.error(request, sentence % {"count": count})
        return
    if moment:
        when = date_format(timezone.localtime(edition.live_from), "DATETIME_FORMAT")
        messages.success(request, _("Scheduled: readers will see it from %(when)s.") % {"when": when})
    else:
        messages.success(request, _("Published. Readers see it now."))


_TAKE: dict[str, Callable[[HttpRequest, Revision, Any], None]] = {
    "submit": _submit,
    "publish": _publish,
    "return": _return,
}


def _allowed(request: HttpRequest, pk: int, action: policy.Action) -> Publication:
    publication = get_object_or_404(Publication, pk=pk)
    if not policy.can(request.user, action, publication):
        raise PermissionDenied
    return publication


def _step_alone(name: str) -> Callable[[HttpRequest, int], HttpResponse]:
    """A step with the last saved revision, without a save."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        publication = _allowed(request, pk, STEPS[name])
        revision = publication.revisions.order_by("-number").first()
        form = StepForm(request.POST)
        if revision is None or not form.is_valid():
            messages.error(request, "; ".join(str(error) for errors in form.errors.values() for error in errors))
        else:
            _TAKE[name](request, revision, form.cleaned_data["publish_at"])
        return redirect("admin:publications_publication_change", pk)

    return view


class ReasonForm(forms.Form):
    reason_en = forms.CharField(
        label=gettext_lazy("Reason in English"), max_length=500, widget=forms.Textarea({"lang": "en", "rows": 4})
    )
    reason_ko = forms.CharField(
        label=gettext_lazy("Reason in Korean"), max_length=500, widget=forms.Textarea({"lang": "ko", "rows": 4})
    )


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the reason first; with the reason it withdraws."""
    publication = _allowed(request, pk, "withdraw")
    form = ReasonForm(request.POST if "confirm" in request.POST else None)
    if form.is_valid():
        reason = Bilingual(form.cleaned_data["reason_en"], form.cleaned_data["reason_ko"])
        publishing.withdraw(publication=publication, by=request.user, reason=reason)
        messages.success(request, _("Withdrawn. Its page stays and shows the reason; its files are closed."))
        return redirect("admin:publications_publication_change", pk)
    context = {
        **admin.site.each_context(request),
        "title": _("Withdraw a publication"),
        "publication": publication,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "admin/publications/publication/withdraw.html", context, status=status)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the schedule back."""
    publishing.cancel_schedule(publication=_allowed(request, pk, "publish"))
    messages.success(request, _("The schedule is cancelled. Readers keep what they see now."))
    return redirect("admin:publications_publication_change", pk)


VIEWS = [*((name, _step_alone(name)) for name in STEPS), ("withdraw", withdraw), ("cancel", cancel)]


def offered(request: HttpRequest, publication: Publication) -> dict[str, Any]:
    """The buttons that this user may press on this publication in its present state."""
    may_publish = policy.can(request.user, "publish", publication if publication.pk else Publication)
    is_in_review = publication.stage == Publication.Stage.IN_REVIEW
    return {
        "may_publish": may_publish,
        "may_submit": not may_publish and not is_in_review,
        "may_return": may_publish and is_in_review,
        "may_withdraw": bool(
            publication.pk
            and policy.can(request.user, "withdraw", publication)
            and getattr(publication, "live_revision", None)
        ),
        "may_cancel": bool(may_publish and getattr(publication, "next_opening", None)),
        "may_delete": bool(publication.pk and policy.can(request.user, "delete", publication)),
        "time_zone": timezone.get_current_timezone_name(),
        "step_form": StepForm(
            initial={"publish_at": timezone.localtime(publication.next_opening)}
            if getattr(publication, "next_opening", None)
            else None
        ),
    }
