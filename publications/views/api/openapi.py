"""The description of the JSON interface (OpenAPI 3.1), which programs read and tests hold against the answers."""

from typing import Any

from config.languages import LANGUAGES
from publications import advice
from publications.filters import FACETS, SORTS
from publications.outputs.site import Site

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
MAYBE: Schema = {"type": ["string", "null"]}
LANGUAGE: Schema = {"type": "string", "enum": list(LANGUAGES)}
# Language -> text, without the languages that have none.
PAIR: Schema = {"type": "object", "properties": dict.fromkeys(LANGUAGES, TEXT), "additionalProperties": False}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(entry: Schema) -> Schema:
    return {"type": "array", "items": entry}


def _maybe(schema: Schema) -> Schema:
    return {"oneOf": [schema, {"type": "null"}]}


NAMED = _object(slug=TEXT, name=PAIR)
ROW = {
    "id": NUMBER,
    "slug": TEXT,
    "edition": NUMBER,
    "opened": {"type": "string", "format": "date-time"},
    "language": LANGUAGE,
    "kind": NAMED,
    "title": PAIR,
    "subtitle": PAIR,
    "abstract": PAIR,
    "byline": PAIR,
    "issued": MAYBE | {"description": "To the day, month or year, as on the cover."},
    "series": _maybe(_object(slug=TEXT, name=PAIR, number=TEXT)),
    "topics": _list(NAMED),
    "centers": _list(NAMED),
    "people": _list(_object(slug=TEXT, name=PAIR, role=TEXT)),
    "urls": _object(html=PAIR, api=TEXT, markdown=TEXT, bibtex=TEXT, ris=TEXT, csl=TEXT),
}
DETAILS = {
    "summary": PAIR,
    "summary_html": PAIR,
    "contributors": _list(
        _object(role=TEXT, name=PAIR, affiliation=PAIR, is_organisation={"type": "boolean"}, orcid=TEXT, person=MAYBE)
    ),
    "recommendations": _list(_object(number=NUMBER, text=PAIR, heading=PAIR, audiences=_list(NAMED), url=TEXT)),
    "chapters": _list(_object(anchor=TEXT, level=NUMBER, label=TEXT, matter=TEXT, title=PAIR)),
    "files": _list(_object(name=TEXT, kind=TEXT, media_type=TEXT, size=NUMBER, language=TEXT, caption=PAIR, url=TEXT)),
    "video": _maybe(_object(title=PAIR, url=TEXT)),
    "imprint": PAIR,
    "publisher": PAIR,
    "doi": TEXT,
    "isbn": TEXT,
    "licence": TEXT,
    "pages": {"type": ["integer", "null"]},
    "citation": PAIR,
    "translation_of": MAYBE,
}
SCHEMAS: dict[str, Schema] = {
    "PublicationRow": _object(**ROW),
    "Publication": _object(**ROW, **DETAILS),
    "Person": _object(
        slug=TEXT,
        name=PAIR,
        orcid=TEXT,
        position=_maybe(PAIR),
        center=MAYBE,
        is_former_fellow={"type": "boolean"},
        publications=NUMBER,
        urls=PAIR,
    ),
    "Topic": _object(slug=TEXT, name=PAIR, publications=NUMBER, urls=PAIR),
    "Recommendation": _object(
        number=NUMBER,
        text=PAIR,
        heading=PAIR,
        audiences=_list(NAMED),
        topics=_list(NAMED),
        publication=_object(slug=TEXT, title=PAIR, language=LANGUAGE, kind=TEXT, issued=MAYBE),
        urls=PAIR,
    ),
    "Error": _object(error=_object(status=NUMBER, message=TEXT)),
}


def description(site: Site) -> Schema:
    about = "Everything published here, read only. Lists come in pages; unknown parameters are ignored."
    return {
        "openapi": "3.1.0",
        "info": {"title": site.name.best("en").value, "version": "1", "description": about},
        "servers": [{"url": site.url}],
        "paths": {f"/api/{path}": {"get": operation} for path, operation in _operations().items()},
        "components": {"schemas": SCHEMAS},
    }


def _operations() -> dict[str, Schema]:
    lists = {
        "publications": ("PublicationRow", _filters()),
        "people": ("Person", [_page()]),
        "topics": ("Topic", [_page()]),
        "recommendations": ("Recommendation", _advice_filters()),
    }
    slug = {"name": "slug", "in": "path", "required": True, "schema": TEXT | {"pattern": r"^[-\w]{1,120}$"}}
    return {
        "": _operation("index", {"type": "object", "additionalProperties": TEXT}, [], [200]),
        **{
            f"{name}/": _operation(name, _paged(schema), parameters, [200, 400, 404])
            for name, (schema, parameters) in lists.items()
        },
        "publications/{slug}/": _operation("publication", _reference("Publication"), [slug], [200, 301, 400, 404]),
    }


# The end of the pattern is that of the text: "$" alone would let a line end pass.
SLUG: Schema = {"type": "string", "pattern": r"^[-\w]{0,120}$"}
YEAR: Schema = {"type": "string", "pattern": "^([12][0-9]{3})?$"}


def _filters() -> list[Schema]:
    values = dict.fromkeys(FACETS, SLUG) | {
        "year": YEAR,
        "language": {"type": "string", "enum": ["", *LANGUAGES]},
    }
    return [
        *(_many(name, schema) for name, schema in values.items()),
        _parameter("video", {"type": "string", "enum": ["", "1"]}, "Only those with a video."),
        _parameter("sort", {"type": "string", "enum": list(SORTS)}, "The order; newest first if left out."),
        _page(),
    ]


def _advice_filters() -> list[Schema]:
    facets = {name: YEAR if name == "year" else SLUG for name in advice.FACETS}
    words = _parameter("q", TEXT, "Every word must stand in the text, the heading or the title above it.")
    return [*(_many(name, schema) for name, schema in facets.items()), words, _page()]


def _many(name: str, schema: Schema) -> Schema:
    described = "Several values are joined by OR; several parameters by AND."
    return _parameter(name, {"type": "array", "items": schema}, described) | {
        "style": "form",
        "explode": True,
    }


def _page() -> Schema:
    return _parameter("page", {"type": "integer", "minimum": 1, "maximum": 100_000}, "A page beyond the last is 404.")


def _parameter(name: str, schema: Schema, described: str) -> Schema:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": described}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _paged(schema: str) -> Schema:
    return _object(
        total=NUMBER, page=NUMBER, pages=NUMBER, next=MAYBE, previous=MAYBE, results=_list(_reference(schema))
    )


def _operation(name: str, schema: Schema, parameters: list[Schema], statuses: list[int]) -> Schema:
    error = {"application/json": {"schema": _reference("Error")}}
    answers: dict[int, Schema] = {
        200: {"description": "Found.", "content": {"application/json": {"schema": schema}}},
        301: {"description": "It has another address now."},
        # What is not even well formed is refused before it gets here, in plain text.
        400: {"description": "A parameter is malformed.", "content": error | {"text/plain": {"schema": TEXT}}},
        404: {"description": "There is nothing at this address.", "content": error},
        405: {"description": "This interface is read only.", "content": error},
    }
    return {
        "operationId": name,
        "parameters": parameters,
        "responses": {str(status): answers[status] for status in [*statuses, 405]},
    }
