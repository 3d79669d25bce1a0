"""Every counter all the way: drafted, imported, printed by Word's own numbering, frozen again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from speechgen.api import draft, search_roots
from speechgen.api.reading import Imported
from speechgen.document import Item, paragraphs
from speechgen.edit.freeze import freeze
from speechgen.numbering import COUNTERS
from speechgen.readers import read_bytes
from tests.edit.edited import texts

PATTERNS = {name: f"{name}，" if name == "首先" else f"{name}." for name in COUNTERS}
MATTERS = ("查屋面漏水", "查线路老化", "查围墙开裂")


def outline_of(pattern: str) -> bytes:
    points = "".join(f"  - 题: {matter}\n    文: 本周内完成。\n" for matter in MATTERS)
    return f"类型: 讲话\n标题: 在校舍安全会上的讲话\n编号: {pattern}\n正文:\n{points}".encode()


def labels(made: object) -> list[str]:
    return [block.label for block in made.blocks if isinstance(block, Item)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("counter", COUNTERS)
def test_a_counter_walks(counter: str) -> None:
    made = draft(outline_of(PATTERNS[counter]))
    known = COUNTERS[counter]
    symbols = [known.symbol(number, len(MATTERS)) for number in (1, 2, 3)]
    assert [label.rstrip("，.") for label in labels(made.document)] == symbols

    readings = read_bytes("稿.txt", str(made).encode())
    assert labels(readings[0].document) == labels(made.document)
    imported = Imported("稿.txt", readings, search_roots())
    assert str(draft(imported.outlines()[0].encode())) == str(made)

    live = made.printed(live=True).to("docx")
    (reading,) = read_bytes("稿.docx", live)
    assert labels(reading.document) == labels(made.document)
    assert texts(freeze(live)[0]) == [str(line) for line in paragraphs(made.document)]


NEW_ROW = """_TABLE: Final = (
    Counter(
        id="壹",
        name="大写数字",
        sign="[壹贰叁肆伍陆柒捌玖]",
        symbol=lambda n, _total: "壹贰叁肆伍陆柒捌玖"[n - 1],
        number=lambda symbol, _total: "壹贰叁肆伍陆柒捌玖".find(symbol) + 1 or None,
        most=9,
        last="玖",
        word="chineseLegalSimplified",
    ),
"""


@pytest.mark.skipif("SPEECHGEN_WALKED" in os.environ, reason="this is the walk with one row more")
def test_a_new_counter_is_one_row(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    for name in ("speechgen", "templates", "tests"):
        ignored = shutil.ignore_patterns("__pycache__", "golden")
        shutil.copytree(root / name, tmp_path / name, ignore=ignored)
    shutil.copy(root / "pyproject.toml", tmp_path)
    table = tmp_path / "speechgen" / "numbering" / "counters.py"
    source = table.read_text("utf-8")
    assert source.count("_TABLE: Final = (\n") == 1
    table.write_text(source.replace("_TABLE: Final = (\n", NEW_ROW), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "walks",
         "tests/numbering/test_walk.py"],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "SPEECHGEN_WALKED": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert f"{len(COUNTERS) + 1} passed" in done.stdout
