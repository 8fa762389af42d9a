"""Settings are read in processes of their own: this one has read the tests' settings already."""

import json
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings import BASE_DIR, DEMO_SECRET, database

SECRET = "a-long-random-value-that-only-this-test-knows-0123456789"


def _read(names: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Print some settings as JSON, with a production environment in which the given values are changed."""
    production = {
        "DEMO": "0",
        "SECRET_KEY": SECRET,
        "SITE_URL": "https://publications.example.org",
        "ALLOWED_HOSTS": "",
    }
    program = f"import json; from config import settings; print(json.dumps([getattr(settings, n) for n in {names}]))"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=BASE_DIR,
        env=os.environ | production | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _values(names: list[str], **environment: str) -> list:
    return json.loads(_read(names, **environment).stdout)


@pytest.mark.parametrize("secret", ["", DEMO_SECRET])
def test_production_refuses_a_missing_or_demo_secret(secret):
    finished = _read(["DEMO"], SECRET_KEY=secret)
    assert finished.returncode == 1
    assert "Set SECRET_KEY to a long random value" in finished.stderr


def test_demo_starts_without_a_secret():
    assert _values(["DEMO", "SECRET_KEY"], DEMO="1", SECRET_KEY="") == [True, DEMO_SECRET]


def test_flag_refuses_a_word_it_does_not_know():
    finished = _read(["DEMO"], DEMO="maybe")
    assert finished.returncode == 1
    assert "DEMO must be 1 or 0, not 'maybe'." in finished.stderr


def test_cookies_are_bound_to_the_host_where_the_site_is_https():
    names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
    assert _values(names) == ["__Host-session", "__Host-csrf", True, True]
    assert _values(names, SITE_URL="http://localhost:8000") == ["session", "csrf", False, False]


def test_allowed_hosts_follow_the_site_address_unless_named():
    assert _values(["ALLOWED_HOSTS"]) == [["publications.example.org"]]
    assert _values(["ALLOWED_HOSTS"], ALLOWED_HOSTS="a.example, b.example") == [["a.example", "b.example"]]


@pytest.mark.parametrize(
    ("address", "name"),
    [("sqlite:///var/site.sqlite3", "var/site.sqlite3"), ("sqlite:////srv/site.db", "/srv/site.db")],
)
def test_sqlite_address_names_a_relative_or_an_absolute_file(address, name):
    settings = database(address)
    assert (settings["ENGINE"], settings["NAME"]) == ("django.db.backends.sqlite3", name)


def test_postgres_address_may_hold_signs_of_its_own():
    settings = database("postgres://staff:p%40ss%2Fword@db.example.org:5433/publications")
    assert {key: settings[key] for key in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "publications",
        "USER": "staff",
        "PASSWORD": "p@ss/word",
        "HOST": "db.example.org",
        "PORT": 5433,
    }


def test_database_refuses_other_systems():
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must start with"):
        database("mysql://localhost/publications")
