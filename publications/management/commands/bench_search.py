"""``manage.py bench_search``: what a search costs, in processor time of this process and of the database."""

import dataclasses
import re
import statistics
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.test import Client

from config.languages import LANGUAGES, Bilingual, Language
from publications import search
from publications.document.html import plain_text
from publications.document.types import Document
from publications.models import Edition

SAMPLE = 400
WORDS: dict[Language, re.Pattern[str]] = {"en": re.compile(r"\b[a-z]{5,}\b"), "ko": re.compile("[가-힣]{2,}")}
# The most hits that a rare word has.
RARE = 10
TRIES = 200


class Command(BaseCommand):
    help = (
        "Searches for a common and a rare word of each language and prints what the whole request costs, the database "
        "included; then how fast texts are indexed. Works on what is published here (see make_corpus)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("words", nargs="*", help="search for these words instead")
        parser.add_argument("--rounds", type=int, default=9, help="how often each word is searched for")

    def handle(self, *args: Any, **options: Any) -> None:
        documents = sample()
        if not documents:
            raise CommandError("Nothing is published here: manage.py make_corpus 20000")
        words = {word: word for word in options["words"]} or dict(choose(documents))
        total = Edition.objects.published().count()
        for name, word in words.items():
            cpu, wall = median_cost(word, options["rounds"])
            hits = search.find(word, editions=Edition.objects.published(), count=0).passages
            self.stdout.write(
                f"database={connection.vendor} publications={total} word={name} cpu_ms={cpu * 1000:.1f} "
                f"wall_ms={wall * 1000:.1f} hits={hits}"
            )
        for language in LANGUAGES:
            count, cpu, wall = indexing_cost([entry for entry in documents if entry.language == language], language)
            if count:
                self.stdout.write(
                    f"database={connection.vendor} indexing={language} words={count} "
                    f"words_per_cpu_second={count / cpu:.0f} words_per_second={count / wall:.0f}"
                )


def sample() -> list[Document]:
    """Published documents from all over the range."""
    editions = list(Edition.objects.published().order_by("pk").values_list("pk", flat=True))
    chosen = editions[:: max(1, len(editions) // SAMPLE)][:SAMPLE]
    return [edition.document for edition in Edition.objects.filter(pk__in=chosen).with_document()]


def choose(documents: list[Document]) -> Iterator[tuple[str, str]]:
    """In each language the word of most documents, and one that hardly any other has."""
    for language, pattern in WORDS.items():
        counts: Counter[str] = Counter()
        for document in documents:
            counts.update(set(pattern.findall(text_of(document, language).lower())))
        ordered = [word for word, _ in counts.most_common()]
        suffix = "" if language == "en" else f"-{language}"
        if ordered:
            yield f"common{suffix}", ordered[0]
        rare = next((word for word in reversed(ordered[-TRIES:]) if is_rare(word)), "")
        if rare:
            yield f"rare{suffix}", rare


def is_rare(word: str) -> bool:
    return 0 < search.find(word, editions=Edition.objects.published(), count=0).passages <= RARE


def text_of(document: Document, language: Language) -> str:
    bodies = [chapter.body for chapter in document.chapters] if document.language == language else []
    return plain_text(" ".join([document.summary.get(language), *bodies]))


def median_cost(word: str, rounds: int) -> tuple[float, float]:
    """Seconds of processor and of the clock for one request; the first one only warms up."""
    client = Client()

    def ask() -> None:
        response = client.get("/en/search/", {"q": word})
        if response.status_code != 200:
            raise CommandError(f"The search page answered {response.status_code}.")

    costs = [cost(ask) for _ in range(rounds + 1)][1:]
    return statistics.median(cpu for cpu, _ in costs), statistics.median(wall for _, wall in costs)


def indexing_cost(documents: list[Document], language: Language) -> tuple[int, float, float]:
    """Words of these documents' texts, and the seconds it takes to index them; nothing of it is kept."""
    texts = [dataclasses.replace(entry, summary=Bilingual(), groups=(), attachments=()) for entry in documents]
    count = sum(len(text_of(entry, language).split()) for entry in texts)
    last = Edition.objects.order_by("-pk").values_list("pk", flat=True)[0]
    entries: list[tuple[int, Document, search.Files]] = [
        (last + number, entry, {}) for number, entry in enumerate(texts, 1)
    ]
    with transaction.atomic():
        cpu, wall = cost(lambda: search.rebuild(entries, is_all=False))
        transaction.set_rollback(True)
    return count, cpu, wall


def cost(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of processor, of this process and of the database's, and of the clock."""
    cpu, database, wall = time.process_time(), database_seconds(), time.perf_counter()
    work()
    return time.process_time() - cpu + database_seconds() - database, time.perf_counter() - wall


def database_seconds() -> float:
    """What the server's process for this connection has used; SQLite works in ours."""
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    used = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    if not used.is_file():
        raise CommandError("The processor time of PostgreSQL can only be read on the machine where it runs.")
    return int(used.read_text().split()[0]) / 1e9
