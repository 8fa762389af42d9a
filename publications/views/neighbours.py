"""What stands beside an edition: related publications and full translations."""

from django.db.models import Q

from publications.models import Edition, RelatedEdition

RELATED = 3


def related(edition: Edition) -> list[RelatedEdition]:
    """Candidates that readers see now, the closest first and the newest among equals; no translation of this one."""
    others = Edition.objects.published().exclude(publication=edition.publication_id)
    others = others.exclude(publication=edition.translation_of_id).exclude(translation_of=edition.publication_id)
    rows = RelatedEdition.objects.filter(edition=edition, other__in=others)
    return list(
        rows.select_related("other__kind", "other__series").order_by("-score", "-other__sort_date", "-other")[:RELATED]
    )


def translations(edition: Edition) -> list[Edition]:
    """The original of a translation, or the translations of an original, that readers see now."""
    original = edition.translation_of_id
    family = Q(translation_of=edition.publication_id)
    if original:
        family |= Q(publication=original) | Q(translation_of=original)
    return list(Edition.objects.published().filter(family).exclude(publication=edition.publication_id))
