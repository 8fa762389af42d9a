"""``manage.py load_corpus FILE``: publishes real records, one JSON object a line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from publications.corpus.jsonl import RecordFault, read
from publications.corpus.records import load
from publications.services.publishing import Incomplete


class Command(BaseCommand):
    help = (
        "Loads and publishes records from a file of one JSON object a line. A second run adds nothing. Numbers of views "
        "are not kept: readers are not counted yet."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            count = load(read(path))
        except (RecordFault, Incomplete, OSError, UnicodeDecodeError) as fault:
            raise CommandError(f"Nothing was loaded. {path.name}: {fault}") from fault
        self.stdout.write(f"{count} publications were added.")
