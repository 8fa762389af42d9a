"""Files in the publication form. They are taken in before the save begins: should it be refused, nobody has to choose
them again, since the form carries a signed receipt."""

import secrets
from pathlib import PurePath
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from publications import attachments, pictures
from publications.admin.rows import RowForm, Rows, list_of
from publications.models import Attachment, Figure, Picture

SALT = "publications.admin.media"


class Intake:
    """What came with a request. ``data`` carries a receipt for each stored file, ``refused`` a sentence for each other."""

    def __init__(self, data: QueryDict, files: MultiValueDict) -> None:
        self.data = data.copy()
        self.refused: dict[str, ValidationError] = {}
        for name, file in files.items():
            if not name.endswith("upload"):
                continue
            try:
                receipt = _store(name, file)
            except ValidationError as error:
                self.refused[name] = error
            else:
                self.data[f"{name.removesuffix('upload')}receipt"] = signing.dumps(receipt, salt=SALT)


def _store(name: str, file: Any) -> dict[str, Any]:
    if name.startswith(Attachment._meta.model_name or ""):
        stored = attachments.store(file)
        return {"sha256": stored.sha256, "size": stored.size, "media_type": stored.media_type, "name": file.name}
    return {"picture": pictures.store_picture(file, file.name or "").pk, "name": file.name}


def read_receipt(text: str) -> dict[str, Any]:
    try:
        receipt: dict[str, Any] = signing.loads(text, salt=SALT)
    except signing.BadSignature as error:
        raise ValidationError(_("Choose the file again.")) from error
    return receipt


class UploadForm(RowForm):
    """A row that stands for a file."""

    upload = forms.FileField(label=_("File"), required=False)
    receipt = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, refused: dict[str, ValidationError], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.refused = refused.get(self.add_prefix("upload"))

    def has_changed(self) -> bool:
        """A refused file is something that was given, and not left in silence."""
        return bool(self.refused) or super().has_changed()

    def clean_upload(self) -> None:
        if self.refused:
            raise self.refused

    def clean_receipt(self) -> dict[str, Any]:
        text = self.cleaned_data["receipt"]
        return read_receipt(text) if text else {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        receipt = cleaned.get("receipt")
        if receipt:
            self.take(receipt)
        elif not self.instance.pk and not cleaned.get("DELETE") and "upload" not in self.errors:
            self.add_error("upload", _("Choose a file."))
        return cleaned

    def take(self, receipt: dict[str, Any]) -> None:
        raise NotImplementedError

    @property
    def name_of_new_file(self) -> str:
        """What was uploaded and waits to be saved."""
        text = self["receipt"].value() if self.is_bound else ""
        try:
            return str(read_receipt(text)["name"]) if text else ""
        except ValidationError:
            return ""


class FigureForm(UploadForm):
    class Meta:
        model = Figure
        fields = ["alt", "caption", "source"]
        labels = {"alt": _("Alternative text"), "caption": _("Caption"), "source": _("Source")}
        widgets = {"alt": forms.Textarea({"rows": 2}), "caption": forms.Textarea({"rows": 2})}

    @property
    def thumbnail(self) -> str:
        row = self.instance
        return thumbnail(row.publication, row.picture if row.picture_id else None)

    def take(self, receipt: dict[str, Any]) -> None:
        self.instance.picture_id = receipt["picture"]
        if not self.instance.key:
            self.instance.key = f"f{secrets.token_hex(4)}"


class AttachmentForm(UploadForm):
    given = frozenset({"kind", "language"})

    class Meta:
        model = Attachment
        fields = ["position", "kind", "language", "name", "caption_en", "caption_ko"]
        labels = {
            "name": _("Name of the file"),
            "caption_en": _("Caption in English"),
            "caption_ko": _("Caption in Korean"),
        }
        widgets = {"caption_en": forms.TextInput({"lang": "en"}), "caption_ko": forms.TextInput({"lang": "ko"})}

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["name"].required = False

    def take(self, receipt: dict[str, Any]) -> None:
        row = self.instance
        row.sha256, row.size, row.media_type = receipt["sha256"], receipt["size"], receipt["media_type"]

    def clean_name(self) -> str:
        """A new file brings its name; it can be given another one later."""
        name: str = self.cleaned_data["name"]
        if not name and self.data.get(self.add_prefix("receipt")):
            name = str(read_receipt(self.data[self.add_prefix("receipt")])["name"])
        return name.replace("/", "-") or self.instance.name

    def clean(self) -> dict[str, Any]:
        """A file may be renamed, not made to look like another kind of file."""
        cleaned = super().clean()
        ending = PurePath(cleaned.get("name") or "").suffix.removeprefix(".").lower()
        media_type = self.instance.media_type
        if cleaned.get("name") and media_type and attachments.MEDIA_TYPES.get(ending) != media_type:
            self.add_error("name", _("Keep the ending of the name: it says what kind of file this is."))
        return cleaned


class _Figures(Rows):
    model = Figure

    def columns(self) -> list[str]:
        return ["picture", "alt", "caption", "source"]


class _Attachments(Rows):
    model = Attachment

    def columns(self) -> list[str]:
        return [*super().columns(), "sha256", "size", "media_type"]


Figures = list_of(FigureForm, _Figures)
Attachments = list_of(AttachmentForm, _Attachments)


def thumbnail(publication: Any, picture: Picture | None) -> str:
    """The address that shows staff a small form of a picture; empty where there is none yet."""
    if picture is None or not publication.pk:
        return ""
    name = f"{min(picture.widths)}.webp" if picture.widths else f"original.{picture.suffix}"
    return reverse("admin:publications_publication_file", args=[publication.pk, picture.sha256, name])


def picture_of(receipt: str) -> Picture | None:
    return Picture.objects.filter(pk=read_receipt(receipt)["picture"]).first() if receipt else None
