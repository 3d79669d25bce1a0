"""The roster as people keep it: sheets with titles, merges, notes; names that may be slips."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError, show
from speechgen.pack.roster import Roster, bare, on_leave, variants
from speechgen.pack.roster_reading import read_roster
from speechgen.source import ScalarNode, YamlNode, load
from speechgen.text import place_of
from tests.pack.books import Rows, book

HEAD = ("序号", "单位", "职务", "姓名", "角色")
ONE = (1.0, "区水务局", "局长", "潘永康", "发言")
TWO = (2.0, "区财政局", "副局长", "邹燕", "出席")


def of_book(
    folder: Path, *rows: tuple[str | float | None, ...], merged: tuple[str, ...] = ()
) -> Roster:
    return read(book(folder / "名单.xlsx", {"名单": rows}, merged))


def read(file: Path, page: str = "") -> Roster:
    return read_roster(ScalarNode(file.name + page, Span("会议.yaml", 3, 5)), file.parent)


def of_csv(folder: Path, text: str, encoding: str = "utf-8") -> Roster:
    file = folder / "名单.csv"
    file.write_bytes(text.encode(encoding))
    return read(file)


def of_yaml(text: str) -> Roster:
    root = load(text, "会议.yaml").root
    assert root is not None
    node: YamlNode = root
    return read_roster(node, Path())


def names(roster: Roster) -> list[str]:
    return [str(person.name) for person in roster.people]


def refused(
    folder: Path, *rows: tuple[str | float | None, ...], merged: tuple[str, ...] = ()
) -> Diagnostic:
    with pytest.raises(SpeechError) as caught:
        of_book(folder, *rows, merged=merged)
    return next(n for n in caught.value.diagnostics if n.severity is Severity.ERROR)


def rules(roster: Roster, *severities: Severity) -> list[str]:
    return [n.rule for n in roster.notes if not severities or n.severity in severities]


# -- sheets ------------------------------------------------------------


def test_cells_and_places(tmp_path: Path) -> None:
    roster = of_book(tmp_path, HEAD, ONE, TWO)
    first, second = roster.people
    assert (first.name, first.unit, first.position, first.role) == (
        "潘永康",
        "区水务局",
        "局长",
        "发言",
    )
    assert place_of(second.name).file == f"{tmp_path / '名单.xlsx'} 第1页 D3"
    assert (place_of(second.name).line, place_of(second.name).column) == (3, 4)
    assert roster.notes == ()


def test_order_is_data_and_serials_are_only_checked(tmp_path: Path) -> None:
    roster = of_book(tmp_path, HEAD, (2.0, *TWO[1:]), (1.0, *ONE[1:]))
    assert names(roster) == ["邹燕", "潘永康"]
    (note,) = roster.notes
    assert note.rule == "roster-serial"
    assert note.span.file.endswith("A3")


def test_title_empty_rows_subheadings_and_notes(tmp_path: Path) -> None:
    roster = of_book(
        tmp_path,
        ("参会人员名单", None, None, None, None),
        (),
        HEAD,
        ("一、区直单位",),
        ONE,
        (),
        (None, None, None, None, None),
        TWO,
        ("注：次序已审定",),
        merged=("A1:E1", "A4:E4"),
    )
    assert names(roster) == ["潘永康", "邹燕"]
    assert rules(roster) == ["roster-note", "roster-note"]
    assert all(note.severity is Severity.INFO for note in roster.notes)
    assert roster.notes[0].span.file.endswith("第1页 A4")


@pytest.mark.parametrize("total", ["合计", "合 计", "总计："])
def test_a_row_of_totals_is_nobody(tmp_path: Path, total: str) -> None:
    """A person called 30人 had a seat card."""
    roster = of_book(tmp_path, HEAD, ONE, TWO, (total, None, None, "2人", None))
    assert names(roster) == ["潘永康", "邹燕"]
    (note,) = roster.notes
    assert (note.rule, note.span.file.rpartition(" ")[2]) == ("roster-note", "A4")


def test_a_unit_merged_over_its_people_is_repeated(tmp_path: Path) -> None:
    roster = of_book(tmp_path, HEAD, ONE, (2.0, None, "副局长", "邹燕", None), merged=("B2:B3",))
    assert [str(person.unit) for person in roster.people] == ["区水务局", "区水务局"]
    assert rules(roster) == ["roster-merged"]


def test_a_name_merged_over_rows_is_refused_with_its_cell(tmp_path: Path) -> None:
    note = refused(tmp_path, HEAD, ONE, (2.0, "区财政局", "副局长", None, None), merged=("D2:D3",))
    assert note.rule == "roster-merged"
    assert note.span.file.endswith("名单.xlsx 第1页 D2")
    assert show([note]).startswith(str(tmp_path / "名单.xlsx") + " 第1页 D2: 错误[roster-merged]")


def test_headings_may_be_merged_over_two_rows(tmp_path: Path) -> None:
    """姓名 over two rows was taken for a person's name."""
    second = (None, None, None, None, "（出席、列席）")
    merged = ("A1:A2", "B1:B2", "C1:C2", "D1:D2")
    roster = of_book(tmp_path, HEAD, second, ONE, TWO, merged=merged)
    assert names(roster) == ["潘永康", "邹燕"]
    assert rules(roster) == ["roster-note"]


