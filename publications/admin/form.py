"""The fields of a publication that are not lists."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Value
from django.utils.translation import gettext_lazy as _

from config.languages import LANGUAGES
from people.models import User
from publications.admin.choices import Catalogue
from publications.admin.media import picture_of, thumbnail
from publications.admin.rows import replace_links
from publications.admin.widgets import SummaryEditor
from publications.document.hygiene import clean_line
from publications.models import Publication, Redirect, Topic, TopicOfPublication

PAIRS = ("title", "subtitle", "summary", "imprint", "cover_alt", "video_title", "video_transcript")
LABELS = {
    "title": (_("Title in English"), _("Title in Korean")),
    "subtitle": (_("Subtitle in English"), _("Subtitle in Korean")),
    "summary": (_("Summary in English"), _("Summary in Korean")),
    "imprint": (_("Imprint in English, as printed"), _("Imprint in Korean, as printed")),
    "cover_alt": (_("Alternative text of the cover in English"), _("Alternative text of the cover in Korean")),
    "video_title": (_("Title of the video in English"), _("Title of the video in Korean")),
    "video_transcript": (_("Transcript in English"), _("Transcript in Korean")),
}
WIDGETS: dict[str, Any] = {"summary": SummaryEditor, "video_transcript": forms.Textarea}
PLAIN = [
    *("slug", "language", "series_number", "issued", "issued_precision", "doi", "isbn", "licence", "pages"),
    *("video_address", "video_embed", "video_seconds"),
]


class Choices(forms.TypedMultipleChoiceField):
    """Rows of a catalogue as checkboxes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, coerce=int, required=False)


