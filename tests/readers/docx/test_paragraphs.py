"""What a Word paragraph says: changes, fields, breaks, boxes, notes, tables, looks."""

from __future__ import annotations

import pytest

from speechgen.document import Table
from speechgen.readers import read_bytes
from speechgen.readers.docx.runs import FieldState
from speechgen.readers.reading import Reading

from ..reading_help import INNOCENT
from .word import CONTENT_TYPES, RELATIONSHIPS, p, part, word_file, zipped


def read(body: str, **parts: str) -> Reading:
    return read_bytes("稿.docx", word_file(body, **parts))[0]


def texts(body: str, **parts: str) -> list[str]:
    return [str(passage.text) for passage in read(body, **parts).passages]


def test_tracked_changes_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>各单位要</w:t></w:r><w:ins w:id='1' w:author='a'>"
        "<w:r><w:t>立即</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='a'><w:r><w:delText>尽快</w:delText></w:r>"
        "</w:del><w:r><w:t>行动。</w:t></w:r></w:p>"
    )
    assert texts(body) == ["各单位要立即行动。"]
    assert "修订" in read(body).doubts[0].message


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    body = p("前半句，", '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>') + p("后半句。")
    assert texts(body) == ["前半句，后半句。"]


def test_fields_show_their_result_only() -> None:
    body = (
        "<w:p><w:r><w:t>今天是</w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        "<w:r><w:instrText>DATE \\@ yyyy</w:instrText></w:r><w:r>"
        "<w:fldChar w:fldCharType='separate'/></w:r>"
        "<w:r><w:t>2026年</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
        "<w:fldSimple w:instr='PAGE'><w:r><w:t>3月。</w:t></w:r></w:fldSimple></w:p>"
    )
    assert texts(body) == ["今天是2026年3月。"]


def test_a_sentence_over_a_soft_return_is_one_paragraph_and_nothing_to_report() -> None:
    whole = "各单位要把准备工作做在前面，把困难想得更多一些，"
    body = p(f"{whole}</w:t><w:br/><w:t>把责任压得更实一些。")
    assert texts(body) == [f"{whole}把责任压得更实一些。"]
    assert read(body).joins == ()


def test_soft_returns_part_lines_of_one_paragraph() -> None:
    body = "<w:p><w:r><w:t>第一行的内容</w:t><w:br/><w:t>第二行的内容</w:t></w:r></w:p>"
    passages = read(body).passages
    assert [(str(x.text), x.line) for x in passages] == [("第一行的内容", 1), ("第二行的内容", 1)]
    assert passages[1].place().column == 8


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('框里的话。')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文的话。</w:t></w:r><w:r><mc:AlternateContent>"
        "<mc:Choice Requires='wps'><w:drawing>"
        f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert texts(body) == ["正文的话。", "框里的话。"]


def test_footnotes_hidden_text_and_contents_are_listed() -> None:
    body = (
        "<w:p><w:r><w:t>正文的话。</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见的话</w:t></w:r></w:p>"
        + p("第一部分\t1", '<w:pStyle w:val="TOC1"/>')
    )
    reading = read(
        body,
        footnotes=f"<w:footnote w:id='2'>{p('脚注的话。')}</w:footnote>",
        styles="<w:style w:type='paragraph' w:styleId='TOC1'><w:name w:val='toc 1'/></w:style>",
    )
    assert [str(x.text) for x in reading.passages] == ["正文的话。"]
    listed = " ".join(note.message for note in reading.residue)
    assert all(word in listed for word in ("脚注的话。", "看不见的话", "第一部分"))


def _raised(text: str, look: str) -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


def test_what_the_look_says_is_said_by_the_characters_or_told() -> None:
    above, below = (f'<w:vertAlign w:val="{where}script"/>' for where in ("super", "sub"))
    power = (
        f"<w:p><w:r><w:t>高于30×10</w:t></w:r>{_raised('9', above)}<w:r><w:t>的。</w:t></w:r></w:p>"
    )
    water = (
        f"<w:p><w:r><w:t>检测CO</w:t></w:r>{_raised('2', below)}<w:r><w:t>的。</w:t></w:r></w:p>"
    )
    reading = read(power + water)
    assert [str(each.text) for each in reading.passages] == ["高于30×10⁹的。", "检测CO₂的。"]
    assert not reading.doubts
    noted = read(f"<w:p><w:r><w:t>见前文</w:t></w:r>{_raised('注', above)}</w:p>")
    struck = read(f"<w:p>{_raised('这句不要了。', '<w:strike/>')}</w:p>{p(INNOCENT)}")
    assert [each.rule for each in (*noted.doubts, *struck.doubts)] == ["import-look"] * 2
    assert "删除线“这句不要了。”" in struck.doubts[0].message


