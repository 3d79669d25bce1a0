"""The examples and the starter outlines: they draft without a gap, and read as they did before.

Golden files stand in `tests/golden/NAME.txt`, `.md` and `.xml` (the document part of the DOCX, one
element a line); `--accept` rewrites those that differ, after somebody has read them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen.api.checking import check
from speechgen.api.drafted import Draft
from speechgen.api.drafting import draft
from speechgen.diagnostics import Severity
from speechgen.library import starter, types
from speechgen.library.folders import template_roots
from speechgen.library.model import MeetingType

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
TYPES = types(template_roots())
LENIENCY = 0.15
"""How far the speaking time may be from 时长: the margin of the rule `speech-length`."""

every_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
every_type = pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.id)


def document_xml(docx: bytes) -> str:
    """`word/document.xml` with a line break before every element that opens a line of its own."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        xml = package.read("word/document.xml").decode()
    return re.sub(r"(?=<(?:w:p|w:tbl|w:tr|w:tc|w:r|w:pPr|w:sectPr|w:body)[ >])", "\n", xml) + "\n"


def is_whole(made: Draft) -> None:
    assert made.missing == ()
    assert made.unprinted == ()
    assert [note for note in made.diagnostics if note.severity is not Severity.INFO] == []


def keeps_its_time(made: Draft) -> None:
    """The draft's estimate against 时长; papers that nobody reads aloud give none."""
    if made.allotted is None:
        return
    low, high = made.minutes
    assert low * (1 - LENIENCY) <= made.allotted <= high * (1 + LENIENCY), made.minutes


@every_example
def test_example_is_whole(path: Path) -> None:
    made = draft(path)
    is_whole(made)
    keeps_its_time(made)


@every_type
def test_starter_is_whole(kind: MeetingType) -> None:
    text = starter(kind)
    made = draft(text.encode(), name="starter.yaml")
    assert made.kind.id == kind.id
    is_whole(made)
    keeps_its_time(made)
    assert len(re.findall("#", text)) > 5, "a starter explains itself"
    if kind.tones:
        assert "语气: 1" in text


@every_type
def test_a_starter_and_the_words_of_its_type_raise_no_finding(kind: MeetingType) -> None:
    """None of our own words may be blamed on whoever starts from them."""
    text = starter(kind)
    for tone in "123" if kind.tones else "1":
        made = draft(text.replace("语气: 1", f"语气: {tone}").encode(), name="starter.yaml")
        assert check(made) == []


@every_example
def test_what_an_example_prints_is_found_well_written(path: Path, tmp_path: Path) -> None:
    for form in ("docx", "txt"):
        paper = tmp_path / f"{path.stem}.{form}"
        draft(path).save(paper)
        assert [one for one in check(paper) if one.severity is not Severity.INFO] == []


def test_two_examples_are_of_real_length() -> None:
    assert sum(draft(path).characters > 3000 for path in EXAMPLES) >= 2


@every_example
@pytest.mark.parametrize("form", ["txt", "md"])
def test_golden_text(path: Path, form: str, golden: Callable[[str, Path], None]) -> None:
    golden(draft(path).to(form).decode(), GOLDEN / f"{path.stem}.{form}")


@every_example
def test_golden_docx(path: Path, golden: Callable[[str, Path], None]) -> None:
    golden(document_xml(draft(path).to("docx")), GOLDEN / f"{path.stem}.xml")
