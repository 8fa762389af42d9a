"""The house keeps its shape: who imports whom, who reads which tables, where markup is trusted, how long things are.

The table is that of docs/architecture.md, section 2, one part a line, the lowest first.
"""

import ast
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("config", "people", "publications")

PURE = ("config.languages", "people.names", "publications.document")
TABLES = (*PURE, "publications.fields", "people.models", "publications.models")
STORES = ("publications.store", "publications.attachments", "publications.pictures", "publications.file_texts")
READER = ("config.languages", "people.names", "people.models", "publications.document", "publications.models")
STAFF = (
    *TABLES,
    *STORES,
    "config.policy",
    "config.generation",
    "config.admin_policy",
    "publications.services",
    "publications.views",
    "publications.outputs",
    "publications.readership",
    "publications.assembly",
)

# A part and what it may import besides itself.
MAY_USE: dict[str, tuple[str, ...]] = {
    # 1: the standard library and Django
    "config.languages": (),
    "config.policy": (),
    "config.generation": (),
    "config.converters": (),
    "config.compression": (),
    "config.static": (),
    "config.formats": (),
    "config.wsgi": ("publications.readership",),
    "config.borrowed_texts": (),
    "config.settings": ("config.languages",),
    "config.gate": ("config.languages",),
    # 2: values and rules, and the fields that clean what they store
    "people.names": ("config.languages",),
    "publications.document": ("config.languages", "people.names"),
    "publications.fields": ("publications.document",),
    "people.models": (*PURE, "publications.fields"),
    "people.apps": (),
    # 3: the tables of publications, and the files under their hashes
    "publications.models": (*PURE, "publications.fields", "people.models"),
    "publications.apps": (),
    "publications.store": (),
    "publications.attachments": ("publications.store",),
    "publications.pictures": ("publications.models", "publications.store"),
    "publications.file_texts": ("publications.document", "publications.store"),
    "publications.pdf_child": (),
    # 4: these do not know each other
    "publications.assembly": TABLES,
    "publications.outputs": ("config.languages", "publications.document"),
    "publications.search": ("config.languages", "publications.document"),
    "publications.manuscripts": ("config.languages", "publications.document"),
    "publications.readership": ("publications.models", "publications.outputs"),
    # 5
    "publications.services": (
        *TABLES,
        *STORES,
        "config.policy",
        "config.generation",
        "publications.assembly",
        "publications.outputs",
        "publications.search",
        "publications.manuscripts",
    ),
    # 6: readers
    "publications.filters": READER,
    "publications.advice": (*READER, "publications.filters", "publications.search"),
    "publications.views": (
        *READER,
        "publications.advice",
        "publications.filters",
        "publications.harvest",
        "publications.outputs",
        "publications.readership",
        "publications.search",
        "publications.store",
    ),
    "publications.harvest": READER,
    "publications.feeds": (*READER, "publications.views", "publications.outputs"),
    "publications.sitemaps": (*READER, "publications.views", "publications.outputs"),
    "publications.templatetags": (*READER, "publications.outputs", "publications.search", "publications.views"),
    "publications.urls": ("publications.views", "publications.feeds", "publications.sitemaps"),
    "people.views": (*READER, "publications.views"),
    "people.urls": ("people.views",),
    # 7: staff, commands, addresses
    "config.admin_policy": ("config.policy", "config.generation"),
    "config.admin_site": ("config.languages", "config.policy"),
    "publications.admin": STAFF,
    "people.admin": (*STAFF, "publications.admin"),
    "publications.corpus": (*TABLES, *STORES, "publications.services"),
    "publications.demo": (*TABLES, *STORES, "config.policy", "publications.services"),
    "publications.management": (
        *TABLES,
        "publications.advice",
        "publications.filters",
        "publications.readership",
        "publications.services",
        "publications.search",
        "publications.views",
        "publications.corpus",
        "publications.demo",
    ),
    "config.urls": ("config.converters", "publications.views", "publications.feeds", "publications.sitemaps"),
}

