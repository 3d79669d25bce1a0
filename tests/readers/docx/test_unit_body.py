"""A unit's own paper: body text indented as its own, and what its styles do not tell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from speechgen import draft
from speechgen.api.drafted import Draft
from speechgen.layout.model import Indent
from speechgen.readers.docx.effective import in_characters
from speechgen.readers.docx.seen import SeenParagraph, seen
from tests.learn import samples
from tests.learn.samples import SAMPLES, fonts, para, run, sized

OUTLINE: Final = """\
类型: 讲话
标题: 在青禾小学运动会筹备会上的讲话
称谓: 同志们
正文:
  - 题: 统一思想
    文: 请各班的老师和同学看得远一些，想得细一些，把筹备工作一项一项做到位，不留死角。
    点:
      - 场地要平整：跑道上的碎石和坑洼要在比赛之前全部清理干净，不留隐患。
"""


def normal(ppr: str = "", rpr: str = "") -> str:
    return samples.styles(fonts("宋体") + sized(21), samples.style("a", "Normal", ppr, rpr))


def page(inner: str = "") -> str:
    return samples.section(inner, margins=(1440, 1440, 1440, 1440))


def letterhead() -> bytes:
    """A red head above the place of the text, marks that somebody should have filled in."""
    head = para(run("青禾区水务局文件", '<w:color w:val="FF0000"/>' + sized(72)))
    body = [
        head, para(run("{{文号}}")), para(run("【正文】")), para(run("（联系人：{{联系人}}）"))
    ]  # fmt: skip
    footer = para(run("第 {{ 期数 }} 期"))
    inner = '<w:footerReference w:type="default" r:id="rIdf1"/>'
    return samples.docx(body, normal(), page(inner), footers=[footer])


def empty() -> bytes:
    """A template without a word, its Normal flush left."""
    return samples.docx([para("")], normal(), page())


def indented() -> bytes:
    """Normal does what is to be done."""
    ppr = '<w:ind w:firstLineChars="200" w:firstLine="420"/>'
    return samples.docx([para(run(samples.BODY))], normal(ppr), page())


def flush() -> bytes:
    """A unit that does not indent."""
    return samples.docx([para(run(samples.BODY))] * 3, normal(), page())


def unmarked() -> bytes:
    """A red head, and nobody said where the text goes."""
    lines = ["青禾区水务局文件", "青水〔2026〕8号", "关于做好防汛准备的通知"]
    return samples.docx([para(run(line)) for line in lines], normal(), page())


TWO: Final = Indent(chars=200)
PAPERS: Final[dict[str, tuple[Callable[[], bytes], Indent]]] = {
    **{name: (make, TWO) for name, make in SAMPLES.items()},
    "letterhead": (letterhead, TWO),
    "empty": (empty, TWO),
    "indented": (indented, TWO),
    "flush": (flush, Indent()),
}


@pytest.fixture
def on(tmp_path: Path) -> Callable[[bytes], Draft]:
    def printed_on(data: bytes) -> Draft:
        (tmp_path / "单位.docx").write_bytes(data)
        (tmp_path / "稿.yaml").write_text(OUTLINE, "utf-8")
        return draft(tmp_path / "稿.yaml").printed(reference=tmp_path / "单位.docx")

    return printed_on


def body_of(data: bytes) -> list[SeenParagraph]:
    return [one for one in seen(data, "稿.docx").paragraphs if len(one.text) > 25]


def rules(made: Draft) -> dict[str, str]:
    notes = [note for note in made.diagnostics if note.rule.startswith("reference-")]
    assert all(note.hint for note in notes)
    return {note.rule: note.message for note in notes}


@pytest.mark.parametrize("name", PAPERS)
def test_body_text_is_indented_as_the_unit_s_own(name: str, on: Callable[[bytes], Draft]) -> None:
    make, wanted = PAPERS[name]
    data = on(make()).to("docx")
    found = body_of(data)
    assert len(found) == 2, "the paragraph and the run-in point"
    for one in found:
        face = one.runs[-1][1]
        assert in_characters(one.setting.first_line, face.cell) == wanted
    assert data == on(make()).to("docx")


def test_twips_are_of_the_type_that_prints(on: Callable[[bytes], Draft]) -> None:
    """LibreOffice reads only those: two characters of the unit's Normal, not of our layout."""
    from tests.writers.docx.specimens import parts

    styles = parts(on(samples.official()).to("docx"))["word/styles.xml"].decode()
    assert 'w:firstLineChars="200" w:firstLine="420"' in styles


def test_body_text_takes_the_style_of_the_unit_s(on: Callable[[bytes], Draft]) -> None:
    for one in body_of(on(samples.styled()).to("docx")):
        assert one.setting.line.amount == 400, "as in its Body Text Indent"


@pytest.mark.parametrize("name", ["indented", "flush"])
def test_where_normal_is_right_nothing_is_added(name: str, on: Callable[[bytes], Draft]) -> None:
    found = body_of(on(PAPERS[name][0]()).to("docx"))
    assert {one.style for one in found} <= {
        "Normal",
        "段内标题 1",
        "要点 1",
        "段内标题 2",
        "要点 2",
    }


class TestWhatIsSaid:
    def test_direct_formatting_is_named_with_the_way_out(
        self, on: Callable[[bytes], Draft]
    ) -> None:
        made = on(samples.official())
        said = rules(made)["reference-direct"]
        assert said == "参考文件的正文印的是 仿宋_GB2312 三号，那是逐段改出来的，样式里是 宋体 五号"
        assert "speechgen learn" in str(made.diagnostics)

    def test_styles_that_tell_are_no_matter(self, on: Callable[[bytes], Draft]) -> None:
        assert rules(on(samples.styled())) == {}

    def test_marks_nobody_filled_in_are_named(self, on: Callable[[bytes], Draft]) -> None:
        said = rules(on(letterhead()))["reference-left-over"]
        assert said == ("参考文件里的 {{文号}}、{{联系人}}、{{ 期数 }} 没有人填，照原样印出来了")

    def test_a_red_head_that_goes_is_named(self, on: Callable[[bytes], Draft]) -> None:
        assert rules(on(unmarked())) == {"reference-head": "参考文件正文里的红头、图片随正文换掉了"}

    def test_a_red_head_above_the_mark_stays(self, on: Callable[[bytes], Draft]) -> None:
        made = on(letterhead())
        assert "reference-head" not in rules(made)
        assert seen(made.to("docx"), "稿.docx").paragraphs[0].text == "青禾区水务局文件"


@pytest.mark.shared
@pytest.mark.parametrize("name", ["official", "wps", "letterhead", "empty"])
def test_the_schemas_accept_it(
    name: str, on: Callable[[bytes], Draft], shared: Path, tmp_path: Path
) -> None:
    from tests.writers.docx.test_on_paper import tool

    path = tmp_path / "稿.docx"
    path.write_bytes(on(PAPERS[name][0]()).to("docx"))
    done = tool(shared, "validate_docx.py", path)
    assert done.returncode == 0, done.stdout
