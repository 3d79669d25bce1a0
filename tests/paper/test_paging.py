"""What stands on which sheet: what is kept together, tables, ends, page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.document import (
    Block,
    Document,
    Entry,
    Item,
    PageBreak,
    Para,
    Table,
    number,
)
from speechgen.layout import read_layout
from speechgen.layout.model import Gap, Indent, Layout
from speechgen.paper import Printing
from speechgen.paper.paging import paginate
from speechgen.paper.sheets import Fragment, Grid, Sheet
from speechgen.writers.html import first_page
from tests.paper.reading import lines_of, squeezed, told

LAYOUTS = Path(__file__).resolve().parents[2] / "templates" / "_layouts"
LINE = "防汛工作要抓早抓小抓细抓实，宁可十防九空，不可失防万一"  # 27 characters


def layout(name: str = "gbt9704") -> Layout:
    return read_layout(LAYOUTS / f"{name}.yaml")


def sheets(*blocks: Block, name: str = "gbt9704") -> tuple[Sheet, ...]:
    return paginate(number(Document(blocks)), layout(name))


def heads(made: Sequence[Sheet]) -> list[str]:
    """How each sheet begins."""
    return [squeezed("".join(lines_of(sheet)))[:2] for sheet in made]


def lines(count: int) -> Para:
    """A paragraph of `count` lines."""
    return Para("一" * (26 + 28 * (count - 1)))


def test_a_page_has_22_lines_of_28_characters() -> None:
    (first, second) = sheets(Para("一" * (26 + 21 * 28 + 1)))
    assert len(lines_of(first)) == 22
    assert lines_of(first)[1] == "一" * 28
    assert lines_of(second) == ["一"]


def test_nothing_is_one_sheet() -> None:
    (only,) = sheets()
    assert (only.number, only.items) == (1, ())


def test_a_heading_stays_with_what_follows() -> None:
    made = sheets(lines(21), Item(1, "把隐患查清楚", pattern="一、"), Para("要走一遍。"))
    assert heads(made) == ["一一", "一、"]
    assert first_page(made) == {0: 1, 1: 2, 2: 2}


def test_headings_alone_fill_page_after_page() -> None:
    made = sheets(*[Item(1, "题", pattern="一、")] * 50)
    assert [len(lines_of(sheet)) for sheet in made] == [22, 22, 6]


def test_large_print_keeps_paragraphs_whole() -> None:
    para = Para("一" * 20 * 6)
    made = sheets(*[para] * 4, name="large-print")
    assert [len(sheet.items) for sheet in made] == [2, 2]


def test_large_print_parts_a_paragraph_before_it_leaves_a_quarter_of_a_page_blank() -> None:
    made = sheets(Para("一" * 20 * 5), Para("二" * 20 * 13), name="large-print")
    assert heads(made) == ["一一", "二二"]
    assert len(lines_of(made[0])) == 17, "a full page"
    headed = sheets(Para("一" * 20 * 5), Item(1, "题"), Para("二" * 20 * 13), name="large-print")
    assert heads(headed) == ["一一", "二二"], "a heading and what it may not leave"
    full = sheets(Para("一" * 20 * 13), Para("二" * 20 * 6), name="large-print")
    assert [len(lines_of(sheet)) for sheet in full] == [14, 7], "nearly full: it moves"


def test_a_paragraph_longer_than_a_page_begins_a_page_of_its_own() -> None:
    made = sheets(Para("一" * 20 * 13), Para("二" * 20 * 25), name="large-print")
    assert heads(made) == ["一一", "二二", "二二"]


def test_no_line_alone_at_head_or_foot() -> None:
    fill = [Para("一")] * 37
    for name, wanted in (("plain", 2), ("business", 2)):
        for spare in range(12):
            made = sheets(*fill[spare:], Para("二" * 200), *fill, name=name)
            for sheet in made:
                for item in sheet.items:
                    assert isinstance(item, Fragment)
                    text = "".join(piece.text for line in item.lines for piece in line.pieces)
                    assert "二" not in text or len(item.lines) >= wanted


def test_what_follows_a_page_break_begins_a_page() -> None:
    assert heads(sheets(Para("一一"), PageBreak(), Para("二二"))) == ["一一", "二二"]
    assert len(sheets(Para("一一"), PageBreak())) == 2
    assert len(sheets(Para("一"), PageBreak(), PageBreak(), Para("二"))) == 3
    table = Table((("三三", "四"),))
    assert heads(sheets(Para("一一"), PageBreak(), table)) == ["一一", "三三"]


def test_header_rows_repeat_and_rows_stay_whole() -> None:
    rows = (("序号", "单位"), *((str(at), "居民委员会") for at in range(60)))
    made = sheets(Table(rows))
    grids = [item for sheet in made for item in sheet.items if isinstance(item, Grid)]
    assert len(grids) == len(made) > 1
    assert [grid.rows[0].again for grid in grids] == [False] + [True] * (len(made) - 1)
    shown = [row.cells[0][0].pieces for grid in grids for row in grid.rows if not row.again]
    assert ["".join(piece.text for piece in pieces) for pieces in shown] == [row[0] for row in rows]


@pytest.mark.parametrize(("rows", "parts"), [(23, [24]), (24, [23, 3]), (25, [24, 3])])
def test_the_last_row_of_a_table_does_not_stand_alone(rows: int, parts: list[int]) -> None:
    """So that 合计 has a row above it."""
    made = sheets(Table((("序号",), *((f"{at}",) for at in range(rows)))))
    grids = [one for sheet in made for one in sheet.items if isinstance(one, Grid)]
    assert [len(one.rows) for one in grids] == parts


@pytest.mark.parametrize("above", range(16, 22))
def test_a_table_of_two_rows_stays_whole(above: int) -> None:
    made = sheets(lines(above), Table((("序号",), ("1",), ("合计",))))
    assert [len(one.rows) for sheet in made for one in sheet.items if isinstance(one, Grid)] == [3]


def test_a_row_higher_than_a_page_ends_nothing() -> None:
    made = sheets(Table((("题",), ("字" * 3000,), ("末",)), header_rows=1))
    assert "末" in lines_of(made[-1])


def test_the_imprint_stands_at_the_foot_of_the_last_page() -> None:
    made = sheets(
        lines(20), Para("抄送：各区", "copy-to"), Para("市政府办公室\t2026年4月13日印发", "imprint")
    )
    assert [len(sheet.foot) for sheet in made] == [0, 5]  # three lines across
    assert first_page(made) == {0: 1, 1: 2, 2: 2}


def test_page_numbers_stand_outside() -> None:
    made = sheets(lines(30))
    numbers = [sheet.page_number for sheet in made]
    assert ["".join(each.text for each in one.lines[0].pieces) for one in numbers if one] == [
        "— 1 —",
        "— 2 —",
    ]
    assert [one.lines[0].align for one in numbers if one] == ["right", "left"]
    assert sheets(Para("沈明远", "card"), name="seatcard")[0].page_number is None


def test_a_page_number_keeps_a_left_indent_as_in_word() -> None:
    plain = layout()
    look = plain.look("page-number")._replace(left=Indent(twips=300))
    indented = replace(plain, looks=tuple({**dict(plain.looks), "page-number": look}.items()))
    (only,) = paginate(Document((Para("文"),)), indented)
    assert only.page_number is not None
    assert only.page_number.lines[0].left == 300


def test_time_marks_and_readings_belong_to_no_block() -> None:
    spoken = layout("large-print")
    printing = Printing(readings=(("倜", "tì"),))
    made = paginate(number(Document((Para("风流倜傥"),))), spoken, printing)
    assert lines_of(made[0]) == ["风流倜（tì）傥"]
    (item,) = made[0].items
    assert isinstance(item, Fragment)
    starts = [piece.start for line in item.lines for piece in line.pieces]
    assert starts == [0, -1, 3]


@pytest.mark.parametrize("name", ["gbt9704", "large-print", "business", "form", "seatcard"])
def test_a_document_of_every_role_loses_nothing(name: str) -> None:
    roles = (
        "letterhead-mark", "letterhead", "letterhead-number", "title", "byline", "date",
        "salutation", "body", "closing", "attachment", "sealed", "sealed-date", "stage", "card",
        "copy-to", "imprint",
    )  # fmt: skip
    blocks = tuple(Para(f"这是{role}的一段【待补：单位】\t字", role) for role in roles)
    document = number(Document(blocks))
    text = "".join(line for sheet in paginate(document, layout(name)) for line in lines_of(sheet))
    assert squeezed(text) == told(document)


WORDS = st.text(st.sampled_from("一二三，。”（【待补：】aZ0 \n\t<&—"), max_size=120)
BLOCKS = st.one_of(
    st.builds(Para, WORDS, st.sampled_from(["body", "title", "closing", "attachment", "date"])),
    st.builds(
        Item, st.integers(1, 12), WORDS, WORDS, st.sampled_from(["一、", "（一）", "1.", "无"]),
        heading=st.booleans(),
        entries=st.lists(st.builds(Entry, WORDS, st.just("一是")), max_size=4).map(tuple),
    ),
    st.just(PageBreak()),
    st.builds(
        Table,
        st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=5).map(tuple),
        st.integers(0, 2),
    ),
)  # fmt: skip


@given(st.lists(BLOCKS, max_size=12), st.sampled_from(["gbt9704", "large-print", "plain"]))
def test_every_character_stands_on_a_sheet(blocks: list[Block], name: str) -> None:
    document = number(Document(tuple(blocks)))
    made = paginate(document, layout(name))
    text = "".join(line for sheet in made for line in lines_of(sheet))
    assert squeezed(text) == told(document)
    assert [sheet.number for sheet in made] == list(range(1, len(made) + 1))
    begun = first_page(made)
    assert list(begun.values()) == sorted(begun.values())


def test_between_tables_is_what_word_leaves_there() -> None:
    """The spacer's style is based on the body's: so are its gaps."""
    plain = layout()
    body = plain.look("body")._replace(before=Gap(twips=240))
    airy = replace(plain, looks=tuple({**dict(plain.looks), "body": body}.items()))
    tables = Table((("甲", "乙"),)), Table((("丙", "丁"),))
    (sheet,) = paginate(Document(tables), airy)
    assert [item.above for item in sheet.items] == [0, 240, 0, 240]


def test_the_first_page_may_have_a_header_footer_and_number_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        '继承: gbt9704\n首页页码: 否\n页眉: {文字: "甲\\n乙"}\n首页页眉: {文字: 丙}\n', "utf-8"
    )
    layout = read_layout(own, [LAYOUTS])
    document = Document(tuple(Para("要值好班。" * 60) for _ in range(6)))
    first, second, *_ = paginate(document, layout)
    words = [
        ["".join(piece.text for piece in line.lines[0].pieces) for line in sheet.running]
        for sheet in (first, second)
    ]
    assert words == [["丙"], ["甲", "乙"]]
    assert (first.page_number, second.page_number is None) == (None, False)
    heads = [line.above for line in second.running]
    assert heads[1] - heads[0] == second.running[0].lines[0].height


def test_a_high_header_moves_the_text_down(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    words = "\\n".join(["行"] * 9)
    own.write_text(f'继承: gbt9704\n页眉: {{文字: "{words}"}}\n', "utf-8")
    layout = read_layout(own, [LAYOUTS])
    sheet = paginate(Document((Para("要值好班。"),)), layout)[0]
    assert sheet.paper.top > layout.paper.top
