"""What the pages really look like: schema, measured grid, fonts and page numbers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from speechgen.document import Document, Item, PageBreak, Para, number
from speechgen.layout.model import Layout
from speechgen.writers.docx import write
from tests.writers.docx.specimens import prose, speech, with_table


@pytest.fixture(scope="module")
def specimen(layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("paper") / "specimen.docx"
    path.write_bytes(write(speech(), layout))
    return path


def tool(shared: Path, name: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(shared / "tools" / name), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.shared
def test_the_schemas_accept_every_kind_of_block(
    shared: Path, layout: Layout, tmp_path: Path
) -> None:
    deep = tuple(
        Item(level, "题。", "文【待补：甲】。" * (level % 2), "1.", heading=level % 3 > 0)
        for level in range(1, 15)
    )
    odd = (Para(" \t甲\n乙<&>\x01 ", "title"), PageBreak(), PageBreak(), Para(""), *deep)
    documents = {
        "speech": speech(),
        "table": with_table(speech()),
        "odd": number(Document(odd, title="<&>", author="\x02")),
        "empty": Document(()),
    }
    for name, document in documents.items():
        (tmp_path / f"{name}.docx").write_bytes(write(document, layout))
    done = tool(shared, "validate_docx.py", *sorted(tmp_path.glob("*.docx")))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(": OK") == len(documents)


@pytest.fixture(scope="module")
def report(shared: Path, specimen: Path, to_pdf: Callable[[Path], Path]) -> dict[str, Any]:
    done = tool(
        shared,
        "measure_layout.py",
        specimen,
        "--use-pdf",
        to_pdf(specimen),
        *("--json", "--expect", "22x28"),
    )
    report, end = json.JSONDecoder().raw_decode(done.stdout)
    assert done.stdout[end:].strip() == "EXPECT ok", done.stdout[end:]
    found: dict[str, Any] = report
    return found


@pytest.mark.shared
@pytest.mark.office
class TestMeasured:
    def test_22_lines_of_28_characters(self, report: dict[str, Any]) -> None:
        summary = report["summary"]
        assert summary["pages"] >= 4
        assert max(summary["slots_per_page"]) == 22
        assert summary["max_fullwidth_chars"] == 28

    def test_margins(self, report: dict[str, Any]) -> None:
        summary = report["summary"]
        assert summary["left_margin_mm"] == pytest.approx(28, abs=0.3)
        assert summary["right_margin_mm"] == pytest.approx(26, abs=0.3)

    def test_indents(self, report: dict[str, Any]) -> None:
        starts = dict(report["summary"]["indents_pt"])
        assert {0.0, 31.5} <= set(starts), "the block's edge, and two characters"

    def test_page_numbers_stand_outside(self, report: dict[str, Any]) -> None:
        for found in report["page_numbers"]:
            page = found["page"]
            assert found["text"] == f"— {page} —"
            edge = "right" if page % 2 else "left"
            assert found[f"indent_from_block_{edge}_pt"] == pytest.approx(14, abs=0.5)
            for height in found["dash_below_block_mm"]:
                assert height == pytest.approx(7, abs=0.3)

    def test_the_title_stands_in_two_whole_lines(self, report: dict[str, Any]) -> None:
        lines = [one for one in report["pages"][0]["info"] if one["size"] == 22]
        assert ["".join(one["text"].split()) for one in lines] == [
            "在全市2026年防汛抗旱和城市内涝",
            "防治工作动员部署会上的讲话",
        ]

    @pytest.mark.slow
    def test_no_heading_stands_at_the_foot_of_a_page(
        self, shared: Path, layout: Layout, to_pdf: Callable[[Path], Path], tmp_path: Path
    ) -> None:
        """However many lines stand before it."""
        for lines in range(18, 23):
            blocks = (*(Para("短段。") for _ in range(lines)), Item(1, "题目"), Para(prose(2)))
            path = tmp_path / f"{lines}.docx"
            path.write_bytes(write(Document(blocks), layout))
            done = tool(shared, "measure_layout.py", path, "--use-pdf", to_pdf(path), "--json")
            for page in json.loads(done.stdout)["pages"]:
                assert page["info"][-1]["text"] != "题目"


@pytest.mark.office
def test_wrong_characters_do_not_stop_an_office_suite(
    layout: Layout, to_pdf: Callable[[Path], Path], tmp_path: Path
) -> None:
    path = tmp_path / "wrong.docx"
    path.write_bytes(write(Document((Para("甲\x00\ud800\ufffe乙"),)), layout))
    assert to_pdf(path).stat().st_size > 1000
