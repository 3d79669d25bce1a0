"""What holds for every committed file: no place of one machine, no copied text, no bare exception.

The findings are lists of `file:line: …`, so that a failure says where to look.
"""

from __future__ import annotations

import ast
import hashlib
import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

MACHINE_PATH = re.compile(r"(?<![\w.})$/*])/(?:work|root|home|Users)(?:/|\b)")
PLACEHOLDER = re.compile(r"[XＸ]{2,}|×{2,}|某某|[XＸ×](?=[省市县区局单月日年])")
BARE_IGNORE = re.compile(r"#\s*type:\s*ignore(?!\[[\w-]+(?:, ?[\w-]+)*\])")
NOQA = re.compile(r"#\s*noqa\b")
REASONED_NOQA = re.compile(r"#\s*noqa: ?[A-Z]+\d+(?:, ?[A-Z]+\d+)*\s*(?:#|-+|—|:|\()\s*\w")
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "data", "common", "misc", "process"}

# Names that belong to the place where this is developed and not to the project. Kept as digests:
# the list itself would be the leak.
PRIVATE_NAMES = {"8cf10d1b0e07c1d8", "fbb8037df8cc9050"}
NAME = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)+")

COPIED_RUN = 24
"""Han characters in a row that no one writes twice by chance (longer than any set phrase)."""


@cache
def committed() -> tuple[Path, ...]:
    """Every committed file that is on disk; skips where this is not a git checkout."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def texts(*tops: str) -> Iterator[tuple[str, str]]:
    """(name below the project, text) of the committed UTF-8 files, or of those below `tops`."""
    for path in committed():
        name = path.relative_to(ROOT)
        if tops and name.parts[0] not in tops:
            continue
        try:
            yield name.as_posix(), path.read_bytes().decode()
        except UnicodeDecodeError:
            continue


def sources(*tops: str) -> Iterator[tuple[str, str]]:
    """The committed Python files, as `texts()` gives them."""
    return ((name, text) for name, text in texts(*tops) if name.endswith(".py"))


def found(pattern: re.Pattern[str], name: str, text: str) -> list[str]:
    """`name:line: the match` for every line that holds one."""
    lines = enumerate(text.splitlines(), 1)
    return [f"{name}:{at}: {hit[0]}" for at, line in lines if (hit := pattern.search(line))]


def comments(text: str) -> Iterator[tuple[int, str]]:
    """(line, comment) of a Python source; strings that look like comments are none."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def bare_exceptions(text: str) -> list[int]:
    """The lines whose `type: ignore` has no code or whose `noqa` has no code or no reason."""
    return [
        line
        for line, comment in comments(text)
        if BARE_IGNORE.search(comment)
        or (NOQA.search(comment) and not REASONED_NOQA.search(comment))
    ]


def undocumented(text: str) -> list[str]:
    """Public functions, classes and methods without a docstring, and a module without one.

    Methods of a class with a base are left out: what they promise is said there.
    """
    module = ast.parse(text)
    missing = [] if ast.get_docstring(module) or not module.body else ["the module"]
    for node in module.body:
        missing += _undocumented(node, "")
        if isinstance(node, ast.ClassDef) and not node.bases and not node.name.startswith("_"):
            for member in node.body:
                missing += _undocumented(member, f"{node.name}.")
    return missing


def _undocumented(node: ast.stmt, owner: str) -> list[str]:
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return []
    marks = {mark.id for mark in node.decorator_list if isinstance(mark, ast.Name)}
    if node.name.startswith("_") or ast.get_docstring(node) or "overload" in marks:
        return []
    return [f"{owner}{node.name} (line {node.lineno})"]


def runs(text: str, length: int) -> set[str]:
    """Every run of `length` Han characters of the text, punctuation and spaces aside."""
    han = "".join(re.findall(r"[\u4e00-\u9fff]", text))
    return {han[at : at + length] for at in range(len(han) - length + 1)}


def test_no_path_of_one_machine_is_committed() -> None:
    assert [hit for name, text in texts() for hit in found(MACHINE_PATH, name, text)] == []


def test_no_private_name_is_committed() -> None:
    hits = [
        name
        for name, text in texts()
        for word in set(NAME.findall(text))
        if hashlib.sha256(word.encode()).hexdigest()[:16] in PRIVATE_NAMES
    ]
    assert hits == []


def test_no_placeholder_stands_for_a_name() -> None:
    hits = [
        hit
        for name, text in texts("examples", "templates")
        for hit in found(PLACEHOLDER, name, text)
    ]
    assert hits == []


@pytest.mark.shared
def test_no_sentence_of_the_corpus_was_copied(shared: Path) -> None:
    corpus: dict[str, str] = {}
    for path in sorted((shared / "corpus").glob("*/*.txt")):
        if path.parent.name in {"seeds", "documents"}:
            text = path.read_bytes().decode("utf-8", "replace")
            corpus |= dict.fromkeys(runs(text, COPIED_RUN), path.name)
    assert corpus, "the corpus was not found"
    hits = [
        f"{name}: {run} ({corpus[run]})"
        for name, text in texts()
        for run in sorted(runs(text, COPIED_RUN) & corpus.keys())
    ]
    assert hits == []


def test_every_public_name_has_a_docstring() -> None:
    hits = [
        f"{name}: {missing}"
        for name, text in sources("speechgen")
        for missing in undocumented(text)
        if "/_" not in name.replace("/__", "/")
    ]
    assert hits == []


def test_every_exception_to_a_check_has_its_code_and_reason() -> None:
    hits = [f"{name}:{line}" for name, text in sources() for line in bare_exceptions(text)]
    assert hits == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = [Path(name) for name, _ in sources("speechgen")]
    hits = [str(name) for name in names if {*name.parts, name.stem} & VAGUE_NAMES]
    assert hits == []


@pytest.mark.parametrize(
    ("pattern", "text", "hit"),
    [
        (MACHINE_PATH, "see " + "/wor" + "k/main", True),
        (MACHINE_PATH, "'" + "/hom" + "e/someone'", True),
        (MACHINE_PATH, "templates/work/meeting.yaml", False),
        (MACHINE_PATH, "https://example.org/work/", False),
        (PLACEHOLDER, "在" + "X" * 2 + "市", True),
        (PLACEHOLDER, "某" * 2 + "单位", True),
        (PLACEHOLDER, "×" + "月" + "×" + "日", True),
        (PLACEHOLDER, "3×4米，DOCX，A4", False),
    ],
)
def test_patterns_find_what_they_mean(pattern: re.Pattern[str], text: str, hit: bool) -> None:
    assert bool(found(pattern, "file", text)) is hit


@pytest.mark.parametrize(
    ("comment", "bare"),
    [
        ("# type: ignore", True),
        ("# type: ignore[arg-type]", False),
        ("# noqa", True),
        ("# noqa: S603", True),
        ("# noqa: S603 - the command is ours", False),
        ("# noqa: S603, PLR0913 (the standard names them so)", False),
        ("# plain", False),
    ],
)
def test_bare_exceptions_are_found_in_comments_only(comment: str, bare: bool) -> None:
    assert bare_exceptions(f"x = 1  {comment}\n") == ([1] if bare else [])
    assert bare_exceptions(f"x = '{comment}'\n") == []


def test_missing_docstrings_are_found() -> None:
    text = (
        "class A:\n    def b(self): ...\n    def _c(self): ...\nclass D(A):\n    def e(self): ..."
    )
    assert undocumented(text) == ["the module", "A (line 1)", "A.b (line 2)", "D (line 4)"]
