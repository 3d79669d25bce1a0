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

from speechgen import layout, library
from speechgen.writers.docx import stationery

PACKAGE = Path(library.__file__).parents[1]
SOURCES = sorted(PACKAGE.rglob("*.py"))
STAMPED = [
    *(PACKAGE / name for name in (*library._READERS, *layout._READERS)),
    *(Path(stationery.__file__).parent / name for name in stationery._SOURCES),
]
MODULES = sorted(
    {
        name
        for source in SOURCES
        for name in re.findall(r'"(speechgen(?:\.(?!yaml\b)\w+)+)"', source.read_text("utf-8"))
    }
)


@pytest.mark.parametrize("file", STAMPED, ids=lambda file: file.name)
def test_a_stamped_file_is_there(file: Path) -> None:
    assert file.is_file()


@pytest.mark.parametrize("name", MODULES)
def test_a_module_named_in_a_string_is_there(name: str) -> None:
    assert find_spec(name) is not None


def test_the_linter_s_immutable_calls_are_there(root: Path) -> None:
    configured = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    calls = configured["tool"]["ruff"]["lint"]["flake8-bugbear"]["extend-immutable-calls"]
    for call in calls:
        module, _, name = call.rpartition(".")
        assert hasattr(import_module(module), name), call
