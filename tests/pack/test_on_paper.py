"""The papers of a pack as Word files: valid, and as pages that hold what they should."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from speechgen import draft
from speechgen.pack.drafting import DraftedPack


@pytest.fixture(scope="module")
def papers(renovation: DraftedPack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    for paper in renovation.papers:
        for name, data in paper.files():
            (folder / name).write_bytes(data)
    return folder


@pytest.mark.shared
def test_every_paper_is_valid(shared: Path, papers: Path) -> None:
    files = sorted(papers.glob("*.docx"))
    assert len(files) == 12
    command = [sys.executable, str(shared / "tools" / "validate_docx.py"), *map(str, files)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout


def words(page: pymupdf.Page) -> str:
    return "".join(page.get_text().split())


@pytest.mark.office
def test_table_papers_as_pages(papers: Path, to_pdf: Callable[[Path], Path]) -> None:
    """Nothing runs out of the paper; a table's header stands on each of its pages."""
    for stem, header in (("03_议程", "报告人"), ("07_签到表", "签名"), ("12_督办表", "完成时限")):
        with pymupdf.open(to_pdf(papers / f"{stem}.docx")) as pdf:
            for page in pdf:
                assert header in words(page), (stem, page.number)
                for x0, y0, x1, y1, *_ in page.get_text("words"):
                    assert 0 < x0 < x1 < page.rect.width, stem
                    assert 0 < y0 < y1 < page.rect.height, stem


@pytest.mark.office
def test_wide_forms_lie_on_their_side(papers: Path, to_pdf: Callable[[Path], Path]) -> None:
    for stem in ("10_座次图", "12_督办表"):
        with pymupdf.open(to_pdf(papers / f"{stem}.docx")) as pdf:
            assert [page.rect.width > page.rect.height for page in pdf] == [True] * len(pdf)


@pytest.mark.office
def test_seat_cards_as_pages(papers: Path, to_pdf: Callable[[Path], Path]) -> None:
    """One page a card: the name in the middle of either half, as text, once upside down, of equal
    height; two and three characters of one size."""
    widths = set()
    with pymupdf.open(to_pdf(papers / "09_座签.docx")) as pdf:
        assert len(pdf) == 38
        for page in pdf:
            upper, lower = ink(page)
            check_mirrored(upper, lower)
            assert abs((lower.y0 + lower.y1) / 2 - page.rect.height * 3 / 4) < page.rect.height / 20
            spans = [
                (line["dir"][0], span["size"], span["text"].strip())
                for block in page.get_text("dict")["blocks"]
                for line in block["lines"]
                for span in line["spans"]
            ]
            assert {turn for turn, _, text in spans if text} == {1, -1}
            assert len({round(size) for _, size, text in spans if text}) == 1
            if len(words(page)) <= 6:  # names of two and three characters
                widths.add(round(lower.width / 12))
    assert len(widths) <= 2, "all as wide as three characters"


@pytest.mark.office
def test_units_and_positions_as_pages(tmp_path: Path, to_pdf: Callable[[Path], Path]) -> None:
    file = tmp_path / "座签.yaml"
    file.write_text(CARDS, "utf-8")
    made = tmp_path / "座签.docx"
    made.write_bytes(draft(file).to("docx"))
    with pymupdf.open(to_pdf(made)) as pdf:
        assert len(pdf) == 6
        for page in pdf:
            check_mirrored(*ink(page))
            found = words(page)
            assert found.count("局长") == found.count("区水务局") == 2 * (page.number == 0)


CARDS = """\
类型: 座签
标题: 试
印单位: 是
印职务: 是
名单:
  - {姓名: 潘永康, 单位: 区水务局, 职务: 局长}
  - {姓名: 钱伟, 单位: 临江区住房和城乡建设局老旧小区改造工作领导小组办公室综合协调科, 职务: 副科长}
  - 欧阳文静
  - 燕
  - 王王王王王王王王王王王王王王王王王王王王王王王王王王王王王王
  - "<b>&甲]]>"
"""


def ink(page: pymupdf.Page) -> tuple[pymupdf.Rect, pymupdf.Rect]:
    """What is printed on the upper and the lower half of a page, in points."""
    scale = 100 / 72
    dots = page.get_pixmap(dpi=100, colorspace=pymupdf.csGRAY)
    rows = [dots.samples[y * dots.width : (y + 1) * dots.width] for y in range(dots.height)]

    def box(first: int, last: int) -> pymupdf.Rect:
        dark = [y for y in range(first, last) if min(rows[y]) < 128]
        across = [x for x in range(dots.width) if any(rows[y][x] < 128 for y in dark)]
        edges = across[0], dark[0], across[-1] + 1, dark[-1] + 1
        return pymupdf.Rect(*(edge / scale for edge in edges))

    return box(0, dots.height // 2), box(dots.height // 2, dots.height)


def check_mirrored(upper: pymupdf.Rect, lower: pymupdf.Rect) -> None:
    """Of one height within 2 %, and where the fold puts one on the other within 1.5 mm."""
    assert abs(upper.height / lower.height - 1) < 0.02
    across, down = 842, 595
    for edge, other in ((upper.y1, down - lower.y0), (upper.y0, down - lower.y1)):
        assert abs(edge - other) < 4.3
    assert abs((upper.x0 + upper.x1) / 2 + (lower.x0 + lower.x1) / 2 - across) < 4.3
