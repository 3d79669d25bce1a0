"""The findings as a page: everything said, everything escaped, nothing fetched, nothing run."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

from speechgen.cli.report import page
from speechgen.diagnostics import Diagnostic, Severity, Span, error, info, refusal, warning

LINE = "会议定于5月12日（星期三）<b>召开</b>。"
FOUND = [
    error(Span("稿.txt", 3, 11, 14), "date-format", "是星期二", "核对“日期”", LINE),
    warning(Span("稿.txt", 3, 13, 15), "x-rule", "重叠 & <i>", "", LINE),
    info(Span("稿.txt", 0), "speech-length", "偏长", ""),
    warning(Span("甲 & 乙.docx", 5, 1, 2), "half-width-punct", "半角", "", ",x,"),
    warning(Span("甲 & 乙.docx", 5, 3, 4), "half-width-punct", "半角", "", ",x,"),
]


class Reader(HTMLParser):
    """Tags (balanced or not), what is marked, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.marks: list[tuple[str, str]] = []
        self.text = ""
        self.attributes: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("meta",):
            self.open.append(tag)
        if tag == "mark":
            self.marks.append((dict(attrs)["class"] or "", ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "mark":
            level, text = self.marks[-1]
            self.marks[-1] = (level, text + data)
        if "style" not in self.open:
            self.text += data


def test_lines_marks_messages_hints_rules_and_counts() -> None:
    read = Reader(page(FOUND, {}, []))
    assert not read.open
    assert read.marks == [
        ("error", "星期"), ("error", "三"), ("warning", "）"), ("warning", ","), ("warning", ","),
    ]  # fmt: skip
    assert LINE in read.text
    for said in ("1 个错误、3 个警告、1 个提示", "第 3 行", "第 5 段", "核对“日期”", "全篇"):
        assert said in read.text
    assert "第 1、3 字" in read.text  # what is said of several places is said once
    assert "half-width-punct" in read.text


def test_nothing_of_the_text_becomes_mark_up_and_nothing_is_fetched_or_run() -> None:
    hostile = '<script src="http://a.cn/x.js"></script>\x00\u202e" onload="x'
    read = Reader(page([error(Span(hostile, 1, 1, 9), hostile, hostile, hostile, hostile)], {}, []))
    assert set(read.tags) <= {
        "html", "head", "meta", "title", "style", "body", "header", "main", "section",
        "h1", "h2", "p", "ol", "ul", "li", "mark", "span", "code",
    }  # fmt: skip
    assert not read.attributes & {"src", "href", "style", "onload"}
    assert "[U+0000][U+202E]" in read.text


def test_the_policy_allows_its_own_style_and_nothing_else() -> None:
    text = page(FOUND, {}, [])
    style = re.search("<style>(.*?)</style>", text, re.S)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert f'content="{policy}"' in text
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_the_same_findings_give_the_same_page() -> None:
    assert page(FOUND, {}, []) == page(list(FOUND), {}, [])


def test_a_clean_file_and_one_that_cannot_be_read_are_named() -> None:
    # what is wrong may stand in another file
    refused = refusal(Span("模板/a.j2", 2, 1), "file-damaged", "打不开")
    text = Reader(page([], {"坏.docx": refused}, ["净.txt", "坏.docx"])).text
    assert "没有发现问题的文件：净.txt" in text
    assert "查成的 1 个文件没有问题；1 个文件没有查成" in text
    assert "坏.docx" not in text.partition("没有发现问题")[2]
    assert "模板/a.j2" in text
    assert "打不开" in text


def test_a_long_line_is_shown_around_its_findings() -> None:
    line = "长" * 100_000 + "，，" + "长" * 100_000
    found = Diagnostic(
        Span("稿.txt", 1, 100_001, 100_003), "repeat-punct", Severity.ERROR, "重复", "", line
    )
    text = page([found], {}, [])
    assert len(text) < 8_000
    assert Reader(text).marks == [("error", "，，")]