def test_a_title_without_a_name_is_refused_with_its_cell(tmp_path: Path) -> None:
    note = refused(tmp_path, HEAD, ONE, (2.0, "区财政局", "副局长", None, None))
    assert (note.rule, note.span.file.rpartition(" ")[2]) == ("roster-name", "D3")


@pytest.mark.parametrize("cell", ["邹燕、方芸", "邹燕,方芸", "潘永康/罗建平", "邹燕；方芸"])
def test_two_people_in_a_cell_are_refused(tmp_path: Path, cell: str) -> None:
    note = refused(tmp_path, HEAD, ONE, (2.0, "区财政局", "副局长", cell, None))
    assert (note.rule, note.span.file.rpartition(" ")[2]) == ("roster-name", "D3")


def test_full_width_digits_and_blanks(tmp_path: Path) -> None:
    roster = of_book(
        tmp_path,
        ("序　号", "单 位", "职务", "姓　名", "电　话"),
        ("１", "区水务局", "局长", "潘永康", "１３８０００００００１"),
        ("２．", "区财政局", "副局长", "邹　燕", 13800000002.0),
    )
    assert names(roster) == ["潘永康", "邹燕"]
    assert [str(person.phone) for person in roster.people] == ["13800000001", "13800000002"]
    assert roster.notes == ()


def test_unknown_columns_and_roles_are_said(tmp_path: Path) -> None:
    roster = of_book(
        tmp_path,
        ("姓名", "职务", "车牌", "参会情况"),
        ("潘永康", "局长", "无", "请假（公出）"),
        ("邹燕", "副局长", "", "来"),
    )
    assert [person.role for person in roster.people] == ["请假", "出席"]
    assert sorted(rules(roster)) == ["roster-column", "roster-role", "roster-role"]


@pytest.mark.parametrize("heading", ["科室", "部门", "处 室", "班级"])
def test_a_part_of_a_unit_is_the_unit_where_no_other_stands(tmp_path: Path, heading: str) -> None:
    roster = of_book(tmp_path, (heading, "姓名"), ("护理部", "邹燕"))
    assert (roster.people[0].unit, roster.notes) == ("护理部", ())
    roster = of_book(tmp_path, (heading, "单位", "姓名"), ("护理部", "县中医院", "邹燕"))
    assert roster.people[0].unit == "县中医院"
    assert [note.message for note in roster.notes] == [f"已有“单位”一栏，没有用“{heading}”"]


