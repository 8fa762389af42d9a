"""The first page, pages written by staff, and the state of the service."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.http import condition

from publications.models import Edition, EditionQuerySet, EditionRecommendation, Institute, Page, Topic
from publications.views.frame import Frame, alternates, public_page

DEFAULT_ACCENT = ("#0b5a56", "#86cfc5")
LATEST = 5
RECOMMENDATIONS = 3
TOPICS = 8


def root(request: HttpRequest) -> HttpResponse:
    """The institute's language, or a plain page that links both; never a guess from the browser."""
    institute = Institute.objects.current()
    if institute.default_language:
        return HttpResponseRedirect(f"/{institute.default_language}/")
    return render(request, "root.html", {"institute": institute})


@public_page
def home(frame: Frame) -> HttpResponse:
    published = Edition.objects.published()
    featured = list(
        published.filter(publication__featured__isnull=False).for_list().order_by("publication__featured__position")
    )
    latest = list(published.for_list()[: LATEST + 1])
    lead = featured[0] if featured else (latest[0] if latest else None)
    shown = {edition.pk for edition in featured[:1]} or ({lead.pk} if lead else set())
    advice = EditionRecommendation.objects.filter(
        edition__in=published, edition__translation_of=None, number=1
    ).select_related("edition")
    context = {
        "lead": lead,
        "featured": [edition for edition in featured if edition.pk not in shown],
        "latest": [edition for edition in latest if edition.pk not in shown][:LATEST],
        "total": frame.remembered("published", published.count),
        "topics": frame.remembered("topics of the home page", lambda: _topics(published)),
        "recommendations": advice.order_by("-edition__sort_date", "-edition")[:RECOMMENDATIONS],
    }
    return frame.render("publications/home.html", context)


def _topics(published: EditionQuerySet) -> list[Topic]:
    return list(Topic.objects.of(published).order_by("-hits", "name")[:TOPICS])


@public_page
def page(frame: Frame, slug: str) -> HttpResponse:
    """Alternates and the index of search engines know only the languages in which it is written."""
    row = get_object_or_404(Page, slug=slug)
    languages = row.languages
    context = {
        "page": row,
        "alternates": alternates(frame.request.path, languages),
        "no_index": frame.language not in languages,
    }
    return frame.render("publications/page.html", context)


@condition(etag_func=lambda request: Institute.objects.current().state)
def colours(request: HttpRequest) -> HttpResponse:
    """The institute's own colours, over those of the tokens; empty where it has none."""
    institute = Institute.objects.current()
    lines = [
        f"--accent: light-dark({institute.accent_light or DEFAULT_ACCENT[0]}, {institute.accent_dark or DEFAULT_ACCENT[1]});"
        if institute.accent_light or institute.accent_dark
        else "",
        f"--cover: {institute.cover_colour};" if institute.cover_colour else "",
    ]
    sheet = f":root {{ {' '.join(filter(None, lines))} }}\n" if any(lines) else ""
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")


def health(request: HttpRequest) -> HttpResponse:
    """Whether the database answers and every migration is applied."""
    try:
        executor = MigrationExecutor(connection)
        pending = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except Exception:  # noqa: BLE001 whatever is wrong with the database, the answer is the same
        return JsonResponse({"database": "unreachable", "migrations": "unknown"}, status=503)
    state = {"database": "ok", "migrations": "pending" if pending else "ok"}
    return JsonResponse(state, status=503 if pending else 200)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token of a form is not that of the browser: somebody signed in or out in another tab since it was opened."""
    return _error(request, 403, is_stale=True)


def failed(request: HttpRequest) -> HttpResponse:
    return _error(request, 500)


def _error(request: HttpRequest, status: int, *, is_stale: bool = False) -> HttpResponse:
    """A page in both languages that needs no database."""
    first = "ko" if request.path_info.startswith("/ko/") else "en"
    with translation.override(first):
        context = {"status": status, "language": first, "is_stale": is_stale}
        return render(request, "error.html", context, status=status)
