"""The XML facts of document.xml: what each block becomes."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from speechgen.document import (
    Block,
    Document,
    Entry,
    Item,
    PageBreak,
    Para,
    Table,
    number,
    unwritable,
)
from speechgen.layout.model import Layout
from speechgen.writers.docx import write
from tests.writers.docx.specimens import W, body_of, parts, speech, value, with_table

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def paragraphs_of(layout: Layout, *blocks: Block) -> list[ET.Element]:
    return list(body_of(write(number(Document(blocks)), layout)).findall(f"{W}p"))


def runs(paragraph: ET.Element) -> list[tuple[str | None, str]]:
    """(character style, text) of each run."""
    return [
        (value(run.find(f"{W}rPr/{W}rStyle")), "".join(t.text or "" for t in run.iter(f"{W}t")))
        for run in paragraph.iter(f"{W}r")
    ]


def style(paragraph: ET.Element) -> str | None:
    return value(paragraph.find(f"{W}pPr/{W}pStyle"))


def test_every_run_carries_the_east_asian_hint(layout: Layout) -> None:
    body = body_of(write(with_table(speech()), layout))
    every = list(body.iter(f"{W}r"))
    assert len(every) > 60
    for run in every:
        properties = run.find(f"{W}rPr")
        assert properties is not None
        fonts = properties.find(f"{W}rFonts")
        assert fonts is not None
        assert fonts.attrib == {f"{W}hint": "eastAsia"}, "styles carry the fonts"


def test_runs_hold_no_look_but_the_highlight(layout: Layout) -> None:
    body = body_of(write(with_table(speech()), layout))
    allowed = {f"{W}rStyle", f"{W}rFonts", f"{W}highlight"}
    assert {child.tag for run in body.iter(f"{W}rPr") for child in run} <= allowed


@pytest.mark.parametrize(
    ("item", "expected_style", "expected_runs"),
    [
        (Item(1, "题", pattern="一、"), "Heading1", [("Label", "一、"), (None, "题")]),
        (Item(4, "题", pattern="（1）"), "Heading4", [("Label", "（1）"), (None, "题")]),
        (Item(5, "题", pattern="①"), "SubHeading5", [("Label", "①"), (None, "题")]),
        (
            Item(2, "题。", "文。", pattern="（一）"),
            "RunIn2",
            [("RunInLabel2", "（一）"), ("Heading2Char", "题。"), (None, "文。")],
        ),
        (
            Item(2, "", "文。", pattern="（一）"),
            "RunIn2",
            [("RunInLabel2", "（一）"), (None, "文。")],
        ),
        (
            Item(3, "句；", pattern="1.", heading=False),
            "Point3",
            [("Label", "1."), (None, "句；")],
        ),
        (Item(3, "句；", heading=False), "Point3", [(None, "句；")]),
        (
            Item(1, "题：", pattern="一、", entries=(Entry("甲；", "一是"), Entry("乙。", "一是"))),
            "RunIn1",
            [
                ("RunInLabel1", "一、"),
                ("Heading1Char", "题："),
                ("EntryLabel", "一是"),
                (None, "甲；"),
                ("EntryLabel", "二是"),
                (None, "乙。"),
            ],
        ),
    ],
)
def test_items(
    layout: Layout, item: Item, expected_style: str, expected_runs: list[tuple[str | None, str]]
) -> None:
    (paragraph,) = paragraphs_of(layout, item)
    assert style(paragraph) == expected_style
    assert runs(paragraph) == expected_runs


def test_body_paragraphs_need_no_properties(layout: Layout) -> None:
    (paragraph,) = paragraphs_of(layout, Para("文。"))
    assert paragraph.find(f"{W}pPr") is None


def test_levels_beyond_nine_get_styles_of_their_own(layout: Layout) -> None:
    data = write(number(Document((Item(12, "题", "文", "1."), Item(5000, "题", "", "①")))), layout)
    styles = ET.fromstring(parts(data)["word/styles.xml"])
    ids = [value(one, "styleId") for one in styles.iter(f"{W}style")]
    assert {"RunIn12", "Point12", "SubHeading12", "SubHeading12Char", "RunInLabel12"} <= set(ids)
    assert len(ids) == len(set(ids))
    used = {value(one) for one in body_of(data).iter(f"{W}pStyle")}
    assert used <= set(ids)
    outline = [value(one) for one in styles.iter(f"{W}outlineLvl")]
    assert outline == ["0", "1", "2", "3"], "Word knows nine, we give four"


class TestText:
    def test_mark_up_is_text(self, layout: Layout) -> None:
        text = "5<6 & \"7\">'8' ]]> &amp; <w:t/>"
        (paragraph,) = paragraphs_of(layout, Para(text))
        assert runs(paragraph) == [(None, text)]

    @pytest.mark.parametrize("text", [" 前", "后 ", "　全角", "\u00a0不断", "  "])
    def test_edge_spaces_are_preserved(self, layout: Layout, text: str) -> None:
        (paragraph,) = paragraphs_of(layout, Para(text))
        (t,) = paragraph.iter(f"{W}t")
        assert t.text == text
        assert t.get(XML_SPACE) == "preserve"

    def test_tabs_and_line_breaks_are_elements(self, layout: Layout) -> None:
        (paragraph,) = paragraphs_of(layout, Para("甲\t乙\r\n丙\n丁\r"))
        tags = [child.tag.removeprefix(W) for child in paragraph.findall(f"{W}r")[0]]
        assert tags == ["rPr", "t", "tab", "t", "br", "t", "br", "t", "br"]

    @pytest.mark.parametrize(
        "char", ["\0", "\x0b", "\x1b", "\x1f", "\ud800", "\udfff", "\ufffe", "\uffff"]
    )
    def test_what_xml_cannot_hold_is_replaced_and_told(self, layout: Layout, char: str) -> None:
        bad = Item(1, f"题{char}", pattern="一、")
        document = number(Document((Para("好"), bad), title=f"题{char}", author=char))
        assert [(one.span, at, found) for one, at, found in unwritable(document)] == [
            (None, 3, char)
        ]
        data = write(document, layout)
        assert "题\ufffd".encode() in parts(data)["word/document.xml"]
        for name, part in parts(data).items():
            assert ET.fromstring(part) is not None, name

    def test_astral_characters_stay(self, layout: Layout) -> None:
        (paragraph,) = paragraphs_of(layout, Para("𠮷野家\U0001f600\u200b\ufeff"))
        assert runs(paragraph) == [(None, "𠮷野家\U0001f600\u200b\ufeff")]


class TestTitle:
    LONG = "在全市道路交通安全综合治理三年行动总结会上的讲话"

    def breaks(self, layout: Layout, text: str) -> list[str | None]:
        (paragraph,) = paragraphs_of(layout, Para(text, "title"))
        return [one.get(f"{W}type") for one in paragraph.iter(f"{W}br")]

    def test_automatic_breaks_are_plain(self, layout: Layout) -> None:
        assert self.breaks(layout, self.LONG) == [None]

    def test_wanted_breaks_say_so(self, layout: Layout) -> None:
        assert self.breaks(layout, "在全市防汛会上\n的讲话") == ["textWrapping"]

    def test_a_short_title_has_none(self, layout: Layout) -> None:
        assert self.breaks(layout, "在全市防汛会上的讲话") == []


class TestOpening:
    """One blank line stands under the title block, wherever the block ends."""

    @pytest.mark.parametrize(
        ("roles", "gaps"),
        [
            (("title", "byline", "date"), [None, None, None]),
            (("title", "byline"), [None, "579"]),
            (("title",), ["579"]),
            (("title", "date", "byline"), [None, "0", "579"]),
        ],
    )
    def test_gap(self, layout: Layout, roles: tuple[str, ...], gaps: list[str | None]) -> None:
        made = paragraphs_of(layout, *(Para("文", role) for role in roles), Para("正文"))
        found = [value(one.find(f"{W}pPr/{W}spacing"), "after") for one in made]
        assert found == [*gaps, None]


class TestSignature:
    """GB/T 9704—2012 7.3.5.2."""

    def indents(self, layout: Layout, name: str, date: str) -> list[str | None]:
        made = paragraphs_of(layout, Para(name, "signature"), Para(date, "signature-date"))
        return [value(one.find(f"{W}pPr/{W}ind"), "rightChars") for one in made]

    def test_a_longer_name_ends_two_characters_before_the_edge(self, layout: Layout) -> None:
        # 10 characters against 6.5: the date begins two further right than the name
        assert self.indents(layout, "云汀市防汛抗旱指挥部", "2026年5月12日") == [None, "350"]

    def test_a_longer_date_does(self, layout: Layout) -> None:
        assert self.indents(layout, "水务局", "2026年5月12日") == ["750", None]

    def test_several_names_keep_to_their_style(self, layout: Layout) -> None:
        made = paragraphs_of(
            layout,
            Para("甲局", "signature"),
            Para("乙局", "signature"),
            Para("日", "signature-date"),
        )
        assert [one.find(f"{W}pPr/{W}ind") for one in made] == [None, None, None]


class TestMissing:
    def document(self) -> Document:
        return number(
            Document(
                (
                    Para("在【待补：会议】上的讲话", "title"),
                    Para("定于【待补：时间】在【待补】召开。"),
                    Item(2, "【待补：a<b&c】。", "文", "（一）"),
                    Table((("【待补：姓名】",),)),
                    Para("【待补 不成对，【待补：\n】"),
                )
            )
        )

    def test_each_stretch_is_highlighted_and_nothing_else(self, layout: Layout) -> None:
        body = body_of(write(self.document(), layout))
        marked = [
            "".join(t.text or "" for t in run.iter(f"{W}t"))
            for run in body.iter(f"{W}r")
            if value(run.find(f"{W}rPr/{W}highlight")) == "yellow"
        ]
        assert marked == [
            *("【待补：会议】", "【待补：时间】", "【待补】", "【待补：a<b&c】", "【待补：姓名】")
        ]

    def test_each_comment_is_anchored_at_its_stretch(self, layout: Layout) -> None:
        data = write(self.document(), layout)
        comments = ET.fromstring(parts(data)["word/comments.xml"])
        told = {value(one, "id"): "".join(one.itertext()) for one in comments}
        assert told["0"] == "此处缺少“会议”，请补写。"
        assert told["2"] == "此处内容待补，请补写。"
        assert told["3"] == "此处缺少“a<b&c”，请补写。"
        for paragraph in body_of(data).iter(f"{W}p"):
            children = list(paragraph)
            for at, child in enumerate(children):
                if child.tag == f"{W}commentRangeStart":
                    tags = [one.tag.removeprefix(W) for one in children[at : at + 4]]
                    assert tags == ["commentRangeStart", "r", "commentRangeEnd", "r"]
                    ids = {value(children[at + step], "id") for step in (0, 2)}
                    reference = children[at + 3].find(f"{W}commentReference")
                    assert ids == {value(reference, "id")}
        assert len(told) == 5

    def test_comments_have_a_fixed_author_and_date(self, layout: Layout) -> None:
        comments = ET.fromstring(parts(write(self.document(), layout))["word/comments.xml"])
        assert {value(one, "author") for one in comments} == {"speechgen"}
        assert {value(one, "date") for one in comments} == {"2000-01-01T00:00:00Z"}

    def test_without_missing_facts_there_is_no_comments_part(self, layout: Layout) -> None:
        found = parts(write(Document((Para("文"),)), layout))
        assert "word/comments.xml" not in found
        assert all(b"comments" not in part for part in found.values())


class TestTable:
    TABLE = Table((("乡镇", "责任人"), ("北山镇", "李文清"), ("河口镇",)), 1, (1, 3))

    def test_grid_and_widths_agree(self, layout: Layout) -> None:
        body = body_of(write(Document((self.TABLE,)), layout))
        grid = [int(value(one, "w") or 0) for one in body.iter(f"{W}gridCol")]
        assert grid == [2211, 6633]
        assert sum(grid) == layout.paper.text_width
        assert value(body.find(f".//{W}tblW"), "w") == str(sum(grid))
        assert value(body.find(f".//{W}tblLayout"), "type") == "fixed"
        for row in body.iter(f"{W}tr"):
            assert [int(value(one, "w") or 0) for one in row.iter(f"{W}tcW")] == grid

    def test_header_rows_repeat(self, layout: Layout) -> None:
        body = body_of(write(Document((self.TABLE,)), layout))
        repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in body.iter(f"{W}tr")]
        assert repeated == [True, False, False]

    @pytest.mark.parametrize(("rows", "kept"), [(3, "110"), (4, "0010"), (5, "00010")])
    def test_the_last_row_does_not_stand_alone(self, layout: Layout, rows: int, kept: str) -> None:
        body = body_of(write(Document((Table((("甲", "乙"),) * rows),)), layout))
        found = [[p.find(f"{W}pPr/{W}keepNext") is not None for p in row.iter(f"{W}p")]
                 for row in body.iter(f"{W}tr")]  # fmt: skip
        assert found == [[mark == "1"] * 2 for mark in kept.ljust(rows, "0")]

    def test_tables_never_touch_each_other_nor_the_end(self, layout: Layout) -> None:
        body = body_of(write(Document((self.TABLE, self.TABLE)), layout))
        assert [one.tag.removeprefix(W) for one in body] == ["tbl", "p", "tbl", "p", "sectPr"]

    def test_a_table_without_cells_is_nothing(self, layout: Layout) -> None:
        body = body_of(write(Document((Table(()), Table(((),)))), layout))
        assert [one.tag.removeprefix(W) for one in body] == ["sectPr"]


def test_a_page_break_belongs_to_what_follows(layout: Layout) -> None:
    made = paragraphs_of(layout, Para("甲"), PageBreak(), Item(1, "乙", pattern="一、"))
    assert [one.find(f"{W}pPr/{W}pageBreakBefore") is not None for one in made] == [False, True]


def test_every_style_in_use_is_defined(layout: Layout) -> None:
    data = write(with_table(speech()), layout)
    defined = {
        value(one, "styleId")
        for one in ET.fromstring(parts(data)["word/styles.xml"]).iter(f"{W}style")
    }
    names = ("word/document.xml", "word/comments.xml", "word/footer1.xml", "word/footer2.xml")
    used = re.findall(
        r'<w:[prt](?:bl)?Style w:val="([^"]+)"',
        "".join(parts(data)[name].decode() for name in names),
    )
    assert len(used) > 50
    assert set(used) <= defined


def test_more_columns_than_word_has_lose_no_cell(layout: Layout) -> None:
    row = tuple(f"第{at}格" for at in range(70))
    document = Document((Table((row, row)),))
    body = body_of(write(document, layout))
    (first, second) = body.iter(f"{W}tr")
    assert len(first.findall(f"{W}tc")) == 63
    assert "".join(text.text or "" for text in second.iter(f"{W}t")) == "".join(row)
