"""Emphasis through the formats and back: draft, import, draft again."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.api import search_roots
from speechgen.api.drafting import draft
from speechgen.api.reading import Imported
from speechgen.document import Document, Item, Para, plain
from speechgen.extract.compare import drafted_lines, fold
from speechgen.readers import read_bytes
from speechgen.text import emphasised, joined

_WORDS = st.text("云汀市防汛工作会议要求各单位认真落实责任措施", min_size=2, max_size=8)
_STARRED = st.builds("**{}**".format, st.one_of(_WORDS, _WORDS.map("“{}”".format)))
_STARS = st.sampled_from(["**", "*", "\\*", "\\*\\*", "张**", "2*3", "***", "**，甲**"])
_PIECES = st.lists(st.one_of(_WORDS, _STARRED, _STARS), min_size=1, max_size=4)
_TEXTS = st.builds(lambda first, rest: f"{first}{'，'.join(rest)}，要抓好。", _WORDS, _PIECES)
_HEADS = st.builds(lambda first, rest: f"{first}{''.join(rest)}抓好", _WORDS, _PIECES)
_POINTS = st.lists(st.tuples(_HEADS, _TEXTS), min_size=1, max_size=3)


@st.composite
def outlines(draw: st.DrawFn) -> str:
    made = {
        "类型": "讲话",
        "标题": f"在**防汛**会议上的讲话{draw(st.sampled_from(['', '（**提纲**）']))}",
        "称谓": "同志们",
        "编号": "一、>（一）>一是",
        "正文": [
            {"题": head, "点": [{"题": one, "文": text} for one, text in points]}
            for head, points in draw(st.lists(st.tuples(_HEADS, _POINTS), min_size=1, max_size=3))
        ],
    }
    return json.dumps(made, ensure_ascii=False)


def bold(document: Document, heads: bool = True) -> list[list[str]]:
    """The emphasised words of each paragraph; of run-in heads only if they are asked for."""
    found: list[list[str]] = []
    for block in document.blocks:
        text = plain(block)
        if isinstance(block, Item) and block.body and not heads:
            text = joined(block.body)
        found.append([fold(text[start:end]) for start, end in emphasised(text)])
    return found


def again(name: str, data: bytes) -> Document:
    (reading,) = read_bytes(name, data)
    found = Imported(name, (reading,), search_roots())
    outline = found.outlines()
    (told,) = found.differences(outline)
    assert {one.what for one in told} <= {"空处写成【待补】"}, outline[0]
    return draft(outline[0].encode()).document


@given(outlines())
def test_text_has_every_character_but_the_stars_of_emphasis(outline: str) -> None:
    made = draft(outline.encode())
    texts = [json.loads(outline)["标题"]]
    for part in json.loads(outline)["正文"]:
        texts.append(part["题"])
        texts += [text for point in part["点"] for text in (point["题"], point["文"])]
    printed = str(made)
    stars = sum(text.count("*") for text in texts)
    assert printed.count("*") == stars - 4 * made.emphases
    for text in texts:
        assert all(word in printed for word in text.replace("\\*", "*").split("*"))


@given(outlines())
def test_a_docx_of_ours_gives_its_emphasis_back(outline: str) -> None:
    made = draft(outline.encode())
    (reading,) = read_bytes("稿.docx", made.to("docx"))
    assert bold(reading.document) == bold(made.document)
    assert bold(again("稿.docx", made.to("docx"))) == bold(made.document)


@given(outlines())
def test_markdown_gives_all_emphasis_back_but_that_of_bold_heads(outline: str) -> None:
    made = draft(outline.encode())
    drafted = again("稿.md", made.to("md"))
    lines = [fold(line) for line in drafted_lines(made.document)]
    assert [fold(line) for line in drafted_lines(drafted)] == lines
    assert bold(drafted, heads=False) == bold(made.document, heads=False)


@given(outlines())
def test_a_text_is_the_same_text(outline: str) -> None:
    again("稿.txt", draft(outline.encode()).to("txt"))


@pytest.mark.parametrize("numbering", [False, True])
def test_both_numberings_and_what_a_docx_looks_like(numbering: bool) -> None:
    outline = (
        "类型: 讲话\n标题: 在**防汛**会上的讲话\n编号: 一、>（一）\n正文:\n  - 题: 抓**备汛**\n"
        "    点:\n      - **压实责任**：要**随叫【待补：谁】随到**，“**三个**”\n"
    )
    made = draft(outline.encode()).printed(live=numbering)
    (reading,) = read_bytes("稿.docx", made.to("docx"))
    assert bold(reading.document) == bold(made.document)
    assert bold(made.document) == [
        ["防汛"], ["备汛"], ["压实责任", "随叫谁随到", "三个"],
    ]  # fmt: skip
    assert [block.role for block in reading.document.blocks if isinstance(block, Para)] == ["title"]


def test_cells_of_a_table() -> None:
    made = draft("类型: 会议议程\n标题: 议程\n议程:\n  - 做: 通报**汛情**\n    人: 甲局\n".encode())
    assert "| 通报**汛情** |" in made.to("md").decode()
    (reading,) = read_bytes("稿.docx", made.to("docx"))
    assert bold(reading.document) == bold(made.document)
    assert ["汛情"] in bold(made.document)
