"""A layout learned from finished papers: what is written, that it holds, what is said beside."""

from __future__ import annotations

import io
import re
import zlib
from functools import cache
from pathlib import Path

import docx
import pytest

from speechgen import draft
from speechgen.api.layouts import one_file
from speechgen.diagnostics import SpeechError
from speechgen.layout import read_layout
from speechgen.layout.model import LOOKS, Layout
from speechgen.learn import Learned, Sample, bases, learn, sample_of, taught
from speechgen.learn.compiled import compiled
from speechgen.learn.pages import PageFacts, facts
from speechgen.learn.proof import compared
from speechgen.library.folders import LAYOUTS, builtin_templates
from speechgen.preview.view import Previewed
from speechgen.readers.docx.seen import _Looking as Looking
from tests.learn import samples
from tests.learn.samples import SAMPLES, fonts, para, run, sized
from tests.pictures_made import png

FEW = ("official",)
"""The sample whose pages are counted in every run; those of the others in the long one."""


def learned(folder: Path, *data: bytes, running: bool = True) -> Learned:
    paths = []
    for at, each in enumerate(data, 1):
        path = folder / f"样稿{at}.docx"
        path.write_bytes(each)
        paths.append(str(path))
    return learn(paths, "本单位", running=running)


@cache
def taught_by(name: str) -> Learned:
    """What one of the samples teaches."""
    return taught([sample_of(SAMPLES[name](), "样稿.docx")], "本单位")


@cache
def once_more(name: str) -> Sample:
    """Its own text drafted in the layout that it taught, as a sample."""
    found = taught_by(name)
    return sample_of(one_file(found.samples[0].documents, found.compiled.layout), "再稿.docx")


def values(found: Learned) -> dict[str, str]:
    return {".".join((*one.groups, one.key)): one.text for one in found.compiled.lines}


SEEN = {
    "official": ("gbt9704", {}),
    "wps": ("plain", {
        "样式.标题.字体": "华文中宋", "样式.标题.字号": "一号", "样式.正文.字体": "仿宋",
        "样式.正文.字号": "小二", "样式.正文.行距": "30磅", "样式.一级标题.字体": "黑体",
        "样式.一级标题.加粗": "否", "样式.署名.字号": "三号", "样式.页码.字号": "四号",
    }),
    "styled": ("business", {
        "样式.正文.字体": "等线", "样式.正文.行距": "20磅", "样式.正文.段后": "5磅",
        "样式.标题.字体": "黑体", "样式.标题.行距": "1.1倍", "样式.一级标题.段前": "6磅",
        "页码.位置": "居右", "页码.样子": "{页}",
    }),
    "large print": ("plain", {
        "样式.正文.字号": "二号", "样式.正文.行距": "1.5倍", "样式.标题.字号": "小一",
        "页码.样子": "第{页}页 共{总页}页", "纸张.上": "20mm", "纸张.页脚": "10mm",
    }),
    "letter": ("business", {
        "页眉.文字": "青禾科技有限公司　内部资料", "样式.页眉.下线": "0.75磅 黑 距1磅",
        "样式.标题.颜色": "#1F4E79", "页码.样子": "{页} / {总页}", "纸张.左": "25mm",
        "样式.正文.段后": "6磅",
    }),
    "gridded": ("gbt9704", {
        "网格": "28磅", "样式.正文.行距": "28磅", "样式.正文.字距": "0", "页码.样子": "- {页} -",
        "样式.署名.字体": "仿宋_GB2312", "页码.位置": "居中",
    }),
}  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
class TestEverySample:
    def test_what_differs_from_the_nearest_layout_is_written(self, name: str) -> None:
        base, wanted = SEEN[name]
        found = taught_by(name)
        assert found.compiled.base == base
        assert wanted.items() <= values(found).items()
        assert found.numbering == "一、>（一）"
        assert found.unheld == ()

    def test_the_file_reads_back_as_what_it_says(self, name: str, tmp_path: Path) -> None:
        found = taught_by(name)
        root = tmp_path / LAYOUTS
        root.mkdir()
        (root / "本单位.yaml").write_text(found.compiled.text, "utf-8")
        layout = read_layout(root / "本单位.yaml", [builtin_templates() / LAYOUTS])
        assert layout == found.compiled.layout
        for role in ("title", "body", "heading-1"):
            assert layout.look(role).size == found.votes[role, "size"].value
            assert layout.look(role).font == found.votes[role, "font"].value

    def test_its_own_text_drafted_is_learned_as_the_same_layout(self, name: str) -> None:
        found = taught_by(name)
        again = taught([once_more(name)], "本单位")
        assert values(again) == values(found)
        assert again.compiled.base == found.compiled.base
        rows, others = compared(found.votes, once_more(name).tally.votes())
        assert [row for row in (*rows, *others) if not row.agrees] == []
        assert {row.role for row in rows} >= {
            "标题",
            "署名",
            "称谓",
            "正文",
            "一级标题",
            "二级标题",
        }

    def test_no_word_of_the_text_gets_into_the_layout(self, name: str) -> None:
        found = taught_by(name)
        for words in (samples.TITLE, "周明远", "强降雨", "防汛", "样稿"):
            assert words not in found.compiled.text

    def test_every_value_has_its_evidence(self, name: str) -> None:
        lines = taught_by(name).compiled.text.splitlines()[2:]
        for line in lines:
            assert line.endswith(":") or re.search(r"  # (只有一处|\d+% 的 \d+ 字)$", line), line


