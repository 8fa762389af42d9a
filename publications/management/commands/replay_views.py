"""``manage.py replay_views LOG…``: views and downloads, counted anew from a web server's log."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from publications.readership.replay import replay


class Command(BaseCommand):
    help = (
        "Counts views and downloads from logs in the combined form (also .gz) and replaces the days they cover. "
        "Give whole days: name all files of a day in one call. The same logs give the same figures, however often."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("logs", nargs="+", type=Path, metavar="LOG")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = replay(options["logs"])
        except OSError as error:
            raise CommandError(str(error)) from error
        counted = "pages" if found.from_pages else "counting requests"
        self.stdout.write(
            f"lines={found.lines} skipped={found.skipped} days={found.days} views={found.views} "
            f"downloads={found.downloads} counted_by={counted!r}"
        )
