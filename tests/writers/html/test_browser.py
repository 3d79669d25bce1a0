"""The file in a real browser: as many printed pages as sheets, no side-scrolling on a phone."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from speechgen import draft
from speechgen.paper.paging import paginate

pytestmark = pytest.mark.browser
SECONDS = 120
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def run(browser: str, home: Path, *arguments: str) -> str:
    command = [browser, *FLAGS, f"--user-data-dir={home / 'profile'}", *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=True
    )
    return done.stdout


@pytest.mark.parametrize(
    ("name", "layout"),
    [("mobilize", "gbt9704"), ("speech", "large-print"), ("seatcards", "seatcard"),
     ("signin", "form"), ("work", "business")],
)  # fmt: skip
def test_every_sheet_prints_as_one_page(
    browser: str, root: Path, tmp_path: Path, name: str, layout: str
) -> None:
    import pymupdf

    paper = draft(root / "examples" / f"{name}.yaml").printed(layout=layout)
    page, pdf = tmp_path / "a.html", tmp_path / "a.pdf"
    paper.save(page)
    run(browser, tmp_path, f"--print-to-pdf={pdf}", "--no-pdf-header-footer", page.as_uri())
    sheets = paginate(paper.document, paper.layout)
    with pymupdf.open(pdf) as pages:
        assert len(pages) == len(sheets)
        paper_size = sheets[0].paper
        assert abs(pages[0].rect.width - paper_size.width / 20) < 1
        assert abs(pages[0].rect.height - paper_size.height / 20) < 1


def test_a_phone_shows_whole_sheets(browser: str, root: Path, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    draft(root / "examples" / "speech.yaml").save(page)
    asking = tmp_path / "asking.html"
    asking.write_text(
        f'<iframe src="{page.as_uri()}" style="width:400px;height:600px;border:0"></iframe>'
        "<script>onload=()=>{const d=document.querySelector('iframe').contentDocument;"
        "const s=d.querySelector('.sheet'),l=[...d.querySelectorAll('.l')];"
        "const edge=s.getBoundingClientRect().right;"
        "document.title=[d.documentElement.scrollWidth,Math.round(s.clientWidth),"
        "l.filter(x=>x.scrollWidth>x.clientWidth+1||x.getBoundingClientRect().right>edge).length]"
        ".join(' ')}</script>",
        encoding="utf-8",
    )
    told = run(browser, tmp_path, "--allow-file-access-from-files", "--dump-dom", asking.as_uri())
    found = re.search("<title>(.*?)</title>", told)
    assert found is not None, told[:300]
    wide, sheet, spilled = map(int, found[1].split())
    assert wide <= 400
    assert 350 <= sheet <= 400
    assert spilled == 0
