"""GB/T 9704—2012, clause by clause, in millimetres on the pages that LibreOffice prints."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest

from speechgen import Draft, draft
from speechgen.paper.paging import paginate
from speechgen.readers import read_bytes
from tests.writers.docx.clauses import OUTLINES, Form, Measure, measures

CLAUSES = (
    "7.2.4", "7.2.5", "7.2.6", "7.2.7", "7.3.4", "7.3.5.1", "7.3.5.3", "7.3.6", "7.3.7", "7.4.1",
    "7.4.2", "7.4.3", "10.1", "10.2", "10.3",
)  # fmt: skip


@pytest.fixture(scope="module")
def forms(to_pdfs: Callable[[dict[str, bytes]], dict[str, Path]]) -> dict[str, Form]:
    made = {name: draft(text.encode()).to("docx") for name, text in OUTLINES.items()}
    return {name: Form(pdf) for name, pdf in to_pdfs(made).items()}


@pytest.fixture(scope="module")
def by_clause(forms: dict[str, Form]) -> dict[str, list[Measure]]:
    ordered = sorted(measures(forms), key=lambda one: one.clause)
    return {clause: list(of) for clause, of in groupby(ordered, key=lambda one: one.clause)}


@pytest.mark.office
@pytest.mark.parametrize("clause", CLAUSES)
def test_clause(clause: str, by_clause: dict[str, list[Measure]]) -> None:
    assert clause in by_clause
    assert set(by_clause) == set(CLAUSES)
    far = [one for one in by_clause[clause] if abs(one.found - one.wanted) > one.near]
    assert not far


@pytest.mark.office
def test_the_signer_is_set_in_another_font_than_the_word_before(forms: dict[str, Form]) -> None:
    """7.2.6: 签发人 in 仿宋, the name in 楷体; 10.3: 出席 in 黑体."""
    for form, text, words in (("upward", "签发人：沈明远", 4), ("minutes", "出席：", 3)):
        fonts = forms[form].line(text).fonts
        assert len(set(fonts[:words])) == 1
        assert fonts[words] != fonts[0]
    rows = [forms["signed"].line(text) for text in ("签发人", "李云", "孟凡", "青水〔2026〕8号")]
    assert {rows[0].fonts[4], *rows[1].fonts, *rows[2].fonts}.isdisjoint(rows[3].fonts)


@pytest.mark.office
def test_no_issuer_wraps_however_long(
    to_pdfs: Callable[[dict[str, bytes]], dict[str, Path]],
) -> None:
    name = "青禾区突发事件应急委员会办公室"
    outlines = {
        f"{count} {times}": f"类型: 公文\n标题: 关于值班的通知\n版头: {{字号: 青应〔2026〕1号, "
        f"机关: [{', '.join([name * times] * (count - 1) + [name * times + '文件'])}]}}\n"
        for count in (1, 2, 5)
        for times in (1, 3)
    }
    made = {key: draft(text.encode()).to("docx") for key, text in outlines.items()}
    for key, pdf in to_pdfs(made).items():
        count, times = map(int, key.split())
        lines = [one for one in Form(pdf).pages[0] if name[:5] in one.text]
        assert len(lines) == count, key
        assert all(one.text.removesuffix("文件") == name * times for one in lines), key


@pytest.mark.office
def test_the_preview_has_as_many_pages(forms: dict[str, Form]) -> None:
    for name, text in OUTLINES.items():
        made = draft(text.encode())
        sheets = paginate(made.document, made.layout, made.printing)
        assert len(sheets) == len(forms[name].pages), name


@pytest.mark.parametrize("form", OUTLINES)
def test_each_form_is_read_back(form: str) -> None:
    made = draft(OUTLINES[form].encode())
    (reading,) = read_bytes("稿.docx", made.to("docx"))
    assert reading.document.blocks == made.document.blocks


def on_even(lines: int, folder: Path) -> Draft:
    (folder / "_layouts").mkdir(exist_ok=True)
    (folder / "_layouts" / "own.yaml").write_text("继承: gbt9704\n版记双页: 是\n", "utf-8")
    text = (
        "类型: 公文\n标题: 关于值班的通知\n版头: {印发机关: 办公室, 印发日期: 2026-05-13}\n开头:\n"
        + "  - 要值好班。\n" * lines
    )
    return draft(text.encode(), layout="own", templates=[folder])


@pytest.mark.parametrize(("lines", "pages"), [(1, 2), (14, 2), (30, 2), (45, 4)])
def test_the_imprint_stands_on_an_even_page_where_a_layout_asks_for_it(
    lines: int, pages: int, tmp_path: Path
) -> None:
    """7.4: papers printed on both sides."""
    made = on_even(lines, tmp_path)
    sheets = paginate(made.document, made.layout, made.printing)
    assert len(sheets) == pages
    assert [bool(sheet.foot) for sheet in sheets] == [False] * (pages - 1) + [True]
    alone = [not sheet.items for sheet in sheets]  # 7.5: neither blank pages nor the imprint's
    assert [sheet.page_number is None for sheet in sheets] == alone
    data = made.to("docx")
    (reading,) = read_bytes("稿.docx", data)
    assert reading.document.blocks == made.document.blocks


@pytest.mark.office
def test_a_page_that_holds_the_imprint_alone_has_no_number(
    to_pdfs: Callable[[dict[str, bytes]], dict[str, Path]], tmp_path: Path
) -> None:
    """7.5, on a unit's paper too; a PDF leaves out the blank page before."""
    unit = tmp_path / "单位.docx"
    unit.write_bytes(draft("类型: 公文\n标题: 通知\n开头: 现通知如下。\n".encode()).to("docx"))
    made = {f"{lines}": on_even(lines, tmp_path) for lines in (1, 30, 42, 45)}
    made |= {f"{name} 单位": one.printed(reference=unit) for name, one in made.items()}
    for name, pdf in to_pdfs({name: one.to("docx") for name, one in made.items()}).items():
        numbers = [
            [one.text for one in page if one.text.startswith("—")] for page in Form(pdf).pages
        ]
        alone = name.split()[0] != "30"
        assert numbers == [[f"—{at + 1}—"] for at in range(len(numbers) - alone)] + [[]] * alone
