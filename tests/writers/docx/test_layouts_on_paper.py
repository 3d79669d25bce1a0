"""Every layout printed: no heading at a page foot, no title line of a character or two, large
print without a lone line, the page number where it belongs."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from speechgen import draft
from speechgen.document import Item, parts_of
from speechgen.layout import read_layout
from speechgen.writers.docx import write
from tests.writers.docx.specimens import speech, with_table

LAYOUTS = ("gbt9704", "large-print", "business", "plain")
MILLIMETRE = 72 / 25.4


class Line(NamedTuple):
    text: str
    top: float
    bottom: float
    left: float
    right: float
    size: float


@pytest.fixture(scope="module")
def printed(
    root: Path, soffice: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], list[list[Line]]]:
    """Layout and example -> the lines of every page, converted in one run."""
    folder = tmp_path_factory.mktemp("layouts")
    names = [(layout, name) for layout in LAYOUTS for name in ("mobilize", "work", "push")]
    for layout, name in names:
        data = draft(root / "examples" / f"{name}.yaml", layout=layout).to("docx")
        (folder / f"{layout}.{name}.docx").write_bytes(data)
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, folder.glob("*.docx"))]
    subprocess.run(command, check=True, capture_output=True, timeout=280)
    return {(one, name): pages_of(folder / f"{one}.{name}.pdf") for one, name in names}


def pages_of(pdf: Path) -> list[list[Line]]:
    import pymupdf

    with pymupdf.open(pdf) as document:
        return [
            merged(
                Line(
                    "".join(span["text"] for span in line["spans"]),
                    line["bbox"][1],
                    line["bbox"][3],
                    line["bbox"][0],
                    line["bbox"][2],
                    line["spans"][0]["size"],
                )
                for block in page.get_text("dict")["blocks"]
                for line in block.get("lines", ())
                if "".join(span["text"] for span in line["spans"]).strip()
            )
            for page in document
        ]


def merged(pieces: Any) -> list[Line]:
    """Pieces of one line put together, from top to bottom."""
    lines: list[Line] = []
    for one in sorted(pieces, key=lambda each: (round(each.bottom), each.left)):
        if lines and abs(lines[-1].bottom - one.bottom) < 3:
            last = lines[-1]
            lines[-1] = last._replace(text=last.text + one.text, right=one.right)
        else:
            lines.append(one)
    return lines


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.office
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["mobilize", "work", "push"])
class TestEveryLayout:
    def test_no_heading_at_a_page_foot(
        self, printed: dict[Any, Any], layout: str, name: str, root: Path
    ) -> None:
        made = draft(root / "examples" / f"{name}.yaml")
        heads = {
            bare("".join(parts_of(block)))
            for block in made.document.blocks
            if isinstance(block, Item) and block.heading and not block.body
        }
        assert len(heads) > 2
        pages = printed[layout, name]
        for page in pages[:-1]:
            assert bare(page[-2].text) not in heads, "above the page number"

    def test_no_short_title_line(self, printed: dict[Any, Any], layout: str, name: str) -> None:
        first = printed[layout, name][0]
        largest = max(line.size for line in first[:3])
        titles = [line for line in first[:4] if abs(line.size - largest) < 0.5]
        assert all(len(bare(line.text)) > 2 for line in titles)

    def test_no_label_is_split(self, printed: dict[Any, Any], layout: str, name: str) -> None:
        for page in printed[layout, name]:
            for line in page[:-1]:
                assert not re.search(r"[（(][一二三四五六七八九十]*$", bare(line.text))
                assert not re.match(r"[一二三四五六七八九十]*[）)]", bare(line.text))


@pytest.mark.office
@pytest.mark.parametrize("name", ["mobilize", "work", "push"])
def test_large_print_turns_at_paragraph_ends(
    printed: dict[Any, Any], name: str, root: Path
) -> None:
    """Pages begin with the beginning of a paragraph, unless more than a quarter of the page before
    would have stayed blank."""
    made = draft(root / "examples" / f"{name}.yaml")
    openings = [bare("".join(parts_of(block)))[:8] for block in made.document.blocks]
    pages = printed["large-print", name]
    assert len(pages) > 3
    begun = [
        any(bare(page[0].text).startswith(opening) for opening in openings if opening)
        for page in pages[1:]
    ]
    assert begun.count(False) <= len(pages) / 3
    heights = [page[-2].bottom - page[0].top for page in pages[:-1]]
    assert min(heights) > 0.65 * max(heights)
    for number, page in enumerate(pages, 1):
        assert bare(page[-1].text) == f"第{number}页/共{len(pages)}页"
        middle = (page[-1].left + page[-1].right) / 2
        assert middle == pytest.approx(105 * MILLIMETRE, abs=3)


@pytest.mark.shared
@pytest.mark.parametrize("name", LAYOUTS)
def test_the_schemas_accept_every_layout(
    shared: Path, root: Path, name: str, tmp_path: Path
) -> None:
    from speechgen.paper import Printing
    from tests.writers.docx.test_on_paper import tool

    layout = read_layout(root / "templates" / "_layouts" / f"{name}.yaml")
    for live in (False, True):
        path = tmp_path / f"{name}-{live}.docx"
        path.write_bytes(write(with_table(speech()), layout, Printing(live=live)))
        done = tool(shared, "validate_docx.py", path)
        assert done.returncode == 0, done.stdout
