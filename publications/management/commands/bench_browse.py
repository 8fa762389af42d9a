"""``manage.py bench_browse``: what lists cost at the size of this site, the first page against a far one."""

import statistics
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import Person
from publications import advice
from publications.filters import PAGE_SIZE
from publications.management.commands.bench_search import cost
from publications.models import Edition, Topic


class Command(BaseCommand):
    help = (
        "Asks for lists, first and far pages, and prints the processor time of each whole request, the database "
        "included. Works on what is published here (see make_corpus)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rounds", type=int, default=9, help="how often each page is asked for")
        parser.add_argument("--page", type=int, default=500, help="the far page")

    def handle(self, *args: Any, **options: Any) -> None:
        total = Edition.objects.published().count()
        if not total:
            raise CommandError("Nothing is published here: manage.py make_corpus 100000")
        for name, address, rows in pages():
            far = min(options["page"], -(-rows // PAGE_SIZE))
            measured = [measure(address, number, options["rounds"]) for number in dict.fromkeys((1, far))]
            for number, cpu, wall, queries in measured:
                self.stdout.write(
                    f"database={connection.vendor} publications={total} list={name} rows={rows} page={number} "
                    f"cpu_ms={cpu:.1f} wall_ms={wall:.1f} queries={queries} ratio={cpu / measured[0][1]:.2f}"
                )


def pages() -> Iterator[tuple[str, str, int]]:
    """Name, address and number of rows of each list: everything, the busiest author and topic, and the pages around."""
    listed = Edition.objects.listed()
    everything = listed.count()
    yield "everything", "/en/publications/?", everything
    for sort in ("oldest", "title", "views"):
        yield f"everything_{sort}", f"/en/publications/?sort={sort}&", everything
    author = Person.objects.annotate(hits=Count("editions")).order_by("-hits").first()
    topic = Topic.objects.annotate(hits=Count("editions")).order_by("-hits").first()
    if author:
        yield "author", f"/en/publications/?author={quote(author.slug)}&", listed.by(author).count()
        yield "author_page", f"/en/people/{quote(author.slug)}/?", 1
    if topic:
        yield "topic", f"/en/publications/?topic={quote(topic.slug)}&", listed.about(topic).count()
        yield "topic_page", f"/en/topics/{quote(topic.slug)}/?", 1
    # Its pages hold another number of rows: so many that the same page is the last.
    yield "recommendations", "/en/recommendations/?", advice.published().count() * PAGE_SIZE // advice.PAGE_SIZE
    for name in ("people", "topics", "archive"):
        yield name, f"/en/{name}/?", 1
    yield "letter", "/en/people/?letter=S&", 1


def measure(address: str, page: int, rounds: int) -> tuple[int, float, float, int]:
    """Page, milliseconds of processor and of the clock (the median; the first round only warms up), and statements."""
    client, shown = Client(), f"{address}page={page}" if page > 1 else address

    def ask() -> None:
        response = client.get(shown)
        if response.status_code != 200:
            raise CommandError(f"{shown} answered {response.status_code}.")

    costs = [cost(ask) for _ in range(rounds + 1)][1:]
    with CaptureQueriesContext(connection) as queries:
        ask()
    cpu, wall = (statistics.median(values) * 1000 for values in zip(*costs, strict=True))
    return page, cpu, wall, len(queries)
