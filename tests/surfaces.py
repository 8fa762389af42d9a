"""Every public address pattern, each with addresses to ask for: who adds one says here what it could give away.

The addresses are written for the visible and the secret publication of ``tests.publications.views.test_visibility``.
"""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

LANGUAGES = ("en", "ko")
SLUGS = ("open-paper", "secret-paper")
COLLECTIONS = ("kinds/report", "topics/water", "people/yi-sun-shin", "centers/coasts", "series/harbour-papers")
VERBS = ("Identify", "ListSets", "ListMetadataFormats", "ListIdentifiers&metadataPrefix=oai_dc")
HARVESTS = [f"ListRecords&metadataPrefix={prefix}" for prefix in ("oai_dc", "oai_datacite")]

# Pattern -> addresses; "{language}" and "{slug}" are filled in with all of those above.
SURFACES: dict[str, list[str]] = {
    "/": ["/"],
    "/healthz": ["/healthz"],
    "/institute.css": ["/institute.css"],
    "/robots.txt": ["/robots.txt"],
    "/llms.txt": ["/llms.txt"],
    "/sitemap.xml": ["/sitemap.xml"],
    "/sitemap-{section}-{number}.xml": [f"/sitemap-{name}-1.xml" for name in ("pages", "people", "publications")],
    "/oai": [f"/oai?verb={verb}" for verb in (*VERBS, *HARVESTS)],
    "/api/": ["/api/"],
    "/api/openapi.json": ["/api/openapi.json"],
    "/api/publications/": ["/api/publications/", "/api/publications/?topic=water&sort=title"],
    "/api/publications/{slug}/": ["/api/publications/{slug}/"],
    "/api/recommendations/": ["/api/recommendations/", "/api/recommendations/?topic=water"],
    "/api/people/": ["/api/people/"],
    "/api/topics/": ["/api/topics/"],
    "/api/{rest}/": ["/api/{slug}/"],
    "/count/{slug}/": ["/count/{slug}/"],
    # Files by their hashes are asked for in test_visibility, which knows them.
    "/files/{sha256}/{name}": [f"/files/{'a' * 64}/480.webp"],
    "/publications/{slug}/files/{sha256}/{name}": [f"/publications/{{slug}}/files/{'a' * 64}/480.webp"],
    "/publications/{slug}.png": ["/publications/{slug}.png"],
    "/publications/{slug}.{suffix}": [f"/publications/{{slug}}.{suffix}" for suffix in ("bib", "ris", "json", "md")],
    "/{language}/people/": ["/{language}/people/", "/{language}/people/?letter=Y", "/{language}/people/?letter=ㅅ"],
    "/{language}/people/{slug}/": ["/{language}/people/yi-sun-shin/"],
    "/{language}/": ["/{language}/"],
    "/{language}/opensearch.xml": ["/{language}/opensearch.xml"],
    "/{language}/publications/feed.{suffix}": [f"/{{language}}/publications/feed.{end}" for end in ("atom", "json")],
    "/{language}/{collection}/{slug}/feed.{suffix}": [
        f"/{{language}}/{place}/feed.{end}" for place in COLLECTIONS for end in ("atom", "json")
    ],
    "/{language}/publications/": ["/{language}/publications/", "/{language}/publications/?topic=water&sort=title"],
    "/{language}/publications/{slug}/": ["/{language}/publications/{slug}/"],
    "/{language}/publications/{slug}/full/": ["/{language}/publications/{slug}/full/"],
    "/{language}/publications/{slug}/v{number}/": [f"/{{language}}/publications/{{slug}}/v{n}/" for n in (1, 2)],
    "/{language}/publications/{slug}/v{number}/full/": ["/{language}/publications/{slug}/v1/full/"],
    "/{language}/publications/{slug}/v{number}/{anchor}/": ["/{language}/publications/{slug}/v1/b/"],
    "/{language}/publications/{slug}/{anchor}/": ["/{language}/publications/{slug}/b/"],
    "/{language}/search/": ["/{language}/search/?q=title", "/{language}/search/?q=paper"],
    "/{language}/archive/": ["/{language}/archive/"],
    "/{language}/archive/{year}/": ["/{language}/archive/2026/"],
    "/{language}/archive/{year}/{month}/": ["/{language}/archive/2026/3/"],
    "/{language}/recommendations/": [
        "/{language}/recommendations/",
        "/{language}/recommendations/?q=title&topic=water",
    ],
    "/{language}/recommendations.{suffix}": [f"/{{language}}/recommendations.{end}" for end in ("csv", "json")],
    "/{language}/recommendations/{slug}/{anchor}/": ["/{language}/recommendations/{slug}/r1/"],
    "/{language}/topics/": ["/{language}/topics/"],
    "/{language}/topics/{slug}/": ["/{language}/topics/water/"],
    "/{language}/centers/{slug}/": ["/{language}/centers/coasts/"],
    "/{language}/series/{slug}/": ["/{language}/series/harbour-papers/"],
    "/{language}/{slug}/": ["/{language}/about/"],
}
# What may still name a withdrawn publication: its page, also by its edition's number, and its row in the list.
NAME_WITHDRAWN = {
    "/{language}/publications/",
    "/{language}/publications/{slug}/",
    "/{language}/publications/{slug}/full/",
    "/{language}/publications/{slug}/v{number}/",
    "/{language}/publications/{slug}/v{number}/full/",
    "/{language}/publications/{slug}/v{number}/{anchor}/",
    "/{language}/publications/{slug}/{anchor}/",
}


def routes(resolver: URLResolver | None = None, before: str = "/") -> Iterator[str]:
    """Every public address pattern as a format string: ``/{language}/topics/{slug}/``."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(entry.pattern))
        if isinstance(entry, URLPattern):
            yield route
        elif entry.app_name != "admin":
            yield from routes(entry, route)


def addresses(route: str) -> list[str]:
    found = []
    for address in SURFACES[route]:
        languages = LANGUAGES if "{language}" in address else ("",)
        slugs = SLUGS if "{slug}" in address else ("",)
        found += [address.format(language=language, slug=slug) for language in languages for slug in slugs]
    return found
