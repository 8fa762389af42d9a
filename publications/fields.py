"""Model fields that clean what they store, on every way into the database: ``save``, ``update``, ``bulk_create``.

Django's text fields pass every value through ``to_python`` before it becomes a parameter of a statement; so do lookups.
"""

from typing import Any

from django.db import models
from django.db.models import Model

from publications.document.html import sanitise_body, sanitise_summary
from publications.document.hygiene import clean_line, clean_text


class _Cleaned(str):
    """A value that has been cleaned already."""


class _Clean(models.Field):
    @staticmethod
    def cleaner(value: str, /) -> str:
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        if not isinstance(value, str) or isinstance(value, _Cleaned):
            return value
        return _Cleaned(type(self).cleaner(value))

    def pre_save(self, model_instance: Model, add: bool) -> Any:
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class LineField(_Clean, models.CharField):
    """One line of plain text."""

    cleaner = staticmethod(clean_line)


class PlainField(_Clean, models.TextField):
    """Plain text of several lines."""

    cleaner = staticmethod(clean_text)


class SummaryField(_Clean, models.TextField):
    """Rich text of paragraphs, lists, emphasis and links."""

    cleaner = staticmethod(sanitise_summary)


class BodyField(_Clean, models.TextField):
    """The text of a chapter. Its level is the row's: saving a chapter also puts headings below it."""

    cleaner = staticmethod(sanitise_body)
