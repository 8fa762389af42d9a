"""People and topics as data, and what the interface says of itself."""

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest

from people.models import Person
from publications.models import Edition, EditionContribution, Topic
from publications.outputs.data import Values, both
from publications.outputs.site import Site
from publications.views.api.answers import numbered, page_of, pages_of, printed, public_json
from publications.views.api.openapi import description
from publications.views.machine import page_number


@public_json
def index(request: HttpRequest, site: Site) -> Values:
    collections = ("publications", "people", "topics", "recommendations")
    return {"openapi": f"{site.url}/api/openapi.json"} | {name: site.api_url(name) for name in collections}


@public_json
def openapi(request: HttpRequest, site: Site) -> Values:
    return description(site)


@public_json
def missing(request: HttpRequest, site: Site, rest: str) -> Values:
    raise Http404


@public_json
def people(request: HttpRequest, site: Site) -> Values:
    """Whoever has published, and whoever holds or held a post; others are known to drafts only."""
    published = Edition.objects.published()
    linked = EditionContribution.objects.filter(edition__in=published, person__isnull=False).values("person")
    rows = Person.objects.filter(Q(pk__in=linked) | Q(appointments__isnull=False)).distinct()
    counted = rows.annotate(hits=Count("editions", filter=Q(editions__in=published), distinct=True))
    ordered = counted.for_list().order_by("sort_key", "pk")
    return page_of(ordered, page_number(request), numbered(site, "people"), lambda person: _person(person, site))


def _person(person: Any, site: Site) -> Values:
    post = person.current_post
    return {
        "slug": person.slug,
        "name": printed(person),
        "orcid": person.orcid,
        "position": both(post.position) if post else None,
        "center": post.center.slug if post and post.center else None,
        "is_former_fellow": person.is_former,
        "publications": person.hits,
        "urls": pages_of(site, "people", person.slug),
    }


@public_json
def topics(request: HttpRequest, site: Site) -> Values:
    rows = Topic.objects.of(Edition.objects.published()).order_by("slug")
    return page_of(rows, page_number(request), numbered(site, "topics"), lambda topic: _topic(topic, site))


def _topic(topic: Any, site: Site) -> Values:
    return {
        "slug": topic.slug,
        "name": both(topic.names),
        "publications": topic.hits,
        "urls": pages_of(site, "topics", topic.slug),
    }
