"""Real texts: the scores that the import must reach, and the proof that nothing is lost."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from speechgen.api.reading import read

pytestmark = pytest.mark.shared

TOLD = {"空处写成【待补】", "断行接成一段", "没有收入", "标题“前言”", "标题“结语”"}
"""How these texts are changed knowingly: blanks, broken lines, pay-wall marks in a sentence, and
headings without a number beside numbered ones, which become paragraphs."""
LEAST = {
    "residue": 95.0,
    "label F1": 99.0,
    "level": 98.0,
    "run-in": 97.0,
    "inline": 90.0,
    "frame": 95.0,
}


def test_the_scores(shared: Path) -> None:
    scorer = [sys.executable, str(shared / "tools" / "score_import.py")]
    command = [*scorer, "--command", f"{sys.executable} -m speechgen import"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    columns = re.split(r"\s{2,}", done.stdout.splitlines()[0].strip())
    total = next(line for line in done.stdout.splitlines() if line.startswith("ALL")).split()
    scores = dict(zip(columns[1:], total[1:], strict=True))
    assert (scores["lost"], scores["dropped"]) == ("0", "0"), done.stdout
    for name, least in LEAST.items():
        assert float(scores[name]) >= least, done.stdout


@pytest.mark.parametrize("folder", ["seeds", "documents"])
def test_lossless(shared: Path, folder: str) -> None:
    count = 0
    for path in sorted((shared / "corpus" / folder).glob("*.txt")):
        found = read(path)
        for differences in found.differences(found.outlines()):
            assert {one.what or one.source for one in differences} <= TOLD, path.name
            count += 1
    assert count == 6


def test_the_outlines_of_the_seeds_draft_to_what_a_person_expected(shared: Path) -> None:
    from speechgen.api.drafting import draft
    from speechgen.extract.compare import drafted_lines, fold

    for seed, name in (
        ("000", "seed000"),
        ("001", "seed001"),
        ("002", "seed002"),
        ("003", "seed003"),
    ):
        (path,) = (shared / "corpus" / "seeds").glob(f"{seed}_*.txt")
        drafted = drafted_lines(draft(read(path).outlines()[0].encode()).document)
        expected = (shared / "corpus" / "expected" / f"{name}.txt").read_text("utf-8")
        wanted = [fold(line) for line in expected.splitlines() if line.strip()]
        assert [fold(line) for line in drafted] == wanted
