"""Everything that staff type about one publication on one page: its fields and its lists, read and saved together."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language

from config import policy
from config.languages import LANGUAGES, Bilingual, Language
from publications.admin.choices import Catalogue
from publications.admin.contributors import Contributions
from publications.admin.form import PublicationForm
from publications.admin.media import Attachments, Figures, Intake
from publications.admin.outline import Chapters
from publications.admin.recommendations import Advice, Groups, Recommendations
from publications.document.html import paragraphs, plain_text
from publications.document.length import length
from publications.document.types import Document
from publications.models import Chapter, Kind, Publication, Topic
from publications.services import saving


class Sheet:
    """Unbound it shows what is stored, bound what was typed. ``document`` is the last saved state, if there is one."""

    def __init__(
        self,
        request: HttpRequest,
        publication: Publication,
        *,
        document: Document | None = None,
        intake: Intake | None = None,
    ) -> None:
        language: Language = "ko" if get_language() == "ko" else "en"
        self.publication = publication
        self.document = document
        self.catalogue = Catalogue(language)
        self.data = intake.data if intake else None
        refused = intake.refused if intake else {}
        self.main = PublicationForm(
            self.data,
            instance=publication,
            catalogue=self.catalogue,
            refused=refused,
            rights=_rights(request, publication),
        )
        self.chapters = self._list(Chapters, "chapters")
        self._describe_outline()
        chapters = [(line.form.instance.pk, _name(line)) for line in self.chapters.lines if line.form.instance.pk]
        self.advice = Advice(
            self._list(Groups, "groups", audiences=self.catalogue["audience"]),
            self._list(Recommendations, "recommendations", chapters=chapters),
        )
        self.contributions = self._list(
            Contributions, "contributions", roles=self.catalogue["role"], posts=_posts(document)
        )
        self.figures = self._list(Figures, "figures", refused=refused)
        self.attachments = self._list(Attachments, "attachments", refused=refused)

    def _list(self, rows: Any, name: str, **options: Any) -> Any:
        stored = _stored(self.publication, name) if self.publication.pk else []
        found = rows(self.publication, stored, self.data)
        found.form_kwargs = options
        return found

    def _describe_outline(self) -> None:
        """Chapters are counted in the original's measure and numbered in the kind's style, both as typed."""
        self.chapters.language = "ko" if self.main["language"].value() == "ko" else "en"
        kind = str(self.main["kind"].value() or "")
        styles = {str(pk): style for pk, style in self.catalogue.details("kind").items()}
        self.chapters.numbering = styles.get(kind, Kind.Numbering.ROMAN)

    @cached_property
    def lists(self) -> tuple[Any, ...]:
        return (
            self.chapters,
            self.advice.groups,
            self.advice.recommendations,
            self.contributions,
            self.figures,
            self.attachments,
        )

    @cached_property
    def is_valid(self) -> bool:
        return all([self.main.is_valid(), *(rows.is_valid() for rows in self.lists)])

    def read(self) -> None:
        """Take the typed values in, whether they could be saved or not."""
        self.main.full_clean()
        for rows in self.lists:
            rows.full_clean()

    @property
    def lengths(self) -> dict[str, Any]:
        """Words of the English summary, characters of the Korean one, and how many paragraphs each has."""
        texts = {language: str(self.main[f"summary_{language}"].value() or "") for language in LANGUAGES}
        return {language: length(plain_text(text), language) for language, text in texts.items()} | {
            "pairs": [paragraphs(text) for text in texts.values()]
        }

    @property
    def errors(self) -> Iterator[tuple[str, str, str]]:
        """Each error with the id of its field and the field's name."""
        for form in self.forms:
            for name, messages in form.errors.items():
                field = form[name] if name in form.fields else None
                for message in messages:
                    yield (field.id_for_label if field else "", str(field.label) if field else "", message)
        for rows in self.lists:
            for message in rows.non_form_errors():
                yield ("", "", message)

    @property
    def forms(self) -> Iterator[Any]:
        yield self.main
        for rows in self.lists:
            yield from (form for form in rows.forms if not form.is_dropped)

    def save(self, by: Any) -> None:
        """Store all rows, inside the transaction of a claimed save."""
        row = self.publication
        slug = row.slug
        if row.pk:
            row.slug = self.main.initial["slug"]
            row.save(update_fields=self.main.columns)
            if slug != row.slug:
                saving.change_slug(publication=row, slug=slug)
        else:
            row.save()
            row.editors.add(by)
        self.main.save_links(by)
        self.chapters.restore()
        for rows in (self.chapters, self.contributions, self.figures, self.attachments):
            rows.save()
        remaining = {form.instance.pk for form in self.chapters.staying()}
        self.advice.save(remaining)


def _name(line: Any) -> str:
    title = line.form.instance.title.best("en").value
    return f"{line.label}. {title}" if line.label else title


def _stored(publication: Publication, name: str) -> list[Any]:
    rows = getattr(publication, name).all()
    if name == "groups":
        rows = rows.prefetch_related("audiences")
    elif name == "recommendations":
        rows = rows.order_by("group__position", "group", "position", "pk").prefetch_related(
            Prefetch("chapters", Chapter.objects.only("pk"))
        )
    elif name == "contributions":
        rows = rows.select_related("person")
    elif name == "figures":
        rows = rows.select_related("picture")
    return list(rows)


def _posts(document: Document | None) -> dict[int, Bilingual]:
    """The affiliations that would be printed, by person."""
    if document is None:
        return {}
    return {entry.person: entry.affiliation for entry in document.contributors if entry.person}


def _rights(request: HttpRequest, publication: Publication) -> frozenset[str]:
    rights = set()
    if publication.pk and policy.can(request.user, "publish", publication):
        rights |= {"accounts", "address"}
    # As the list counts them: a scheduled one is settled too.
    elif not any(getattr(publication, name, None) for name in ("live_revision", "next_opening", "was_withdrawn")):
        rights.add("address")
    if policy.can(request.user, "add", Topic):
        rights.add("topics")
    return frozenset(rights)