def test_hidden_people_are_not_of_the_roster_and_told(tmp_path: Path) -> None:
    """A row that was filtered away stood on the sign-in sheet, without a word."""
    file = book(tmp_path / "名单.xlsx", {"名单": (HEAD, ONE, TWO, ONE)}, ("B3:B4",))
    with zipfile.ZipFile(file) as package:
        found = {name: package.read(name) for name in package.namelist()}
    sheet = found["xl/worksheets/sheet1.xml"]
    assert b'<row r="3"' in sheet
    found["xl/worksheets/sheet1.xml"] = sheet.replace(b'<row r="3"', b'<row hidden="1" r="3"')
    with zipfile.ZipFile(file, "w") as package:
        for name, data in found.items():
            package.writestr(name, data)
    roster = read(file)
    assert names(roster) == ["潘永康", "潘永康"]
    assert [(note.rule, note.message) for note in roster.notes][:2] == [
        ("sheet-hidden-rows", "有 1 行隐藏着（筛选掉的也是），没有读：第3行"),
        ("roster-merged", "从第3行起的合并格没有读到文字（这一行隐藏着，或空着）"),
    ]


def test_a_unit_broken_over_two_lines_is_one_and_two_names_in_a_cell_are_refused(
    tmp_path: Path,
) -> None:
    broken = "云溪镇中心\n卫生院"
    roster = of_book(tmp_path, HEAD, (1.0, broken, "局\n长", "邹\n燕", ""), (2.0, broken, *TWO[2:]))
    first, _ = roster.people
    assert (first.unit, first.position, first.name) == ("云溪镇中心卫生院", "局长", "邹燕")
    assert [(note.rule, note.message) for note in roster.notes if note.rule == "roster-break"] == [
        ("roster-break", "单元格里有换行，连成一行：“云溪镇中心卫生院”等 3 格")
    ]
    told = refused(tmp_path, HEAD, (1.0, "区水务局", "局长", "邹燕\n王洋", ""))
    assert (told.rule, told.message) == ("roster-name", "“邹燕\n王洋”像是几个人写在一格里")


def test_several_sheets(tmp_path: Path) -> None:
    one: Rows = (HEAD, ONE)
    file = book(tmp_path / "名单.xlsx", {"说明": (("请先看这里",),), "参会": one})
    roster = read(file)
    assert names(roster) == ["潘永康"]
    assert place_of(roster.people[0].name).file.endswith("第2页 D2")
    assert rules(roster) == ["roster-sheet"]


def test_two_rosters_are_refused_until_one_is_named(tmp_path: Path) -> None:
    file = book(tmp_path / "名单.xlsx", {"甲": (HEAD, ONE), "乙": (HEAD, TWO)})
    with pytest.raises(SpeechError) as caught:
        read(file)
    (note,) = caught.value.diagnostics
    assert note.rule == "roster-sheet"
    assert "第1页“甲”、第2页“乙”" in note.message
    assert names(read(file, "#乙")) == ["邹燕"]
    assert names(read(file, "#第1页")) == ["潘永康"]


@pytest.mark.parametrize(
    "data", [b"", b"not a book", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" + bytes(600)]
)
def test_a_damaged_book_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "名单.xlsx").write_bytes(data)
    with pytest.raises(SpeechError) as caught:
        read(tmp_path / "名单.xlsx")
    assert caught.value.diagnostics[0].rule == "sheet-unreadable"


def test_a_sheet_without_names_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, ("序号", "单位"), (1.0, "区水务局")).rule == "roster-header"
    assert refused(tmp_path, HEAD).rule == "roster-empty"


# -- CSV ------------------------------------------------------------

CSV = "序号,单位,职务,姓名,角色\n1,区水务局,局长,潘永康,发言\n2,区财政局,副局长,邹　燕,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_csv_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    roster = of_csv(tmp_path, CSV, encoding)
    assert names(roster) == ["潘永康", "邹燕"]
    assert place_of(roster.people[1].name) == Span(str(tmp_path / "名单.csv"), 3, 12, 15)


