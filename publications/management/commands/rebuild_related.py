"""``manage.py rebuild_related``: which publications are offered beside each other, worked out anew."""

from typing import Any

from django.core.management.base import BaseCommand

from publications.services.relating import rebuild


class Command(BaseCommand):
    help = (
        "Works out anew which publications may be offered beside each other; publishing does it for each new edition."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild()} pairs are kept.")
