"""Contributors in printed order: a person of the catalogue, or a name typed here (an outside author, an organisation)."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from config import policy
from config.languages import LANGUAGES, Bilingual
from people.models import Person
from publications.admin.rows import RowForm, Rows, list_of
from publications.document.hygiene import clean_line
from publications.models import Contribution

NAMES = ["family_en", "given_en", "family_ko", "given_ko"]
FOUND = 12


class ContributionForm(RowForm):
    given = frozenset({"role", "family_first_en", "family_first_ko"})

    person_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    person_name = forms.CharField(label=_("Person"), required=False, max_length=200)
    role = forms.TypedChoiceField(label=_("Role"), coerce=int)

    class Meta:
        model = Contribution
        fields = [
            *("position", "is_organisation", *NAMES),
            *("family_first_en", "family_first_ko", "affiliation_en", "affiliation_ko"),
        ]
        labels = {
            "affiliation_en": _("Affiliation in English, as printed"),
            "affiliation_ko": _("Affiliation in Korean, as printed"),
        }
        widgets = {
            f"{name}_{language}": forms.TextInput({"lang": language})
            for name in ("family", "given", "affiliation")
            for language in LANGUAGES
        }

    def __init__(
        self, *arguments: Any, roles: list[tuple[int, str]], posts: dict[int, Bilingual], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        row = self.instance
        self.fields["role"].choices = roles
        self.initial["role"] = row.role_id if row.pk else next((pk for pk, _name in roles), None)
        self.initial |= {"person_id": row.person_id, "person_name": str(row.person) if row.person else ""}
        post = posts.get(row.person_id or 0, Bilingual())
        self.fields["person_name"].widget.attrs |= {"autocomplete": "off", "data-people": ""}
        for language in LANGUAGES:
            self.fields[f"affiliation_{language}"].widget.attrs["placeholder"] = post.get(language)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.instance.role_id = cleaned.get("role") or self.instance.role_id
        return cleaned

    @property
    def has_name(self) -> bool:
        return any(clean_line(self.cleaned_data.get(name) or "") for name in NAMES)

    def link(self, person: Person | None) -> None:
        if person is None and not self.has_name:
            self.add_error(
                "person_name", _("Choose a person, or give the name of an outside author or an organisation.")
            )
        if self.instance.person_id != (person.pk if person else None):
            self.must_store = True
        self.instance.person = person


class _Contributions(Rows):
    model = Contribution

    def columns(self) -> list[str]:
        return [*super().columns(), "person", "role"]

    def clean(self) -> None:
        """Find the people that were chosen or typed: one query for the chosen, one for each name typed without choosing."""
        forms_kept = [form for form in self.staying() if form.cleaned_data]
        chosen = {form.cleaned_data.get("person_id") for form in forms_kept} - {None}
        people = Person.objects.in_bulk(chosen)
        for form in forms_kept:
            name = clean_line(form.cleaned_data.get("person_name") or "")
            person = people.get(form.cleaned_data.get("person_id") or 0)
            if not name:
                form.link(None)
            elif person and name == str(person):
                form.link(person)
            else:
                _link_by_name(form, name)


def _link_by_name(form: ContributionForm, name: str) -> None:
    """Without a script, or with an impatient typist, only the name arrives."""
    found = list(Person.objects.matching(name)[:2])
    if len(found) == 1:
        form.link(found[0])
    elif found:
        form.add_error("person_name", _("Several people have this name: choose one from the list."))
    else:
        form.add_error(
            "person_name", _("Nobody of this name is in the catalogue. Choose from the list, or give the name below.")
        )


Contributions = list_of(ContributionForm, _Contributions)


@require_safe
def find_people(request: HttpRequest) -> HttpResponse:
    """People whose name holds the typed words, with their post, since two people may have the same name."""
    if not policy.can(request.user, "list", Person):
        raise PermissionDenied
    words = clean_line(request.GET.get("q", ""))[:100]
    people = Person.objects.matching(words).for_list()[:FOUND] if words else ()
    return JsonResponse({"people": [_found(person, timezone.localdate()) for person in people]})


def _found(person: Person, day: datetime.date) -> dict[str, Any]:
    post = person.post_on(day)
    lines: dict[str, str] = {
        language: post.line(language).value if post and post.position.get(language) else "" for language in LANGUAGES
    }
    language = get_language() or "en"
    detail = lines.get(language) or lines["en"] or gettext("no post at present")
    return {"id": person.pk, "name": str(person), "detail": detail, "en": lines["en"], "ko": lines["ko"]}
