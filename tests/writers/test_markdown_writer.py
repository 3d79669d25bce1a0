"""The md form, read back by a Markdown parser: structure is ours, text is never structure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from speechgen.document import (
    Block,
    Document,
    Entry,
    Item,
    PageBreak,
    Para,
    Picture,
    Table,
    number,
)
from speechgen.images import read_image
from speechgen.writers.markdown import write
from speechgen.writers.text import cells, line_of
from tests.pictures_made import png

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@dataclass
class Read:
    """A top-level block as the parser understood it."""

    kind: str
    text: str = ""
    bold: str = ""
    rows: list[list[str]] = field(default_factory=list)


def read(markdown: str) -> list[Read]:
    blocks: list[Read] = []
    for token in PARSER.parse(markdown):
        if token.type == "hr":
            blocks.append(Read("hr"))
        elif token.type in ("heading_open", "paragraph_open", "table_open"):
            blocks.append(Read(token.tag))
        elif token.type == "tr_open":
            blocks[-1].rows.append([])
        elif token.type == "inline":
            text, bold = inline(token)
            if blocks[-1].kind == "table":
                assert not bold
                blocks[-1].rows[-1].append(text)
            else:
                blocks[-1].text, blocks[-1].bold = text, bold
        else:
            assert token.nesting == -1 or token.tag in ("thead", "tbody", "th", "td"), token
    return blocks


def inline(token: Token) -> tuple[str, str]:
    """The text of an inline token and the part of it in bold; nothing else may be in it."""
    text, bold, strong = "", "", False
    for child in token.children or []:
        if (child.type, child.content) == ("html_inline", "<br>"):
            continue  # in a header row without words: it is one nevertheless
        assert child.type in ("text", "strong_open", "strong_close"), child
        text += child.content
        bold += child.content if strong else ""
        strong = (strong or child.type == "strong_open") and child.type != "strong_close"
    return text, bold


SPEECH = number(
    Document(
        (
            Para("在全市防汛工作部署会上的\n讲话", "title"),
            Para("沈明远", "byline"),
            Para("同志们：", "salutation"),
            Item(1, "抓好排查", pattern="一、"),
            Item(2, "堤防要看紧。", "每天巡查两遍。", pattern="（一）"),
            Item(2, "水库", pattern="（一）"),
            Item(3, "坝体；", pattern="1.", heading=False),
            Item(3, " 涵闸。", pattern="1.", heading=False),
            Item(
                2,
                "分三步：",
                pattern="（一）",
                entries=(Entry("查；", "一是"), Entry("改。", "一是")),
            ),
            PageBreak(),
            Table((("单位", "袋|数"), ("石桥镇", "3000"))),
            Para("鼓掌", "stage"),
        )
    )
)

PRINTED = """\
# 在全市防汛工作部署会上的讲话

沈明远

同志们：

## 一、抓好排查

**（一）堤防要看紧**。每天巡查两遍。

### （二）水库

1.坝体；

2\\. 涵闸。

**（三）分三步**：一是查；二是改。

---

| 单位 | 袋\\|数 |
| --- | --- |
| 石桥镇 | 3000 |

