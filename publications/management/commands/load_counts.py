"""``manage.py load_counts FILE``: the views that an older site had counted."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from publications.readership.legacy import Faults, load


class Command(BaseCommand):
    help = (
        "Reads a CSV file of addresses and views, and adds them to what is counted here. A second run changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            number = load(options["file"].read_bytes())
        except (OSError, Faults) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The earlier views of {number} publications were stored.")