@pytest.mark.office
@pytest.mark.parametrize(
    "name",
    [one if one in FEW else pytest.param(one, marks=pytest.mark.slow) for one in SAMPLES],
)
def test_the_sample_s_own_text_takes_as_many_pages(name: str) -> None:
    ((_, proof),) = taught_by(name).proofs()
    assert proof.pages is not None
    assert proof.pages[0] == proof.pages[1]
    assert proof.agrees
    if name == "official":
        assert proof.pages[0][1:] == (22, 28)


@pytest.mark.parametrize("layout", ["gbt9704", "business", "large-print", "plain"])
def test_a_draft_in_a_layout_of_ours_teaches_nothing_new(
    layout: str, root: Path, tmp_path: Path
) -> None:
    made = draft(root / "examples" / "mobilize.yaml").printed(layout=layout).to("docx")
    found = learned(tmp_path, made)
    assert (found.compiled.base, values(found)) == (layout, {})


class TestSeveralSamples:
    def test_the_majority_is_taken_and_the_others_are_named(self, tmp_path: Path) -> None:
        found = learned(tmp_path, samples.wps(), samples.wps(), samples.gridded())
        assert values(found)["样式.正文.字号"] == "小二"
        (said,) = (one for one in found.disagreements if one.startswith("正文的字号"))
        assert said == (
            "正文的字号各样稿不一致：样稿1.docx 小二，样稿2.docx 小二，样稿3.docx 三号；取 小二"
        )

    def test_a_paper_that_is_not_of_one_look_is_named_with_the_place(self, tmp_path: Path) -> None:
        body = [para(run("在会上的讲话", sized(44)), '<w:jc w:val="center"/>')]
        for size in (32, 32, 28):
            body.append(para(run(samples.BODY, fonts("仿宋") + sized(size))))
        made = samples.docx(body, samples.styles("", samples.style("a", "Normal")), plain())
        (said,) = (one for one in learned(tmp_path, made).disagreements if "字号" in one)
        assert said == "正文的字号不统一：三号 占 66%，四号 占 33%（第4段起）；取 三号"


def plain() -> str:
    return samples.section(margins=(1440, 1440, 1440, 1440))


