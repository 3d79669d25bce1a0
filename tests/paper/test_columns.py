"""How wide columns are: no short text breaks, long ones share what is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from speechgen import Draft, draft
from speechgen.api import search_roots
from speechgen.document import Table
from speechgen.layout import read_layout
from speechgen.layout.model import Layout
from speechgen.library import layout_file
from speechgen.library.folders import LAYOUTS
from speechgen.pack.drafting import draft_pack
from speechgen.paper.columns import columns_of, number_columns
from speechgen.paper.printed import printed
from speechgen.paper.sheets import Grid

ROOT = Path(__file__).resolve().parents[2]
LAYOUT_IDS = sorted(path.stem for path in (ROOT / "templates" / LAYOUTS).glob("*.yaml"))
HOURS = re.compile(r"\d\d?:\d\d—\d\d?:\d\d")
LONG = "会场布置和安全保卫，包括进场、退场两条路线的引导和各个出入口的值守"


@cache
def layout(name: str = "gbt9704") -> Layout:
    roots = search_roots(())
    return read_layout(layout_file(name, roots), [root / LAYOUTS for root in roots])


def widths(*rows: tuple[str, ...], name: str = "gbt9704", **more: object) -> tuple[int, ...]:
    return columns_of(Table(rows, **more), layout(name)).widths  # type: ignore[arg-type]


@cache
def papers() -> tuple[tuple[str, Draft], ...]:
    found = [(path.stem, draft(path)) for path in sorted((ROOT / "examples").glob("*.yaml"))]
    for path in sorted((ROOT / "examples" / "packs").rglob("会议.yaml")):
        found += [(paper.stem, paper.draft) for paper in draft_pack(path).papers if paper.draft]
    return tuple(
        (name, made)
        for name, made in found
        if any(isinstance(block, Table) for block in made.document.blocks)
    )


def short_cells_in_pieces(made: Draft) -> Iterator[str]:
    for grid in printed(made.document, made.layout, made.printing):
        for row in grid.rows if isinstance(grid, Grid) else ():
            for cell in row.cells:
                lines = ["".join(piece.text for piece in line.pieces) for line in cell]
                whole = "".join(lines)
                if len(lines) > 1 and (len(whole) <= 4 or HOURS.fullmatch(whole)):
                    yield "/".join(lines)


@pytest.mark.parametrize("name", LAYOUT_IDS)
def test_no_short_text_breaks_in_any_table_of_the_examples(name: str) -> None:
    assert papers()
    for paper, made in papers():
        assert list(short_cells_in_pieces(made.printed(layout=name))) == [], paper


def test_the_whole_is_as_wide_as_the_text_and_short_columns_as_what_they_hold() -> None:
    found = widths(("序号", "事项", "负责人"), ("1", LONG, "欧阳文静"), ("2", "材料", "李云"))
    assert sum(found) == layout().paper.text_width
    assert found[0] < found[2] < 1500
    assert found[1] > 6000


def test_long_texts_share_the_rest() -> None:
    one, two, three = widths(("甲", "乙", "丙"), (LONG, LONG, "李云"))
    assert abs(one - two) <= 1
    assert three < one / 2


def test_columns_to_be_filled_in_have_room() -> None:
    rows = (("序号", "姓名", "签名"), *((str(at), "李云", "") for at in range(5)))
    found = widths(*rows)
    assert found[2] > 1.5 * found[1]


def test_wanted_shares_are_kept_to_the_twip() -> None:
    found = widths(("甲", "乙", "丙"), (LONG, "李云", ""), widths=(1, 4, 2))
    assert found == tuple(found[0] * share for share in (1, 4, 2))


def test_crowded_tables_are_in_smaller_type() -> None:
    names = tuple(f"第{at}栏名" for at in range(9))
    found = columns_of(Table((names, names)), layout())
    assert found.size and found.side < 108
    assert sum(found.widths) == layout().paper.text_width
    assert columns_of(Table((names[:3], names[:3])), layout()).size == 0


def test_seats_are_equal() -> None:
    assert len(set(widths(("李云", "欧阳文静", "王汀"), header_rows=0))) == 1


@pytest.mark.parametrize("columns", [1, 2, 63])
def test_any_number_of_columns_of_anything(columns: int) -> None:
    for cell in ("", "1", LONG, "https://example.com/" + "a" * 200, "甲\n乙"):
        found = widths((cell,) * columns, (cell,) * columns)
        assert len(found) == columns and min(found) > 0
        assert sum(found) == layout().paper.text_width


@pytest.mark.parametrize(
    ("cells", "are"),
    [
        (("1", "2"), True),
        (("1,200", "85.5", "-3", "12%", "3.5‰", "—", ""), True),
        (("", ""), False),
        (("—",), False),
        (("12", "约30"), False),
        (("3个", "2个"), False),
        (("00123", "00456"), False),
        (("0000-5550123",), False),
        (("13000000000",), False),
        (("2026年",), False),
        (("1,2",), False),
    ],
)
def test_columns_of_numbers(cells: tuple[str, ...], are: bool) -> None:
    table = Table((("栏", "名"), *((cell, "甲") for cell in cells)))
    assert number_columns(table) == (are, False)


def test_a_day_stays_on_one_line_where_the_table_is_full() -> None:
    head = ("日期", "带班领导", "值班科室", "电话", "早班", "备注")
    row = ("2026年12月10日", "田玉", "院办公室", "15500001235", "8:00", "夜班加一人")
    table = Table((head, row), header_rows=1)
    made = columns_of(table, layout())
    em = 10 * (made.size or layout().look("table").size)
    assert made.widths[0] >= 8.5 * em