def test_tables_are_kept() -> None:
    cell = "<w:tc><w:tcPr/>{}</w:tc>"
    rows = "".join(
        "<w:tr>" + "".join(cell.format(p(text)) for text in row) + "</w:tr>"
        for row in (("单位", "任务"), ("水务局", "巡查"))
    )
    reading = read(p(INNOCENT) + f"<w:tbl>{rows}</w:tbl>" + p(INNOCENT))
    assert reading.document.blocks[1] == Table((("单位", "任务"), ("水务局", "巡查")))
    assert reading.passages[1].line == 2


def test_content_controls_hyperlinks_and_symbols() -> None:
    body = (
        f"<w:sdt><w:sdtContent>{p('控件里的话。')}</w:sdtContent></w:sdt>"
        "<w:p><w:hyperlink r:id='x'><w:r><w:t>链接的话</w:t></w:r>"
        "</w:hyperlink><w:r><w:noBreakHyphen/></w:r>"
        "<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r><w:r>"
        "<w:sym w:font='Wingdings' w:char='F000'/></w:r></w:p>"
    )
    assert texts(body) == ["控件里的话。", "链接的话-✓\ufffd"]
    assert any("符号" in note.message for note in read(body).doubts)


STYLES = (
    "<w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='2'><w:name w:val='heading 2'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='T'><w:name w:val='Title'/></w:style>"
)


def test_headings_by_style_and_by_outline_level() -> None:
    body = (
        p("校运会总结", '<w:pStyle w:val="T"/>')
        + p("筹备", '<w:pStyle w:val="1"/>')
        + p(INNOCENT)
        + p("场地", '<w:pStyle w:val="2"/>')
        + p(INNOCENT)
        + p("收尾", '<w:outlineLvl w:val="0"/>')
        + p(INNOCENT)
    )
    found = [(x.kind, x.level, str(x.text)) for x in read(body, styles=STYLES).passages]
    assert [each for each in found if each[0] != "para"] == [
        ("title", 0, "校运会总结"),
        ("heading", 1, "筹备"),
        ("heading", 2, "场地"),
        ("heading", 1, "收尾"),
    ]


def test_headings_by_look() -> None:
    bold = "<w:b/>"
    body = (
        p("在校运会上的讲话", '<w:jc w:val="center"/>', bold)
        + p("各位老师：")
        + p(INNOCENT)
        + p("统一思想，把握正确方向，切实增强办好运动会的使命感", run=bold)
        + p(INNOCENT)
        + p("抓好落实，确保各项任务圆满完成", run=bold)
        + p(INNOCENT)
    )
    assert [x.kind for x in read(body).passages] == [
        "title",
        "salutation",
        "para",
        "heading",
        "para",
        "heading",
        "para",
    ]


def test_run_in_heads_by_character_style() -> None:
    styles = (
        STYLES
        + "<w:style w:type='character' w:styleId='C'><w:name w:val='Heading 2 Char'/></w:style>"
    )
    body = (
        "<w:p><w:r><w:rPr><w:rStyle w:val='C'/></w:rPr>"
        "<w:t>（一）应当做到见事早、行动快</w:t></w:r>"
        f"<w:r><w:t>{INNOCENT}</w:t></w:r></w:p>"
    )
    found = read(body, styles=styles).passages[0]
    assert (found.label, found.head, found.body) == ("（一）", "应当做到见事早、行动快", INNOCENT)


PICTURE = "<w:p><w:r><w:drawing/></w:r></w:p>"
ONE_CELL = "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>"


@pytest.mark.parametrize("cell", ["", "<w:p/>", PICTURE, p("\u2028")])
@pytest.mark.parametrize(
    "after", ["", p("青禾区人民政府"), p("在另一次会议上的讲话") + p("同志们：")]
)
def test_a_cell_without_text_is_neither_signature_nor_closing(cell: str, after: str) -> None:
    body = p("在会上的讲话") + p(INNOCENT) * 4 + ONE_CELL.format(cell) + after
    readings = read_bytes("稿.docx", word_file(body))
    assert [each.kind for each in readings[0].passages[5:6]] == ["table"]


