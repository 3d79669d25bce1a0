"""The papers of a pack as Word files: valid, and as pages that hold what they should."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

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
    """One page a card; the name in the middle of the lower half, something dark in the upper."""
    with pymupdf.open(to_pdf(papers / "09_座签.docx")) as pdf:
        assert len(pdf) == 38
        for page in pdf:
            width, height = page.rect.width, page.rect.height
            ((x0, y0, x1, y1, *_),) = page.get_text("words")
            assert abs((x0 + x1) / 2 - width / 2) < 6
            assert height / 2 < y0 < y1 < height
            assert abs((y0 + y1) / 2 - height * 3 / 4) < height / 20
            dark = page.get_pixmap(dpi=18, colorspace=pymupdf.csGRAY)
            rows = [
                min(dark.samples[at : at + dark.width])
                for at in range(0, dark.width * dark.height, dark.width)
            ]
            upper = [y for y, shade in enumerate(rows[: dark.height // 2]) if shade < 100]
            assert upper
            middle = (upper[0] + upper[-1]) / 2
            assert abs(middle - dark.height / 4) < dark.height / 20
