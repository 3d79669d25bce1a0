"""Who may import whom: the rows and fences of the design, read from every module's imports.

Imports inside functions and under TYPE_CHECKING count as well: a layer is a promise about what
a reader must know, not about start-up time.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = "speechgen"
FOLDER = Path(__file__).resolve().parent.parent / PACKAGE

ROWS: tuple[tuple[str, ...], ...] = (
    ("_version", "frozen", "marks", "lengths"),
    ("diagnostics", "cache"),
    ("text", "expression"),
    ("emphasis",),
    ("numbering", "source", "files", "images", "explained"),
    ("document", "schema", "tables"),
    ("outline", "library", "defaults", "layout", "office", "fonts", "align"),
    ("paper",),
    ("readers", "writers", "checks", "diff"),
    ("compose", "extract", "edit"),
    ("api",),
    ("pack", "rows", "lint", "learn"),
    ("__init__",),
    ("carry",),
    ("preview",),
    ("cli",),
)
"""A unit (module or folder of the package) imports only units of the rows above its own."""

PLANNED: dict[str, str] = {}
"""Units that have their row before they have a file, and why. Once built, they leave this table."""

PART_OF = {"__main__": "cli"}
"""Modules that belong to another unit."""

FENCES: dict[str, tuple[str, ...]] = {
    "yaml": ("source", "extract"),
    "jinja2": ("compose",),
    "markupsafe": ("compose",),
    "docx": ("readers.docx", "writers.docx", "edit"),
    "lxml": ("readers.docx", "writers.docx", "edit", "files.word"),
    "typer": ("cli",),
    "click": ("cli",),
    "rich": ("cli",),
    "python_calamine": ("tables.foreign",),
    "xlsxwriter": ("rows.summary",),
    "fsspec": ("rows.places",),
    "distributed": ("rows.engine",),
}
"""The packages of others that may be imported at all, and the only places that may."""

PUBLIC_ONLY = ("typer", "click", "rich")
"""Packages of which no private name is used: their next release may be without it."""

HEAVY = (
    "yaml",
    "jinja2",
    "docx",
    "lxml",
    "typer",
    "click",
    "rich",
    "importlib.metadata",
    "python_calamine",
    "xlsxwriter",
    "fsspec",
    "distributed",
)

ONE_THING = (
    "Paper", "Mark", "Line", "Piece", "Span", "Table", "Missing", "Person", "Entry", "Note",
    "Place", "Row", "Rule", "Section", "Sheet", "Values", "Item", "Node", "Part", "Change",
)  # fmt: skip
"""Names that once stood for several things: now for one class or alias at most, in one place."""

LEVEL = {unit: row for row, units in enumerate(ROWS) for unit in units}


def unit_of(module: str) -> str:
    """The unit that a module belongs to: `writers.docx.parts` -> `writers`."""
    first = module.partition(".")[0]
    return PART_OF.get(first, first)


def imports(source: str, module: str, is_folder: bool) -> Iterator[tuple[int, str]]:
    """(line, absolute dotted name) of every import in the source of `module`.

    `from a import b` gives `a.b`. Where `import_module()` gets a variable, every module that the
    source names in a string counts (a registry); where it names none, the answer is `?`.
    """
    tree = ast.parse(source)
    name = f"{PACKAGE}.{module}" if module != "__init__" else PACKAGE
    package = name.split(".") if is_folder or module == "__init__" else name.split(".")[:-1]
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                yield from ((node.lineno, alias.name) for alias in node.names)
            case ast.ImportFrom():
                base = package[: len(package) - node.level + 1] if node.level else []
                base = base + (node.module.split(".") if node.module else [])
                yield from ((node.lineno, ".".join([*base, alias.name])) for alias in node.names)
            case ast.Call() if called(node) in {"import_module", "__import__"}:
                names = [dynamic(node, package)]
                if names == ["?"]:
                    names = named_in_strings(tree) or names
                yield from ((node.lineno, name) for name in names)


def called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def dynamic(call: ast.Call, package: list[str]) -> str:
    """The name that `import_module(…)` imports, as far as its source tells."""
    match call.args[:1]:
        case [ast.Constant(value=str(name))]:
            pass
        case [ast.JoinedStr(values=[ast.Constant(value=str(name)), *_])]:
            pass
        case _:
            return "?"
    dots = len(name) - len(name.lstrip("."))
    base = package[: len(package) - dots + 1] if dots else []
    return ".".join([*base, name.lstrip(".")])


def named_in_strings(tree: ast.Module) -> list[str]:
    """The modules of the package that string constants name: `speechgen.writers.text`."""
    return [
        text
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(text := node.value, str)
        if re.fullmatch(rf"{PACKAGE}(\.\w+)+", text) and unit_of(text.split(".")[1]) in LEVEL
    ]


def violations(source: str, module: str, is_folder: bool = False) -> list[str]:
    """What the source of `module` (dotted, below the package) imports and must not."""
    unit = unit_of(module)
    if unit not in LEVEL:
        return [f"{module}: not in the table of layers"]
    found = []
    for line, name in imports(source, module, is_folder):
        reason = against_rows(unit, name) or against_fences(module, name)
        if reason:
            found.append(f"{module}:{line}: {name}: {reason}")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and (reason := private(ast.unparse(node))):
            found.append(f"{module}:{node.lineno}: {ast.unparse(node)}: {reason}")
    return found


def private(name: str) -> str:
    """Why a dotted name is not ours to use: a part of it is private to a package of others."""
    first, *rest = name.split(".")
    own = any(part.startswith("_") and not part.endswith("__") for part in rest)
    return f"a private name of {first}" if first in PUBLIC_ONLY and own else ""


def against_rows(unit: str, name: str) -> str:
    top, _, below = name.partition(".")
    if top != PACKAGE:
        return ""
    target = unit_of(below) if below else "__init__"
    if target == "__version__":
        target = "_version"
    elif target not in LEVEL:  # a name that the package itself exports
        target = "__init__"
    if target == unit or LEVEL[target] < LEVEL[unit]:
        return ""
    if LEVEL[target] == LEVEL[unit]:
        return f"{unit} and {target} stand in one row"
    return f"{target} stands below {unit}"


def against_fences(module: str, name: str) -> str:
    first = name.partition(".")[0]
    if first == PACKAGE or first in sys.stdlib_module_names:
        return ""
    if name == "?":
        return "an import that only running it would tell; write the name out"
    if first not in FENCES:
        return "a package that is not in the table of fences"
    home = "cli" if unit_of(module) == "cli" else module
    if any(f"{home}.".startswith(f"{fence}.") for fence in FENCES[first]):
        return private(name)
    return f"only {', '.join(FENCES[first])} may import {first}"


def modules() -> list[tuple[str, Path]]:
    """(dotted name below the package, file) of every module; a folder goes by its own name."""
    found = []
    for path in sorted(FOLDER.rglob("*.py")):
        parts = path.relative_to(FOLDER).with_suffix("").parts
        if parts[-1] == "__init__" and len(parts) > 1:
            parts = parts[:-1]
        found.append((".".join(parts), path))
    return found


MODULES = modules()


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[module for module, _ in MODULES])
def test_module_keeps_to_its_layer(module: str, path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert violations(source, module, path.name == "__init__.py") == []


def circles(needs: dict[str, set[str]]) -> list[str]:
    """The first module of every circle, with the way back to it."""
    done: set[str] = set()
    found: list[str] = []

    def walk(module: str, way: tuple[str, ...]) -> None:
        if module in way:
            found.append(" -> ".join([*way[way.index(module) :], module]))
        elif module not in done:
            for one in sorted(needs[module]):
                walk(one, (*way, module))
            done.add(module)

    for module in sorted(needs):
        walk(module, ())
    return found


def test_no_circle_of_imports() -> None:
    """Nor one of imports inside functions or for types only. A registry of modules is none: who
    reads it knows no name in them."""
    known = {module for module, _ in MODULES}
    needs: dict[str, set[str]] = {}
    for module, path in MODULES:
        source = re.sub(r"import_module\(", "registered(", path.read_text("utf-8"))
        targets = needs[module] = set[str]()
        for _, name in imports(source, module, path.name == "__init__.py"):
            below = name.removeprefix(f"{PACKAGE}.")
            targets |= {one for one in (below, below.rpartition(".")[0]) if one in known}
            if below in known:  # `from speechgen.cli import screen` asks for screen alone
                targets.discard(below.rpartition(".")[0])
    assert circles({module: targets - {module} for module, targets in needs.items()}) == []


def test_a_planted_circle_is_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == ["a -> b -> c -> a"]


PLANTED = {
    "a writer that reads": ("writers.docx", "from speechgen.readers import docx"),
    "a row below": ("outline", "from speechgen.compose import compose"),
    "a neighbour in the row": ("numbering", "import speechgen.source"),
    "inside a function": ("document", "def f():\n    from speechgen import api"),
    "for types only": ("document", "if TYPE_CHECKING:\n    from speechgen.api import Draft"),
    "by a relative import": ("readers.text", "from ..writers import text"),
    "by a relative import of one dot": ("outline.model", "from .. import cli"),
    "by a string": ("document", "import_module('speechgen.cli')"),
    "by the start of a string": ("document", "importlib.import_module(f'speechgen.cli.{name}')"),
    "by a relative string": ("writers", "import_module('..cli', __package__)"),
    "by a registry": ("writers", "T = {'t': 'speechgen.cli.t'}\nimport_module(T[name])"),
    "by an unreadable string": ("cli", "importlib.import_module(name)"),
    "a name of the package itself": ("extract", "from speechgen import draft"),
    "the package above the rows": ("rows.many", "from speechgen import draft"),
    "the package itself": ("api", "import speechgen"),
    "yaml outside its fence": ("outline.model", "import yaml"),
    "jinja2 outside its fence": ("library", "def f():\n    import jinja2"),
    "lxml beside its fence": ("readers.markup", "from lxml import etree"),
    "a name that only begins like the fence": ("readers.docx_old", "import docx"),
    "typer outside its fence": ("preview", "from typer.testing import CliRunner"),
    "a private module of typer": ("cli.draft", "from typer._click import UsageError"),
    "a private name of rich": ("cli", "from rich.table import _Row"),
    "a private attribute of typer": ("cli", "import typer\ntyper.core._split_opt('-o')"),
    "lxml in files, but not where Word is opened": ("files", "from lxml import etree"),
    "workbooks outside their fence": ("tables", "import xlsxwriter"),
    "a package nobody declared": ("cli", "import requests"),
    "a module nobody placed": ("helpers", ""),
    "the package loads more than its api": ("__init__", "from .cli import app"),
}

ALLOWED = {
    "rows above": ("compose", "from speechgen.outline import model\nimport speechgen.document"),
    "its own folder": ("readers.text", "from . import markup\nfrom .markup import read"),
    "its own folder by strings": ("cli", "import_module(f'speechgen.cli.{name}')"),
    "a registry of its own folder": ("writers", "T = ['speechgen.writers.t']\nimport_module(T[0])"),
    "the standard library": ("diagnostics", "import os.path\nfrom xml.etree import ElementTree"),
    "a fence from within": ("writers.docx.parts", "from docx.oxml import parse_xml"),
    "the folder of a fence": ("writers.docx", "import docx"),
    "the opener of Word files": ("files.word", "from lxml import etree"),
    "the writer of summaries": ("rows.summary", "import xlsxwriter"),
    "a public name of typer": ("cli", "import typer\ntyper.core.TyperGroup.__init__"),
    "the door of the command line": ("__main__", "from speechgen.cli import app\nimport typer"),
    "the version": ("cli", "from speechgen._version import __version__"),
    "the version by its public name": ("writers.docx", "from speechgen import __version__"),
    "the api, exported lazily": ("__init__", "def __getattr__(name):\n    from . import api"),
    "the rows, exported lazily": ("__init__", "def __getattr__(name):\n    from . import rows"),
    "the api for the pack": ("pack", "from speechgen.api import draft"),
}


@pytest.mark.parametrize("case", PLANTED)
def test_checker_finds_a_planted_violation(case: str) -> None:
    module, source = PLANTED[case]
    is_folder = module == "writers"
    assert len(violations(source, module, is_folder)) == 1


@pytest.mark.parametrize("case", ALLOWED)
def test_checker_allows(case: str) -> None:
    module, source = ALLOWED[case]
    assert violations(source, module) == []


def test_table_names_each_unit_once() -> None:
    units = [unit for row in ROWS for unit in row]
    assert len(units) == len(set(units))
    assert set(PART_OF.values()) <= set(units)


def unbuilt(units: set[str], built: set[str], planned: dict[str, str] = PLANNED) -> set[str]:
    """What is wrong with the table of units: names of nothing, and planned ones that exist."""
    return (units - built - set(planned)) | (set(planned) - units) | (set(planned) & built)


def test_the_architecture_page_has_the_same_table() -> None:
    page = (FOLDER / "README.md").read_text("utf-8").partition("## Who imports whom")[2]
    rows = (re.match(r"\| ((?:`\w+` ?)+)\|", line) for line in page.splitlines())
    assert tuple(tuple(re.findall(r"\w+", row[1])) for row in rows if row) == ROWS


def test_every_unit_in_the_table_exists() -> None:
    built = {unit_of(module) for module, _ in MODULES}
    assert unbuilt(set(LEVEL), built) == set()
    assert all(PLANNED.values())


def test_a_misspelt_a_vanished_and_a_finished_unit_are_found() -> None:
    units, built = set(LEVEL), {unit_of(module) for module, _ in MODULES}
    assert unbuilt(units | {"outlines"}, built) == {"outlines"}
    assert unbuilt(units, built - {"outline"}) == {"outline"}
    assert unbuilt(units, built | {"later"}, {"later": "why"}) == {"later"}
    assert unbuilt(units, built, {"later": "why"}) == {"later"}
    assert unbuilt(units | {"later"}, built, {"later": "why"}) == set()


def test_every_fence_stands_around_a_module() -> None:
    known = {module for module, _ in MODULES}
    assert {fence for fences in FENCES.values() for fence in fences} - known == set()


@pytest.mark.parametrize("module", ["speechgen", "speechgen.files"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    """`files` neither: the opener of Word files is loaded by those who open one."""
    heavy = (*HEAVY, "speechgen.files.word")
    code = f"import {module}, sys; print([n for n in {heavy!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_two_classes_share_a_name() -> None:
    """A name stands for one thing in the whole package."""
    assert shared((ast.ClassDef,)) == {}


def test_what_once_stood_for_many_things_stands_for_one() -> None:
    """Those names neither by a class nor by an alias: `Line = tuple[int, str]`."""
    twice = shared((ast.ClassDef, ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom))
    assert {name: places for name, places in twice.items() if name in ONE_THING} == {}


def shared(kinds: tuple[type[ast.AST], ...]) -> dict[str, list[str]]:
    """The names that several places of the package define, by nodes of these kinds."""
    homes: dict[str, list[str]] = {}
    for module, path in MODULES:
        for name in defined(ast.parse(path.read_text(encoding="utf-8")), kinds):
            homes.setdefault(name, []).append(module)
    return {name: places for name, places in homes.items() if len(places) > 1}


def defined(tree: ast.Module, kinds: tuple[type[ast.AST], ...]) -> Iterator[str]:
    """The names that a module gives: to classes anywhere, to values at its top, to what it
    imports under another name."""
    outermost = set(tree.body)
    for node in ast.walk(tree):
        top = node in outermost
        match node:
            case ast.ClassDef(name=name) if ast.ClassDef in kinds:
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) if top and ast.Assign in kinds:
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)) if top and ast.AnnAssign in kinds:
                yield name
            case ast.Import(names=names) | ast.ImportFrom(names=names) if type(node) in kinds:
                yield from (one.asname for one in names if one.asname and one.asname != one.name)


def test_every_way_to_give_a_name_is_seen() -> None:
    source = (
        "class Paper:\n    class Mark: pass\n    inner = 1\nLine = tuple[int, str]\n"
        "Piece: TypeAlias = str\nfrom x import y as Table\nfrom x import Span as Span\nimport Node"
    )
    kinds = (ast.ClassDef, ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom)
    assert sorted(defined(ast.parse(source), kinds)) == ["Line", "Mark", "Paper", "Piece", "Table"]
