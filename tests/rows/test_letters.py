"""Mass letters: `{列名}`, who signs, what is said once, files of earlier runs, other paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechgen import draft
from speechgen.cli import run
from speechgen.diagnostics import SpeechError
from speechgen.rows import Batch, draft_many

OUTLINE = """\
类型: 讲话
标题: 关于邀请{单位}座谈的函
单位: 青禾区教育局
编号: 无
正文:
  - 文: 请{单位}派{人数:02}人参加，联系人：{联系人}，{{原样}}、{1,2}、\\{单位}。
落款:
  单位: 青禾区教育局
  日期: 2026年6月8日
"""
ROWS = [
    {"序号": str(n), "单位": unit, "人数": "3", "联系人": who}
    for n, unit, who in ((1, "河东小学", "李敏"), (2, "**北*山**中学", "{单位}"), (3, "镇中", ""))
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("函.yaml").write_text(OUTLINE, "utf-8")
    write(ROWS)
    return tmp_path


def write(rows: list[dict[str, str]], name: str = "名单.csv") -> None:
    lines = [",".join(rows[0]), *(",".join(f'"{cell}"' for cell in row.values()) for row in rows)]
    Path(name).write_text("\n".join(lines), "utf-8")


def letters(outline: str = OUTLINE) -> list[str]:
    made = draft_many(ROWS, outline=outline.encode(), format="txt")
    return [(one.content or b"").decode() for one in made]


def refusal(outline: str, rows: list[dict[str, str]] = ROWS) -> list[tuple[str, int, str]]:
    with pytest.raises(SpeechError) as caught:
        Batch(rows, outline=outline.encode())
    return [(note.rule, note.span.line, note.message) for note in caught.value.diagnostics]


def test_a_place_that_is_a_whole_value_needs_no_quotes() -> None:
    outline = "类型: 公文\n标题: {单位}\n主送: {单位}\n正文: {联系人}\n附注: '{单位}'\n"
    first = letters(outline)[0].split()
    assert first == ["河东小学", "河东小学：", "李敏", "（河东小学）"]


def test_a_column_that_counts_the_rows_is_no_numbering() -> None:
    rows = [{"编号": str(at), "单位": f"第{at}小学"} for at in (1, 2, 3)]
    made = draft_many(
        rows, outline="类型: 讲话\n标题: 致{单位}\n正文: [甲]\n".encode(), format="txt"
    )
    texts = [(one.content or b"").decode() for one in made]
    assert ["一、甲" in text for text in texts] == [True] * 3


def test_the_screen_names_the_first_rows_with_gaps(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write([{"单位": f"第{at}小学", "人数": "2", "联系人": ""} for at in range(1, 6)])
    assert run(["draft", "函.yaml", "--data", "名单.csv", "-o", "信/", "--name", "{单位}"]) == 0
    assert "有待补的 5 份（联系人 5 份）：第2、3、4行等" in capsys.readouterr().err


def test_places_are_filled_once_and_braces_and_stars_of_cells_are_text() -> None:
    first, second, third = letters()
    assert "关于邀请河东小学座谈的函" in first
    assert "请河东小学派03人参加，联系人：李敏，{{原样}}、{1,2}、{单位}。" in first
    assert "请**北*山**中学派03人参加，联系人：{单位}，" in second
    assert "联系人：【待补：联系人】，" in third
    assert [text.count("青禾区教育局") for text in (first, second, third)] == [1, 1, 1]


def test_an_empty_cell_is_a_missing_fact_of_its_row() -> None:
    made = list(draft_many(ROWS, outline=OUTLINE.encode()))
    assert [[fact.field for fact in one.missing] for one in made] == [[], [], ["联系人"]]


def test_every_place_without_a_column_is_told_before_anything_is_written() -> None:
    found = refusal(OUTLINE.replace("{联系人}", "{联系入}、{联系入}、{电话}"))
    assert [(rule, line) for rule, line, _ in found] == [("table-unknown-place", 6)] * 2
    assert "“{联系入}”不是表里的列" in found[0][2]


def test_outside_a_batch_a_place_stays_as_typed_with_one_hint() -> None:
    made = draft(OUTLINE.encode(), name="函.yaml")
    assert "关于邀请{单位}座谈的函" in str(made)
    notes = [note for note in made.document.notes if note.rule == "outline-unfilled"]
    assert [(note.span.line, note.severity.name) for note in notes] == [(2, "INFO")]
    assert notes[0].message.startswith("“{单位}”等 4 处照原样印出")


@pytest.mark.parametrize("column", ["单位", "落款", "落款.单位", "unit"])
def test_a_column_does_not_replace_who_signs(column: str) -> None:
    rows = [{column: "河东小学"}]
    outline = OUTLINE.split("正文", maxsplit=1)[0].replace("{单位}", "")
    outline += "正文:\n  - 甲\n落款:\n  单位: 青禾区教育局\n"
    (found,) = refusal(outline, rows)
    assert found[0] == "table-signer"
    assert f"“{column}”列会把提纲里的“青禾区教育局”换成“河东小学”" in found[2]
    batch = Batch(rows, outline=outline.encode(), overlay=[column])
    assert [one.ok for one in batch.results()] == [True]


def test_a_column_may_sign_where_the_outline_names_nobody() -> None:
    outline = "类型: 讲话\n标题: 函\n正文:\n  - 甲\n"
    (made,) = draft_many([{"落款.单位": "河东小学"}], outline=outline.encode(), format="txt")
    assert (made.content or b"").decode().rstrip().endswith("河东小学")


def test_a_name_without_a_suffix_is_a_folder(here: Path) -> None:
    assert run(["draft", "函.yaml", "--data", "名单.csv", "-o", "信函"]) == 0
    assert (here / "信函" / "函-1.docx").is_file()


def test_files_that_no_row_makes_any_more_are_named(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["draft", "函.yaml", "--data", "名单.csv", "-o", "信函"]
    for format in ("docx", "txt"):
        write(ROWS)
        assert run([*options, "-f", format]) == 0
        assert "没有哪一行对应" not in capsys.readouterr().err
        Path("信函", f"别人的.{format}").write_bytes(b"x")
        write(ROWS[:1])
        assert run([*options, "-f", format]) == 0
        said = capsys.readouterr().err
        assert f"文件 2 个：函-2.{format}、函-3.{format}；用不着就删去" in said
        assert "别人的" not in said


def test_an_empty_column_of_five_hundred_rows_is_one_finding(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        [{"序号": str(n), "标题": "", "单位": "甲", "人数": "1", "联系人": ""} for n in range(500)]
    )
    outline = OUTLINE.replace("关于邀请{单位}座谈的函", "函")
    Path("函.yaml").write_text(outline, "utf-8")
    assert run(["draft", "函.yaml", "--data", "名单.csv", "-o", "信函", "-j", "1"]) == 2
    assert capsys.readouterr().err.count("错误[") == 1
    write([{"序号": str(n), "单位": "甲", "人数": "1", "联系人": ""} for n in range(40)])
    assert run(["draft", "函.yaml", "--data", "名单.csv", "-o", "信函", "-j", "1"]) == 0
    assert "有待补的 40 份（联系人 40 份）" in capsys.readouterr().err


def test_several_layouts_are_a_folder_each(here: Path) -> None:
    options = ["--data", "名单.csv", "-o", "信函", "--layout", "gbt9704,large-print"]
    assert run(["draft", "函.yaml", *options]) == 0
    made = [(here / "信函" / one / "函-1.docx").read_bytes() for one in ("gbt9704", "large-print")]
    assert made[0] != made[1]


def test_letters_on_a_units_own_paper(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(b"type: speech\ntitle: A\nbody: [B]\n").save("信笺.docx")
    options = ["--data", "名单.csv", "-o", "信函", "--reference-doc", "信笺.docx", "--resume"]
    assert run(["draft", "函.yaml", *options]) == 0
    own = draft(OUTLINE.encode()).printed(reference="信笺.docx")
    assert own.document.layout
    assert run(["draft", "函.yaml", *options]) == 0
    assert "早已做好、跳过 3 份" in capsys.readouterr().err
    draft(b"type: speech\ntitle: A2\nbody: [B]\n").save("信笺.docx")
    assert run(["draft", "函.yaml", *options]) == 0
    assert "跳过" not in capsys.readouterr().err


@pytest.mark.parametrize("place", ["{慰问金（元）}", "{ 慰问金（元） }", "｛慰问金（元）｝"])
def test_a_column_with_its_unit_in_brackets_fills_its_place(place: str) -> None:
    """慰问金{慰问金（元）}元 went out in letters, without a word."""
    outline = f"类型: 公文\n标题: 慰问信\n正文: 送上慰问金{place}元，请{{姓名}}同志查收。\n"
    row = {"慰问金（元）": "500", "姓名": "罗　敏"}
    (made,) = draft_many([row], outline=outline.encode(), format="txt")
    assert "送上慰问金500元，请罗敏同志查收。" in made.content.decode()


@pytest.mark.parametrize("text", ["{1,2}", "{甲，乙}", "{a b}", "{{甲}}"])
def test_other_braces_are_text(text: str) -> None:
    outline = f"类型: 公文\n标题: 信\n正文: 取{text}和{{姓名}}。\n"
    (made,) = draft_many([{"姓名": "罗敏"}], outline=outline.encode(), format="txt")
    assert f"取{text}和罗敏。" in made.content.decode()


def test_a_day_that_there_is_not_is_refused_whatever_it_is_printed_in() -> None:
    outline = "类型: 公文\n标题: 邀请函\n主送: '{单位}'\n正文: 兹定于{日期}召开交流会。\n"
    rows = [{"单位": "甲站", "日期": "2026年2月30日"}, {"单位": "乙站", "日期": "2026年3月1日"}]
    bad, good = draft_many(rows, outline=outline.encode(), name="{单位}")
    assert good.ok and not bad.ok
    assert bad.diagnostics[0].rule == "outline-date"
    assert "没有2026年2月30日这一天" in bad.diagnostics[0].message


def test_a_day_is_printed_as_letters_have_it_however_a_cell_writes_it() -> None:
    outline = "类型: 公文\n标题: 邀请函\n正文: 兹定于{日期}召开交流会。\n".encode()
    cells = ("2026-06-18", "2026.6.18", "2026/6/18", "2026年6月18日", "二〇二六年六月十八日")
    made = draft_many([{"日期": cell} for cell in cells], outline=outline, format="txt")
    texts = [(one.content or b"").decode() for one in made]
    assert [text.count("2026年6月18日") for text in texts] == [1, 1, 1, 1, 0]
    assert "二〇二六年六月十八日" in texts[-1]


def test_a_break_in_a_name_makes_no_second_addressee_and_two_rows_of_one_are_told(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """云溪镇第171村⏎卫生室 was addressed as two; one unit twice got two letters, untold."""
    Path("函.yaml").write_text(
        '类型: 公文\n标题: 关于坐诊的函\n主送: "{单位}"\n'
        '正文: 到{单位}坐诊，找{联系人}。\n开头: "{说明}"\n'
        "落款: {单位: 县医院, 日期: 2026年6月8日}\n",
        "utf-8",
    )
    units = ("云溪镇第171村\n卫生室", "镇  中", "东门村  卫生室", "镇  中")
    write([{"单位": one, "联系人": "A\nB", "说明": "一、带证。\n二、带笔。"} for one in units])
    assert run(["draft", "函.yaml", "--data", "名单.csv", "-o", "信/", "-f", "txt"]) == 0
    first = Path("信", "函-2.txt").read_text("utf-8").splitlines()
    assert first[2:6] == [
        "云溪镇第171村卫生室：",
        *("　　一、带证。", "　　二、带笔。"),  # paragraphs of a cell stay so
        "　　到云溪镇第171村卫生室坐诊，找A B。",
    ]
    assert Path("信", "函-3.txt").read_text("utf-8").splitlines()[2] == "镇中："
    told = [line for line in capsys.readouterr().err.splitlines() if "[row-" in line]
    assert told == [
        "名单.csv:2:1: 提示[row-cell-joined]：第2行“单位”列（A2）里有换行或空档，"
        "连成一个：“云溪镇第171村卫生室”",
        "名单.csv:5: 提示[row-twice]：第5行与第3行的收件一样（镇  中），各写了一份",
    ]
