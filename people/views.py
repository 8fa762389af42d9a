"""The people of the institute, and one person's page. Publications come through ``person.editions``."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from people.models import Center, Person
from publications.models import Edition, Topic
from publications.views.frame import Frame, page_with_counts, public_page

SHORT_LIST = 20
TOPICS = 8


@public_page
def people(frame: Frame) -> HttpResponse:
    """By center; former fellows apart; people without any post (outside authors) at the end."""
    published = Edition.objects.published()
    rows = list(
        Person.objects.for_list()
        .select_related("portrait")
        .annotate(hits=Count("editions", filter=Q(editions__in=published), distinct=True))
    )
    current = [person for person in rows if person.current_post]
    groups: list[tuple[Any, list[Person]]] = []
    for center in [*Center.objects.all(), None]:
        members = [person for person in current if person.current_post and person.current_post.center == center]
        if members:
            groups.append((center, members))
    context = {
        "groups": groups,
        "former": [person for person in rows if person.is_former],
        "others": [person for person in rows if not person.current_post and not person.is_former and person.hits],  # type: ignore[attr-defined]
    }
    return frame.render("people/people.html", context)


@page_with_counts
def person(frame: Frame, slug: str) -> HttpResponse:
    row = get_object_or_404(Person.objects.for_list().select_related("portrait"), slug=slug)
    editions = Edition.objects.published().by(row)
    topics = Topic.objects.of(editions).order_by("-hits", "name")
    context = {
        "person": row,
        "editions": editions.for_list().with_views()[:SHORT_LIST],
        "total": editions.count(),
        "topics": topics[:TOPICS],
        "years": years(row),
        "query": f"?author={slug}",
    }
    return frame.render("people/person.html", context)


def years(person: Person) -> tuple[int | None, int | None]:
    """From when until when somebody held a post here, as far as known."""
    posts = list(person.appointments.all())
    starts = [post.start.year for post in posts if post.start]
    ends = [post.end.year for post in posts if post.end]
    return (min(starts) if starts else None, max(ends) if ends else None)
