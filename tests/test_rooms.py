"""The rooms of the code and who may import whom, kept true by reading the imports."""

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

GROUND = {"errors", "text", "visible", "dates", "urls", "files", "cores", "config", "html"}
MAY_IMPORT = {
    "errors": set(),
    "text": set(),
    "visible": set(),
    "dates": {"errors"},
    "urls": {"errors"},
    "files": {"errors"},
    "cores": {"errors"},
    "config": {"errors", "text", "urls"},
    "html": {"errors", "urls", "text"},
    "articles": GROUND,
    "catalogue": GROUND | {"articles"},
    "entries": GROUND | {"articles", "catalogue"},
    "links": GROUND | {"articles"},
    "publish": GROUND | {"entries"},
    "net": {"errors", "urls"},
    "judge": GROUND | {"net", "links"},
    "checker": GROUND | {"net", "judge", "links"},
    "state": GROUND | {"net", "judge", "links"},
    "reports": GROUND | {"net", "judge", "links"},
    "github": GROUND | {"net", "judge", "reports"},
    "commands": GROUND
    | {"articles", "catalogue", "entries", "links", "publish", "net", "judge", "checker", "state", "reports", "github"},
    "cli": GROUND | {"catalogue", "commands", "judge", "reports"},
    "__main__": {"cli"},
    "__init__": set(),
}
HOMES = {  # a library → the rooms that may know it
    "feedgen": {"publish"},
    "dateutil": {"dates"},
    "click": {"cli"},
    "sqlite3": {"state", "links"},
    "lxml": {"html", "publish", "links"},
    "nh3": {"html"},
    "ada_url": {"urls"},
    "yaml": {"articles"},
    "bs4": {"articles", "html", "judge"},
    "httpx": {"net"},
    "httptools": {"net"},
    "uvloop": {"net", "commands"},
    "imagesize": {"judge"},
    "certifi": {"net"},
    "rich": {"cli"},
    "jinja2": {"publish", "reports"},
    "msgspec": {"catalogue", "links", "state", "commands"},
}
MODULES = sorted((ROOT / "feedtool").rglob("*.py"))


def room(module: Path) -> str:
    return module.relative_to(ROOT / "feedtool").with_suffix("").parts[0]


def imports(module: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(ROOT).as_posix())
def test_a_room_imports_only_what_it_may(module: Path) -> None:
    here = room(module)
    for name in imports(module):
        parts = name.split(".")
        if parts[0] == "feedtool" and len(parts) > 1:
            assert parts[1] in MAY_IMPORT[here] | {here, "__version__"}, f"{here} imports {name}"
        elif parts[0] in HOMES:
            assert here in HOMES[parts[0]], f"{here} imports {name}"


# A module whose docstring says "Pure." decides, and does nothing else: time, chance and the network come as arguments.
EDGES = frozenset(
    "asyncio concurrent contextvars httpx httptools logging multiprocessing os pathlib random requests resource secrets "
    "select selectors shutil signal socket sqlite3 ssl subprocess sys tempfile threading time urllib.request uvloop "
    "click rich".split()
)
ACTS = re.compile(r"\b(?:open|print|input)\(|\bdatetime\.(?:now|today|utcnow)\b|\bdate\.today\b")
PURE = [
    module
    for module in MODULES
    if re.search(r"\bPure\b", ast.get_docstring(ast.parse(module.read_text("utf-8"))) or "")
]


@pytest.mark.parametrize("module", PURE, ids=lambda module: module.relative_to(ROOT).as_posix())
def test_a_module_that_says_it_is_pure_reaches_no_disk_network_clock_screen_or_chance(module: Path) -> None:
    for name in imports(module):
        assert not {name, name.partition(".")[0], name.rpartition(".")[0]} & EDGES, f"it imports {name}"
    assert not ACTS.search(module.read_text("utf-8"))


def test_every_module_of_judge_is_pure() -> None:
    judge = {module for module in MODULES if room(module) == "judge" and module.name != "__init__.py"}
    assert judge <= set(PURE)


def test_modules_import_each_other_in_no_circle() -> None:
    names = {".".join(module.relative_to(ROOT).with_suffix("").parts): module for module in MODULES}
    graph = {
        name: {found for one in imports(module) for found in (one, one.rpartition(".")[0]) if found in names}
        for name, module in names.items()
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail, name))
        if name not in done:
            for other in graph[name] - {name}:
                visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())
