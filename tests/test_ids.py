"""Every id that a message can show has a page, every page an id; the pages' examples are run.

An id is what stands in a place called `rule`: an argument for a parameter of that name, a value
assigned to it, the word in `错误[…]`. An example is what a clerk would have in a folder: lines
`speechgen …`, then files, each opened by a line `名单.csv：`; the text before the first of them is
the file that the page's subject names (MAIN).
"""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import signal
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import TypeGuard

import pytest

from speechgen.checks import RULES as RULES_OF_A_PAPER
from speechgen.cli import run
from speechgen.diagnostics import Severity
from speechgen.explained import CHECKS, CROSSCHECKS, FILES, Page, pages
from speechgen.pack.rules import RULES as RULES_OF_A_PACK

PACKAGE = Path(__file__).resolve().parent.parent / "speechgen"

FRAMES = {
    "提纲.yaml": "类型: 讲话\n标题: 在镇安全生产工作会上的讲话\n",
    "会议.yaml": "会议: {名称: 防汛会, 日期: 2026年5月12日, 地点: 镇政府}\n成套: [签到表]\n",
}
"""What a file of that name begins with where an example leaves it out."""

TYPE = "templates/banhui"
STANDING = {
    "提纲.yaml": "正文:\n  - 题: 守住底线\n    点: [查隐患, 抓整改]\n  - 题: 压实责任\n",
    f"{TYPE}/meeting.yaml": "名称: 班会发言\n用途: 班会上的发言\n段落: [fayan.j2]\n",
    f"{TYPE}/fayan.j2": "@标题 {{ 标题 }}\n\n{{ 正文 }}\n",
    f"{TYPE}/starter.yaml": "类型: 班会发言\n标题: 我们的班会\n正文: [早点开始]\n",
}
"""Files that every example finds in its folder."""

MAIN = {
    "outline": ("提纲.yaml", "speechgen draft 提纲.yaml -o 讲话.txt"),
    "source": ("提纲.yaml", "speechgen draft 提纲.yaml -o 讲话.txt"),
    "layout": (
        "templates/_layouts/school.yaml",
        "speechgen draft 提纲.yaml --layout school -o 讲话.docx",
    ),
    "templates": (f"{TYPE}/meeting.yaml", "speechgen types --lint templates"),
    "table": ("名单.csv", "speechgen draft 提纲.yaml --data 名单.csv -o 信函/"),
    "pack": ("会议.yaml", "speechgen draft 会议.yaml -o 材料/"),
}
"""File of pages -> the file its examples begin with, and their command where they give none."""

_FILE = re.compile(r"^(\S+\.[a-z0-9]{2,4})：$", re.MULTILINE)
_SHOWN = re.compile(r"(?:错误|警告|提示)\[([a-z0-9-]+)\]")
_SLOT = "rule"
_SEVERITIES = {f"_{each.name}" for each in Severity}

EXPLAINED = {(file, name): page for file in FILES for name, page in pages(file).items()}
NO_IDS = {"exact"}
"""What else is called `rule`: of a line's height, in Word's words."""

RAISED_BY_CHECKS = {rule.id for rule in RULES_OF_A_PAPER} | set(RULES_OF_A_PACK)


# -- ids in the code -----------------------------------------------------------------------


