"""The text of attached PDFs, for search: read once in a limited child process, then kept beside the file."""

import json
import subprocess
import sys
from pathlib import Path

from publications.document.hygiene import clean_text
from publications.store import attachment_path, put_bytes

_CHILD = Path(__file__).parent / "pdf_child.py"
_SECONDS = 30


def text_of(sha256: str, media_type: str) -> list[str]:
    """The text of a stored file page by page; none where it is no PDF, is missing, or cannot be read."""
    path = attachment_path(sha256)
    if media_type != "application/pdf" or not path.is_file():
        return []
    kept = path.with_name(f"{sha256}.text")
    if not kept.is_file():
        put_bytes(json.dumps(_read(path)).encode(), kept)
    pages: list[str] = json.loads(kept.read_bytes())
    return pages


def _read(path: Path) -> list[str]:
    """What a broken or hostile file costs ends here: it simply has no text."""
    with path.open("rb") as file:
        try:
            # Isolated: no environment, no folder of ours on its path, nothing inherited but the file.
            answer = subprocess.run(  # noqa: S603 our own program, and no argument from outside
                [sys.executable, "-I", str(_CHILD)],
                stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_SECONDS, env={}, cwd="/",
                check=True,
            )  # fmt: skip
            return [clean_text(page) for page in json.loads(answer.stdout)]
        except (subprocess.SubprocessError, ValueError):
            return []
