"""What a harvester asks for: one record a publication, its datestamp, its sets, and where a long answer goes on.

A record is the last edition that opened. Lists are ordered by datestamp, so that whatever changes during a harvest moves
to the end of it: the place to go on from is a datestamp and a publication, never a number of rows.
"""

import dataclasses
import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core import signing
from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, When
from django.utils import timezone

from config.languages import LANGUAGES
from publications.models import Edition, Kind, Topic

_SET_SPEC = re.compile(r"[A-Za-z0-9_.!~*'()-]+(:[A-Za-z0-9_.!~*'()-]+)*")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?")
_SALT = "colophon.harvest"
# Before a slug that is not ASCII, as in the names of hosts; a set's name may hold nothing else.
_ENCODED = "xn--"


def records() -> QuerySet[Any]:
    """The last opened edition of each publication with ``stamp``: when it opened, or was withdrawn; never the future."""
    now = timezone.now()
    opened = Edition.objects.opened(now)
    later = opened.filter(publication=OuterRef("publication"), number__gt=OuterRef("number"))
    withdrawn = When(withdrawn_at__lte=now, then=F("withdrawn_at"))
    return opened.filter(~Exists(later)).annotate(
        stamp=Case(withdrawn, default=F("live_from"), output_field=DateTimeField())
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Selection:
    """What a list holds, and how far it has been handed out. ``end`` is the first moment after it."""

    prefix: str
    set_spec: str = ""
    start: datetime.datetime | None = None
    end: datetime.datetime | None = None
    after: tuple[datetime.datetime, int] | None = None
    cursor: int = 0
    total: int = 0

    def matching(self) -> QuerySet[Any]:
        """All of them, whether handed out or not."""
        found = in_set(records(), self.set_spec) if self.set_spec else records()
        if self.start:
            found = found.filter(stamp__gte=self.start)
        if self.end:
            found = found.filter(stamp__lt=self.end)
        return found.order_by("stamp", "publication")

    def rest(self) -> QuerySet[Any]:
        if self.after is None:
            return self.matching()
        stamp, publication = self.after
        return self.matching().filter(Q(stamp__gt=stamp) | Q(stamp=stamp, publication__gt=publication))

    def token(self) -> str:
        """Everything that is needed to go on; nothing is kept here."""
        moments = [moment.isoformat() if moment else "" for moment in (self.start, self.end)]
        after = [self.after[0].isoformat(), self.after[1]] if self.after else []
        values = [self.prefix, self.set_spec, *moments, after, self.cursor, self.total]
        return signing.dumps(values, salt=_SALT, compress=True)

    @classmethod
    def begin(cls, arguments: Mapping[str, str]) -> "Selection":
        """What ``metadataPrefix``, ``set``, ``from`` and ``until`` ask for.

        :raises ValueError: one of them has another form
        """
        set_spec = arguments.get("set", "")
        if "set" in arguments and not _SET_SPEC.fullmatch(set_spec):
            raise ValueError("set has another form.")
        start, end = _period({name: arguments[name] for name in ("from", "until") if name in arguments})
        selection = cls(arguments["metadataPrefix"], set_spec, start, end)
        return dataclasses.replace(selection, total=selection.matching().count())

    @classmethod
    def resume(cls, token: str) -> "Selection":
        """
        :raises ValueError: it is not one of ours
        """
        try:
            prefix, set_spec, start, end, after, cursor, total = signing.loads(token, salt=_SALT)
        except signing.BadSignature as error:
            raise ValueError("This token was not given out here.") from error
        moments = [datetime.datetime.fromisoformat(moment) if moment else None for moment in (start, end)]
        place = (datetime.datetime.fromisoformat(after[0]), after[1])
        return cls(prefix, set_spec, moments[0], moments[1], place, cursor, total)


def _period(given: Mapping[str, str]) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """From the first moment asked for to the first one after: an end includes its whole second or day."""
    if len({len(value) for value in given.values()}) > 1:
        raise ValueError("from and until have different granularities.")
    moments = {name: _moment(value) for name, value in given.items()}
    start, end = moments.get("from"), moments.get("until")
    if start and end and start > end:
        raise ValueError("from is later than until.")
    if end is not None:
        step = datetime.timedelta(seconds=1) if "T" in given["until"] else datetime.timedelta(days=1)
        end = end + step if end.year < datetime.MAXYEAR else None
    return start, end


def _moment(value: str) -> datetime.datetime:
    if not _MOMENT.fullmatch(value):
        raise ValueError("A date looks like 2026-03-12 or 2026-03-12T09:00:00Z.")
    return datetime.datetime.fromisoformat(value.removesuffix("Z")).replace(tzinfo=datetime.UTC)


def in_set(editions: QuerySet[Any], spec: str) -> QuerySet[Any]:
    """``kind:report``, ``topic:water``, ``language:ko``; the first part alone holds all of its sets."""
    family, _, name = spec.partition(":")
    slug = _slug_of(name)
    if family == "topic":
        links = Edition.topics.through.objects.all()
        links = links.filter(topic__slug=slug) if name else links
        return editions.filter(pk__in=links.values("edition"))
    if family == "kind":
        return editions.filter(kind__slug=slug) if name else editions
    if family == "language":
        return editions.filter(language=slug) if name else editions
    return editions.none()


def sets_of(edition: Edition) -> Iterator[str]:
    """With topics and kind fetched before."""
    yield f"kind:{_name_of(edition.kind.slug)}"
    yield f"language:{edition.language}"
    for topic in edition.topics.all():
        yield f"topic:{_name_of(topic.slug)}"


def all_sets() -> Iterator[tuple[str, str]]:
    """Specification and name of each set that has a record."""
    found: dict[str, Any] = {
        "kind": Kind.objects.filter(pk__in=records().order_by().values("kind")),
        "topic": Topic.objects.filter(
            pk__in=Edition.topics.through.objects.filter(edition__in=records().values("pk")).values("topic")
        ),
    }
    yield "kind", "By kind"
    for kind in found["kind"]:
        yield f"kind:{_name_of(kind.slug)}", _both(kind.plural)
    yield "language", "By language of the text"
    for language in LANGUAGES:
        yield f"language:{language}", {"en": "English", "ko": "Korean · 한국어"}[language]
    yield "topic", "By topic"
    for topic in found["topic"]:
        yield f"topic:{_name_of(topic.slug)}", _both(topic.names)


def _both(text: Any) -> str:
    return " · ".join(text.get(language) for language in text.languages)


def _name_of(slug: str) -> str:
    return slug if slug.isascii() else _ENCODED + slug.encode("punycode").decode("ascii")


def _slug_of(name: str) -> str:
    if not name.startswith(_ENCODED):
        return name
    try:
        return name.removeprefix(_ENCODED).encode("ascii").decode("punycode")
    except UnicodeError:
        return name
