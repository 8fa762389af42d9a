"""The two locks name what pyproject.toml asks for, and nothing that only this machine can reach."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NAME = re.compile(r"^([A-Za-z0-9._-]+)")


def _locked(lock: str) -> dict[str, str]:
    """Each package of a lock with its whole entry."""
    entries = re.split(r"\n(?=[a-z])", (ROOT / lock).read_text(encoding="utf-8"))
    return {entry.split("==")[0].split("[")[0]: entry for entry in entries if not entry.startswith("#")}


def _asked(group: list[str]) -> set[str]:
    return {NAME.match(line)[1].lower() for line in group}


def _project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_locks_hold_every_package_asked_for():
    project = _project()
    runtime = _asked(project["project"]["dependencies"])
    development = _asked(project["dependency-groups"]["dev"])
    assert runtime - _locked("requirements.txt").keys() == set()
    assert (runtime | development) - _locked("requirements-dev.txt").keys() == set()


def test_development_runs_the_versions_of_the_site():
    site, development = _locked("requirements.txt"), _locked("requirements-dev.txt")

    def version(entry: str) -> str:
        return entry.split("==")[1].split()[0]

    assert {name: version(entry) for name, entry in site.items()} == {name: version(development[name]) for name in site}


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_lock_has_hashes_and_no_addresses(lock):
    assert [name for name, entry in _locked(lock).items() if "--hash=sha256:" not in entry] == []
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")
