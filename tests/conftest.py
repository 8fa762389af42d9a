"""Fixtures for all tests. A browser test asks for ``page``; it needs no address, ``page.goto("/en/")`` is enough."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection, transaction
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from publications.demo.loader import load_demo
from publications.services.indexing import rebuild
from tests import chromium as chromium_program


def pytest_configure() -> None:
    # The live server finds static files where they are written; hashed copies exist only after collectstatic.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    # The strongest hash is made to be slow; here a thousand accounts sign in.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # No deadline, since two workers share the machine; the same examples each time, so that a red run can be repeated.
    hypothesis_settings.register_profile("colophon", deadline=None, derandomize=True)
    hypothesis_settings.load_profile("colophon")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On SQLite, use a file as the site does: a database in memory is one connection that all threads share."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The demo institute, loaded once for a module; each test's own changes are undone after it, the rest at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        # Publishing indexes after a commit, and there is none here.
        rebuild(lambda done, total: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = chromium_program.executable()
    if program is None:
        pytest.fail("No Chromium here. `make test` installs it, or says how.")
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=chromium_program.ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium: Browser, live_server) -> Iterator[Page]:
    """An empty desktop window on the live server; whatever its console reports fails the test."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # An answer of 404 or 409 may be what the test is about.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            complaints.append(message.text)

    context = chromium.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    context.on("console", note)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert complaints == []