class TestWordsOfTheUnit:
    def test_header_words_are_named_for_consent(self, tmp_path: Path) -> None:
        assert learned(tmp_path, samples.letter()).words == ("青禾科技有限公司　内部资料",)

    def test_without_consent_they_stay_out(self, tmp_path: Path) -> None:
        found = learned(tmp_path, samples.letter(), running=False)
        assert "青禾" not in found.compiled.text
        assert found.words == ()
        assert values(found)["页码.样子"] == "{页} / {总页}"

    def test_words_around_a_page_number_are_words_of_the_unit(self, tmp_path: Path) -> None:
        shown = run("青禾区水务局第") + samples.field("PAGE") + run("页")
        made = small(footer=para(shown))
        assert learned(tmp_path, made).words == ("青禾区水务局第{页}页",)
        assert values(learned(tmp_path, made, running=False))["页码.样子"] == "{页}"

    def test_a_font_s_name_is_no_way_to_write_more(self, tmp_path: Path) -> None:
        bad = "仿宋: x&#10;继承: 别的 # &quot;"
        found = learned(tmp_path, small(rpr=fonts(bad) + sized(32)))
        assert "\n继承: 别的" not in found.compiled.text
        assert found.compiled.layout.look("body").font.startswith("仿宋: x")


def small(
    *, rpr: str = "", footer: str = "", inner: str = "", extra: str = "", cols: int = 1
) -> bytes:
    """A paper of two paragraphs."""
    rpr = rpr or fonts("仿宋") + sized(32)
    body = [
        extra, para(run("在会上的讲话", sized(44)), '<w:jc w:val="center"/>'),
        para(run("同志们：", rpr)), para(run(samples.BODY, rpr)), para(run(samples.BODY, rpr)),
    ]  # fmt: skip
    footers = [footer] if footer else []
    shown = '<w:footerReference w:type="default" r:id="rIdf1"/>' if footer else ""
    columns = f'<w:cols w:num="{cols}" w:space="720"/>{inner}'
    page = samples.section(shown).replace('<w:cols w:space="720"/>', columns)
    made = samples.styles("", samples.style("a", "Normal"))
    return samples.docx(body, made, page, footers=footers)


LINE = '<w:r><w:pict><v:line id="l" from="0,0" to="400,0" strokecolor="red"/></w:pict></w:r>'
UNHELD = {
    "a red line that is drawn": (small(extra=para(LINE)), "图形、文本框 1 个"),
    "columns": (small(cols=2), "分栏"),
    "underlined": (small(rpr=fonts("仿宋") + sized(32) + '<w:u w:val="single"/>'), "正文的下划线"),
}


@pytest.mark.parametrize("case", UNHELD)
def test_what_no_layout_holds_is_named(case: str, tmp_path: Path) -> None:
    data, said = UNHELD[case]
    assert [one for one in learned(tmp_path, data).unheld if said in one]


