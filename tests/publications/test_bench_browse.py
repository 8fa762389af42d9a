"""The measuring command runs on a small site and names first and far pages of each list."""

import re

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_institute, make_person, make_published, make_topic

pytestmark = pytest.mark.django_db


def test_bench_prints_a_line_for_each_page(capsys):
    make_institute()
    author, topic = make_person("Seo First"), make_topic("Water")
    for _number in range(21):
        make_published(authors=[author], topics=[topic])

    call_command("bench_browse", rounds=1)

    lines = capsys.readouterr().out.splitlines()
    assert all(re.search(r"cpu_ms=\d+\.\d wall_ms=\d+\.\d queries=\d+ ratio=\d+\.\d\d$", line) for line in lines)
    found = re.findall(r"list=(\w+) rows=(\d+) page=(\d+)", "\n".join(lines))
    assert [(name, rows, page) for name, rows, page in found if name in {"everything", "author", "topic"}] == [
        (name, "21", page) for name in ("everything", "author", "topic") for page in ("1", "2")
    ]


def test_bench_needs_something_to_measure():
    with pytest.raises(CommandError, match="make_corpus"):
        call_command("bench_browse")
