"""``manage.py make_corpus N``: made-up publications in any number, for work on speed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from publications.corpus.records import load
from publications.corpus.synthetic import make
from publications.models import Institute


class Command(BaseCommand):
    help = "Makes and publishes N synthetic publications. The same N and seed give the same ones; those there stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int, metavar="N")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["count"] < 1:
            raise CommandError("N must be at least 1.")
        if not Institute.objects.exists():
            # Whatever is remembered between requests is tied to its generation, as on any site in use.
            Institute.objects.create(name_en="Synthetic institute", name_ko="가상연구원")
        self.stdout.write(f"{load(make(options['count'], options['seed']))} publications were added.")