HOSTILE = {
    "text": ("在会上的讲话\n同志们：".encode(), "learn-no-word"),
    "a PDF": (b"%PDF-1.7", "learn-no-word"),
    "nothing": (b"", "learn-no-word"),
    "half a file": (samples.wps()[:-300], "docx-unreadable"),
    "no text": (samples.docx([para("")], samples.styles("", ""), plain()), "learn-empty"),
    "a title alone": (
        samples.docx([para(run("在会上的讲话"), '<w:jc w:val="center"/>')],
                     samples.styles("", ""), plain()),
        "learn-empty",
    ),
    "a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "docx-encrypted",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_no_sample_is_refused(case: str, tmp_path: Path) -> None:
    data, rule = HOSTILE[case]
    with pytest.raises(SpeechError) as refused:
        learned(tmp_path, data)
    assert [one.rule for one in refused.value.diagnostics] == [rule]


def test_a_title_below_a_picture_is_a_title(tmp_path: Path) -> None:
    """A logo at the head of the paper leaves the roles of all below it as they are."""
    paper = docx.Document(io.BytesIO(SAMPLES["wps"]()))
    above = paper.paragraphs[0].insert_paragraph_before()
    above.add_run().add_picture(io.BytesIO(png()))
    paper.save(str(tmp_path / "标志.docx"))
    found = sample_of((tmp_path / "标志.docx").read_bytes(), "标志.docx")
    expected = taught_by("wps").samples[0].tally.counts
    assert {role for role, _ in found.tally.counts} >= {role for role, _ in expected}
    assert found.tally.counts["title", "size"] == expected["title", "size"]


def test_odd_numbers_are_held_or_told(tmp_path: Path) -> None:
    """Sizes, indents, margins beyond what a layout takes."""
    rpr = fonts("仿宋" * 20) + '<w:sz w:val="3000"/><w:spacing w:val="900"/>'
    found = learned(tmp_path, small(rpr=rpr))
    assert found.unheld
    assert found.compiled.layout.look("body").size
    huge = samples.section(margins=(8000, 6000, 8000, 6000))
    body = [para(run(samples.BODY)), para(run(samples.BODY))]
    narrow = samples.docx(body, samples.styles("", samples.style("a", "Normal")), huge)
    assert [one for one in learned(tmp_path, narrow).unheld if one.startswith("纸张")]


def test_roles_are_those_of_layouts() -> None:
    keys = {key[0] for key in sample_of(samples.official(), "样稿.docx").tally.counts}
    assert keys - {"", "paper", "page_number", "header", "footer"} <= set(LOOKS)


def test_nothing_depends_on_the_order_of_a_dictionary(tmp_path: Path) -> None:
    found = learned(tmp_path, samples.official(), samples.letter())
    votes = dict(reversed(found.votes.items()))
    assert compiled(votes, "本单位", bases()).text == found.compiled.text


@pytest.mark.parametrize("name", ["notice", "minutes", "selfreview", "award"])
def test_an_example_of_ours_teaches_nothing_new(name: str, root: Path) -> None:
    """Signatures, tables, attachments, red heads: what the paper itself decides is not learned."""
    made = draft(root / "examples" / f"{name}.yaml")
    found = taught([sample_of(made.to("docx"), "样稿.docx")], "本单位")
    assert (found.compiled.base, values(found)) == (made.document.layout, {})


def test_a_preview_shows_a_learned_layout(tmp_path: Path, root: Path) -> None:
    folder = tmp_path / "templates" / LAYOUTS
    folder.mkdir(parents=True)
    (folder / "本单位.yaml").write_text(taught_by("letter").compiled.text, "utf-8")
    outline = tmp_path / "稿.yaml"
    outline.write_bytes((root / "examples" / "mobilize.yaml").read_bytes())
    view = Previewed(outline, "本单位").look()
    assert (view.layout, view.error) == ("本单位", "")
    assert ("本单位", "本单位") in view.layouts
    assert "青禾科技有限公司" in view.sheets


def test_a_red_head_a_table_and_who_signs_are_held() -> None:
    """What the paper decides by itself (where a signature stands) is left to it."""
    found = taught([sample_of(samples.notice(), "样稿.docx")], "本单位")
    said = values(found)
    wanted = {
        "样式.发文字号.下线": "2.25磅 红 距8磅", "样式.正文.行距": "28磅", "样式.标题.段前": "1行",
        "样式.表格.字号": "小四", "样式.表格.对齐": "居中", "页码.位置": "无",
    }  # fmt: skip
    assert wanted.items() <= said.items()
    assert not [key for key in said if key.startswith(("样式.落款", "样式.附件"))], "as they were"
    assert found.unheld == ()
    again = sample_of(one_file(found.samples[0].documents, found.compiled.layout), "再稿.docx")
    assert values(taught([again], "本单位")) == said


def test_a_first_page_and_lines_of_a_header_are_held(tmp_path: Path) -> None:
    lines = [para(run(text, sized(18)), '<w:jc w:val="center"/>') for text in ("青禾区", "内部")]
    number = para(samples.field("PAGE"), '<w:jc w:val="center"/>')
    headers = ["".join(lines), para(run("首页的眉"))]
    shown = "".join(
        f'<w:{kind}Reference w:type="{side}" r:id="rId{kind[0]}{at}"/>'
        for kind, side, at in (
            ("header", "default", 1), ("header", "first", 2), ("footer", "default", 1)
        )
    )  # fmt: skip
    rpr = fonts("仿宋") + sized(32)
    body = [
        para(run("在会上的讲话", sized(44)), '<w:jc w:val="center"/>'),
        para(run("同志们：", rpr)),
    ]
    table = ruled("top", "bottom", "insideH")
    body += [*[para(run(samples.BODY, rpr))] * 9, table, *[para(run(samples.BODY, rpr))] * 9]
    page = samples.section(shown + "<w:titlePg/>")
    made = samples.docx(
        body, samples.styles("", samples.style("a", "Normal")), page, headers=headers,
        footers=[number],
    )  # fmt: skip
    found = learned(tmp_path, made)
    wanted = {
        "页眉.文字": "青禾区\n内部", "首页页眉.文字": "首页的眉", "首页页眉.位置": "居左",
        "首页页脚.文字": "无", "首页页码": "否", "表格线": "横线", "样式.表头.字体": "楷体",
    }  # fmt: skip
    assert wanted.items() <= values(found).items()
    assert found.unheld == ()
    again = sample_of(one_file(found.samples[0].documents, found.compiled.layout), "再稿.docx")
    assert values(taught([again], "本单位")) == values(found)
    bare = taught(found.samples, "本单位", running=False)
    ((_, proof),) = bare.proofs()
    assert (proof.others, bare.words) == ((), ())


def ruled(*edges: str) -> str:
    """A table of two rows with these lines, its header in 楷体."""
    lines = "".join(f'<w:{edge} w:val="single" w:sz="4"/>' for edge in edges)
    cells = [
        "".join(f"<w:tc><w:tcPr/>{para(run(text, fonts(font) + sized(28)))}</w:tc>" for text in row)
        for font, row in (("楷体", ("事项", "单位")), ("仿宋", ("清理排水口", "区水务局")))
    ]
    rows = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{lines}</w:tblBorders></w:tblPr>"
        f'<w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="4000"/></w:tblGrid>{rows}</w:tbl>'
    )


