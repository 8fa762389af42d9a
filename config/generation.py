"""The one number that says whether anything public has changed.

Whatever is cached, entity tags included, is keyed by it, by the last scheduled moment that has passed, and by the build.
The number stands in the institute's row, which every page reads anyway.
"""

from django.apps import apps
from django.db.models import F
from django.utils import timezone


def raise_generation() -> None:
    """Call it inside the transaction that changes anything readers see."""
    apps.get_model("publications", "Institute").objects.update(
        generation=F("generation") + 1, changed_at=timezone.now()
    )
