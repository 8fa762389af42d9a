"""Saving a publication: claim the next revision number first, store rows, then keep the Revision. One transaction in all.

.. code-block:: python

    with transaction.atomic():
        claim(publication=publication, opened_at=7)
        ...  # store rows
        keep(publication=publication, by=user)
"""

from typing import Any

from django.db import transaction
from django.db.models import F

from config.generation import raise_generation
from config.languages import Language
from publications.assembly import assemble
from publications.document import codec
from publications.document.outline import levels_in_steps, make_anchor
from publications.models import EditionContribution, Publication, Redirect, Revision
from publications.models.chapter import NEW


class LostUpdate(Exception):
    """Somebody saved since the form was opened. Nothing was stored; ``latest`` is what they saved."""

    def __init__(self, latest: Revision | None) -> None:
        super().__init__("Somebody saved since the form was opened.")
        self.latest = latest


def claim(*, publication: Publication, opened_at: int) -> None:
    """Take the next revision number, before anything else is written.

    :param opened_at: the number the form was opened with
    :raises LostUpdate: another save took that number meanwhile
    """
    taken = Publication.objects.filter(pk=publication.pk, revision=opened_at).update(revision=F("revision") + 1)
    if not taken:
        raise LostUpdate(publication.revisions.order_by("-number").first())
    publication.revision = opened_at + 1


def keep(*, publication: Publication, by: Any, kind: str = Revision.RevisionKind.SAVE, comment: str = "") -> Revision:
    """Put positions, levels and anchors in order, assemble the Document and store it as the claimed Revision."""
    _order_outline(publication)
    _order_recommendations(publication)
    _order(publication.contributions.all())
    _link_people(publication)
    _order(publication.attachments.all())
    stored = codec.encode(assemble(publication))
    return Revision.objects.create(
        publication=publication,
        number=publication.revision,
        stored=stored,
        sha256=codec.fingerprint(stored),
        kind=kind,
        saved_by=by,
        comment=comment,
    )


def change_slug(*, publication: Publication, slug: str) -> None:
    """Give a publication another address; once it was published, the old one leads to the new one."""
    old = publication.slug
    Redirect.objects.filter(slug=slug).delete()
    if publication.was_published:
        Redirect.objects.get_or_create(slug=old, defaults={"publication": publication})
        publication.editions.update(slug=slug)
    publication.slug = slug
    publication.save(update_fields=["slug"])


def save_again(*, publication: Publication, by: Any, comment: str = "") -> Revision:
    """A save of the rows as they stand, by a command rather than a form."""
    with transaction.atomic():
        claim(
            publication=publication,
            opened_at=Publication.objects.values_list("revision", flat=True).get(pk=publication.pk),
        )
        return keep(publication=publication, by=by, comment=comment)


def _order(rows: Any) -> None:
    """Positions 1, 2, 3 … in the present order; writes only rows that change."""
    changed = []
    for position, row in enumerate(rows, 1):
        if row.position != position:
            row.position = position
            changed.append(row)
    if changed:
        type(changed[0]).objects.bulk_update(changed, ["position"])


def _link_people(publication: Publication) -> None:
    """The link from a printed name to a person is live: editions follow the working row."""
    for contribution in publication.contributions.all() if publication.was_published else ():
        links = EditionContribution.objects.filter(edition__publication=publication, key=contribution.pk)
        if links.exclude(person=contribution.person_id).update(person=contribution.person_id):
            raise_generation()


def _order_outline(publication: Publication) -> None:
    """Positions in order, levels in steps, and an anchor for each chapter that has none yet."""
    chapters = list(publication.chapters.defer("body"))
    taken = {chapter.anchor for chapter in chapters if chapter.anchor}
    language: Language = publication.language  # type: ignore[assignment]
    changed = []
    levels = levels_in_steps([chapter.level for chapter in chapters])
    for position, (chapter, level) in enumerate(zip(chapters, levels, strict=True), 1):
        before = (chapter.position, chapter.level, chapter.anchor)
        if not chapter.anchor or chapter.anchor.startswith(NEW):
            chapter.anchor = make_anchor(chapter.title.best("en").value or chapter.title.best(language).value, taken)
            taken.add(chapter.anchor)
        chapter.position, chapter.level = position, level
        if before != (position, level, chapter.anchor):
            changed.append(chapter)
    if changed:
        type(changed[0]).objects.bulk_update(changed, ["position", "level", "anchor"])


def _order_recommendations(publication: Publication) -> None:
    """Groups and recommendations in one order; anchors ``r1``, ``r2`` … given once and never again."""
    _order(publication.groups.all())
    entries = list(publication.recommendations.order_by("group__position", "position", "pk"))
    numbers = [int(entry.anchor[1:]) for entry in entries if entry.anchor and not entry.anchor.startswith(NEW)]
    following = max([publication.last_recommendation, *numbers])
    changed = []
    for position, entry in enumerate(entries, 1):
        before = (entry.position, entry.anchor)
        if not entry.anchor or entry.anchor.startswith(NEW):
            following += 1
            entry.anchor = f"r{following}"
        entry.position = position
        if before != (position, entry.anchor):
            changed.append(entry)
    if changed:
        type(changed[0]).objects.bulk_update(changed, ["position", "anchor"])
    if following != publication.last_recommendation:
        publication.last_recommendation = following
        publication.save(update_fields=["last_recommendation"])
