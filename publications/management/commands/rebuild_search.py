"""``manage.py rebuild_search``: makes the search index anew, while readers go on searching."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from publications.services.indexing import rebuild


class Command(BaseCommand):
    help = (
        "Makes the search index anew from what is published. Readers go on searching meanwhile; it may be stopped and "
        "started again at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        begin = time.monotonic()
        passages = rebuild(self._report)
        self.stdout.write(f"{passages:,} passages are indexed ({time.monotonic() - begin:.1f} s).")

    def _report(self, done: int, total: int) -> None:
        self.stdout.write(f"{done:,} of {total:,} publications", ending="\r" if self.stdout.isatty() else "\n")
        self.stdout.flush()