class PublicationForm(forms.ModelForm):
    kind = forms.TypedChoiceField(label=_("Kind"), coerce=int)
    series = forms.TypedChoiceField(label=_("Series"), coerce=int, required=False, empty_value=None)
    centers = Choices(_("Centers"))
    topics = Choices(_("Topics"))
    new_topic_en = forms.CharField(label=_("New topic in English"), max_length=100, required=False)
    new_topic_ko = forms.CharField(label=_("New topic in Korean"), max_length=100, required=False)
    editors = Choices(_("Accounts that may edit"))
    original = forms.CharField(
        label=_("Translation of"),
        required=False,
        max_length=120,
        help_text=_("The address of the original publication."),
    )
    cover_upload = forms.FileField(label=_("Picture for the cover"), required=False)
    cover_receipt = forms.CharField(required=False, widget=forms.HiddenInput)
    no_cover = forms.BooleanField(label=_("Remove the cover"), required=False)
    poster_upload = forms.FileField(label=_("Picture before the video plays"), required=False)
    poster_receipt = forms.CharField(required=False, widget=forms.HiddenInput)
    no_poster = forms.BooleanField(label=_("Remove this picture"), required=False)

    class Meta:
        model = Publication
        fields = [*PLAIN, *(f"{name}_{language}" for name in PAIRS for language in LANGUAGES)]
        labels = {"slug": _("Address")} | {
            f"{name}_{language}": LABELS[name][place] for name in PAIRS for place, language in enumerate(LANGUAGES)
        }
        widgets = {
            f"{name}_{language}": WIDGETS.get(name, forms.TextInput)({"lang": language})
            for name in PAIRS
            for language in LANGUAGES
        } | {"issued": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}

    def __init__(
        self,
        data: Any = None,
        *,
        instance: Publication,
        catalogue: Catalogue,
        refused: Any = None,
        rights: frozenset[str],
    ) -> None:
        super().__init__(data, instance=instance)
        self.refused = refused or {}
        self.rights = rights
        empty = ("", "—")
        self.fields["kind"].choices = catalogue["kind"] if instance.pk else [empty, *catalogue["kind"]]
        self.fields["series"].choices = [empty, *catalogue["series"]]
        self.fields["centers"].choices = catalogue["center"]
        self.fields["topics"].choices = catalogue["topic"]
        self.initial |= {"kind": instance.kind_id, "series": instance.series_id}
        self.initial["original"] = instance.translation_of.slug if instance.translation_of else ""
        if instance.pk:
            self.initial |= _linked(instance)
        self._offer_by_rights()

    def _offer_by_rights(self) -> None:
        """Accounts, new topics and another address, which readers see at once, are offered to those who may give them."""
        if "accounts" in self.rights:
            through = Publication.editors.through.objects.filter(publication=self.instance, user=OuterRef("pk"))
            accounts = list(User.objects.annotate(may_edit=Exists(through)).filter(is_active=True, is_staff=True))
            self.initial["editors"] = [account.pk for account in accounts if account.may_edit]
            self.fields["editors"].choices = [(account.pk, str(account)) for account in accounts]
        else:
            del self.fields["editors"]
        self.fields["slug"].disabled = "address" not in self.rights
        if "topics" not in self.rights:
            del self.fields["new_topic_en"], self.fields["new_topic_ko"]

    @property
    def cover_thumbnail(self) -> str:
        return thumbnail(self.instance, self.instance.cover)

    @property
    def poster_thumbnail(self) -> str:
        return thumbnail(self.instance, self.instance.video_poster)

    def clean_slug(self) -> str:
        slug = clean_line(self.cleaned_data["slug"])
        if slug and Redirect.objects.filter(slug=slug).exclude(publication=self.instance.pk).exists():
            raise ValidationError(_("This address leads to another publication, which had it before."))
        if not slug and self.instance.pk:
            return str(Publication.objects.values_list("slug", flat=True).get(pk=self.instance.pk))
        return slug

    def clean_original(self) -> Publication | None:
        slug = self.cleaned_data["original"].strip().strip("/").rsplit("/", 1)[-1]
        if not slug:
            return None
        original = Publication.objects.filter(slug=slug).exclude(pk=self.instance.pk).first()
        if original is None:
            raise ValidationError(_("No other publication has this address."))
        if original.translation_of_id:
            raise ValidationError(_("This is a translation itself. Give the address of its original."))
        if self.instance.pk and self.instance.translations.exists():
            raise ValidationError(_("Another publication is a translation of this one."))
        return original

    def _clean_upload(self, name: str) -> None:
        if name in self.refused:
            raise self.refused[name]

    def clean_cover_upload(self) -> None:
        self._clean_upload("cover_upload")

    def clean_poster_upload(self) -> None:
        self._clean_upload("poster_upload")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        language = cleaned.get("language")
        if (
            language in LANGUAGES
            and not clean_line(cleaned.get(f"title_{language}") or "")
            and not self.has_error(f"title_{language}")
        ):
            self.add_error(f"title_{language}", _("Give the title in the language of the full text."))
        row = self.instance
        row.kind_id = cleaned.get("kind") or row.kind_id
        row.series_id = cleaned.get("series")
        row.translation_of = cleaned.get("original")
        for name, column in (("cover", "cover"), ("poster", "video_poster")):
            if cleaned.get(f"{name}_receipt"):
                setattr(row, column, picture_of(cleaned[f"{name}_receipt"]))
            elif cleaned.get(f"no_{name}"):
                setattr(row, column, None)
        return cleaned

    @property
    def columns(self) -> list[str]:
        """What a save of this form writes; the stage and the counters of a publication are others' business."""
        return [*self._meta.fields, "kind", "series", "translation_of", "cover", "video_poster"]

    def save_links(self, by: User) -> None:
        """Centers, topics and the accounts that may edit; who works on it always may."""
        row, cleaned = self.instance, self.cleaned_data
        if "centers" in self.changed_data:
            replace_links(Publication.centers.through, "publication", "center", {row.pk: cleaned["centers"]})
        topics = [*cleaned["topics"], *self._new_topic()]
        if sorted(topics) != self.initial.get("topics", []):
            replace_links(TopicOfPublication, "content_object", "tag", {row.pk: dict.fromkeys(topics)})
        if "editors" in self.changed_data:
            row.editors.set(cleaned["editors"])

    def _new_topic(self) -> list[int]:
        name = clean_line(self.cleaned_data.get("new_topic_en") or self.cleaned_data.get("new_topic_ko") or "")
        if not name:
            return []
        korean = clean_line(self.cleaned_data.get("new_topic_ko") or "")
        topic, _is_new = Topic.objects.get_or_create(name=name, defaults={"name_ko": korean})
        return [topic.pk]


def _linked(publication: Publication) -> dict[str, list[int]]:
    """The chosen centers and topics, in one query."""
    centers = Publication.centers.through.objects.filter(publication=publication).order_by()
    topics = TopicOfPublication.objects.filter(content_object=publication).order_by()
    rows = centers.values_list(Value("centers"), "center_id").union(topics.values_list(Value("topics"), "tag_id"))
    found: dict[str, list[int]] = {"centers": [], "topics": []}
    for name, pk in rows:
        found[name].append(pk)
    return {name: sorted(keys) for name, keys in found.items()}