READER_PARTS = (
    "publications.advice",
    "publications.filters",
    "publications.views",
    "publications.feeds",
    "publications.harvest",
    "publications.sitemaps",
    "publications.urls",
    "publications.templatetags",
    "people.views",
    "people.urls",
)
# What readers' code may know of the tables: never a working row (Publication, Chapter, Recommendation, Contribution,
# Figure, Attachment, Revision), nor an account.
READER_TABLES = {
    "publications.models": {
        "Audience",
        "DailyViews",
        "Edition",
        "EditionContribution",
        "EditionFile",
        "EditionQuerySet",
        "EditionRecommendation",
        "Featured",
        "Institute",
        "Kind",
        "Notice",
        "Page",
        "Readership",
        "RelatedEdition",
        "Redirect",
        "Series",
        "Synonym",
        "Topic",
    },
    "people.models": {"Appointment", "Center", "Person", "PersonQuerySet"},
}
# Ways from a reader's row to a working row.
WORKING_ATTRIBUTES = {"publication", "publications", "revision", "revisions", "chapters", "contributions", "get_model"}

# Where text becomes markup, and why that is safe.
TRUSTED = {
    # HTML out of a Document, cleaned on its way in; JSON whose signs of markup are escapes; lists escaped piece by piece.
    "publications.templatetags.publications": {"cleaned", "json_ld"},
    "publications.templatetags.searching": {"boxes", "highlighted", "lines"},
    # Made by outputs.web, which escapes every value.
    "publications.templatetags.pictures": {"picture"},
}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "mixins", "misc", "tools"}


@dataclass
class Module:
    name: str
    path: Path
    tree: ast.Module
    # Module -> the names taken from it; none where the module itself is taken.
    imports: dict[str, set[str]] = field(default_factory=dict)

    @property
    def part(self) -> str:
        return part_of(self.name)

    @property
    def lines(self) -> int:
        return len(self.path.read_text(encoding="utf-8").splitlines())


def part_of(name: str) -> str:
    """The longest entry of the table that a module belongs to."""
    parts = [part for part in MAY_USE if name == part or name.startswith(f"{part}.")]
    return max(parts, key=len, default="")


@functools.cache
def modules() -> dict[str, Module]:
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    names = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in paths
        if "migrations" not in path.parts
    }
    found = {name: Module(name, path, ast.parse(path.read_text(encoding="utf-8"))) for name, path in names.items()}
    for module in found.values():
        for target, name in _imports(module.tree):
            if f"{target}.{name}" in names:
                module.imports.setdefault(f"{target}.{name}", set())
            else:
                module.imports.setdefault(target, set()).update({name} - {""})
    return found


def _imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where something lives"
            yield from ((node.module or "", alias.name) for alias in node.names)


def is_ours(name: str) -> bool:
    return name.partition(".")[0] in PACKAGES


def functions(module: Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))  # type: ignore[misc]


