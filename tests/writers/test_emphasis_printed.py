"""`**重点**` on the paper: five formats, the closing line, names, counts, mends and findings."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from speechgen import check, draft
from speechgen.api.checking import request
from speechgen.api.drafting import Laid, Options, open_outline
from speechgen.api.mending import annotated, mend
from speechgen.cli.screen import summary
from speechgen.diagnostics import Span
from speechgen.diff import diff
from speechgen.document import Document, emphatic, plain
from speechgen.edit.freeze import freeze
from speechgen.edit.renumber import renumber
from speechgen.paper.paging import paginate
from speechgen.readers import read_bytes
from speechgen.text import emphasised

OUTLINE = """\
类型: 讲话
标题: 在**防汛**工作会议上的讲话
讲话人: 云汀市副市长 **沈明远**
日期: 2026年5月12日
正文:
  - 题: 认清**严峻形势**，绷紧防汛之弦
    文: |
      今年**早、雨量大**，落实**“三个确保”**要求，修复**公安生态。**公安队伍。
    点:
      - **压实责任**：要**随叫【待补：谁】随到**
      - 两**组**数：3\\*4，\\*\\*不粗\\*\\*
"""
BARE = re.sub(r"\\\*|\*\*(?!公安)", lambda sign: "＊" if sign[0] == "\\*" else "", OUTLINE)


def runs(data: bytes) -> list[str]:
    xml = zipfile.ZipFile(BytesIO(data)).read("word/document.xml").decode()
    return re.findall(r"<w:r>(?:(?!</w:r>).)*</w:r>", xml)


@pytest.mark.parametrize(
    ("outline", "even"),
    [
        (OUTLINE, False),
        (BARE, True),
        (BARE.replace("正文:", "正文:\n  - 表:\n      - [甲, '**乙**']"), False),
        (BARE + "附件:\n  - 题: 名单\n    文: 要**快**办\n", False),
    ],
)
def test_a_document_knows_whether_anything_in_it_is_emphasised(outline: str, even: bool) -> None:
    document = draft(outline.encode()).document
    assert document.even is even
    assert emphatic(document) == emphatic(replace(document, even=False))
    assert bool(emphatic(document)) is not even


def test_text_and_markdown() -> None:
    made = draft(OUTLINE.encode())
    assert str(made).splitlines()[0] == "在防汛工作会议上的讲话"
    assert "今年早、雨量大，落实“三个确保”要求，修复**公安生态。**公安队伍。" in str(made)
    assert "数。3*4，**不粗**" in str(made)
    marked = made.to("md").decode()
    assert "# 在**防汛**工作会议上的讲话" in marked
    assert r"修复\*\*公安生态。\*\*公安队伍" in marked
    assert "**（一）压实责任**。要**随叫【待补：谁】随到**" in marked
    # beside a letter CommonMark takes no star behind a quote
    assert "今年**早、雨量大**，落实<strong>“三个确保”</strong>要求" in marked


def test_word_has_bold_runs_in_the_order_of_the_schema() -> None:
    written = runs(draft(OUTLINE.encode()).to("docx"))
    hint = '<w:rFonts w:hint="eastAsia"/>'
    assert f"<w:r><w:rPr>{hint}<w:b/></w:rPr><w:t>“三个确保”</w:t></w:r>" in written
    head = f'<w:rPr><w:rStyle w:val="Heading2Char"/>{hint}<w:b/></w:rPr><w:t>压实责任</w:t>'
    assert f"<w:r>{head}</w:r>" in written
    gap = f'<w:rPr>{hint}<w:b/><w:highlight w:val="yellow"/></w:rPr><w:t>【待补：谁】</w:t>'
    assert f"<w:r>{gap}</w:r>" in written


@pytest.mark.parametrize("layout", ["gbt9704", "large-print"])
def test_sheets_have_the_same_words_in_bold(layout: str) -> None:
    outline = OUTLINE + "注音:\n  早: zǎo\n"
    made = draft(outline.encode(), layout=layout)
    bold = "".join(
        piece.text
        for sheet in paginate(made.document, made.layout, made.printing)
        for item in sheet.items
        for line in item.lines  # type: ignore[union-attr]
        for piece in line.pieces
        if piece.face.bold
    )
    words = ("防汛", "沈明远", "严峻形势", "早", "雨量大", "“三个确保”", "随叫【待补：谁】随到")
    assert all(word in bold for word in words)
    assert not any(word in bold for word in ("公安", "要求", "不粗"))


def test_the_closing_line_counts_and_nothing_else_does(tmp_path: Path) -> None:
    made, bare = draft(OUTLINE.encode()), draft(BARE.encode())
    assert made.emphases == 8
    assert "· 加粗 8 处 ·" in summary(made, "a.docx")
    assert "加粗" not in summary(bare, "a.docx")
    assert (made.characters, made.minutes) == (bare.characters, bare.minutes)
    assert made.document.title == "在防汛工作会议上的讲话"
    assert made.document.author == "云汀市副市长 沈明远"
    assert made.file_name("{标题}.docx") == "在防汛工作会议上的讲话.docx"
    core = zipfile.ZipFile(BytesIO(made.to("docx"))).read("docProps/core.xml").decode()
    assert "*" not in core


def test_names_taken_from_a_title_are_not_bold() -> None:
    outline = "类型: 动员部署会讲话\n标题: 在**防汛动员会**上的讲话\n任务: 安排\n正文: [甲]\n"
    made = draft(outline.encode())
    assert made.emphases == 1
    headed = draft(f"{outline}版头:\n  机关: 云汀市**人民政府**文件\n".encode())
    assert headed.emphases == 1
    assert "云汀市人民政府文件" in str(headed)
    letter = "版头: {机关: '云汀市**人民政府**', 格式: 信函, 字号: '云函〔2026〕**3**号'}\n"
    assert draft(f"{outline}{letter}".encode()).emphases == 1


def test_cells_of_a_batch_are_text_and_options_are_outline() -> None:
    opened = open_outline(b"\xef\xbb\xbf" + OUTLINE.encode(), Options(values={"标题": "**甲**乙"}))
    assert opened.draft().document.title == "甲乙"
    place = Span("名单.csv", 2, 1)
    made = opened.draft([Laid("标题", "张**和**李", place), Laid("称", "**", place, fact=True)])
    assert made.document.title == "张**和**李"


def test_stars_that_only_look_like_emphasis_are_told() -> None:
    made = draft("类型: 讲话\n标题: 甲\n正文:\n  - 要**立即。行动**\n".encode(), name="a.yaml")
    (note,) = [note for note in made.diagnostics if note.rule == "outline-emphasis"]
    assert (note.span.line, note.span.column, note.span.end_column) == (4, 6, 15)
    redacted = draft("类型: 讲话\n标题: 甲\n正文:\n  - 张**、李**都到\n".encode())
    assert not redacted.diagnostics


def test_findings_stand_at_their_columns_and_mends_keep_emphasis(tmp_path: Path) -> None:
    outline = tmp_path / "a.yaml"
    typed = "要**重点**抓好排查整改,**落实 到位**；**甲方** **乙方**，**丙;丁**在场。"
    outline.write_text(
        f"类型: 讲话\n标题: 在会上的讲话\n正文:\n  - 题: 甲\n    文: {typed}\n", "utf-8"
    )
    found = {note.span.column for note in check(outline) if note.span.line == 5}
    assert {8 + typed.index(mark) for mark in (",", " 到", " **乙", ";")} <= found
    made = mend(str(outline), outline.read_bytes(), request())
    mended = made.data.decode().splitlines()[4]
    # a blank between two words is reported, and stays
    assert mended.endswith("抓好排查整改，**落实 到位**；**甲方** **乙方**，**丙;丁**在场。")
    stars = {"placeholder", "unpaired-mark"} & {note.rule for note in made.left}
    assert not stars


@pytest.mark.parametrize("suffix", ["docx", "md"])
def test_checking_and_comparing_see_no_stars(suffix: str, tmp_path: Path) -> None:
    outline = OUTLINE.replace("**公安", "公安").replace("\\*", "＊")
    made = draft(outline.encode())
    paper = tmp_path / f"a.{suffix}"
    paper.write_bytes(made.to(suffix))
    assert not [note for note in check(paper) if "*" in note.message.replace("＊", "")]
    (before,) = read_bytes(paper.name, made.to(suffix))
    (bare,) = read_bytes("a.txt", made.to("txt"))
    assert not diff(before.document, bare.document)
    mended = mend(str(paper), paper.read_bytes(), request()).data
    (after,) = read_bytes(paper.name, mended)
    assert bold(after.document) == bold(before.document)


def bold(document: Document) -> list[list[str]]:
    texts = map(plain, document.blocks)
    return [[text[start:end] for start, end in emphasised(text)] for text in texts]


def test_word_files_keep_their_bold_runs() -> None:
    live = draft(OUTLINE.encode()).printed(live=True)
    words = [run for run in runs(live.to("docx")) if "<w:b/>" in run]
    data, _ = freeze(live.to("docx"), "a.docx")
    assert [run for run in runs(data) if "<w:b/>" in run] == words
    moved = renumber(data, "a.docx").data
    assert [run for run in runs(moved) if "<w:b/>" in run] == words
    noted, _ = annotated("a.docx", draft(OUTLINE.encode()).to("docx"), request())
    assert len([run for run in runs(noted) if "<w:b/>" in run]) >= len(words)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("要**按时到位，抓紧抓好", 1), ("**按时到位，抓紧", 1), ("按时**，**抓紧**，**抓好", 0),
        ("**甲**乙，**丙", 1), ("张**获奖", 1), ("请张**、李**到会", 0), ("3 * 4", 0),
        (r"要\*\*按时", 0),
    ],
)  # fmt: skip
def test_stars_that_nothing_closes_are_told(text: str, told: int) -> None:
    """They were printed in silence, and only `check` told of them."""
    made = draft(f"类型: 讲话\n标题: 甲\n正文:\n  - 题: 乙\n    文: '{text}'\n".encode())
    notes = [note for note in made.diagnostics if note.rule == "outline-emphasis"]
    assert len(notes) == told
    assert all("“**”没有加粗" in note.message for note in notes)
