"""Sheets as HTML: everything escaped, nothing lost, marks where they belong, one file alone."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen import draft
from speechgen.document import Document, Entry, Item, PageBreak, Para, Table, number, plain
from speechgen.layout import read_layout
from speechgen.layout.model import Layout, Look
from speechgen.paper.paging import paginate
from speechgen.writers.html import Highlight, first_page, sheets_html, write
from tests.paper.reading import Seen, squeezed

LAYOUT = read_layout(Path(__file__).resolve().parents[3] / "templates/_layouts/gbt9704.yaml")
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><style>*{display:none}",
    "{{7*7}}${7*7}",
    "&lt;b&gt;&amp;",
    "\u202eשלום \u2066مرحبا",
    "]]><!-- --><![CDATA[",
    "' onmouseover='alert(1)",
)
BLOCKS = (
    Para("在全市防汛\n工作会议上的讲话", "title"),
    Para("同志们：", "salutation"),
    Item(1, "把隐患查清楚", pattern="一、"),
    Item(2, "走一遍。", "堤防要走，【待补：牵头部门】要管。", "（一）"),
    Para("要做到：", entries=(Entry("早发现；", "一是"), Entry("早处置。", "一是"))),
    Table((("序号", "单位"), ("1", "水务局"))),
)


def rendered(*blocks: Para | Item | Table | PageBreak, marks: tuple[Highlight, ...] = ()) -> Seen:
    made = sheets_html(paginate(number(Document(blocks)), LAYOUT), marks)
    return Seen(made.markup)


def test_sheets_are_named_and_blocks_can_be_found() -> None:
    seen = rendered(*BLOCKS, PageBreak(), Para("第二页"))
    sections = [attrs for tag, attrs in seen.tags if tag == "section"]
    assert [each["id"] for each in sections] == ["page-1", "page-2"]
    assert [each["aria-label"] for each in sections] == ["第1页", "第2页"]
    ids = [attrs["id"] for _, attrs in seen.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {f"block-{at}" for at in (0, 1, 2, 3, 4, 5, 7)} <= set(ids)


def test_headings_are_headings() -> None:
    tags = {tag for tag, _ in rendered(*BLOCKS).tags}
    assert {"h1", "h2", "p"} <= tags


def test_the_text_of_every_block_is_there() -> None:
    document = number(Document(BLOCKS))
    seen = rendered(*BLOCKS)
    for at, block in enumerate(document.blocks):
        assert squeezed(seen.blocks[at]) == squeezed(plain(block))


def test_a_paragraph_over_two_pages_has_its_id_once() -> None:
    made = paginate(Document((Para("一" * 1000),)), LAYOUT)
    seen = Seen(sheets_html(made).markup)
    parts = [attrs for _, attrs in seen.tags if attrs.get("data-block") == "0"]
    assert [part.get("id") for part in parts] == ["block-0", None]
    assert seen.blocks[0] == "一" * 1000


def test_missing_facts_are_marked_even_over_a_line_end() -> None:
    seen = rendered(Para("一" * 22 + "【待补：牵头部门】要管"))
    missing = [attrs for tag, attrs in seen.tags if tag == "mark"]
    assert [attrs["class"] for attrs in missing] == ["missing", "missing"]


def test_what_stands_behind_a_tab_of_the_imprint_is_apart() -> None:
    imprint = Para("市政府【待补：\t办公室】\t2026年4月13日印发", "imprint")
    seen = rendered(imprint, marks=(Highlight(0, 0, 20, "info", "1"),))
    assert squeezed(seen.blocks[0]) == squeezed(imprint.text)
    assert any("tabbed" in str(attrs.get("class")) for _, attrs in seen.tags)


def test_findings_are_marked_where_they_are() -> None:
    item = Item(2, "走一遍。", "堤防要走。", "（一）")
    text = plain(number(Document((item,))).blocks[0])
    start = text.index("堤防")
    marks = (
        Highlight(0, start, start + 2, "warning", "3"),
        Highlight(0, start + 1, start + 3, "error", "4"),
    )
    markup = sheets_html(paginate(number(Document((item,))), LAYOUT), marks).markup
    assert '<mark class="finding warning" data-finding="3">堤</mark>' in markup
    assert squeezed(Seen(markup).blocks[0]) == text
    kinds = re.findall(r'<mark class="finding (\w+)" data-finding="(\d)">', markup)
    assert kinds.count(("error", "4")) == 2  # under the warning, and alone


@pytest.mark.parametrize("at", range(len(BLOCKS)))
def test_offsets_are_those_of_the_printed_text(at: int) -> None:
    document = number(Document(BLOCKS))
    sheets, text = paginate(document, LAYOUT), plain(document.blocks[at])
    for start in range(len(text) - 1):
        marks = (Highlight(at, start, start + 2, "info", "9"),)
        marked = re.findall('data-finding="9">(.*?)</mark>', sheets_html(sheets, marks).markup)
        shown = re.sub("<[^>]*>", "", "".join(marked))
        assert squeezed(shown) == squeezed(text[start : start + 2])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str) -> None:
    blocks = (Para(text, "title"), Item(1, text, text, "一、"), Table(((text,),)))
    marks = (Highlight(1, 0, 400, 'x"><i>', '"><b>'),)
    page = write(number(Document(blocks, title=text)), LAYOUT)
    seen = Seen(page)
    assert {tag for tag, _ in seen.tags} <= {
        "html", "head", "meta", "title", "style", "body", "main", "section", "div", "p", "span",
        "h1", "h2", "mark",
    }  # fmt: skip
    assert not any(name.startswith("on") or name == "style" for _, a in seen.tags for name in a)
    shown = rendered(*blocks, marks=marks)
    assert squeezed(text) in squeezed(shown.blocks[1])
    assert {tag for tag, _ in shown.tags} <= {"section", "div", "p", "h1", "h2", "span", "mark"}


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_comes_back(head: str, cell: str) -> None:
    blocks = (Para(head), Table(((cell,),)))
    seen = rendered(*blocks)
    bad = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]"
    for at, text in enumerate((head, cell)):
        assert squeezed(seen.blocks.get(at, "")) == squeezed(re.sub(bad, "\ufffd", text))


def test_the_file_asks_for_nothing_and_names_its_style() -> None:
    page = write(number(Document(BLOCKS, title="讲话")), LAYOUT)
    assert page.startswith('<!doctype html>\n<html lang="zh-CN">')
    style = re.search("<style>(.*?)</style>", page, re.S)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page
    assert "default-src 'none'" in page
    assert "<title>讲话</title>" in page
    assert not re.search(r"\b(src|href)=|url\(|@import|@font-face", page)
    assert "style=" not in page
    assert "@page{size:595.3pt 841.9pt;margin:0}" in page


def test_lengths_follow_one_number() -> None:
    css = sheets_html(paginate(Document(BLOCKS), LAYOUT)).css
    lengths = re.findall(r"[\d.]+(?:pt|px|mm|em)\b", css)
    assert set(lengths) <= {"1pt", ".2em"}
    assert "var(--zoom,1)" in css


def test_same_document_same_bytes() -> None:
    assert write(Document(BLOCKS), LAYOUT) == write(Document(BLOCKS), LAYOUT)


def test_nothing_prints_a_sheet_too() -> None:
    assert Seen(write(Document(()), Layout())).blocks == {}


@pytest.mark.clock
def test_ten_thousand_points_take_time_in_proportion() -> None:
    points = number(
        Document(tuple(Item(2, "", f"第{at}点，抓到底。", "1.") for at in range(10_000)))
    )

    def seconds(count: int) -> float:
        began = time.process_time()
        sheets = paginate(Document(points.blocks[:count]), LAYOUT)
        sheets_html(sheets)
        assert len(first_page(sheets)) == count
        return time.process_time() - began

    seconds(100)
    few, many = seconds(1_000), seconds(10_000)
    assert many < 30 * few


def test_draft_writes_it_and_knows_its_own(tmp_path: Path, examples: list[Path]) -> None:
    paper = draft(next(path for path in examples if path.stem == "speech"))
    target = tmp_path / "稿.html"
    assert paper.save(target)
    assert not paper.save(target)
    assert paper.to("html") == target.read_bytes()
    assert "秋季运动会" in squeezed(" ".join(Seen(target.read_text(encoding="utf-8")).words))


def test_marks_of_a_large_table_are_looked_up() -> None:
    """Not every one for every cell."""
    compared = 0

    class Offset(int):
        def __lt__(self, other: int) -> bool:
            nonlocal compared
            compared += 1
            return int(self) < other

    rows = (("电话",), *[("00005550123",)] * 400)
    marks = tuple(
        Highlight(0, Offset(3 + 12 * at), 14 + 12 * at, "error", str(at)) for at in range(400)
    )
    made = rendered(Table(rows), marks=marks)
    assert [known["data-finding"] for tag, known in made.tags if tag == "mark"] == [
        str(at) for at in range(400)
    ]
    assert compared < 400 * 100


def test_more_columns_than_word_has_lose_no_cell() -> None:
    table = Table((tuple(f"第{at}格" for at in range(70)),) * 2)
    assert squeezed(rendered(table).blocks[0]) == squeezed(plain(table))


def test_narrow_type_is_drawn_narrow() -> None:
    looks = (("body", Look(scale=66)), ("title", Look()))
    markup = write(Document((Para("要值好班。" * 9),)), Layout(looks=looks))
    assert "transform:scaleX(0.66)" in markup
    assert "scaleX" not in write(Document((Para("要值好班。"),)), Layout())


@pytest.mark.parametrize(("lines", "said"), [("rows", ";border-left:0"), ("none", ";border:0")])
def test_a_table_has_the_lines_of_its_layout(lines: str, said: str) -> None:
    document = Document((Table((("甲", "乙"), ("1", "2"))),))
    assert said in write(document, Layout(table_lines=lines))
    assert said not in write(document, Layout())
