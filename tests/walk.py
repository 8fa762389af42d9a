"""Every public address there is: found by following links from the two home pages, as a visitor would."""

from collections import deque
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client

from tests.pages import read

STARTS = ("/", "/en/", "/ko/")
ATTRIBUTES = ("href", "src")


def walk(client: Client, starts: Iterable[str] = STARTS) -> dict[str, HttpResponse]:
    """Address -> its answer, for every address on this site that any page names; each followed once."""
    found: dict[str, HttpResponse] = {}
    waiting = deque(starts)
    while waiting:
        address = waiting.popleft()
        if address in found:
            continue
        response = found[address] = fetch(client, address)
        waiting.extend(_named(response, address))
    return found


def _named(response: HttpResponse, address: str) -> Iterable[str]:
    if response.status_code in {301, 302}:
        yield _local(address, response["Location"])
    elif is_page(response):
        for element in read(response).iter():
            for target in filter(None, map(element.get, ATTRIBUTES)):
                # Alternates and canonical addresses are absolute; everything else of ours is not.
                if urlsplit(target).netloc in {"", "testserver"} and urlsplit(target).scheme in {"", "http"}:
                    yield _local(address, target)
            for source in element.get("srcset", "").split(","):
                if source.strip():
                    yield _local(address, source.split()[0])


def _local(base: str, target: str) -> str:
    """The path and query of a link; static files are left to the server."""
    parts = urlsplit(urljoin(base, target))
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return "/en/" if parts.path.startswith("/static/") else path


def fetch(client: Client, address: str) -> HttpResponse:
    """The answer as a whole, also where it was streamed."""
    response = client.get(address)
    if not response.streaming:
        return response  # type: ignore[return-value]
    return HttpResponse(b"".join(response), status=response.status_code, headers=dict(response.items()))


def is_page(response: HttpResponse) -> bool:
    return response.get("Content-Type", "").startswith("text/html")
