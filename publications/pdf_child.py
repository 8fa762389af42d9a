"""Run as a program of its own: reads a PDF from standard input, writes the text of its pages as JSON.

A PDF may be made to cost hours or gigabytes. Time, memory and length are limited here, and whatever would open a
connection, start a program or write a file is refused; the parent also stops a child that takes too long.
"""

import json
import resource
import sys
from io import BytesIO
from typing import Any

SECONDS, MEMORY, LETTERS, PAGES = 20, 768 * 1024 * 1024, 3_000_000, 2_000
_REFUSED = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "ctypes.",
    "shutil.",
    "os.remove",
)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    is_writing = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if event.startswith(_REFUSED) or is_writing:
        raise PermissionError(event)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Heavy, and only this program needs it.
    from pypdf import PdfReader  # noqa: PLC0415

    sys.addaudithook(_refuse)
    pages, left = [], LETTERS
    for page in PdfReader(BytesIO(sys.stdin.buffer.read())).pages[:PAGES]:
        text = page.extract_text()[:left]
        pages.append(text)
        left -= len(text)
        if left <= 0:
            break
    sys.stdout.write(json.dumps(pages))


if __name__ == "__main__":
    main()
