"""Names stand whole on their lines, and nothing but the paper sees by what means."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from speechgen import check, draft, read
from speechgen.api.drafted import Options
from speechgen.api.drafting import draft_as
from speechgen.carry.pull import pull
from speechgen.diff import diff
from speechgen.document import Para
from speechgen.learn import sample_of, taught
from speechgen.paper.names import people
from speechgen.paper.paging import paginate
from speechgen.paper.sheets import Fragment
from tests.paper.attendance import broken_names, minutes
from tests.paper.reading import lines_of
from tests.word_hand import done

HOST = """\
类型: 主持词
标题: 防汛工作会主持词
会议: {名称: 防汛工作会, 日期: 2026-05-12, 地点: 二楼会议室}
介绍: [常务副区长沈明远, 区水务局局长潘永康, 区应急管理局副局长欧阳文静, 区气象台总工程师 阿依努尔]
任务: 部署防汛
议程:
  - {做: 通报去年的汛情和今年的天气趋势预测, 人: 区水务局副局长罗建平}
"""
SPACING = re.compile(rb'<w:spacing w:val="-?[0-9]+"/>')


@pytest.mark.parametrize("layout", ["gbt9704", "large-print", "business", "plain"])
def test_no_name_of_a_list_goes_on_on_the_next_line(layout: str) -> None:
    spread = 0
    for seed in range(20):
        outline, names = minutes(seed)
        made = draft(outline, layout=layout)
        sheets = paginate(made.document, made.layout, made.printing)
        rows = [line for sheet in sheets for line in lines_of(sheet)]
        assert [one for one, breaks in broken_names(rows, names) if breaks] == []
        items = [item for sheet in sheets for item in sheet.items if isinstance(item, Fragment)]
        for line in (line for item in items if item.role == "present" for line in item.lines):
            apart = max(piece.face.spacing for piece in line.pieces)
            assert apart < line.height / 2
            spread += apart > made.layout.look("body").spacing
    assert spread > 20


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("区水务局局长潘永康、副局长方芸。", {"潘永康", "方芸"}),
        ("由区委书记 阿依努尔·买买提、教导员 粟裕（挂职）主持", {"阿依努尔·买买提", "粟裕"}),
        ("请总工程师欧阳文静汇报", {"欧阳文静"}),
        ("刚才，潘永康局长讲了话", set()),
        ("各成员单位、各责任单位的负责同志", set()),
        ("由局长办公会、主任会议研究", set()),
    ],
)
def test_a_name_is_what_an_office_stands_before(text: str, names: set[str]) -> None:
    found = people([Para(text)])
    assert set(found.pattern.split("|") if found else ()) == names


def test_a_list_of_those_present_holds_names_without_an_office() -> None:
    found = people([Para("出席：仇英、区长 粟裕、副区长闻一舟、各镇党委主要负责人", "present")])
    assert found is not None and set(found.pattern.split("|")) == {"仇英", "粟裕", "闻一舟"}


def saved(data: bytes, *, spread: bool) -> bytes:
    """The DOCX as it would be if somebody had saved it, with its spread lines or without."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                plain = SPACING.sub(b"", part)
                assert plain != part
                part = (part if spread else plain).replace(b"<w:p>", b'<w:p w:rsidR="00A1">')
            new.writestr(name, part)
    return made.getvalue()


@pytest.mark.parametrize("outline", [minutes(3)[0].decode(), HOST], ids=["minutes", "host"])
def test_reading_learning_and_pulling_see_nothing_of_it(outline: str, tmp_path: Path) -> None:
    path = tmp_path / "提纲.yaml"
    path.write_text(outline, "utf-8")
    data = draft_as(path, Options()).to("docx")
    spread, twin = saved(data, spread=True), saved(data, spread=False)
    read_of = [read("稿.docx", data=data) for data in (spread, twin)]
    assert read_of[0].documents == read_of[1].documents
    assert read_of[0].outlines() == read_of[1].outlines()
    assert diff(read_of[0].documents[0], read_of[1].documents[0]) == ()
    samples = [taught([sample_of(data, "稿.docx")], "本单位") for data in (spread, twin)]
    assert samples[0].compiled.text == samples[1].compiled.text
    checked = []
    for data in (spread, twin):
        (tmp_path / "稿.docx").write_bytes(data)
        checked.append(check(tmp_path / "稿.docx"))
    assert checked[0] == checked[1]
    for data in (spread, twin):
        pulled = pull(data, path, Options())
        assert (pulled.whole, pulled.changes, pulled.data.decode()) == (True, (), outline)


def test_a_name_that_was_edited_in_word_is_pulled(tmp_path: Path) -> None:
    path = tmp_path / "提纲.yaml"
    path.write_text(HOST, "utf-8")
    edited = done(draft_as(path, Options()).to("docx"), "改", "副局长欧阳文静", "副局长司马文静")
    pulled = pull(edited, path, Options())
    assert pulled.whole and pulled.data.decode() == HOST.replace("欧阳", "司马")


@pytest.mark.parametrize("layout", ["gbt9704", "large-print"])
def test_a_number_and_who_signs_stand_on_one_line(layout: str) -> None:
    outline = (
        "类型: 公文\n标题: 防汛的请示\n版头: {机关: 水务局文件, 字号: 临文旅水发〔2026〕11号, "
        "签发人: %s}\n开头: 请予支持。\n"
    )
    for signers in ("许静文", "许静文　罗建平"):
        made = draft((outline % signers).encode(), layout=layout)
        (sheet, *_) = paginate(made.document, made.layout, made.printing)
        (number,) = (one for one in sheet.items if getattr(one, "role", "") == "letterhead-number")
        assert isinstance(number, Fragment) and len(number.lines) == 1
        assert number.lines[0].pieces[0].face.size >= 30