def test_a_table_is_no_signature_whatever_its_cell_says() -> None:
    body = p("在会上的讲话") + p(INNOCENT) * 2 + ONE_CELL.format(p("青禾区人民政府"))
    assert [each.kind for each in read(body).passages] == ["title", "para", "para", "table"]


def test_a_box_inside_a_box_is_read_once() -> None:
    def box(inner: str) -> str:
        return f"<w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r>"

    body = f"<w:p>{box(p('外框。') + '<w:p>' + box(p('内框。')) + '</w:p>')}</w:p>"
    assert texts(body) == ["外框。", "内框。"]


def test_cells_beyond_the_last_column_stay_in_it() -> None:
    row = "".join(f"<w:tc>{p(f'格{at}')}</w:tc>" for at in range(70))
    table = read(p(INNOCENT) + f"<w:tbl><w:tr>{row}</w:tr></w:tbl>").passages[-1].figure
    assert isinstance(table, Table)
    assert (len(table.rows[0]), table.rows[0][-1][:7]) == (63, "格62 格63")


@pytest.mark.parametrize("blank", ["\u2028", "\u2029", "\x85", "\u1680", "\u200b"])
def test_a_paragraph_of_rare_blanks_is_empty(blank: str) -> None:
    assert texts(p(INNOCENT) + p(blank * 3)) == [INNOCENT]


GONE = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
NOTE = "<w:r><w:footnoteReference w:id='2'/></w:r>"
NOTES = "<w:footnote w:id='2'><w:p><w:r><w:t>注文</w:t></w:r></w:p></w:footnote>"
BOX = (
    "<w:r><w:drawing><wps:txbx><w:txbxContent>"
    f"{p('框里的话。')}</w:txbxContent></wps:txbx></w:drawing></w:r>"
)


def cell(inner: str) -> str:
    return f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"


def test_a_deleted_mark_with_no_paragraph_behind_it_loses_nothing() -> None:
    assert texts(p("第一段。") + p("最后一段。", GONE)) == ["第一段。", "最后一段。"]
    assert texts(p("表前。", GONE) + cell(p("格")) + p("表后。")) == ["表前。", "格", "表后。"]


def test_notes_and_boxes_of_a_joined_paragraph_are_not_forgotten() -> None:
    body = f"<w:p><w:pPr>{GONE}</w:pPr><w:r><w:t>甲</w:t></w:r>{NOTE}{BOX}</w:p>{p('乙。')}"
    assert sorted(texts(body, footnotes=NOTES)) == ["框里的话。", "甲乙。"]
    assert [note.message for note in read(body, footnotes=NOTES).residue] == [
        "没有收入（脚注）：注文"
    ]


def test_notes_boxes_and_changes_in_a_cell_are_not_forgotten() -> None:
    changed = "<w:ins w:id='1' w:author='a'><w:r><w:t>格</w:t></w:r></w:ins>"
    reading = read(cell(f"<w:p>{changed}{NOTE}{BOX}</w:p>"), footnotes=NOTES)
    assert [str(each.text) for each in reading.passages] == ["格\n框里的话。"]
    assert [note.message for note in reading.residue] == ["没有收入（脚注）：注文"]
    assert "修订" in reading.doubts[0].message


def test_an_emoji_is_a_character_and_no_picture() -> None:
    emoji = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='w16se'><w:symEx/></mc:Choice>"
        "<mc:Fallback><w:t>☑</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )
    reading = read(f"<w:p>{emoji}<w:r><w:t>已经完成。</w:t></w:r></w:p>")
    assert [str(each.text) for each in reading.passages] == ["☑已经完成。"]
    assert reading.residue == ()


def test_an_empty_box_is_nothing() -> None:
    empty = BOX.replace(p("框里的话。"), "")
    assert texts(f"<w:p><w:r><w:t>甲乙丙。</w:t></w:r>{empty}</w:p>") == ["甲乙丙。"]


def test_a_table_without_rows_is_nothing() -> None:
    assert [each.kind for each in read(p(INNOCENT) + "<w:tbl/>").passages] == ["para"]