def length(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_every_module_has_its_place_in_the_table():
    homeless = [name for name, module in modules().items() if not module.part and name not in PACKAGES]
    assert [name for name in homeless if name not in {"config.formats"}] == []


def test_modules_import_only_what_the_table_allows():
    breaches = [
        f"{module.name} imports {target}"
        for module in modules().values()
        for target in module.imports
        if is_ours(target) and part_of(target) not in {module.part, *MAY_USE.get(module.part, ())}
    ]
    assert breaches == []


def test_table_has_no_circle():
    def below(part: str, path: tuple[str, ...]) -> None:
        assert part not in path, " -> ".join([*path, part])
        for lower in MAY_USE[part]:
            below(lower, (*path, part))

    for part in MAY_USE:
        below(part, ())


def test_readers_code_knows_only_readers_tables():
    breaches = [
        f"{module.name} imports {name or 'all'} of {target}"
        for module in modules().values()
        if module.part in READER_PARTS
        for target, names in module.imports.items()
        if target.startswith(("publications.models", "people.models"))
        for name in names or {""}
        if name not in READER_TABLES.get(target, set())
    ]
    assert breaches == []


def test_readers_code_follows_no_way_to_a_working_row():
    breaches = [
        f"{module.name}:{node.lineno} .{node.attr}"
        for module in modules().values()
        if module.part in READER_PARTS
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in WORKING_ATTRIBUTES and not _is_harmless(node)
    ]
    assert breaches == []


def _is_harmless(node: ast.Attribute) -> bool:
    """A Document has chapters too, an edition has contributions of its own, and a view may be called ``publications``."""
    owner = ast.unparse(node.value).split(".")[-1]
    return owner in {"document", "entry", "browse"} or (owner == "edition" and node.attr == "contributions")


def test_readers_templates_follow_no_way_to_a_working_row():
    pattern = re.compile(
        r"\{[{%][^}]*\b(?:edition|lead|entry|translation|person)\.(?:publication|revision|contributions)\b"
    )
    assert [
        str(path.relative_to(ROOT)) for path in readers_templates() if pattern.search(path.read_text("utf-8"))
    ] == []


def test_tables_of_people_know_no_table_of_publications():
    breaches = [
        (module.name, target)
        for module in modules().values()
        if module.part == "people.models"
        for target in module.imports
        if target.startswith("publications") and not target.startswith(("publications.document", "publications.fields"))
    ]
    assert breaches == []


def test_pure_modules_know_neither_django_nor_settings():
    breaches = [
        (module.name, target)
        for module in modules().values()
        if module.part in {*PURE, "publications.outputs", "publications.manuscripts"}
        for target in module.imports
        if target.partition(".")[0] == "django" or target == "config.settings"
    ]
    assert breaches == []


def test_only_services_make_editions():
    """The walk of publishing is the one way to readers; there is no second."""
    makers = {
        module.part
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"Edition", "Edition.objects.create", "Edition.objects.bulk_create"}
    }
    assert makers == {"publications.services"}


def test_text_becomes_markup_only_where_it_is_known_to_be_clean():
    found: dict[str, set[str]] = {}
    for module in modules().values():
        for function in functions(module):
            calls = {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
            if calls & {"mark_safe", "SafeString", "safestring.mark_safe"}:
                found.setdefault(module.name, set()).add(function.name)
    assert found == TRUSTED


def test_format_html_gets_its_markup_as_a_constant():
    breaches = [
        f"{module.name}:{node.lineno}"
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"format_html", "format_html_join"}
        and not all(
            isinstance(argument, ast.Constant) for argument in node.args[: 1 + ("join" in ast.unparse(node.func))]
        )
    ]
    assert breaches == []


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def readers_templates() -> list[Path]:
    return [path for path in templates() if "admin" not in path.relative_to(ROOT / "templates").parts]


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("escaping switched off", r"\|safe\b|\|safeseq\b|\{% *autoescape"),
        ("inline style", r"<style\b|[\s\"']style *="),
        ("inline script", r"<script(?![^>]*\b(?:src=|type=\"application/(?:ld\+)?json\"))"),
        ("event attribute", r"<[a-z][^>{]*\son[a-z]+ *="),
        ("javascript address", r"javascript:"),
    ],
)
def test_no_template_has(what, pattern):
    assert [str(path.relative_to(ROOT)) for path in templates() if re.search(pattern, path.read_text("utf-8"))] == []


def test_functions_classes_and_modules_are_short():
    long = [f"{module.name}: {module.lines} lines" for module in modules().values() if module.lines > 300]
    for module in modules().values():
        for node in ast.walk(module.tree):
            most = 40 if isinstance(node, ast.FunctionDef) else 300 if isinstance(node, ast.ClassDef) else 0
            if most and length(node) > most:
                long.append(f"{module.name}.{node.name}: {length(node)} lines")
    assert long == []


def test_views_are_short():
    long = [
        f"{module.name}.{function.name}: {length(function)} lines"
        for module in modules().values()
        if module.part in {"publications.views", "people.views"}
        for function in functions(module)
        if {ast.unparse(decorator) for decorator in function.decorator_list}
        & {"public_page", "page_with_counts", "require_safe"}
        and length(function) > 25
    ]
    assert long == []


def test_no_module_has_a_name_that_says_nothing():
    assert [name for name in modules() if NAMES_THAT_SAY_NOTHING & set(name.split("."))] == []


def test_nobody_asks_for_the_active_language_below_the_views():
    breaches = [
        module.name
        for module in modules().values()
        if module.part not in {"config.gate", "publications.admin", "people.admin", "config.admin_site"}
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("get_language")
    ]
    assert breaches == []
