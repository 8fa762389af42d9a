"""Handing a publication to the editors, and back."""

from django.db import transaction

from publications.models import Publication


@transaction.atomic
def submit(*, publication: Publication) -> None:
    Publication.objects.filter(pk=publication.pk).update(stage=Publication.Stage.IN_REVIEW)


@transaction.atomic
def return_to_author(*, publication: Publication) -> None:
    Publication.objects.filter(pk=publication.pk).update(stage=Publication.Stage.DRAFT)
