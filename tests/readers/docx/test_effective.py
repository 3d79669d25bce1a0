"""How a paragraph is set: who outranks whom (ISO 29500-1, 17.7.2)."""

from __future__ import annotations

from speechgen.layout.model import Border, Gap, Indent, Leading
from speechgen.readers.docx.seen import SeenFile, SeenParagraph, seen
from tests.learn import samples
from tests.learn.samples import THEME, docx, field, fonts, para, run, section, sized, style, styles

PAGE = section()


def first(paragraph: str, *made: str, defaults: str = "", paragraphs: str = "") -> SeenParagraph:
    """The only paragraph of a file with these styles."""
    data = docx([paragraph], styles(defaults, "".join(made), paragraphs), PAGE, theme=THEME)
    return seen(data, "样稿.docx").paragraphs[0]


def char(id: str, rpr: str, based: str = "") -> str:
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="character" w:styleId="{id}"><w:name w:val="{id}"/>{on}'
        f"<w:rPr>{rpr}</w:rPr></w:style>"
    )


class TestType:
    def test_defaults_then_styles_then_the_run(self) -> None:
        made = style("a", "Normal", "", sized(24)), style("b", "乙", "", fonts("楷体"))
        one = first(
            para(run("字", "<w:b/>"), '<w:pStyle w:val="b"/>'),
            *made,
            defaults=fonts("宋体", "Arial"),
        )
        ((_, face),) = one.runs
        assert (face.font, face.latin, face.size, face.bold) == ("楷体", "楷体", 24, True)

    def test_nothing_said_is_what_word_takes(self) -> None:
        ((_, face),) = first(para(run("字"))).runs
        assert (face.font, face.latin, face.size) == ("宋体", "Times New Roman", 20)

    def test_a_font_of_the_theme_is_that_of_simplified_chinese(self) -> None:
        themed = '<w:rFonts w:eastAsiaTheme="minorEastAsia" w:asciiTheme="majorHAnsi"/>'
        ((_, face),) = first(para(run("字", themed))).runs
        assert (face.font, face.latin) == ("等线", "Calibri Light")

    def test_a_font_by_name_outranks_the_theme_of_what_it_overrides(self) -> None:
        themed = style("a", "Normal", "", '<w:rFonts w:eastAsiaTheme="minorEastAsia"/>')
        ((_, face),) = first(para(run("字", fonts("仿宋"))), themed).runs
        assert face.font == "仿宋"

    def test_bold_of_two_styles_cancels_and_of_a_run_stands(self) -> None:
        made = style("h", "标", "", "<w:b/>"), char("c", "<w:b/>")
        named = '<w:pStyle w:val="h"/>'
        runs = run("甲") + run("乙", '<w:rStyle w:val="c"/>')
        runs += run("丙", '<w:rStyle w:val="c"/><w:b/>') + run("丁", '<w:b w:val="0"/>')
        assert [face.bold for _, face in first(para(runs, named), *made).runs] == [
            True, False, True, False,
        ]  # fmt: skip

    def test_a_chain_that_is_a_loop_ends(self) -> None:
        made = style("x", "甲", "", sized(30), "y"), style("y", "乙", "", sized(40), "x")
        ((_, face),) = first(para(run("字"), '<w:pStyle w:val="x"/>'), *made).runs
        assert face.size == 30

    def test_what_no_layout_holds_is_kept_as_a_word(self) -> None:
        marked = '<w:i/><w:u w:val="single"/><w:w w:val="80"/>'
        ((_, face),) = first(para(run("字", marked))).runs
        assert (face.marks, face.scale) == (("下划线", "斜体"), 80)

    def test_black_and_automatic_are_no_colour(self) -> None:
        for said, wanted in (("auto", ""), ("000000", ""), ("ff0000", "FF0000")):
            ((_, face),) = first(para(run("字", f'<w:color w:val="{said}"/>'))).runs
            assert face.color == wanted


