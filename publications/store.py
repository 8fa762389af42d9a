"""Where files lie: under their own hash, below ``MEDIA_ROOT``, reached by no address of their own.

A file is written beside its place and renamed into it, so that it is whole or absent. One that no row names, left by a
transaction that failed, harms nobody: nothing grants it, and the same upload finds it again.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

_SHA256 = re.compile(r"[0-9a-f]{64}")


def picture_path(sha256: str, name: str) -> Path:
    """``original.png`` or ``960.webp`` of a picture."""
    return _folder("pictures", sha256) / sha256 / name


def attachment_path(sha256: str) -> Path:
    return _folder("attachments", sha256) / sha256


def _folder(kind: str, sha256: str) -> Path:
    if not _SHA256.fullmatch(sha256):
        raise ValueError("A place in the store is named by a hash.")
    return Path(settings.MEDIA_ROOT) / kind / sha256[:2]


@contextmanager
def unfinished_file() -> Iterator[IO[bytes]]:
    """A file to write and then to :func:`put`; gone afterwards if it was not."""
    folder = Path(settings.MEDIA_ROOT) / "unfinished"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        try:
            yield file
        finally:
            Path(file.name).unlink(missing_ok=True)


def put(file: IO[bytes], path: Path) -> None:
    """Move an unfinished file to its place, once it is safely on the disk."""
    file.flush()
    os.fsync(file.fileno())
    path.parent.mkdir(parents=True, exist_ok=True)
    Path(file.name).replace(path)


def put_bytes(content: bytes, path: Path) -> None:
    with unfinished_file() as file:
        file.write(content)
        put(file, path)
