"""Real speeches: what `draft` must print for the shared corpus, line by line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from speechgen.api.drafting import draft

pytestmark = pytest.mark.shared

NAMES = ("features", "seed000", "seed001", "seed002", "seed003", "seed004_1", "seed004_2")


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("name", NAMES)
def test_the_command_prints_the_expected_lines(name: str, shared: Path) -> None:
    outline = shared / "corpus" / "outlines" / f"{name}.yaml"
    command = [sys.executable, "-m", "speechgen", "draft", str(outline), "-f", "txt", "-o", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    expected = (shared / "corpus" / "expected" / f"{name}.txt").read_text("utf-8")
    assert lines(done.stdout.decode()) == lines(expected)


@pytest.mark.parametrize("name", NAMES)
def test_the_paragraphs_of_the_docx_are_the_same(name: str, shared: Path, tmp_path: Path) -> None:
    import docx

    target = tmp_path / "讲话.docx"
    draft(shared / "corpus" / "outlines" / f"{name}.yaml").save(target)
    paragraphs = [p.text.replace("\n", "") for p in docx.Document(str(target)).paragraphs]
    expected = (shared / "corpus" / "expected" / f"{name}.txt").read_text("utf-8")
    assert [text.strip() for text in paragraphs if text.strip()] == lines(expected)


@pytest.mark.parametrize("name", NAMES)
def test_the_docx_keeps_to_the_schema(name: str, shared: Path, tmp_path: Path) -> None:
    target = tmp_path / "讲话.docx"
    draft(shared / "corpus" / "outlines" / f"{name}.yaml").save(target)
    command = [sys.executable, str(shared / "tools" / "validate_docx.py"), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.office
def test_a_real_speech_fills_the_grid(shared: Path, soffice: str, tmp_path: Path) -> None:
    target = tmp_path / "讲话.docx"
    draft(shared / "corpus" / "outlines" / "seed003.yaml").save(target)
    tool = str(shared / "tools" / "measure_layout.py")
    command = [sys.executable, tool, str(target), "--soffice", soffice, "--expect", "22x28"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