（鼓掌）
"""


def test_a_whole_speech() -> None:
    assert write(SPEECH) == PRINTED


def test_a_whole_speech_is_understood() -> None:
    understood = read(write(SPEECH))
    assert [block.kind for block in understood] == (
        ["h1", "p", "p", "h2", "p", "h3", "p", "p", "p", "hr", "table", "p"]
    )
    assert understood[4] == Read("p", "（一）堤防要看紧。每天巡查两遍。", "（一）堤防要看紧")
    assert understood[10].rows == [["单位", "袋|数"], ["石桥镇", "3000"]]


def test_nothing_prints_nothing() -> None:
    assert write(Document(())) == ""
    assert write(Document((Para(" "), Table(()), Item(1, "")))) == ""


TRAPS = [
    "# 一号楼", "#1楼", "一号楼 #", "一号楼 ##", "#", "- 排查", "-", "---", "+ 排查", "* 排查",
    "***", "___", "1. 排查", "1) 排查", "1.", "12.\t排查", "1.排查", "> 排查", ">", "```", "~~~",
    "~~删~~", "3~5年和7~9年", "=====", "**粗**", "_斜_", "a_b_c", "`码`", "[链](http://a.cn)",
    "[甲]: /b", "![图](a)", "<b>", "<!-- 注 -->", "<http://a.cn>", "&amp;", "&#35;", "&copy;",
    "A&B", "\\", "\\*", "甲\\", "| a | b |", "a|b", "    缩进", "\t缩进", "\u3000\u3000缩进",
    "甲  ", "甲\u3000", "$x$", "[ ] 待办", "[^1]", "*", "**", "甲*", "*甲", "“甲”。", "（甲）",
    "。", "-\u3000甲", "1.\u3000甲", "%%%", ":-:", "甲\u00a0", "!", "a@b.cn",
]  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (Para, "p"),
        (lambda text: Para(text, "title"), "h1"),
        (lambda text: Item(1, text), "h2"),
        (lambda text: Item(5, text), "h6"),
        (lambda text: Item(6, text), "p"),
        (lambda text: Item(2, text, "要抓好。"), "p"),
        (lambda text: Item(2, "抓好", text), "p"),
        (lambda text: Item(2, "", text), "p"),
        (lambda text: Item(2, text, heading=False), "p"),
        (lambda text: Item(3, text, label="1.", heading=False), "p"),
        (lambda text: Para("分步：", entries=(Entry(text, "无"),)), "p"),
    ],
)
def test_no_text_becomes_structure(trap: str, make: Callable[[str], Block], kind: str) -> None:
    block = make(trap)
    around = (Para("前文。"), block, Para("后文。"))
    before, understood, after = read(write(Document(around)))
    assert (before.text, after.text) == ("前文。", "后文。")
    assert (understood.kind, understood.text) == (kind, line_of(block))


@pytest.mark.parametrize("trap", TRAPS)
def test_no_cell_becomes_structure(trap: str) -> None:
    row = (trap, "甲", trap)
    (understood,) = read(write(Document((Table((row, row, row)),))))
    assert understood.rows == [cells(row)] * 3


TEXTS = st.text("甲乙，。“”（）：#*_`~[]()<>&|\\!$-+=.:;12ax@/　 \t", max_size=7)
BLOCKS = st.one_of(
    st.builds(Para, TEXTS, st.sampled_from(["title", "body", "salutation", "stage"])),
    st.builds(
        Item,
        st.integers(1, 7),
        TEXTS,
        TEXTS,
        st.sampled_from(["一、", "（一）", "1.", "1）", "A.", "①", "无"]),
        heading=st.booleans(),
        entries=st.lists(st.builds(Entry, TEXTS, st.just("一是")), max_size=2).map(tuple),
    ),
)


@given(st.lists(BLOCKS, max_size=6))
@example([Item(2, "甲*", "*乙")])
def test_the_text_a_parser_reads_is_the_text_of_the_document(blocks: list[Block]) -> None:
    document = number(Document(tuple(blocks)))
    printed = [line for block in document.blocks if (line := line_of(block)).strip()]
    assert [block.text for block in read(write(document))] == printed


@given(TEXTS.filter(str.strip), TEXTS.filter(str.strip))
def test_a_run_in_head_is_bold_up_to_its_closing_marks(head: str, body: str) -> None:
    (understood,) = read(write(Document((Item(2, head, body, label="（一）"),))))
    assert f"（一）{head}".startswith(understood.bold)
    assert understood.bold
    rest = f"（一）{head}"[len(understood.bold) :]
    assert not any(char.isalnum() for char in rest)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4), st.integers(0, 2))
@example([("", "")], 1)
def test_tables_are_read_as_tables(rows: list[tuple[str, str]], header_rows: int) -> None:
    (understood,) = read(write(Document((Table(tuple(rows), header_rows),))))
    expected = [cells(row) for row in rows]
    assert understood.rows == (expected if header_rows else [["", ""], *expected])


@given(
    st.text("图1[]()\\!*_ `<>", max_size=10).map(str.strip),
    st.text("现1 .()[]%#?&<>*_`~$@!'　", min_size=1, max_size=8),
)
def test_a_picture_is_one_to_every_reader(title: str, name: str) -> None:
    file = f"照片/{name}.png"
    picture = Picture(read_image(png()), title, file=file)
    (inline,) = PARSER.parse(write(Document((picture,))))[1:2]
    (image,) = inline.children or []
    assert image.type == "image"
    assert unquote(str(image.attrs["src"])) == file.replace("\\", "/")
    assert "".join(one.content for one in image.children or []) == title


def test_a_picture_without_a_file_is_told_by_its_title() -> None:
    assert write(Document((Picture(read_image(png()), "图1"),))) == "【图：图1】\n"
