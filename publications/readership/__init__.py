"""Counting what is read, without watching who reads: docs/decisions/0013 has the reasons.

``note`` takes down a request in memory; the counter writes what it has gathered once a second. ``replay`` counts the same
from a web server's log.
"""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from publications.readership.gathering import counter
from publications.readership.robots import is_robot
from publications.readership.visits import Hit

__all__ = ["ANSWERED", "counter", "note"]

# What counts as given to a reader: the whole, a part of it, or word that the reader's copy is still good.
ANSWERED = {200, 206, 304}


def note(request: HttpRequest, publication: int, what: str = "") -> None:
    """A reader has asked for a publication, or for a file of it by name. Robots are left out; nothing is written yet."""
    agent = request.headers.get("User-Agent", "")
    if not is_robot(agent):
        counter.add(Hit(f"{_address(request)} {agent}", publication, what, timezone.now()))


def _address(request: HttpRequest) -> str:
    """The reader's address; behind a proxy the one which the proxy itself saw, the last of its list."""
    passed_on = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return passed_on.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
