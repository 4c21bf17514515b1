# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shape that every file keeps: licence, size, layers, names."""

import ast
import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture import sources

LONGEST_FILE = 350
LONGEST_FUNCTION = 40
# Inside an app, what is written here may be imported only by what stands to its left.
LAYERS = (
    {"views", "forms", "admin", "wagtail_hooks", "urls", "receivers", "search_sources", "management"},
    {"services"},
    {"queries", "permissions"},
    {"models"},
    {"enums", "signals", "validators"},
)
SPDX = "SPDX-License-Identifier: AGPL-3.0-or-later"
OF_OTHERS = ("/static/vendor/",)


def _commented(ending):
    return [path for path in sources.files(ending, with_tests=True) if not any(part in str(path) for part in OF_OTHERS)]


def test_every_source_file_names_its_licence_in_the_first_two_lines():
    missing = [
        sources.shown(path)
        for ending in (".py", ".html", ".css", ".js", ".sh", ".svg.html")
        for path in _commented(ending)
        if path.stat().st_size and SPDX not in "\n".join(path.read_text().splitlines()[:2])
    ]

    assert missing == []


def test_no_file_is_longer_than_a_reader_can_hold():
    lengths = {sources.shown(path): len(path.read_text().splitlines()) for path in sources.files(".py")}

    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen():
    too_long = {}
    for path in sources.files(".py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    too_long[f"{sources.shown(path)}:{node.name}"] = length

    assert too_long == {}


def _is_a_view(path):
    inside = path.relative_to(sources.ROOT).parts
    return path.name in {"views.py", "urls.py"} or "views" in inside or path.name.endswith("_views.py")


@pytest.mark.parametrize("path", [path for path in sources.files(".py") if _is_a_view(path)], ids=sources.shown)
def test_a_view_asks_queries_and_not_the_database(path):
    assert re.findall(r"\b\w+\.objects\b|\.save\(|\bconnection\.cursor\b", path.read_text()) == []


def _is_a_page(path):
    """Wagtail's pages are models and views in one: their `get_context()` asks a query."""
    return bool(re.search(r"^class \w+\((?:\w+, ?)*\w*Page\b", path.read_text(), re.MULTILINE))


def _layer_of(path):
    if _is_a_page(path):
        return None
    app = sources.package_of(path).split(".")
    within = path.relative_to(sources.ROOT).with_suffix("").parts[len(app) :]
    return next((height for height, names in enumerate(LAYERS) if within and within[0] in names), None)


def _imported_modules(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", [path for path in sources.files(".py") if _layer_of(path)], ids=sources.shown)
def test_inside_an_app_interfaces_call_services_call_queries_call_models(path):
    app, height = sources.package_of(path), _layer_of(path)

    higher = [
        module
        for module in _imported_modules(path)
        if module.startswith(f"{app}.")
        for name in module.removeprefix(f"{app}.").split(".")[:1]
        for other, names in enumerate(LAYERS)
        if name in names and other < height
    ]

    assert higher == []


def _routes(resolver, *, names=()):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, names=(*names, pattern.namespace or ""))
        elif isinstance(pattern, URLPattern):
            yield pattern


def test_every_address_of_ours_has_a_name():
    ours = ("portal.", "documents.", "partners.", "tavoli.", "search.")

    nameless = [
        str(route.pattern) for route in _routes(get_resolver()) if route.lookup_str.startswith(ours) and not route.name
    ]

    assert nameless == []


def test_every_variable_that_is_read_is_explained():
    read = set(re.findall(r'env\.\w+\("([A-Z_]+)"', (sources.ROOT / "portal/settings/environment.py").read_text()))
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", (sources.ROOT / "docs/operations.md").read_text(), re.MULTILINE))

    assert explained == read


def test_the_environment_is_read_in_one_place_only():
    reading = [
        sources.shown(path)
        for path in sources.files(".py")
        if re.search(
            r"os\.environ\b(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE\")|os\.getenv|environ\.Env\(\)", path.read_text()
        )
    ]

    # The worker asks Django's reloader whether it is its child: the answer is a variable of Django's own.
    assert reading == ["portal/core/management/commands/work.py", "portal/settings/environment.py"]


def test_the_lock_has_hashes_and_no_address_of_an_index():
    for path in sorted((sources.ROOT / "requirements").glob("*.txt")):
        text = path.read_text()
        pinned = re.findall(r"^[A-Za-z0-9_.\[\]-]+==", text, re.MULTILINE)

        assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links", text) == []
        assert len(re.findall(r"==[^\n]*\\\n\s+--hash=sha256:", text)) == len(pinned)


def test_nothing_is_left_for_later():
    pattern = re.compile(r"\b(?:TODO|FIXME|XXX)\b")

    assert [
        sources.shown(path) for path in sources.files(".py", with_tests=True) if pattern.search(path.read_text())
    ] == ["tests/architecture/test_shape.py"]
