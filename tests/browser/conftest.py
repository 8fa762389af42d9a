"""The demo institute behind a live server, for tests that only read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from config.policy import ADMINISTRATOR, AUTHOR, EDITOR
from publications.demo.loader import load_demo


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker, chromium: Browser) -> Iterator[str]:
    """The address of a server with the demo institute, loaded and stored once for a module."""
    with django_db_blocker.unblock():
        _make_roles()
        load_demo()
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
        call_command("flush", interactive=False, verbosity=0)
        _make_roles()


@pytest.fixture
def roles(transactional_db: None) -> None:
    """For a test that empties the tables and follows one that did."""
    _make_roles()


def _make_roles() -> None:
    """The rows that a migration made; a flush takes them away."""
    for name in (AUTHOR, EDITOR, ADMINISTRATOR):
        Group.objects.get_or_create(name=name)


@pytest.fixture
def reader(chromium: Browser, library: str) -> Callable[..., Any]:
    """``with reader(width=390) as page``: an anonymous window; what its console reports fails the test."""

    @contextmanager
    def open_window(width: int = 1280, height: int = 900, **options: Any) -> Iterator[Page]:
        complaints: list[str] = []
        context = chromium.new_context(base_url=library, viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(15_000)
        listen(context, complaints)
        try:
            yield context.new_page()
        finally:
            context.close()
        assert complaints == []

    return open_window


def listen(context: BrowserContext, complaints: list[str]) -> None:
    # An answer of 404 may be what the test is about; a refused script or style never is.
    context.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource")
            else None
        ),
    )
    context.on("weberror", lambda error: complaints.append(str(error.error)))
