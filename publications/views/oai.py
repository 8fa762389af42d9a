"""OAI-PMH 2.0: six verbs by GET and POST, for harvesters."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from publications import harvest
from publications.harvest import Selection
from publications.models import Edition, Institute
from publications.outputs import datacite, dublin_core
from publications.outputs.feed import moment
from publications.outputs.site import Site
from publications.outputs.xml import document, node
from publications.views.site import site_of

PAGE = 100
# Documents in memory at a time.
CHUNK = 10
_SPACE = "http://www.openarchives.org/OAI/2.0/"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_HOST = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")
_PREFIX = re.compile(r"[A-Za-z0-9_.!~*'()-]+")
# The protocol's schema asks for a host with a dot.
_EMAIL = re.compile(r"\S+@(\S+\.)+\S+")
# Publication numbers that every database can compare with.
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True)
class Metadata:
    schema: str
    namespace: str
    render: Callable[[Edition, Site], Element]


FORMATS: Mapping[str, Metadata] = {
    "oai_dc": Metadata(
        dublin_core.SCHEMA, dublin_core.NAMESPACE, lambda edition, site: dublin_core.render(edition.document, site)
    ),
    "oai_datacite": Metadata(
        datacite.SCHEMA,
        datacite.NAMESPACE,
        lambda edition, site: datacite.render(edition.document, site, opened=edition.live_from.year),
    ),
}


class Refused(Exception):
    """One of the protocol's error codes, with a sentence for the person who reads the log."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Asked:
    """One request's arguments, checked against the verb's."""

    verb: str
    arguments: Mapping[str, str]
    institute: Institute
    site: Site

    def get(self, name: str) -> str:
        return self.arguments.get(name, "")


@csrf_exempt
def oai(request: HttpRequest) -> HttpResponse:
    """Errors are answers of the protocol, with status 200."""
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    institute = Institute.objects.current()
    shown: Mapping[str, str] = {}
    try:
        verb, arguments = _checked(request.POST if request.method == "POST" else request.GET)
        shown = {"verb": verb} | arguments
        answer = node(verb, VERBS[verb][2](Asked(verb, arguments, institute, site_of(institute))))
    except Refused as error:
        shown = {} if error.code in {"badVerb", "badArgument"} else shown
        answer = node("error", str(error), {"code": error.code})
    body = node(
        "OAI-PMH",
        [node("responseDate", moment(timezone.now())), node("request", _base_url(), shown), answer],
        {"xmlns": _SPACE, "xmlns:xsi": _INSTANCE, "xsi:schemaLocation": f"{_SPACE} {_SPACE}OAI-PMH.xsd"},
    )
    return HttpResponse(document(body), content_type="text/xml; charset=utf-8", headers={"Cache-Control": "no-cache"})


def _checked(query: QueryDict) -> tuple[str, dict[str, str]]:
    """The verb and its arguments, each once.

    :raises Refused: the verb does not exist, or takes other arguments
    """
    verbs = query.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise Refused("badVerb", "Give one verb of the protocol.")
    required, allowed, _ = VERBS[verbs[0]]
    given = {name: values for name, values in query.lists() if name != "verb"}
    arguments = {name: values[0] for name, values in given.items()}
    if any(len(values) > 1 for values in given.values()):
        raise Refused("badArgument", "An argument is given twice.")
    if "resumptionToken" in arguments and "resumptionToken" in allowed:
        if len(arguments) > 1:
            raise Refused("badArgument", "A resumption token stands alone.")
        return verbs[0], arguments
    if set(arguments) - allowed or required - set(arguments):
        raise Refused("badArgument", f"{verbs[0]} takes other arguments.")
    return verbs[0], arguments


def _identify(asked: Asked) -> list[Element | None]:
    institute = asked.institute
    first = Edition.objects.opened().order_by("live_from").values_list("live_from", flat=True).first()
    return [
        node("repositoryName", institute.name.best("en").value),
        node("baseURL", _base_url()),
        node("protocolVersion", "2.0"),
        node("adminEmail", _email(institute)),
        node("earliestDatestamp", moment(first or institute.changed)),
        node("deletedRecord", "persistent"),
        node("granularity", "YYYY-MM-DDThh:mm:ssZ"),
        _description(asked.site) if _HOST.fullmatch(_host()) else None,
    ]


def _email(institute: Institute) -> str:
    known = (institute.email, settings.DEFAULT_FROM_EMAIL)
    return next((email for email in known if _EMAIL.fullmatch(email)), f"webmaster@{_host()}")


def _description(site: Site) -> Element:
    """The form of our identifiers, for hosts that have a name of the form that its schema asks for."""
    space = f"{_SPACE}oai-identifier"
    parts = {"scheme": "oai", "repositoryIdentifier": _host(), "delimiter": ":"}
    marks = {"xmlns": space, "xsi:schemaLocation": f"{space} {space}.xsd"}
    entries = [node(name, value) for name, value in parts.items()]
    return node("description", [node("oai-identifier", [*entries, node("sampleIdentifier", identifier(1))], marks)])


