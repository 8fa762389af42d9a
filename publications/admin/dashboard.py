"""The first page of the back office: what waits for whom."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from publications.admin import chart
from publications.admin.changelist import figures_without_alternative
from publications.document import codec
from publications.document.checklist import blocking, completeness
from publications.models import Edition, Publication, Revision

SHOWN = 8


def context(user: Any, visible: QuerySet[Publication]) -> dict[str, Any]:
    """:param visible: the publications this user may see, with their status"""
    saved = Revision.objects.filter(publication=OuterRef("pk"), number=OuterRef("revision"))
    rows = visible.annotate(
        saved_at=Subquery(saved.values("saved_at")[:1]), stored=Subquery(saved.values("stored")[:1])
    )
    bars = chart.bars(Q(publication__in=visible.values("pk")))
    return {
        "drafts": [_with_document(row) for row in rows.filter(editors=user, status__in=["draft", "changed"])[:SHOWN]],
        "in_review": [_with_document(row) for row in rows.filter(status="in_review")[:SHOWN]],
        "scheduled": list(visible.filter(next_opening__isnull=False).order_by("next_opening")[:SHOWN]),
        "attention": _attention(visible),
        "numbers": _numbers(),
        "bars": bars,
        "said": chart.said(bars),
    }


def _with_document(row: Any) -> Publication:
    """The row with what its last saved state lacks."""
    document = codec.decode(row.stored) if row.stored else None
    row.percent = completeness(document) if document else 0
    row.blocking = len(blocking(document)) if document else 0
    return row


def _attention(visible: QuerySet[Publication]) -> list[dict[str, Any]]:
    address = reverse("admin:publications_publication_changelist")
    lacking_korean, lacking_english = (
        visible.filter(**{f"summary_{language}": ""}).count() for language in ("ko", "en")
    )
    faceless = figures_without_alternative().filter(publication__in=visible.values("pk")).count()
    lines = (
        (
            lacking_korean,
            ngettext(
                "%d publication without a Korean summary", "%d publications without a Korean summary", lacking_korean
            ),
            "summary_ko",
        ),
        (
            lacking_english,
            ngettext(
                "%d publication without an English summary",
                "%d publications without an English summary",
                lacking_english,
            ),
            "summary_en",
        ),
        (
            faceless,
            ngettext("%d figure without an alternative text", "%d figures without an alternative text", faceless),
            "alt",
        ),
    )
    return [{"sentence": name % count, "address": f"{address}?lacks={gap}"} for count, name, gap in lines if count]


def _numbers() -> dict[str, int]:
    """Of what readers see: how much came this year, and the share that has a title and a summary in both languages."""
    live = Edition.objects.published()
    total = live.count()
    bilingual = live.exclude(Q(abstract_en="") | Q(abstract_ko="") | Q(title_en="") | Q(title_ko="")).count()
    this_year = live.filter(sort_date__year=timezone.localdate().year).count()
    return {"this_year": this_year, "both": round(100 * bilingual / total) if total else 0, "total": total}