@pytest.mark.parametrize("mark", ["\t", ";", "，"])
def test_csv_with_other_marks(tmp_path: Path, mark: str) -> None:
    assert names(of_csv(tmp_path, CSV.replace(",", mark).replace("\n", "\r\n"))) == [
        "潘永康",
        "邹燕",
    ]


def test_quoted_cells(tmp_path: Path) -> None:
    first = '"城投公司,一分公司","经理",吴启明,"带""车""\n一辆"\n'
    text = f"单位,职务,姓名,备注\n{first}区水务局,局长,潘永康,\n"
    roster = of_csv(tmp_path, text)
    assert [str(p.unit) for p in roster.people] == ["城投公司,一分公司", "区水务局"]
    assert roster.people[0].note == '带"车"\n一辆'
    assert place_of(roster.people[1].name).line == 4


def test_a_quote_that_never_ends(tmp_path: Path) -> None:
    with pytest.raises(SpeechError) as caught:
        of_csv(tmp_path, '姓名,职务\n"潘永康,局长\n')
    assert caught.value.diagnostics[0].span.line == 2


# -- in the pack file ------------------------------------------------------------


def test_in_place() -> None:
    roster = of_yaml(
        "- 区水务局 局长 潘永康\n- 姓名: 邹燕\n  单位: 区财政局\n  角色: 列席\n- 沈明远\n- 张　伟\n"
    )
    assert names(roster) == ["潘永康", "邹燕", "沈明远", "张伟"]
    assert [person.role for person in roster.people] == ["出席", "列席", "出席", "出席"]
    assert place_of(roster.people[1].name) == Span("会议.yaml", 2, 7, 9)


def test_in_place_slips_are_refused_at_their_line() -> None:
    with pytest.raises(SpeechError) as caught:
        of_yaml("- 姓名: 潘永康\n  职物: 局长\n- 单位: 区水务局\n")
    assert [(n.rule, n.span.line) for n in caught.value.diagnostics] == [
        ("roster-column", 2),
        ("roster-name", 3),
    ]


# -- people ------------------------------------------------------------


def test_how_people_are_called(tmp_path: Path) -> None:
    roster = of_csv(
        tmp_path,
        "单位,职务,姓名,称呼\n区政府,副区长,沈明远,副区长沈明远\n区水务局,区水务局局长,潘永康,\n"
        "市住建局,城市建设科科长,顾清,\n,,周凤英,\n",
    )
    assert [str(p.called) for p in roster.people] == [
        "副区长沈明远",
        "区水务局局长潘永康",
        "市住建局城市建设科科长顾清",
        "周凤英",
    ]
    assert [str(p.signed) for p in roster.people] == [
        "副区长 沈明远",
        "区水务局局长 潘永康",
        "市住建局城市建设科科长 顾清",
        "周凤英",
    ]
    assert [str(p.thanked) for p in roster.people] == [
        "沈明远副区长",
        "区水务局局长潘永康",
        "市住建局城市建设科科长顾清",
        "周凤英",
    ]


def test_leave_after_the_roster_was_made() -> None:
    roster = on_leave(of_yaml("- 张伟\n- 邹燕\n"), ["张　伟"])
    assert [person.role for person in roster.people] == ["请假", "出席"]


# -- doubts ------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "rule"),
    [
        ("- 甲局 局长 张建伟\n- 乙局 局长 张健伟\n", "roster-near"),
        ("- 甲局 局长 章文\n- 乙局 局长 张文\n", "roster-near"),
        ("- 候明\n", "roster-surname"),
        ("- 刑东海\n", "roster-surname"),
        ("- 甲局 局长 张伟\n- 乙局 局长 张伟\n", "roster-same-name"),
        ("- 甲局 局长 张伟\n- 甲局 副局长 张伟\n", "roster-twice"),
        ("- 甲局 局长 张伟（代）\n", "roster-name"),
    ],
)
def test_doubtful_names_are_warned_of(people: str, rule: str) -> None:
    roster = of_yaml(people)
    assert rules(roster, Severity.WARNING) == [rule]
    assert roster.notes[0].span.line


