"""The environment of every test run, set before Django reads its settings (a pytest plugin, see pyproject.toml).

No site is touched: whatever ``.env`` or the shell say, tests have a data folder of their own. Only ``DATABASE_URL`` may
come from outside, so that the same tests run on PostgreSQL; there they make databases of their own, named ``test_…``.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

FIXED = {
    "DEMO": "1",
    "SITE_URL": "http://testserver",
    "ALLOWED_HOSTS": "*",
    "TIME_ZONE": "Asia/Seoul",
    "BEHIND_PROXY": "0",
}


def _new_data_dir() -> Path:
    """A folder for this process; parallel workers are processes of their own."""
    folder = Path(tempfile.mkdtemp(prefix="colophon-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # The collected static files: none here, but the server warns if the folder is missing.
    (folder / "static").mkdir()
    return folder


DATA_DIR = _new_data_dir()
os.environ.update(FIXED, DATA_DIR=str(DATA_DIR))
os.environ.setdefault("DATABASE_URL", f"sqlite:///{DATA_DIR / 'colophon.sqlite3'}")
