"""``manage.py search_eval FILE…``: how well search answers sets of questions."""

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from publications import search
from publications.corpus.jsonl import RecordFault
from publications.corpus.questions import Question, read_questions, read_texts
from publications.corpus.records import Record, load
from publications.models import Edition, Synonym

FIRST = 10


class Command(BaseCommand):
    help = (
        "Publishes the texts that lie beside files of questions (NAME.queries.jsonl), asks the questions, prints one line "
        "for each file, and takes everything back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--missed", action="store_true", help="also print questions whose answer is not first")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sets = {path: read_questions(path) for path in options["files"]}
            texts = read_texts(options["files"])
        except (OSError, RecordFault, KeyError, ValueError) as fault:
            raise CommandError(f"This is no file of questions with its texts: {fault}") from fault
        with transaction.atomic():
            slugs = _publish(texts)
            for path, questions in sets.items():
                self._measure(path, questions, slugs, options["missed"])
            transaction.set_rollback(True)

    def _measure(self, path: Path, questions: Sequence[Question], slugs: Mapping[int, str], is_verbose: bool) -> None:
        missing = {identifier for question in questions for identifier in question.relevant} - set(slugs.values())
        if missing or not questions:
            raise CommandError(f"{path.name}: no text has the id {min(missing, default='(no questions)')}.")
        ranks = []
        for question in questions:
            rank = _rank(question, slugs)
            ranks.append(rank)
            if is_verbose and rank != 1:
                self.stderr.write(f"{rank or '-':>3}  {question.text}  {', '.join(sorted(question.relevant))}")
        count = len(ranks)
        first, ten = sum(rank == 1 for rank in ranks) / count, sum(rank > 0 for rank in ranks) / count
        mrr = sum(1 / rank for rank in ranks if rank) / count
        self.stdout.write(
            f"{path} database={connection.vendor} n={count} hit@1={first:.2f} hit@10={ten:.2f} mrr={mrr:.2f}"
        )


def _publish(texts: Mapping[str, Record]) -> dict[int, str]:
    """The texts as published editions in the index: edition to the text's id."""
    load(texts.values())
    identifiers = {record.slug: identifier for identifier, record in texts.items()}
    editions = Edition.objects.published().filter(kind__slug="search-eval")
    return {edition: identifiers[slug] for edition, slug in editions.values_list("pk", "slug")}


def _rank(question: Question, identifiers: Mapping[int, str]) -> int:
    """The place of the first right answer, 0 if it is not among the first ten."""
    hits = search.find(
        question.text,
        editions=Edition.objects.published().filter(kind__slug="search-eval"),
        synonyms=[row.names for row in Synonym.objects.all()],
        count=FIRST,
    )
    found = [identifiers[result.edition] for result in hits.results]
    return next((place for place, entry in enumerate(found, 1) if entry in question.relevant), 0)
