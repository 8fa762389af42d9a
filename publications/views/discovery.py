"""Small files that tell programs what is here: robots.txt, the search description of browsers, llms.txt."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from config.languages import Language
from publications.models import Edition, Institute
from publications.outputs import llms
from publications.outputs.xml import document, node
from publications.views.machine import public_data
from publications.views.site import site_of

# What browsers show of a name; longer ones are refused.
SHORT_NAME = 16
LISTED = 200


@public_data
def robots(request: HttpRequest, institute: Institute) -> HttpResponse:
    """Everything public may be read; lists of search results are left out, since each would be another page."""
    site = site_of(institute)
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /en/search/",
        "Disallow: /ko/search/",
        "",
        f"Sitemap: {site.url}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_data
def opensearch(request: HttpRequest, institute: Institute, language: Language) -> HttpResponse:
    site = site_of(institute)
    name = institute.name.best(language).value
    description = node(
        "OpenSearchDescription",
        [
            node("ShortName", name[:SHORT_NAME].strip()),
            node("LongName", name[:48].strip()),
            node("Description", gettext("Publications of %(institute)s") % {"institute": name}),
            node(
                "Url",
                attributes={
                    "type": "text/html",
                    "method": "get",
                    "template": f"{site.url}/{language}/search/?q={{searchTerms}}",
                },
            ),
            node("Language", language),
            node("InputEncoding", "UTF-8"),
            node("OutputEncoding", "UTF-8"),
        ],
        {"xmlns": "http://a9.com/-/spec/opensearch/1.1/"},
    )
    return HttpResponse(document(description), content_type="application/opensearchdescription+xml; charset=utf-8")


@public_data
def for_language_models(request: HttpRequest, institute: Institute) -> HttpResponse:
    """The newest publications with the addresses of their Markdown, and where the others are listed."""
    published = Edition.objects.published()
    newest = [_line(row, row.language) for row in published.for_list()[:LISTED]]  # type: ignore[arg-type]
    text = llms.render(newest, published.count(), site_of(institute), institute.tagline)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _line(edition: Edition, language: Language) -> llms.Line:
    return llms.Line(edition.slug, edition.title.best(language), edition.abstract.get(language))
