"""CSV at its edges: other encodings, no text at all, quotes and lines without an end."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechgen.diagnostics import SpeechError
from speechgen.rows import open_table
from speechgen.tables import delimited
from speechgen.tables.delimited import MOST_COLUMNS, OpenQuoteError, split
from speechgen.tables.sheets import read_sheets


def written(folder: Path, data: bytes) -> Path:
    (folder / "表.csv").write_bytes(data)
    return folder / "表.csv"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "序号,单位\r\n1,青禾街道\r\n".encode(encoding))
    assert [row.cells for row in open_table(path).rows] == [("1", "青禾街道")]


@pytest.mark.parametrize("data", [bytes(5000), "甲,乙\n".encode() + bytes(9000), b"%PDF-1.7"])
def test_what_is_no_text(tmp_path: Path, data: bytes) -> None:
    path = written(tmp_path, data)
    for read in (open_table, read_sheets):
        with pytest.raises(SpeechError, match="csv 文本"):
            read(path)


def test_a_file_beyond_the_limit_is_not_read_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "MAX_BYTES", 10)
    with pytest.raises(SpeechError, match="文件太大"):
        open_table(written(tmp_path, b"a,b\n1,2\n3,4\n"))


@pytest.mark.parametrize(
    ("header", "rule"),
    [
        (",".join(["甲"] * 100_000), "table-too-wide"),
        ("序号,\x1b[31m红", "table-control-character"),
        ("序号," + "长" * 10_000, "table-column-long"),
    ],
)
def test_headers_that_cannot_be_one(tmp_path: Path, header: str, rule: str) -> None:
    with pytest.raises(SpeechError) as refused:
        open_table(written(tmp_path, f"{header}\n1,2\n".encode()))
    (note,) = refused.value.diagnostics
    assert note.rule == rule
    assert len(note.message) < 120 and "\x1b" not in note.message


def test_a_quote_over_many_lines_is_read_once(tmp_path: Path) -> None:
    text = "\n".join(f"第{n}行" for n in range(2_000))
    path = written(tmp_path, f'甲,乙\n"{text}",x\n'.encode())
    assert [row.cells for row in open_table(path).rows] == [(text, "x")]


def test_empty_lines_and_columns_of_a_roster_cost_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("speechgen.tables.sheets.MAX_ROWS", 2)
    path = written(tmp_path, f"姓名{',' * 300}\n甲\n\n\n\n".encode())
    assert [row[0] for row in read_sheets(path)[0].rows if row] == ["姓名", "甲"]
    with pytest.raises(SpeechError, match="最多 2 行"):
        read_sheets(written(tmp_path, "姓名\n甲\n乙\n".encode()))


def test_cells_know_where_their_text_begins() -> None:
    lines = enumerate(['甲, 乙,"丙\n', '"" 丁" ,  戊\n', '"己\n'], 1)
    rows = split(lines, ",")
    found = next(rows)
    assert found.cells == ["甲", " 乙", '丙\n" 丁 ', "  戊"]
    assert list(found.places()) == [(1, 1), (1, 4), (1, 7), (2, 10)]
    with pytest.raises(OpenQuoteError) as opened:
        next(rows)
    assert opened.value.args == (0, 3, 1)


@pytest.mark.parametrize("start", ["", '"甲"'])
def test_a_row_without_end_is_not_split_to_it(tmp_path: Path, start: str) -> None:
    (found,) = split(iter([(1, start + "," * 1_000_000)]), ",")
    assert len(found.cells) == MOST_COLUMNS + 1
    with pytest.raises(SpeechError, match="不像表格"):
        read_sheets(written(tmp_path, start.encode() + b"," * 1_000_000))


def test_a_byte_that_cannot_be_read_is_told_at_its_own_line(tmp_path: Path) -> None:
    """Text is decoded in blocks of many lines; the rows before the bad one are whole."""
    lines = ["序号,单位", *(f"{n},第{n}社区" for n in range(1, 500))]
    data = [line.encode("gb18030") for line in lines]
    data[299] = b"299,\x81\x20\xff"
    rows = open_table(written(tmp_path, b"\n".join(data))).rows
    with pytest.raises(SpeechError) as refused:
        for count, row in enumerate(rows, 1):
            assert row.cells[0] == str(count)
    assert count == 298
    (note,) = refused.value.diagnostics
    assert (note.rule, note.span.line) == ("table-encoding", 300)
    assert "第300行" in note.message
