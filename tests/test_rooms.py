"""The rooms of the code and who may import whom, kept true by reading the imports."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
GROUND = {
    "errors",
    "expressions",
    "text",
    "prefilter",
    "stems",
    "slugs",
    "languages",
    "visible",
    "dates",
    "urls",
    "videos",
    "stamps",
    "quick",
    "files",
    "cache",
    "forked",
    "cores",
    "config",
    "copies",
    "html",
}


def rooms_of(page: str) -> dict[str, set[str]]:
    """Return the table of rooms: what each may import."""
    found: dict[str, set[str]] = {}
    for name, imported in re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|$", page, re.MULTILINE):
        words = set(filter(None, map(str.strip, imported.split(","))))
        found[name] = (words - {"ground"}) | (GROUND if "ground" in words else set())
    return found


MAY_IMPORT = rooms_of(PAGE) | {"__init__": set()}
HOMES = {  # a library → the rooms that may know it
    "feedgen": {"publish"},
    "dateutil": {"dates"},
    "click": {"cli", "terminal"},
    "sqlite3": {"store"},
    "lxml": {"cleaning", "publish", "links", "diff"},
    "nh3": {"html"},
    "ada_url": {"urls"},
    "publicsuffixlist": {"urls"},
    "yaml": {"articles"},
    "bs4": {"articles", "html"},
    "httpx": {"net"},
    "httptools": {"http"},
    "uvloop": {"net"},
    "imagesize": {"judge"},
    "certifi": {"net"},
    "rich": {"terminal"},
    "jinja2": {"publish", "reports"},
    "msgspec": {"quick", "lock", "catalogue", "links", "state", "store", "listing", "pieces", "builds", "parts"},
    "pagefind": {"publish"},
    "distributed": {"cluster"},
}
MODULES = sorted((ROOT / "feedtool").rglob("*.py"))


def room(module: Path) -> str:
    return module.relative_to(ROOT / "feedtool").with_suffix("").parts[0]


@cache
def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text("utf-8"))


@cache
def imports(module: Path) -> set[str]:
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def test_the_page_has_a_row_for_every_room_and_none_that_is_not_there() -> None:
    assert set(rooms_of(PAGE)) == {room(module) for module in MODULES} - {"__init__"}


def test_the_page_names_no_file_that_is_not_there() -> None:
    named = set(re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.py|[a-z_]+\.py)`", PAGE))
    missing = [name for name in named if not any((ROOT / folder / name).is_file() for folder in ("", "feedtool"))]
    assert not missing


def test_those_who_ask_remember_and_report_never_import_each_other() -> None:
    siblings = {"checker", "state", "reports"}
    assert all(not MAY_IMPORT[one] & (siblings - {one}) for one in siblings)


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
PURE = [module for module in MODULES if re.search(r"\bPure\b", ast.get_docstring(tree(module)) or "")]


@pytest.mark.parametrize("module", PURE, ids=lambda module: module.relative_to(ROOT).as_posix())
def test_a_module_that_says_it_is_pure_reaches_no_disk_network_clock_screen_or_chance(module: Path) -> None:
    for name in imports(module):
        assert not {name, name.partition(".")[0], name.rpartition(".")[0]} & EDGES, f"it imports {name}"
    assert not ACTS.search(module.read_text("utf-8"))


@pytest.mark.parametrize("name", ["judge", "pages", "wordings", "groups", "diff"])
def test_every_module_of_a_room_that_decides_is_pure(name: str) -> None:
    modules = {module for module in MODULES if room(module) == name and module.name != "__init__.py"}
    assert modules
    assert modules <= set(PURE)


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


MOST_METHODS = 20  # of a class: what is written in it, with properties and what Python itself calls, such as __init__


def methods(source: ast.ClassDef) -> int:
    """Return how many methods are written in a class; a name that is written several times counts each time."""
    return sum(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for node in source.body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a = 1", 0),
        ("def __init__(self): ...", 1),
        ("def f(self): ...\n async def g(self): ...", 2),
        ("@property\n def f(self): ...\n @f.setter\n def f(self, to): ...", 2),
        ("def f(self):\n  def inner(): ...", 1),
    ],
)
def test_properties_and_dunders_count_as_methods_and_what_stands_within_them_does_not(body: str, expected: int) -> None:
    (made,) = ast.parse(f"class A:\n {body}").body
    assert isinstance(made, ast.ClassDef)
    assert methods(made) == expected


def test_no_class_has_so_many_methods_that_it_must_be_two() -> None:
    classes = [(module, one) for module in MODULES for one in ast.walk(tree(module)) if isinstance(one, ast.ClassDef)]
    assert len(classes) > 100
    large = {f"{module.relative_to(ROOT).as_posix()}: {one.name}": methods(one) for module, one in classes}
    assert {name: number for name, number in large.items() if number > MOST_METHODS} == {}, "part what it knows"


# What is assigned at the top of a module (tables, patterns, statements in SQL) grows with what is known, not with what
# is done: those lines aside, whoever enters a room must be able to read all of it.
MOST_LINES = 1800  # of a room


def lines(source: str) -> int:
    """Return how many lines a module has, those aside that belong to an assignment at its top."""
    tables = [node for node in ast.parse(source).body if isinstance(node, ast.Assign | ast.AnnAssign)]
    return len(source.splitlines()) - sum((node.end_lineno or 0) - node.lineno + 1 for node in tables)


def test_tables_at_the_top_of_a_module_do_not_count_and_those_within_a_function_do() -> None:
    assert lines("import re\n\nTABLE = {\n    1: 2,\n}\nA: int = 1\n") == 2
    assert lines("def f():\n    table = {\n        1: 2,\n    }\n") == 4


def test_no_room_is_too_large_to_be_read_as_a_whole() -> None:
    sizes: Counter[str] = Counter()
    for module in MODULES:
        sizes[room(module)] += lines(module.read_text("utf-8"))
    assert {name: number for name, number in sizes.items() if number > MOST_LINES} == {}, "part what it knows"


# Tests follow the tree. What only holds values, data or a protocol behaves in no way; these have their tests elsewhere:
TESTED_ELSEWHERE = {"__main__.py": "tests/cli/test_main.py"}  # it is the process that is tested there


def behaves(node: ast.AST) -> bool:
    """Tell whether there is a function with a body in a piece of code: none of a protocol has one."""
    if isinstance(node, ast.ClassDef) and any("Protocol" in ast.unparse(base) for base in node.bases):
        return False
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return True
    return any(map(behaves, ast.iter_child_nodes(node)))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(): return 1", True),
        ("async def f(): return 1", True),
        ("f = lambda: 1", True),
        ("@dataclass\nclass A:\n    a: int\n    @property\n    def b(self): return self.a", True),
        ("@dataclass\nclass A:\n    a: int", False),
        ("class A(Protocol):\n    def f(self): ...", False),
        ("class A(B, Protocol[T]):\n    def f(self): ...", False),
        ("TABLE = {1: re.compile('a')}", False),
    ],
)
def test_what_holds_a_function_behaves_and_values_and_protocols_do_not(source: str, expected: bool) -> None:
    assert behaves(ast.parse(source)) is expected


def test_every_module_that_behaves_has_a_file_of_tests_of_its_name() -> None:
    names = [module.relative_to(ROOT / "feedtool") for module in MODULES if behaves(tree(module))]
    assert len(names) > 100
    tests = {name.as_posix(): name.with_name(f"test_{name.name}").as_posix() for name in names}
    missing = {name for name, test in tests.items() if not (ROOT / "tests" / test).is_file()}
    assert missing == set(TESTED_ELSEWHERE), "write tests/ROOM/test_NAME.py"
    assert all((ROOT / test).is_file() for test in TESTED_ELSEWHERE.values())
