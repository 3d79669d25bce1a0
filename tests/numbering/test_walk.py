"""Every counter all the way: drafted, imported, printed by Word's own numbering, frozen again."""

from __future__ import annotations

import pytest

from speechgen.api import search_roots
from speechgen.api.drafting import draft
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
