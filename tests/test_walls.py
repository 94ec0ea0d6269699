"""The rooms and their walls: who may import whom, and who alone may do what."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import lacwg

PACKAGE = Path(lacwg.__file__).parent
MODULES = {
    ".".join(("lacwg", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in PACKAGE.rglob("*.py")
}
# Each room and what it may import, besides itself.
PURE = {"errors", "text", "records", "kinds", "identity", "revision", "schedule", "dates_in", "voice", "issue_threads"}
ROOMS: dict[str, set[str]] = {
    "errors": set(),
    "text": {"errors"},
    "records": {"errors"},
    "kinds": {"records"},
    "identity": {"records"},
    "revision": {"records", "identity"},
    "clock": {"errors", "records"},
    "schedule": {"errors", "records", "identity", "text"},
    "dates_in": {"errors", "records", "text", "schedule"},
    "voice": {"errors", "records", "schedule", "text"},
    "issue_threads": {"errors", "records", "text"},
    "audience": PURE,
    "checks": PURE | {"audience"},
    "exporters": PURE | {"audience"},
    "importers": PURE | {"audience"},
    "site": PURE | {"audience"},
    "render": PURE | {"audience"},
    "store": {"errors", "records", "kinds", "identity", "revision", "text"},
    "remotes": {"errors", "text", "clock"},
    "run": {"errors", "records", "store", "clock", "remotes", "schedule", "text", "voice"},
    "commands": PURE
    | {"audience", "checks", "exporters", "importers", "render", "site", "store", "run", "clock", "remotes"},
    "app": PURE | {"commands", "run", "render"},
    "__main__": {"app"},
    "": set(),
}
HEAVY = {
    "rich",
    "icalendar",
    "holidays",
    "dateutil",
    "tomli_w",
    "tomlkit",
    "filelock",
    "platformdirs",
    "jinja2",
    "markupsafe",
    "PIL",
    "segno",
    "typst",
    "markdown_it",
    "sqlite3",
    "vobject",
    "requests",
    "urllib3",
    "keyring",
    "babel",
    "pyperclip",
}
DISK = {
    "open", "read_text", "write_text", "read_bytes", "write_bytes", "mkdir", "unlink", "rename", "touch", "rmdir",
    "listdir", "iterdir", "glob", "rglob", "exists", "is_file", "is_dir", "stat", "scandir", "copytree", "rmtree",
}  # fmt: skip
OPENERS = {"lacwg.site.bounds", "lacwg.remotes.browser", "lacwg.site.pictures"}
"""What they open is no file: an address in the browser, a picture that is in memory already."""
CLOCK = {"now", "today", "utcnow", "time", "monotonic", "uuid4", "uuid1", "localtime"}


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


@functools.cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text())


def imported(tree: ast.AST) -> list[str]:
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names


def calls(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            found.add(function.id if isinstance(function, ast.Name) else getattr(function, "attr", ""))
    return found


def test_imports_point_down() -> None:
    wrong = []
    for module in MODULES:
        here = room(module)
        for name in imported(tree_of(module)):
            if name in MODULES and name != "lacwg" and room(name) not in {here, *ROOMS[here]}:
                wrong.append(f"{module} imports {name}")
            if (
                here == "exporters"
                and name.startswith("lacwg.exporters.")
                and name.split(".")[2] != module.split(".")[2]
            ):
                wrong.append(f"the exporter {module} imports another, {name}")
    assert not wrong


def test_each_library_and_the_disk_and_the_clock_have_their_room() -> None:
    network = {"subprocess", "socket", "urllib.request", "http", "smtplib", "requests", "urllib3"}
    wrong: list[tuple[str, str]] = []
    for module in MODULES:
        tree, here = tree_of(module), room(module)
        roots = {name.split(".")[0] for name in imported(tree)}
        if here not in ("app", "commands"):
            wrong += [(module, name) for name in roots & {"typer"}]
        if here != "render":
            wrong += [(module, name) for name in roots & {"rich"}]
        if here != "remotes":
            wrong += [(module, name) for name in roots & network]
        if here != "store" and module != "lacwg.schedule.zones":
            may = {"open"} if here == "app" or module in OPENERS else set()
            wrong += [(module, name) for name in calls(tree) & DISK - may]
        if here != "clock":
            wrong += [(module, name) for name in clocks(tree)]
    assert not wrong


def clocks(tree: ast.AST) -> Iterator[str]:
    """What asks what time it is, or for something that is never the same."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK:
            of = getattr(node.func.value, "attr", getattr(node.func.value, "id", ""))
            if of in ("datetime", "date", "time", "uuid"):
                yield f"{of}.{node.func.attr}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Nor inside a room: whoever reads a module can read what it rests on first, down to the ground."""
    above = {
        module: {name for name in imported(tree_of(module)) if name in MODULES} - {module, "lacwg"}
        for module in MODULES
    }
    packages = {module for module, path in MODULES.items() if path.name == "__init__.py"}
    left = {module: {name for name in names if name not in packages} for module, names in above.items()}
    while ground := [module for module, names in left.items() if not names & left.keys()]:
        for module in ground:
            del left[module]
    assert not left, "a circle is among these"


def test_whether_a_moment_has_an_hour_is_asked_of_the_span_alone() -> None:
    """But for what decodes and encodes a file's own dates, which knows no zones."""
    asking = set()
    for module in MODULES:
        for node in ast.walk(tree_of(module)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance":
                kinds = {getattr(each, "attr", getattr(each, "id", "")) for each in ast.walk(node.args[1])}
                asking |= {module} if "datetime" in kinds else set()
    assert asking == {"lacwg.schedule.span", "lacwg.records", "lacwg.store.toml.encode"}


def test_functions_are_short_and_take_few_things() -> None:
    """With their decorators at most 60 lines; but for a verb, at most eight parameters."""
    wrong = []
    for module in MODULES:
        for node in ast.walk(tree_of(module)):
            if isinstance(node, ast.FunctionDef):
                first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
                lines = (node.end_lineno or 0) - first + 1
                takes = len([*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs])
                is_verb = "verb" in {getattr(each, "id", "") for each in node.decorator_list}
                if lines > 60 or (takes > 8 and not is_verb):
                    wrong.append((module, node.name, lines, takes))
    assert not wrong


def test_every_room_is_known() -> None:
    assert {room(module) for module in MODULES} == set(ROOMS)


def test_no_module_is_named_like_one_of_the_standard_library() -> None:
    named = {"lacwg.__main__", "lacwg.site"}  # the room is a package, which is never the top of an import
    others = {name for name in MODULES if name not in named and room(name) != "commands"}  # there: what people type
    assert not {name.rsplit(".", 1)[-1] for name in others} & sys.stdlib_module_names


def test_heavy_libraries_are_not_loaded_before_they_are_needed() -> None:
    modules = [name for name in MODULES if room(name) != "__main__"]
    code = f"import importlib, sys\nfor name in {modules!r}: importlib.import_module(name)\n"
    code += f"print(sorted({HEAVY!r} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_no_two_files_of_tests_have_one_name() -> None:
    """They import each other by name, wherever they are."""
    names = [path.name for path in Path(__file__).parent.rglob("*.py") if "node_modules" not in path.parts]
    assert sorted(names) == sorted(set(names))
