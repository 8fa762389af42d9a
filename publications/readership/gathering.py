"""Gathers requests in memory and writes them once a second, beside the threads that answer readers."""

import atexit
import logging
import os
import threading
import time
from datetime import datetime, timedelta

from django.db import Error, close_old_connections
from django.utils import timezone

from publications.readership import store
from publications.readership.visits import Hit

logger = logging.getLogger(__name__)
# Seconds; a hard stop loses no more than what came in during one of them.
GATHERED = 1.0
# While the database cannot be written to, so many requests are kept.
KEPT = 500_000


class Counter:
    """One a process. Without ``start`` nothing is written until somebody calls ``flush``."""

    def __init__(self) -> None:
        self._hits: list[Hit] = []
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._wake = threading.Event()

    def add(self, hit: Hit) -> None:
        with self._lock:
            if len(self._hits) < KEPT:
                self._hits.append(hit)
        self._wake.set()

    def forget(self) -> None:
        """Drop what was gathered and not written."""
        with self._lock:
            self._hits = []

    def start(self) -> None:
        """Write from now on, also in processes forked off this one, and once more when a process ends in order."""
        self._run_beside()
        os.register_at_fork(after_in_child=self._run_in_child)
        atexit.register(self.flush)

    def _run_in_child(self) -> None:
        """What the parent had gathered is the parent's to write."""
        self.__init__()  # type: ignore[misc]
        self._run_beside()

    def _run_beside(self) -> None:
        threading.Thread(target=self._run, name="counter", daemon=True).start()

    def _run(self) -> None:
        while True:
            self._wake.wait(timeout=_until_midnight())
            self._wake.clear()
            time.sleep(GATHERED)
            close_old_connections()
            self.flush(also_nothing=True)
            close_old_connections()

    def flush(self, *, also_nothing: bool = False) -> None:
        """Write what was gathered; what cannot be written now waits for the next time.

        :param also_nothing: also without a request, so that yesterday's salt goes on time
        """
        with self._writing:
            with self._lock:
                hits, self._hits = self._hits, []
            if not (hits or also_nothing):
                return
            try:
                store.write(hits)
            except Error:
                logger.exception("Counts could not be written; they are kept.")
                with self._lock:
                    self._hits = [*hits, *self._hits][:KEPT]
                self._wake.set()


def _until_midnight() -> float:
    """Seconds until just after the institute's day has ended."""
    now = timezone.localtime()
    end = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), tzinfo=now.tzinfo)
    return (end - now).total_seconds() + 1


counter = Counter()