def _list_formats(asked: Asked) -> list[Element]:
    if "identifier" in asked.arguments:
        _record(asked.get("identifier"))
    return [
        node(
            "metadataFormat",
            [
                node("metadataPrefix", prefix),
                node("schema", chosen.schema),
                node("metadataNamespace", chosen.namespace),
            ],
        )
        for prefix, chosen in FORMATS.items()
    ]


def _list_sets(asked: Asked) -> list[Element]:
    if "resumptionToken" in asked.arguments:
        raise Refused("badResumptionToken", "The list of sets is never cut.")
    return [node("set", [node("setSpec", spec), node("setName", name)]) for spec, name in harvest.all_sets()]


def _get_record(asked: Asked) -> list[Element]:
    edition = _record(asked.get("identifier"))
    return [_as_record(edition, _format(asked.get("metadataPrefix")), asked.site)]


def _list(asked: Asked) -> list[Element]:
    """The next page of headers or records, and the token for the one after it."""
    selection = _selection(asked)
    keys = list(selection.rest().values_list("pk", "stamp", "publication")[: PAGE + 1])
    if not keys:
        raise Refused("noRecordsMatch", "There is no such record.")
    shown = keys[:PAGE]
    editions = harvest.records().filter(pk__in=[key[0] for key in shown]).order_by("stamp", "publication")
    editions = editions.select_related("kind").prefetch_related("topics")
    if asked.verb == "ListRecords":
        chosen = _format(selection.prefix)
        rows = editions.select_related("kind", "revision").iterator(chunk_size=CHUNK)
        entries = [_as_record(edition, chosen, asked.site) for edition in rows]
    else:
        entries = [_header(edition) for edition in editions]
    following = replace(selection, after=shown[-1][1:], cursor=selection.cursor + len(shown))
    if selection.cursor or len(keys) > PAGE:
        marks = {"completeListSize": str(max(selection.total, following.cursor)), "cursor": str(selection.cursor)}
        entries.append(node("resumptionToken", following.token() if len(keys) > PAGE else "", marks))
    return entries


def _selection(asked: Asked) -> Selection:
    """
    :raises Refused: an argument has another form, or the token is not ours
    """
    if "resumptionToken" in asked.arguments:
        try:
            return Selection.resume(asked.get("resumptionToken"))
        except ValueError as error:
            raise Refused("badResumptionToken", str(error)) from error
    _format(asked.get("metadataPrefix"))
    try:
        return Selection.begin(asked.arguments)
    except ValueError as error:
        raise Refused("badArgument", str(error)) from error


def _format(prefix: str) -> Metadata:
    if not _PREFIX.fullmatch(prefix):
        raise Refused("badArgument", "metadataPrefix has another form.")
    if prefix not in FORMATS:
        raise Refused("cannotDisseminateFormat", "There is no such metadata format.")
    return FORMATS[prefix]


def _record(given: str) -> Edition:
    start, _, number = given.rpartition(":")
    if f"{start}:" == identifier("") and _NUMBER.fullmatch(number):
        rows = harvest.records().filter(publication=int(number)).select_related("kind", "revision")
        if edition := rows.prefetch_related("topics").first():
            return edition
    raise Refused("idDoesNotExist", "There is no such record.")


def _as_record(edition: Edition, chosen: Metadata, site: Site) -> Element:
    """A withdrawn publication's record is its header alone."""
    metadata = None if edition.is_withdrawn else node("metadata", [chosen.render(edition, site)])
    return node("record", [_header(edition), metadata])


def _header(edition: Edition) -> Element:
    return node(
        "header",
        [
            node("identifier", identifier(edition.publication_id)),
            node("datestamp", moment(edition.stamp)),  # type: ignore[attr-defined]
            *(node("setSpec", spec) for spec in harvest.sets_of(edition)),
        ],
        {"status": "deleted"} if edition.is_withdrawn else {},
    )


def identifier(publication: int | str) -> str:
    return f"oai:{_host()}:{publication}"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _base_url() -> str:
    return f"{settings.SITE_URL}/oai"


_SELECTIVE = {"metadataPrefix", "from", "until", "set", "resumptionToken"}
# Verb -> the arguments it needs, all that it takes, and what answers it.
VERBS: Mapping[str, tuple[set[str], set[str], Callable[[Asked], Sequence[Element | None]]]] = {
    "Identify": (set(), set(), _identify),
    "ListMetadataFormats": (set(), {"identifier"}, _list_formats),
    "ListSets": (set(), {"resumptionToken"}, _list_sets),
    "GetRecord": ({"identifier", "metadataPrefix"}, {"identifier", "metadataPrefix"}, _get_record),
    "ListIdentifiers": ({"metadataPrefix"}, _SELECTIVE, _list),
    "ListRecords": ({"metadataPrefix"}, _SELECTIVE, _list),
}
