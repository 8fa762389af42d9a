"""What stands beside an edition: related publications and full translations."""

from django.db.models import Count, Q

from publications.models import Edition

RELATED = 3


def related(edition: Edition, topics: list[int]) -> list[Edition]:
    """Publications that share most topics (by id), the newest first among equals; no translation of this one."""
    others = Edition.objects.published().exclude(publication=edition.publication_id)
    candidates = others.exclude(publication=edition.translation_of_id).exclude(translation_of=edition.publication_id)
    return list(
        candidates.select_related("kind", "series")
        .annotate(shared=Count("topics", filter=Q(topics__in=topics)))
        .filter(shared__gt=0)
        .order_by("-shared", "-sort_date", "-pk")[:RELATED]
    )


def translations(edition: Edition) -> list[Edition]:
    """The original of a translation, or the translations of an original, that readers see now."""
    original = edition.translation_of_id
    family = Q(translation_of=edition.publication_id)
    if original:
        family |= Q(publication=original) | Q(translation_of=original)
    return list(Edition.objects.published().filter(family).exclude(publication=edition.publication_id))
