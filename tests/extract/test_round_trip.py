"""Draft, read back, write the outline, draft again: the same text and the same structure."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import example, given

from speechgen.api import search_roots
from speechgen.api.drafted import Draft
from speechgen.api.drafting import draft
from speechgen.api.reading import Imported
from speechgen.document import Document, Item, Para, Picture, Table
from speechgen.extract.compare import drafted_lines, fold
from speechgen.library.folders import template_roots
from speechgen.numbering import FALLBACK, Pattern
from speechgen.readers import read_bytes
from speechgen.readers.reading import Reading

from ..outlines_made import imported, outlines, plain_outlines
from ..outlines_made import made as drafted


def structure(document: Document, of: Callable[[str], str] = fold) -> list[object]:
    """Every block without its place; a list that its pattern cannot count is one of 1."""
    rows: list[object] = []
    for block in document.blocks:
        match block:
            case Item():
                counted = Pattern.parse(block.pattern).number(block.label, 4) is not None
                pattern = block.pattern if counted or not block.label else FALLBACK
                entries = [(entry.label, of(entry.text)) for entry in block.entries]
                parts = (of(block.head), of(block.body))
                rows.append((block.level, pattern, block.label, *parts, block.heading, entries))
            case Para():
                rows.append((block.role, of(block.text), [of(e.text) for e in block.entries]))
            case Table():
                cells = [[of(cell) for cell in row] for row in block.rows]
                rows.append((of(block.title), cells, block.header_rows, block.widths))
            case Picture():
                rows.append((block.image.data, of(block.title), block.width))
    return rows


def back(name: str, data: bytes) -> tuple[Reading, str]:
    readings = read_bytes(name, data)
    assert len(readings) == 1
    found = Imported(name, readings, search_roots())
    return readings[0], found.outlines()[0]


@given(outlines())
def test_a_docx_gives_its_document_back_exactly(outline: str) -> None:
    made = drafted(outline)
    reading, _ = back("稿.docx", made.to("docx"))
    assert structure(reading.document, str) == structure(made.document, str)
    assert (reading.document.title, reading.document.date) == (
        made.document.title,
        made.document.date,
    )


@example("类型: 讲话\n标题: 在会上的讲话\n编号: 一、\n正文:\n  - 文: 云云。\n落款: 村委会\n")
@example(
    "类型: 讲话\n标题: 甲\n编号: 一、\n正文:\n  - 文: 云云。\n  - 表: [[任务, 数量], [清淤, 12]]\n"
)
@given(outlines())
def test_a_docx_gives_an_outline_that_drafts_to_the_same_document(outline: str) -> None:
    made = drafted(outline)
    _, again = back("稿.docx", made.to("docx"))
    redrafted = drafted(again)
    assert [fold(line) for line in drafted_lines(redrafted.document)] == [
        fold(line) for line in drafted_lines(made.document)
    ], again


@given(plain_outlines())
def test_a_text_gives_an_outline_of_the_same_structure(outline: str) -> None:
    """The class: labels on all nodes, no label or 。 inside a head, nothing that looks like a
    frame line; long paragraphs end in a mark."""
    made = draft(outline.encode())
    _, again = back("稿.txt", made.to("txt"))
    assert structure(draft(again.encode()).document) == structure(made.document), again


def corpus(shared: Path) -> list[Path]:
    return sorted((shared / "corpus" / "outlines").glob("*.yaml"))


@pytest.mark.shared
@pytest.mark.parametrize("suffix", ["docx", "txt", "md"])
def test_the_corpus_outlines_come_back(shared: Path, suffix: str) -> None:
    for path in corpus(shared):
        made = draft(path)
        _, again = back(f"稿.{suffix}", made.to(suffix))
        text = [fold(line) for line in drafted_lines(draft(again.encode()).document)]
        assert "".join(text) == "".join(fold(line) for line in drafted_lines(made.document)), path
        if suffix == "docx":
            assert structure(draft(again.encode()).document) == structure(made.document), path


def test_the_examples_come_back(examples: list[Path]) -> None:
    for path in examples:
        made = draft(path)
        if made.kind.id == "seatcards":  # names alone: no speech
            continue
        for suffix in ("docx", "md", "txt"):
            written, told, again = imported(suffix, made.to(suffix), beside=path.parent)
            assert again is not None
            assert not told, written
            if suffix != "txt":
                assert words(again) == words(made), written
            assert printed(again) == printed(made), written


def printed(draft: Draft) -> list[str]:
    """The lines of a text draft; a picture without a title by no name."""
    text = re.sub("【图：(?:座次|图[0-9]+)】", "【图】", str(draft))
    return [line.strip() for line in text.splitlines() if line.strip()]


def words(draft: Draft) -> str:
    """The text, lines of one title run together; a picture without a title by no name."""
    lines = drafted_lines(draft.document)
    return re.sub(r"\S+\.(?:png|jpeg)", "", "".join(map(fold, lines)))


def test_a_paragraph_of_the_template_behind_points_that_run_on_comes_back(tmp_path: Path) -> None:
    own = tmp_path / "模板" / "own"
    copytree(template_roots()[-1] / "speech", own)
    kind, body = own / "meeting.yaml", own / "body.j2"
    said = re.sub("名称: 讲话\n别名.*", "名称: 自用讲话", kind.read_text("utf-8"))
    said = said.replace("_parts/more.j2", "body.j2")
    kind.write_text(said, "utf-8")
    body.write_text("{{ 正文 }}\n\n以上各项，请各单位抓好贯彻落实，确保取得成效。\n", "utf-8")
    points = "    连排: 是\n    点: [抓一项, 抓二项]\n"
    outline = f"类型: 自用讲话\n标题: 在会上的讲话\n正文:\n  - 题: 抓责任\n{points}"
    made = draft(outline.encode(), templates=[tmp_path / "模板"])
    _, again = back("稿.docx", made.to("docx"))
    assert drafted_lines(draft(again.encode()).document) == drafted_lines(made.document)


@pytest.mark.parametrize("kind", ["讲话", "公文"])
def test_a_head_of_minutes_comes_back_with_all_it_says(kind: str) -> None:
    outline = (
        "类型: 会议方案\n标题: 防汛工作会议纪要\n日期: 2026-05-12\n"
        "版头: {机关: 市防汛办, 格式: 纪要, "
        "字号: 云汛〔2026〕7号, 签发人: 沈明远}\n目的: 为开好会，制定本方案。\n"
    )
    made = draft(outline.encode())
    assert "云汛〔2026〕7号　　　　签发人：沈明远　　　　2026年5月12日" in str(made)
    _, told, again = imported("docx", made.to("docx"), kind)
    assert again is not None
    assert (told, words(again)) == (0, words(made))


def test_numbering_that_runs_on_comes_back() -> None:
    outline = "类型: 讲话\n标题: 在会上的讲话\n编号: 一、>（一）…\n正文:\n" + "".join(
        f"  - 题: 部分{n}\n    点:\n      - 甲事\n      - 乙事\n" for n in "一二三"
    )
    made = draft(outline.encode())
    labels = re.findall(r"（.）", str(made))
    assert labels == ["（一）", "（二）", "（三）", "（四）", "（五）", "（六）"]
    for suffix in ("docx", "txt"):
        _, again = back(f"稿.{suffix}", made.to(suffix))
        assert "编号: 一、>（一）…" in again
        assert structure(draft(again.encode()).document) == structure(made.document)


@pytest.mark.parametrize("label", ["一是", "（一）", "1.", "第一，", "A."])
def test_the_same_label_line_after_line_goes_no_deeper_than_an_outline(label: str) -> None:
    text = "在会上的讲话\n" + f"{label}抓落实，压责任。\n" * 400
    made = Imported("旧稿.txt", read_bytes("旧稿.txt", text.encode()), search_roots())
    (found,) = made.differences(made.outlines())
    assert not found
