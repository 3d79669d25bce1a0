"""Files and names that stand in strings exist: after a move nothing would notice a stale one.

The cache leaves out stamps of missing files silently, so changed code would hand out what an
older version had kept.
"""

from __future__ import annotations

import re
import tomllib
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from speechgen import cache, layout, library
from speechgen.checks import words
from speechgen.library.folders import template_roots
from speechgen.writers.docx import stationery

PACKAGE = Path(library.__file__).parents[1]
SOURCES = sorted(PACKAGE.rglob("*.py"))
MODULES = sorted(
    {
        name
        for source in SOURCES
        for name in re.findall(r'"(speechgen(?:\.(?!yaml\b)\w+)+)"', source.read_text("utf-8"))
    }
)


def test_the_folders_whose_code_decides_what_is_kept_are_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folders: set[str] = set()

    def code(*named: str) -> tuple[cache.Stamp, ...]:
        folders.update(named)
        return ()

    monkeypatch.setattr(cache, "code", code)
    for kept in (library._named, library._every_type, layout._remembered, words._remembered):
        kept.cache_clear()
    stationery.stationery_for.cache_clear()
    roots = template_roots()
    kind = library.find_type("speech", roots)
    assert library.types(roots)
    words.load_words(roots)
    look = layout.read_layout(library.layout_file(kind.layout, roots))
    stationery.stationery_for(look)
    assert {"layout", "library", "checks/words", "writers/docx"} <= folders
    for folder in folders:
        assert list((PACKAGE / folder).glob("*.py")), folder


GROUPS = {"speechgen.templates"}
"""Names that other packages write in their metadata."""


@pytest.mark.parametrize("name", [name for name in MODULES if name not in GROUPS])
def test_a_module_named_in_a_string_is_there(name: str) -> None:
    assert find_spec(name) is not None


def test_the_linter_s_immutable_calls_are_there(root: Path) -> None:
    configured = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    calls = configured["tool"]["ruff"]["lint"]["flake8-bugbear"]["extend-immutable-calls"]
    for call in calls:
        module, _, name = call.rpartition(".")
        assert hasattr(import_module(module), name), call