class TestSetting:
    def test_a_hanging_indent_takes_the_place_of_a_first_line(self) -> None:
        made = style("a", "Normal", '<w:ind w:firstLineChars="200" w:firstLine="420"/>')
        one = first(para(run("字"), '<w:ind w:left="420" w:hanging="420"/>'), made).setting
        assert (one.first_line, one.left) == (Indent(twips=-420), Indent(twips=420))

    def test_characters_outrank_twips_and_none_of_them_ends_them(self) -> None:
        indent = '<w:ind w:firstLineChars="200" w:firstLine="420"/>'
        made = style("a", "Normal", indent)
        assert first(para(run("字")), made).setting.first_line == Indent(200)
        none = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
        assert first(para(run("字"), none), made).setting.first_line == Indent()

    def test_numbering_indents_what_it_numbers(self) -> None:
        numbering = (
            '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
            '<w:lvlText w:val="%1."/><w:pPr><w:ind w:left="840" w:hanging="420"/></w:pPr></w:lvl>'
            '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
        )
        listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        body = [para(run("甲"), listed), para(run("乙"), listed + '<w:ind w:left="0"/>')]
        data = docx(body, styles("", ""), PAGE, parts={"numbering": numbering})
        one, other = (each.setting for each in seen(data, "样稿.docx").paragraphs)
        assert (one.left, one.first_line) == (Indent(twips=840), Indent(twips=-420))
        assert other.left == Indent(), "what the paragraph says itself outranks it"

    def test_lines_gaps_and_rules(self) -> None:
        ppr = (
            '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="4" w:color="FF0000"/></w:pBdr>'
            '<w:spacing w:before="120" w:line="400" w:lineRule="atLeast"/><w:jc w:val="center"/>'
        )
        gaps = '<w:pPr><w:spacing w:after="160" w:line="259" w:lineRule="auto"/></w:pPr>'
        one = first(para(run("字"), ppr), paragraphs=gaps).setting
        assert one.line == Leading(400, "atLeast")
        assert (one.before, one.after) == (Gap(twips=120), Gap(twips=160))
        assert one.bottom_rule == Border(12, "FF0000", 4)
        assert one.align == "center"
        assert first(para(run("字"))).setting.align == "left", "what Word takes"


class TestPages:
    def file(self, footer: str, **more: object) -> SeenFile:
        inner = '<w:footerReference w:type="default" r:id="rIdf1"/>'
        body = [para(run("字"))]
        return seen(docx(body, styles("", ""), section(inner), footers=[footer], **more), "样")  # type: ignore[arg-type]

    def test_a_page_number_in_every_way_that_word_keeps_it(self) -> None:
        simple = '<w:fldSimple w:instr=" PAGE ">' + run("3") + "</w:fldSimple>"
        dashed = field("PAGE  \\* NumberInDash")
        control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
        for footer, text in (
            (para(field("PAGE")), "{页}"),
            (para(run("第") + simple + run("页")), "第{页}页"),
            (para(dashed), "- {页} -"),
            (control.format(para(field("PAGE"))), "{页}"),
            (para(field("DATE") + run(" ") + field("PAGE")), "1 {页}"),
        ):
            ((running),) = self.file(footer).sections[0].footers
            assert running.text == text

    def test_where_it_stands(self) -> None:
        for ppr, place in (
            ('<w:jc w:val="right"/>', "right"),
            ('<w:framePr w:wrap="around" w:xAlign="outside"/>', "outside"),
            ("", "left"),
        ):
            (running,) = self.file(para(field("PAGE"), ppr)).sections[0].footers
            assert running.place == place

    def test_a_text_box_is_looked_into_once(self) -> None:
        (running,) = seen(samples.wps(), "样稿.docx").sections[0].footers
        assert (running.text, running.place) == ("{页}", "center")
        assert running.paragraph.runs[0][1].size == 28

    def test_facing_pages_put_it_outside(self) -> None:
        (running,) = seen(samples.official(), "样稿.docx").sections[0].footers
        assert (running.text, running.place) == ("— {页} —", "outside")


def test_blank_paragraphs_belong_to_the_next_one() -> None:
    data = docx(
        [para(""), para(run("甲")), para(""), para(""), para(run("乙"))], styles("", ""), PAGE
    )
    assert [len(one.blanks) for one in seen(data, "样").paragraphs] == [1, 2]