def test_lines_of_a_header_at_several_places_are_named(tmp_path: Path) -> None:
    lines = [para(run("青禾区")), para(run("内部"), '<w:jc w:val="right"/>')]
    shown = samples.section('<w:headerReference w:type="default" r:id="rIdh1"/>')
    body = [para(run(samples.BODY, fonts("仿宋") + sized(32)))] * 3
    made = samples.docx(
        body, samples.styles("", samples.style("a", "Normal")), shown, headers=["".join(lines)]
    )
    found = learned(tmp_path, made)
    assert values(found)["页眉.文字"] == "青禾区"
    assert [one for one in found.unheld if "位置不一样" in one]


def test_narrow_type_and_a_line_under_the_title_are_held(tmp_path: Path) -> None:
    title = para(
        run("在全区防汛工作会议上的讲话", fonts("黑体") + '<w:w w:val="85"/>' + sized(44)),
        '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="6" w:color="FF0000"/></w:pBdr>'
        '<w:jc w:val="center"/>',
    )
    body = [title, para(run("同志们：")), *[para(run(samples.BODY))] * 3]
    made = samples.docx(body, samples.styles("", samples.style("a", "Normal")), plain())
    found = learned(tmp_path, made)
    assert values(found)["样式.标题.缩放"] == "85%"
    assert values(found)["样式.标题.下线"] == "1.5磅 红 距6磅"
    assert found.unheld == ()
    again = sample_of(one_file(found.samples[0].documents, found.compiled.layout), "再稿.docx")
    assert values(taught([again], "本单位")) == values(found)


def test_a_grid_of_characters_is_learned_as_their_spacing() -> None:
    """As Word's own page set-up makes 22 lines of 28: LibreOffice prints 14 a line of it."""
    grid = '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/>'
    found = taught([sample_of(samples.gridded(grid), "样稿.docx")], "本单位")
    body, ours = found.compiled.layout.look("body"), Layout().look("body")
    assert (body.spacing, body.line) == (ours.spacing, ours.line)
    ((_, proof),) = found.proofs()
    assert (proof.agrees, proof.pages) == (True, None)
    assert "字符网格" in proof.untold