@pytest.mark.parametrize(
    "people", ["- 侯明\n- 邢东海\n", "- 王建国\n- 李建国\n", "- 张伟\n- 张明\n"]
)
def test_ordinary_names_are_not(people: str) -> None:
    assert of_yaml(people).notes == ()


def test_what_a_name_may_be_miswritten_as() -> None:
    found = variants("潘永康")
    assert "潘勇康" in found
    assert not {"潘永康", "潘永明", "潘康"} & set(found)
    assert all("潘永康" in variants(one) for one in found)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张　伟", "张伟"),
        (" 张 伟 ", "张伟"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("John Smith ", "John Smith"),
    ],
)
def test_bare_names(written: str, name: str) -> None:
    assert bare(written) == name


# -- what no roster should hold ----------------------------------------------------------------


def test_a_serial_of_thousands_of_digits_is_none(tmp_path: Path) -> None:
    assert names(of_csv(tmp_path, f"序号,姓名\n{'1' * 5000},潘永康\n")) == ["潘永康"]


def test_a_name_of_hundreds_of_characters_is_refused_with_its_cell(tmp_path: Path) -> None:
    note = refused(tmp_path, HEAD, (1.0, "区水务局", "局长", "长" * 10_000, None))
    assert note.rule == "roster-name"
    assert note.span.file.endswith("D2") and len(note.message) < 40


def test_a_name_of_blanks_is_none() -> None:
    with pytest.raises(SpeechError, match="没有姓名"):
        of_yaml("- {单位: 区水务局, 姓名: ' '}")


def test_merged_cells_without_end_are_refused(tmp_path: Path) -> None:
    rows = [HEAD, *((float(n), "区水务局", "局长", f"潘永{n}", None) for n in range(1, 600))]
    with pytest.raises(SpeechError, match="合并单元格太多"):
        of_book(tmp_path, *rows, merged=("B2:B600",) * 900)


def test_names_alike_are_found_among_many(tmp_path: Path) -> None:
    many = "\n".join(f"甲{chr(0x4E00 + n)}乙" for n in range(300))
    roster = of_csv(tmp_path, f"姓名\n张伟\n{many}\n张玮\n")
    assert [note.rule for note in roster.notes if "张玮" in note.message] == ["roster-near"]


def test_a_numbered_row_without_a_name_is_told_of(tmp_path: Path) -> None:
    roster = of_book(tmp_path, HEAD, ONE, (2.0, "区财政局", None, None, None))
    assert names(roster) == ["潘永康"]
    (note,) = roster.notes
    assert (note.rule, note.span.file.rpartition(" ")[2]) == ("roster-note", "B3")
    assert note.message == "“区财政局”不是人名，这一行没有用"


def test_a_lone_empty_unit_and_a_second_chair_are_told_at_their_cells(tmp_path: Path) -> None:
    third = (3.0, None, "副局长", "汪洋", "主持")
    roster = of_book(tmp_path, HEAD, ONE, TWO, third, (4.0, "区水务局", "科长", "石磊", "主持"))
    told = {note.rule: note for note in roster.notes}
    assert told.keys() == {"roster-unit", "roster-chairs"}
    assert told["roster-unit"].message == "汪洋没有单位，别的人都有"
    assert told["roster-unit"].span.file.endswith("B4")
    assert told["roster-chairs"].span.file.endswith("D5")
    assert not of_csv(tmp_path, "姓名,角色\n汪洋,主持\n石磊,出席\n").notes  # no units at all
    inline = of_yaml("- {姓名: 石磊, 单位: 甲局, 角色: 主持}\n- {姓名: 汪洋, 单位: , 角色: 主持}\n")
    assert [(note.rule, note.span.line) for note in inline.notes] == [
        ("roster-unit", 2),
        ("roster-chairs", 2),
    ]