def test_thousands_of_fields_that_never_end_are_read_in_time() -> None:
    field = "".join(
        f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "separate")
    )
    state = FieldState()
    for _ in range(100_000):
        state.see("begin")
        state.see("separate")
        assert not state.in_code
    assert texts(f"<w:p>{field * 50}<w:r><w:t>甲乙丙。</w:t></w:r></w:p>") == ["甲乙丙。"]


def test_a_title_of_more_lines_than_a_frame_has_is_read() -> None:
    title = '<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r>{}</w:r></w:p>'
    style = '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
    lines = "<w:br/>".join(f"<w:t>第{at}行的题目</w:t>" for at in range(20))
    assert texts(title.format(lines) + p(INNOCENT), styles=style)


def test_a_set_phrase_in_the_style_of_a_salutation_is_none() -> None:
    styled = '<w:pStyle w:val="Salutation"/>'
    style = (
        '<w:style w:type="paragraph" w:styleId="Salutation"><w:name w:val="Salutation"/></w:style>'
    )
    body = p("转正申请书") + p("尊敬的领导：") + p("请予批准。") + p("此致", styled) + p("敬礼！")
    (reading,) = read_bytes("稿.docx", word_file(body, styles=style))
    kinds = [each.kind for each in reading.passages]
    assert kinds == ["title", "salutation", "para", "closing", "closing"]


def test_a_list_of_contents_by_wps_is_left_out_with_its_head() -> None:
    name = '<w:name w:val="WPSOffice手动目录 1"/>'
    style = f'<w:style w:type="paragraph" w:styleId="c1">{name}</w:style>'
    entry = '<w:pStyle w:val="c1"/>'
    body = (
        p("实施方案") + p("目录") + p("一、总体要求 1", entry) + p("一、总体要求") + p("要抓紧。")
    )
    (reading,) = read_bytes("稿.docx", word_file(body, styles=style))
    assert [each.head for each in reading.passages if each.level] == ["总体要求"]
    assert len(reading.residue) == 2


def test_a_number_of_several_levels_is_text_as_word_shows_it() -> None:
    def level(at: int, text: str) -> str:
        return (
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
        )

    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{level(0, "%1.")}{level(1, "%1.%2.")}</w:abstractNum>'
        '<w:num w:numId="9"><w:abstractNumId w:val="1"/></w:num>'
    )
    at = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="9"/></w:numPr>'.format
    empty = f"<w:p><w:pPr>{at(0)}</w:pPr></w:p>"
    body = p("工作要点") + empty * 2 + p("编写目的", at(1)) + p("项目背景", at(1))
    (reading,) = read_bytes("稿.docx", word_file(body, numbering=numbering))
    assert [str(each.text) for each in reading.passages][1:] == ["2.1.编写目的", "2.2.项目背景"]


def test_two_paragraphs_are_one_only_where_the_first_cannot_end() -> None:
    long = "各单位要把准备工作做在前面，把困难想得更多一些，把措施定得更细一些，" * 2
    body = p("工作方案") + p(f"{long}把责任压实") + p("确保安全") + p(f"{long}") + p("一抓到底。")
    found = texts(body)
    assert found[1:3] == [f"{long}把责任压实", "确保安全"]
    assert found[3] == f"{long}一抓到底。"


def test_words_of_headers_and_footers_are_listed_and_page_numbers_are_not() -> None:
    relations = (
        '<?xml version="1.0"?><Relationships '
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="r{name}" Target="{name}.xml" Type="http://schemas.openxmlformats.org'
            f'/officeDocument/2006/relationships/{name[:6]}"/>'
            for name in ("header1", "header2", "footer1")
        )
        + "</Relationships>"
    )
    members = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONSHIPS,
        "word/_rels/document.xml.rels": relations,
        "word/document.xml": part(
            "document", f"<w:body>{p('在会上的讲话')}{p('大家好。')}</w:body>"
        ),
        "word/header1.xml": part("hdr", p("内部资料")),
        "word/header2.xml": part("hdr", p("内部资料")),
        "word/footer1.xml": part("ftr", p("— 第 3 页 —") + p("注意保存")),
    }
    (reading,) = read_bytes("稿.docx", zipped(members))
    assert [note.message for note in reading.residue] == [
        "没有收入（页眉文字）：内部资料",
        "没有收入（页脚文字）：注意保存",
    ]