class TestPagesOfAPdf:
    def test_lines_and_characters_are_those_between_the_margins(self) -> None:
        lines = [(700, 28), (671, 28), (642, 12), (40, 3)]  # the last is the page number
        page = b"".join(
            b"BT %d %d Td /F1 16 Tf[<%s>-5<01>]TJ ET\n" % (80, y, b"01" * (size - 1))
            for y, size in lines
        )
        pdf = b"<</Type/Page/Parent 1 0 R>>stream\n" + zlib.compress(page) + b"endstream"
        assert facts(pdf, 100, 760) == PageFacts(1, 3, 28)

    def test_what_is_no_pdf_has_no_pages(self) -> None:
        for data in (b"", b"%PDF-1.7 stream\nnothing", b"stream\n" + zlib.compress(b"BT" * 9)):
            assert facts(data, 0, 800)[0] == 0


def test_every_section_looks_at_its_header_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many name it: reading one again for each took the square of them."""
    inner = '<w:headerReference w:type="default" r:id="rIdh1"/>'
    body = [para(run(samples.BODY), samples.section(inner))] * 60
    made = samples.docx(body, samples.styles("", ""), plain(), headers=[para(run("页眉"))])
    looked: list[str] = []
    lines_of = Looking._lines_of

    def counted(self: Looking, part: str, *more: object) -> object:
        looked.append(part)
        return lines_of(self, part, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(Looking, "_lines_of", counted)
    assert len(sample_of(made, "样稿.docx").seen.sections) == 61
    assert looked.count("word/header1.xml") == 1


class TestWordsOnEveryPage:
    def made(self, number: str, tmp_path: Path) -> bytes:
        """A draft in a layout with words above and below, page numbers at a place."""
        folder = tmp_path / "templates" / LAYOUTS
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "本单位.yaml").write_text(
            f"继承: gbt9704\n页码: {{位置: {number}}}\n中西间距: 是\n"
            "页眉: {文字: 内部资料　注意保存, 位置: 居右}\n"
            "页脚: {文字: 青禾区水务局, 位置: 居左}\n",
            "utf-8",
        )
        (tmp_path / "稿.yaml").write_text(
            "类型: 讲话\n标题: 在会上的讲话\n称谓: 同志们\n正文:\n"
            f"  - 题: 守住底线\n    文: {samples.BODY}\n"
            "  - 题: 压实责任\n    点: [查隐患, 抓整改]\n",
            "utf-8",
        )
        return draft(tmp_path / "稿.yaml").printed(layout="本单位").to("docx")

    @pytest.mark.parametrize("number", ["外侧", "居中", "无"])
    def test_they_are_printed_and_learned_again(self, number: str, tmp_path: Path) -> None:
        found = taught([sample_of(self.made(number, tmp_path), "样稿.docx")], "本单位")
        wanted = {
            "页眉.文字": "内部资料　注意保存", "页眉.位置": "居右", "页脚.文字": "青禾区水务局",
            "页脚.位置": "居左", "中西间距": "是",
        }  # fmt: skip
        assert values(found) == wanted | ({} if number == "外侧" else {"页码.位置": number})
        assert set(found.words) == {"内部资料　注意保存", "青禾区水务局"}
        assert found.unheld == ()

    @pytest.mark.shared
    @pytest.mark.parametrize("number", ["外侧", "无"])
    def test_the_schemas_accept_them(self, number: str, shared: Path, tmp_path: Path) -> None:
        from tests.writers.docx.test_on_paper import tool

        path = tmp_path / "稿.docx"
        path.write_bytes(self.made(number, tmp_path))
        done = tool(shared, "validate_docx.py", path)
        assert done.returncode == 0, done.stdout
