"""Publications and their recommendations as data."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from config.languages import LANGUAGES
from publications import advice
from publications.advice import Wanted
from publications.filters import Filters
from publications.models import Edition, EditionContribution, EditionQuerySet, EditionRecommendation
from publications.outputs.data import Values, addresses, both, details
from publications.outputs.feed import moment
from publications.outputs.site import Site
from publications.views.api.answers import page_of, printed, public_json


@public_json
def publications(request: HttpRequest, site: Site) -> Values:
    filters = Filters.parse(request.GET)
    matching = filters.order(filters.apply(Edition.objects.published()).for_list(), "en")
    address = _paged(site, "publications", lambda page: filters.query(page=page))
    return page_of(_with_links(matching), filters.page, address, lambda edition: _publication(edition, site))


@public_json
def publication(request: HttpRequest, site: Site, slug: str) -> Values | HttpResponse:
    edition = _with_links(Edition.objects.published().with_document()).filter(slug=slug).first()
    if edition is None:
        moved = Edition.objects.published().filter(publication__redirects__slug=slug).first()
        if moved is None:
            raise Http404
        return HttpResponsePermanentRedirect(f"/api/publications/{quote(moved.slug, safe='')}/")
    people = {link.key: link.person.slug for link in edition.contributions.all() if link.person}
    return _publication(edition, site) | details(edition.document, site, people)


def _with_links(editions: EditionQuerySet) -> EditionQuerySet:
    people = Prefetch("contributions", EditionContribution.objects.select_related("person"))
    return editions.prefetch_related("topics", "centers", people)


def _publication(edition: Edition, site: Site) -> Values:
    written = [entry for entry in LANGUAGES if edition.title.get(entry) or edition.abstract.get(entry)]
    series = edition.series
    return {
        "id": edition.publication_id,
        "slug": edition.slug,
        "edition": edition.number,
        "opened": moment(edition.live_from),
        "language": edition.language,
        "kind": {"slug": edition.kind.slug, "name": both(edition.kind.name)},
        "title": both(edition.title),
        "subtitle": both(edition.subtitle),
        "abstract": both(edition.abstract),
        "byline": both(edition.byline),
        "issued": edition.issued_on.iso if edition.issued_on else None,
        "series": {"slug": series.slug, "name": both(series.name), "number": edition.series_number} if series else None,
        "topics": [{"slug": topic.slug, "name": both(topic.names)} for topic in edition.topics.all()],
        "centers": [{"slug": center.slug, "name": both(center.name)} for center in edition.centers.all()],
        "people": [_linked(link) for link in edition.contributions.all() if link.person],
        "urls": addresses(edition.slug, written, site),
    }


def _linked(link: EditionContribution) -> Values:
    person: Any = link.person
    return {"slug": person.slug, "name": printed(person), "role": link.role}


@public_json
def recommendations(request: HttpRequest, site: Site) -> Values:
    """Advice across publications, newest first, with the filters of its page."""
    wanted = Wanted.parse(request.GET)
    matching = wanted.apply(advice.holding(advice.published(), wanted.words))
    rows = advice.with_links(advice.newest(matching))
    address = _paged(site, "recommendations", lambda page: wanted.query(page=page))
    return page_of(rows, wanted.page, address, lambda row: _recommendation(row, site))


def _paged(site: Site, collection: str, query: Callable[[int], str]) -> Callable[[int], str]:
    """The address of each page of a filtered list."""
    base = site.api_url(collection)
    return lambda number: (base + query(number)).removesuffix("?")


def _recommendation(row: EditionRecommendation, site: Site) -> Values:
    edition = row.edition
    languages = [language for language in LANGUAGES if row.text.get(language)]
    return {
        "number": row.number,
        "text": both(row.text),
        "heading": both(row.heading),
        "audiences": [{"slug": audience.slug, "name": both(audience.name)} for audience in row.audiences.all()],
        "topics": [{"slug": topic.slug, "name": both(topic.names)} for topic in edition.topics.all()],
        "publication": {
            "slug": edition.slug,
            "title": both(edition.title),
            "language": edition.language,
            "kind": edition.kind.slug,
            "issued": edition.issued_on.iso if edition.issued_on else None,
        },
        "urls": {language: site.advice_url(language, edition.slug, row.anchor) for language in languages},
    }
