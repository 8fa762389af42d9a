"""Which browser the tests drive, and how it is started."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")

ARGUMENTS = [
    # Tests use no network but this machine's own; a browser that calls home only waits.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # Containers give little shared memory.
    "--disable-dev-shm-usage",
    # The same picture on every machine.
    "--font-render-hinting=none",
    "--hide-scrollbars",
]
# Chromium does not start its sandbox for root.
if hasattr(os, "geteuid") and os.geteuid() == 0:
    ARGUMENTS.append("--no-sandbox")


def executable() -> str | None:
    """The system's Chromium, or one that ``playwright install chromium`` has put in place."""
    for name in NAMES:
        found = shutil.which(name)
        # Where Chromium is a snap, the command is only a note about it.
        if found and not _is_snap(Path(found)):
            return found
    with sync_playwright() as playwright:
        bundled = playwright.chromium.executable_path
    return bundled if Path(bundled).exists() else None


def _is_snap(program: Path) -> bool:
    return "/snap/" in str(program.resolve()) or b"/snap/bin" in program.read_bytes()[:4096]
