"""Tables out of an outline, into Word or Markdown, and back: nothing is flattened, nothing lost."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from speechgen import draft, read
from speechgen.api import search_roots
from speechgen.api.reading import Imported
from speechgen.document import Item, Para, Table
from speechgen.extract.compare import differences
from speechgen.extract.outline import extract, gap_text
from speechgen.library import find_type
from speechgen.readers import read_bytes

CELL = st.one_of(
    st.sampled_from(
        ["", "1", "1,200", "85.5", "12%", "甲", "潘永康", "欧阳文静", "A|B", "甲|", "a\\", "* b *",
         "会场布置，包括进场和退场", "甲\n乙", "<b>", "`k`", "[1]", "# 一", "—", "一、会场", "k: y",
         "{甲}", "'", '"', "待定", "**甲**", "_a_", "甲<br>乙", "&amp;", "$k$", "- 甲"]
    ),
    st.text("甲乙丙丁0123456789,.%|、，。：；“”ab\\*_`#[]{}<>&!-", max_size=12),
)  # fmt: skip
TITLE = st.sampled_from(["", "表1　分工表", "分工（2026年）"])


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    columns = draw(st.integers(1, 6))
    row = st.lists(CELL, min_size=columns, max_size=columns)
    return draw(st.lists(row, min_size=1, max_size=5))


def outline_of(rows: list[list[str]], title: str = "") -> bytes:
    table = json.dumps({"题": title, "行": rows} if title else rows, ensure_ascii=False)
    return (
        "类型: 讲话\n标题: 在筹备会上的讲话\n称谓: 各位老师\n正文:\n"
        f"  - 题: 明确分工\n    文: 分工如下。\n    表: {table}\n"
        "  - 题: 抓好落实\n    文: 请各组抓好落实。\n"
    ).encode()


def tables_in(document: object) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]  # type: ignore[attr-defined]


@pytest.mark.thorough
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=tables(), title=TITLE)
def test_a_draft_is_imported_and_drafted_again(rows: list[list[str]], title: str) -> None:
    assume(all(gap_text(cell) == cell for row in rows for cell in row))  # blanks become gaps
    made = draft(outline_of(rows, title))
    (table,) = tables_in(made.document)
    (reading,) = read_bytes("稿.docx", made.to("docx"))
    assert tables_in(reading.document) == [table]
    for suffix in ("docx", "md"):
        (reading,) = read_bytes(f"稿.{suffix}", made.to(suffix))
        again = draft(_outline(f"稿.{suffix}", made.to(suffix)))
        (drafted,) = tables_in(again.document)
        assert drafted.rows == table.rows, suffix
        assert again.to("md") == made.to("md")
        assert list(differences(reading, again.document)) == []


def _outline(name: str, data: bytes) -> bytes:
    (reading,) = read_bytes(name, data)
    return extract(reading, find_type("speech", search_roots(())), name).encode()


@pytest.mark.parametrize("columns", [1, 2, 63])
def test_any_number_of_columns(columns: int) -> None:
    rows = [[f"列{at}" for at in range(columns)], [str(at) for at in range(columns)]]
    made = draft(outline_of(rows))
    for suffix in ("docx", "md"):
        again = draft(_outline(f"稿.{suffix}", made.to(suffix)))
        assert tables_in(again.document)[0].rows == tables_in(made.document)[0].rows
        assert again.to("txt") == made.to("txt")


def word_file(tmp_path: Path, *parts: str | list[list[str]]) -> Path:
    """A Word file of somebody else's: paragraphs and tables."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(len(part), len(part[0]))
        for row, cells in zip(table.rows, part, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    path = tmp_path / "旧稿.docx"
    document.save(str(path))
    return path


TOPIC = "在筹备会上的讲话"
GRID = [["序号", "事项"], ["1", "会场"]]
OTHER = [["姓名"], ["张三"], ["李四"]]


@pytest.mark.parametrize(
    "parts",
    [
        (TOPIC, "各位老师：", "一、明确分工", "分工如下。", GRID, "二、抓好落实", "请抓好。"),
        (TOPIC, "各位老师：", "先看一张表。", GRID, "一、明确分工", "二、抓好落实"),
        (TOPIC, "各位老师：", GRID, "说明几句。", "一、明确分工", "二、抓好落实"),
        (TOPIC, "一、明确分工", GRID, OTHER, "二、抓好落实"),
        (TOPIC, "一、明确分工", GRID, "以上是分工。", "再看人员。", OTHER, "二、抓好落实"),
        (TOPIC, "一、明确分工", "（一）会场", GRID, "以上是会场。", "（二）材料", "二、抓好"),
        (TOPIC, "一、明确分工", "（一）会场要早布置；", "（二）材料要早印。", OTHER, "二、抓好"),
        (TOPIC, "一、明确分工", "请抓好。", "二、抓好落实", "谢谢大家！", GRID),
        ("分工表", GRID, OTHER),
        ("分工表", "分工如下。", GRID, "青禾小学", "2026年5月12日"),
    ],
)  # fmt: skip
def test_tables_come_back_where_they_stand(
    tmp_path: Path, parts: tuple[str | list[list[str]], ...]
) -> None:
    found = read(word_file(tmp_path, *parts))
    (outline,) = found.outlines()
    (told,) = found.differences([outline])
    assert told == (), outline
    document = draft(outline.encode()).document
    wanted = [part for part in parts if isinstance(part, list)]
    assert [list(map(list, table.rows)) for table in tables_in(document)] == wanted
    assert "按行写成了文字" not in outline


def duties(tmp_path: Path) -> Imported:
    """A paper with one table under its first section."""
    rows = [["次序", "任务", "谁做"], ["1", "搬运沙袋", "罗青"], ["2", "清理水沟", "邓禾"]]
    sections = ("一、各组分工", "分工见下表。", rows, "二、注意事项", "请按时到岗。")
    return read(word_file(tmp_path, "青禾村分工", *sections))


def test_the_outline_holds_the_table(tmp_path: Path) -> None:
    found = duties(tmp_path)
    (outline,) = found.outlines()
    assert outline.split("标题: ")[1] == (
        "青禾村分工\n正文:\n  - 题: 各组分工\n    文: 分工见下表。\n    表:\n"
        "      - [次序, 任务, 谁做]\n      - [1, 搬运沙袋, 罗青]\n      - [2, 清理水沟, 邓禾]\n\n"
        "  - 题: 注意事项\n    文: 请按时到岗。\n"
    )
    assert found.differences([outline]) == ((),)


def test_a_sentence_with_its_table_is_no_heading(tmp_path: Path) -> None:
    """It printed in bold beside its fellow, which did not."""
    parts = ("各位老师：", "一、控烟", "1.学校率先建成；", "2.公共场所张贴标识。", GRID, "二、抓好")
    (outline,) = read(word_file(tmp_path, TOPIC, *parts)).outlines()
    assert "- 文: 公共场所张贴标识。\n        表:" in outline


def test_a_flattened_table_is_a_difference(tmp_path: Path) -> None:
    found = duties(tmp_path)
    (outline,) = found.outlines()
    flat = outline.replace(
        "    文: 分工见下表。\n    表:\n      - [次序, 任务, 谁做]\n      - [1, 搬运沙袋, 罗青]\n"
        "      - [2, 清理水沟, 邓禾]\n",
        '    文:\n      - 分工见下表。\n      - "次序\\t任务\\t谁做"\n'
        '      - "1\\t搬运沙袋\\t罗青"\n      - "2\\t清理水沟\\t邓禾"\n',
    )
    assert flat != outline
    (told,) = found.differences([flat])
    assert [one.source for one in told] == [
        "次序\t任务\t谁做", "1\t搬运沙袋\t罗青", "2\t清理水沟\t邓禾",
    ]  # fmt: skip


def test_merged_cells_are_one_difference(tmp_path: Path) -> None:
    path = word_file(tmp_path, "分工表", [["组", "人"], ["甲组", "张三"], ["", "李四"]])
    document = docx.Document(str(path))
    cells = document.tables[0]
    cells.cell(1, 0).merge(cells.cell(2, 0))
    held = io.BytesIO()
    document.save(held)
    path.write_bytes(held.getvalue())
    found = read(path)
    (outline,) = found.outlines()
    (told,) = found.differences([outline])
    assert [one.what for one in told] == ["合并的单元格拆开"]
    assert [note.rule for note in found.readings[0].doubts] == ["import-merged-cells"]
    assert "# 原文第2行：这张表有合并单元格" in outline


def test_rows_of_text_stay_lines() -> None:
    (reading,) = read_bytes("稿.txt", "在会上的讲话\n一、分工\n序号\t事项\n1\t会场\n".encode())
    assert tables_in(reading.document) == []
    assert any(isinstance(block, Item | Para) for block in reading.document.blocks)


def test_a_sentence_with_a_table_stands_as_its_siblings_do() -> None:
    text = (
        "# 在控烟会上的讲话\n\n一、抓控烟\n\n1.机关率先建成无烟单位；\n\n"
        "2.车站张贴标识，6月底前完成。\n\n| 任务 | 时限 |\n|---|---|\n| 标识 | 6月底 |\n\n"
        "二、抓宣传\n\n每月办一场讲座，街道轮流承办。\n"
    )
    found = Imported("控烟.md", read_bytes("控烟.md", text.encode()), search_roots())
    blocks = draft(found.outlines()[0].encode()).document.blocks
    assert [each.heading for each in blocks if isinstance(each, Item) and each.level == 2] == [
        False, False,
    ]  # fmt: skip
    assert not any(found.differences(found.outlines()))
