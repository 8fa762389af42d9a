"""A picture in the form of a catalogue row: portrait, logo. It is taken in before the row is saved: should the save be
refused, the form carries a signed receipt, and nobody has to choose the file again."""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from publications.models import Picture
from publications.pictures import store_picture

SALT = "publications.admin.picture_field"
# Where catalogue rows show their pictures; see config.urls.
CATALOGUE_FILES = "/files/"


class PictureInput(forms.FileInput):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/png,image/jpeg,image/webp", **(attrs or {})})
        # What the field has made of the form's data; each form has its own copy of the widget.
        self.taken_in: Picture | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, Any]:
        return {
            "upload": files.get(name),
            "receipt": data.get(f"{name}-receipt", ""),
            "is_removed": f"{name}-remove" in data,
        }

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(self.value_from_datadict(data, files, name).values())

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        is_typed = isinstance(value, dict)
        picture = self.taken_in or (Picture.objects.filter(pk=value).first() if value and not is_typed else None)
        context = {
            "name": name,
            "id": self.build_attrs(self.attrs, attrs).get("id", name),
            "upload": super().render(name, None, attrs, renderer),
            "picture": picture,
            "is_stored": not is_typed,
            "is_required": self.is_required,
            "is_removed": is_typed and value["is_removed"],
            "receipt": signing.dumps(picture.pk, salt=SALT) if picture and is_typed else "",
            "files": CATALOGUE_FILES,
        }
        return render_to_string("admin/widgets/picture.html", context)


class PictureField(forms.FileField):
    """Its value is a Picture, or None."""

    widget: Any = PictureInput

    def clean(self, data: dict[str, Any], initial: Any = None) -> Picture | None:
        picture = self._picture(data, initial)
        self.widget.taken_in = picture
        if data["is_removed"] and not data["upload"]:
            picture = None
        if picture is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return picture

    def _picture(self, data: dict[str, Any], initial: Any) -> Picture | None:
        if upload := data["upload"]:
            return store_picture(upload, upload.name or "")
        key = initial
        if data["receipt"]:
            try:
                key = signing.loads(data["receipt"], salt=SALT)
            except signing.BadSignature as error:
                raise ValidationError(_("Choose the file again.")) from error
        return Picture.objects.filter(pk=key).first() if key else None

    def has_changed(self, initial: Any, data: dict[str, Any] | None) -> bool:
        return bool(data and any(data.values()))

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was typed: the widget knows the picture itself."""
        return data
