"""Mends and comments in Word documents: runs, formatting, and every other part as it was."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from speechgen import draft
from speechgen.api.checking import check, findings, request, review_bytes
from speechgen.api.mending import annotated, mend
from speechgen.diagnostics import Fix, Span
from speechgen.edit.annotate import Comment, annotate
from speechgen.edit.word import mend_word
from tests.readers.docx.word import abstract, num, numbered, p, word_file

PARAGRAPHS: list[list[tuple[str, bool]]] = [
    [("在全市防汛工作会议上的讲", False), ("话", True)],
    [("同志们:", False)],
    [("今年雨水偏", False), ("多,局", True), ("地强降雨多。下面,我讲三点意见。", False)],
    [("一、认清形势", False)],
    [("各单位要抓紧落实。", False), ("。月底 <前> & 报送结果。", True)],
    [("二、抓好准备", False)],
    [("群众反应强烈的问题,要马上办。", False)],
]


def made(paragraphs: list[list[tuple[str, bool]]] = PARAGRAPHS) -> bytes:
    document = docx.Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for text, bold in runs:
            paragraph.add_run(text).bold = bold or None
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def fix(line: int, column: int, size: int, text: str) -> Fix:
    return Fix(Span("稿.docx", line, column, column + size), text)


def test_mended_in_its_runs_and_nothing_else() -> None:
    data = made()
    mended = mend("稿.docx", data, request())
    assert [each for each in mended.left if each.fix] == []
    assert texts(mended.data) == [
        "在全市防汛工作会议上的讲话",
        "同志们：",
        "今年雨水偏多，局地强降雨多。下面，我讲三点意见。",
        "一、认清形势",
        "各单位要抓紧落实。月底 <前> & 报送结果。",
        "二、抓好准备",
        "群众反应强烈的问题，要马上办。",
    ]
    before, after = parts(data), parts(mended.data)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == ["word/document.xml"]
    bare = re.compile(rb"(?<=<w:t>)[^<]*(?=</w:t>)|<w:t xml:space=\"preserve\">[^<]*(?=</w:t>)")
    assert bare.sub(b"", before["word/document.xml"]) == bare.sub(b"", after["word/document.xml"])
    again = mend("稿.docx", mended.data, request())
    assert again.data == mended.data


def test_a_clean_document_keeps_every_byte() -> None:
    data = made(
        [[("在全市防汛工作会议上的讲话", False)], [("同志们：", False)], [("要抓好落实。", False)]]
    )
    assert mend("稿.docx", data, request()).data == data


def test_a_fix_across_runs() -> None:
    mended = mend_word(made(), [fix(3, 5, 3, "少；")])
    document = docx.Document(io.BytesIO(mended))
    assert [run.text for run in document.paragraphs[2].runs] == [
        "今年雨水少；",
        "局",
        "地强降雨多。下面,我讲三点意见。",
    ]


def test_an_insertion_at_the_end() -> None:
    assert texts(mend_word(made(), [fix(4, 7, 0, "！")]))[3] == "一、认清形势！"


def test_automatic_numbers_are_checked_and_not_touched() -> None:
    document = docx.Document()
    for text in ("抓好准备,不拖延", "落实责任,不推诿"):
        document.add_paragraph(text, style="List Number")
    out = io.BytesIO()
    document.save(out)
    mended = mend("稿.docx", out.getvalue(), request())
    assert texts(mended.data) == ["抓好准备，不拖延", "落实责任，不推诿"]


def test_a_draft_of_our_own_is_mended(tmp_path: Path) -> None:
    head = "类型: 讲话\n标题: 在防汛会上的讲话\n"
    outline = f"{head}正文:\n  - 题: 抓排查\n    文: 抓紧落实。。月底前报送\n"
    file = tmp_path / "稿.docx"
    draft(outline.encode()).save(file)
    assert [each.span.line for each in check(file, select=["repeat-punct"])] != []
    mended = mend(str(file), file.read_bytes(), request())
    assert "抓紧落实。月底前报送" in texts(mended.data)


# -- comments -----------------------------------------------------------------------------------


def comments(data: bytes) -> list[tuple[str, str]]:
    """(commented text, comment) of every comment, by id."""
    from lxml import etree

    names = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    body = etree.fromstring(parts(data)["word/document.xml"])
    listed = etree.fromstring(parts(data)["word/comments.xml"])
    found = []
    for comment in listed.findall("w:comment", names):
        ident = comment.get(f"{{{names['w']}}}id")
        text, inside = "", False
        for element in body.iter():
            name = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if element.get(f"{{{names['w']}}}id") == ident and name.startswith("commentRange"):
                inside = name == "commentRangeStart"
            elif name == "t" and inside:
                text += element.text or ""
        said = "".join(part.text or "" for part in comment.iter(f"{{{names['w']}}}t"))
        found.append((text, said))
    return found


def test_comments_are_anchored_to_their_characters_across_runs() -> None:
    noted = annotate(
        made(),
        [
            Comment(3, 5, 9, ("甲",)),
            Comment(3, 6, 7, ("乙",)),
            Comment(1, 13, 14, ("丙", "丁")),
            Comment(99, 1, 2, ("戊",)),
        ],
    )
    assert texts(noted) == texts(made())
    assert comments(noted) == [("话", "丙丁"), ("偏多,局", "甲"), ("多", "乙"), ("群", "戊")]


def test_comments_already_there_stay() -> None:
    once = annotate(made(), [Comment(2, 1, 4, ("甲",))])
    twice = annotate(once, [Comment(2, 2, 3, ("乙",))])
    assert comments(twice) == [("同志们", "甲"), ("志", "乙")]


def test_every_finding_has_its_comment() -> None:
    data = made()
    noted, found = annotated("稿.docx", data, request())
    assert len(comments(noted)) == len(found) > 5
    texts_by_rule = {
        said.partition("]")[0].partition("[")[2]: text for text, said in comments(noted)
    }
    assert texts_by_rule["confusable-word"] == "反应强烈"
    assert texts_by_rule["repeat-punct"] == "。。"


def test_a_text_is_annotated_as_a_draft() -> None:
    text = "在全市防汛工作会议上的讲话\n同志们：\n群众反应强烈的问题,要马上办。\n"
    noted, found = annotated("稿.txt", text.encode(), request())
    assert [text for text, _ in comments(noted)] == ["反应强烈", ","]
    assert len(found) == 2


@pytest.mark.clock
def test_a_long_text_with_tables_is_annotated_at_the_place() -> None:
    table = "\n\n| 单位 | 时间 |\n| --- | --- |\n| 甲村 | 五月 |\n\n"
    lines = [f"第{at}户的屋面要在雨季前修好，漏水的先修。" for at in range(4_600)]
    lines[2_300] = "群众反应强烈的问题要马上办。"
    text = (
        "# 在旧房改造会上的讲话\n\n先说安排。" + table + "\n\n".join(lines) + table + "再说要求。\n"
    )
    noted, _ = annotated("稿.md", text.encode(), request(select=["confusable-word"]))
    assert [text for text, _ in comments(noted)] == ["反应强烈"]


@pytest.mark.shared
@pytest.mark.slow
def test_annotated_seeds_are_valid(shared: Path, tmp_path: Path) -> None:
    made_files = []
    for path in sorted((shared / "corpus" / "seeds").glob("*.txt")):
        noted, found = annotated(str(path), path.read_bytes(), request())
        assert len(comments(noted)) == len(found)
        target = tmp_path / f"{path.stem}.docx"
        target.write_bytes(noted)
        made_files.append(str(target))
    tool = shared / "tools" / "validate_docx.py"
    done = subprocess.run(
        [sys.executable, str(tool), *made_files], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.office
@pytest.mark.shared
def test_libreoffice_shows_as_many_comments_as_findings(
    shared: Path, tmp_path: Path, soffice: str
) -> None:
    path = next((shared / "corpus" / "seeds").glob("002*.txt"))
    noted, found = annotated(str(path), path.read_bytes(), request())
    file = tmp_path / "批注.docx"
    file.write_bytes(noted)
    profile = (tmp_path / "profile").as_uri()
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "fodt",
               "--outdir", str(tmp_path), str(file)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    shown = (tmp_path / "批注.fodt").read_text("utf-8")
    assert len(re.findall(r"<office:annotation[ >]", shown)) == len(found)


def test_findings_in_a_document_have_its_paragraph_numbers() -> None:
    wanted = request(select=["confusable-word"])
    found: list[Any] = findings(review_bytes("稿.docx", made(), wanted), wanted)
    assert [(each.span.line, each.span.column, each.span.end_column) for each in found] == [
        (7, 3, 7)
    ]


def test_what_word_prints_by_itself_is_not_mended_in_the_text_beside_it() -> None:
    lists = abstract(0, ("decimalFullWidth", "%1、")) + num(7, 0)
    data = word_file(p("在会上的讲话") + numbered("要抓好防汛工作。", 7), numbering=lists)
    wanted = request()
    found = findings(review_bytes("稿.docx", data, wanted), wanted)
    assert "全角“１”应当用半角" in [each.message for each in found]
    assert mend("稿.docx", data, wanted).data == data