def positions(tree: ast.AST) -> dict[str, int | None]:
    """Function -> which of its arguments is the id; None for a function that takes none."""
    found: dict[str, int | None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names = [each.arg for each in node.args.args if each.arg not in ("self", "cls")]
            found[node.name] = names.index(_SLOT) if _SLOT in names else None
    return found


def slots(tree: ast.AST, known: dict[str, int]) -> Iterator[ast.expr]:
    """Every expression of a module that stands where an id stands."""
    own = positions(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                at = own.get(name, known.get(name))
                if at is not None:
                    yield from node.args[at : at + 1]
                    yield from (each.value for each in node.keywords if each.arg == _SLOT)
            case ast.Tuple(elts=[ast.Name(id=severity), slot, *_]) if severity in _SEVERITIES:
                yield slot  # a row of a table: severity, id, message, hint
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == _SLOT:
                yield value
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                yield from (
                    value
                    for name, value in zip(names, values, strict=True)
                    if isinstance(name, ast.Name) and name.id == _SLOT
                )


def ids_in(sources: dict[str, str]) -> tuple[set[str], set[str]]:
    """The ids that modules raise, and those that they could put together (`f"{role}-old"`)."""
    trees = [ast.parse(source) for source in sources.values()]
    known = {"Diagnostic": 1, "SheetNote": 0} | {
        name: at for tree in trees for name, at in positions(tree).items() if at is not None
    }
    constants = {
        node.target.id: node.value.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        if isinstance(node.value, ast.Constant) and is_id(node.value.value)
    }
    raised: set[str] = set()
    possible: set[str] = set()
    for tree in trees:
        own = {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and is_id(node.value)
        }
        for slot in slots(tree, known):
            raised.update(words(slot, constants))
            if isinstance(slot, ast.JoinedStr):
                possible.update(put_together(slot, own))
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                raised.update(*map(_SHOWN.findall, fixed_parts(node)))
    return raised - NO_IDS, possible


def is_id(word: object) -> TypeGuard[str]:
    return isinstance(word, str) and bool(re.fullmatch("[a-z]+(-[a-z0-9]+)*", word))


def words(slot: ast.expr, constants: dict[str, str]) -> Iterator[str]:
    """The strings that an expression can be: a constant, its name, or one of two."""
    match slot:
        case ast.Constant(value=word) if is_id(word):
            yield word
        case ast.Name(id=name) if name in constants:
            yield constants[name]
        case ast.IfExp(body=one, orelse=other):
            yield from words(one, constants)
            yield from words(other, constants)


def put_together(slot: ast.JoinedStr, own: set[str]) -> Iterator[str]:
    """What an f-string gives with every word of its module in every gap."""
    parts = [{str(part.value)} if isinstance(part, ast.Constant) else own for part in slot.values]
    return map("".join, product(*parts))


def fixed_parts(text: ast.JoinedStr) -> Iterator[str]:
    return (str(part.value) for part in text.values if isinstance(part, ast.Constant))


def modules() -> dict[str, str]:
    return {
        path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8")
        for path in PACKAGE.rglob("*.py")
    }


def test_every_id_has_a_page_and_every_page_an_id() -> None:
    raised, possible = ids_in(modules())
    raised |= RAISED_BY_CHECKS
    explained = {name for _, name in EXPLAINED}
    assert sorted(raised - explained) == [], "no entry in speechgen/explained/*.md"
    assert sorted(explained - raised - possible) == [], "nothing raises these any more"


def test_an_id_stands_in_one_file() -> None:
    names = [name for _, name in EXPLAINED]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    "source",
    [
        'error(Span(), "planted-id", "说明")',
        'raise self.fail(at, "planted-id", "说明")',
        'error(Span(), rule="planted-id", message="说明")',
        'error(Span(), "planted-id" if full else "other-id", "说明")',
        'ID: Final = "planted-id"\nerror(Span(), ID, "说明")',
        'rule = "planted-id"',
        'rule, message = ("planted-id", "说明")',
        'def refused(name, rule):\n    pass\nrefused("名单.xlsx", "planted-id")',
        'say(f"错误[planted-id]：{said}")',
    ],
)
def test_an_id_is_found(source: str) -> None:
    known = "def error(span, rule, message): pass\ndef fail(self, span, rule, message): pass"
    assert "planted-id" in ids_in({"known.py": known, "planted.py": source})[0]


def test_an_id_that_is_put_together() -> None:
    source = 'ENDS = {"old", "too-large"}\nerror(Span(), f"{role}-{end}", "")\nrole = "docx"'
    known = "def error(span, rule, message): pass"
    raised, possible = ids_in({"known.py": known, "planted.py": source})
    assert not raised
    assert {"docx-old", "docx-too-large"} <= possible


# -- pages -----------------------------------------------------------------------------------


def runs(text: str) -> bool:
    """Whether an example can be run: it is a sentence otherwise."""
    return "\n" in text or not text.endswith("。")


EXAMPLES = [
    pytest.param(file, name, page, id=name)
    for (file, name), page in EXPLAINED.items()
    if file not in (CHECKS, CROSSCHECKS) and runs(page.wrong)
]

Shown = Callable[[str, str], str]


@pytest.fixture
def shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Shown]:
    """`shown(file, example)`: what stands on the screen after an example was carried out."""
    handler = signal.getsignal(signal.SIGTERM)

    def carry_out(file: str, example: str) -> str:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        monkeypatch.chdir(folder)
        first, *rest = _FILE.split(example)
        lines = first.splitlines()
        commands = [line for line in lines if line.startswith("speechgen ")]
        body = "\n".join(lines[len(commands) :]).strip("\n")
        given = STANDING | dict(zip(rest[::2], rest[1::2], strict=True))
        if file in MAIN:
            name, command = MAIN[file]
            commands = commands or [command]
            given |= {name: body} if body else {}
        for name, text in given.items():
            whole = re.search("^(类型|标题|会议|成套)", text, re.MULTILINE)
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            frame = "" if whole else FRAMES.get(name, "")
            Path(name).write_text(frame + text.strip("\n") + "\n", "utf-8")
        shutil.copy(Path(__file__).parents[1] / "examples/pictures/座次.png", ".")
        for command in commands:
            run(shlex.split(command, comments=True)[1:])
        return "".join(capfd.readouterr())

    yield carry_out
    signal.signal(signal.SIGTERM, handler)


@pytest.mark.thorough
@pytest.mark.parametrize(("file", "name", "page"), EXAMPLES)
def test_wrong_raises_it_and_right_does_not(file: str, name: str, page: Page, shown: Shown) -> None:
    assert f"[{name}]" in shown(file, page.wrong)
    if runs(page.right):
        mended = shown(file, page.right)
        assert f"[{name}]" not in mended
        assert "错误[" not in mended


@pytest.mark.parametrize("at", EXPLAINED, ids=[name for _, name in EXPLAINED])
def test_a_page_is_short_and_whole(at: tuple[str, str]) -> None:
    page = EXPLAINED[at]
    assert page.summary.endswith("。") or at[0] == CHECKS  # some end in the marks they are about
    assert "\n" not in page.summary
    assert len(page.summary) <= 40
    assert page.wrong != page.right
