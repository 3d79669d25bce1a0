"""The walks of CONTRIBUTING.md, carried out to the letter in a copy of the project.

A walk is a section `### …` that holds steps; a step is a paragraph that ends in a colon and the
fence below it. Three kinds change a file: ``In `FILE`, below `LINE`:`` (LINE is all or part of
one line there), ``A new file `FILE`:``, ``At the end of `FILE`:``. The fourth runs the fence's
lines: `Run:`.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = {"pytest": ["-m", "pytest", "-p", "no:cacheprovider"], "speechgen": ["-m", "speechgen"]}

_STEP = re.compile(
    r"^(?P<said>[^\n]*(?:`:|Run:))\n+(?P<fence>```+)\w*\n(?P<text>.*?)^(?P=fence)$", re.M | re.S
)
_PLACES = {
    "below": re.compile(r"In `([^`]+)`, below `([^`]+)`:$"),
    "new": re.compile(r"A new file `([^`]+)`:$"),
    "end": re.compile(r"At the end of `([^`]+)`:$"),
}


class Step(NamedTuple):
    said: str
    text: str


def walks() -> dict[str, list[Step]]:
    """The sections of CONTRIBUTING.md that have steps, with them."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    sections = re.split(r"^### (.+)\n", page, flags=re.M)[1:]
    found = {
        title: [Step(match["said"], match["text"]) for match in _STEP.finditer(text)]
        for title, text in zip(sections[::2], sections[1::2], strict=True)
    }
    return {title: steps for title, steps in found.items() if steps}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project's files, where they may be changed."""
    ask = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(ask, cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def change(folder: Path, step: Step) -> None:
    kinds = {kind: found for kind, place in _PLACES.items() if (found := place.search(step.said))}
    assert kinds, f"no step of a walk: {step.said}"
    ((kind, found),) = kinds.items()
    path = folder / found[1]
    if kind == "new":
        assert not path.exists(), f"{found[1]} is there already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(step.text, "utf-8")
        return
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = len(lines)
    if kind == "below":
        (at,) = [number for number, line in enumerate(lines, 1) if found[2] in line]
    path.write_text("".join([*lines[:at], step.text, *lines[at:]]), "utf-8")


def run(folder: Path, command: str) -> None:
    program, *arguments = shlex.split(command)
    done = subprocess.run(
        [sys.executable, *PROGRAMS[program], *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        check=False,
    )
    said = done.stdout.decode() + done.stderr.decode()
    assert done.returncode == 0, f"{command}\n{said}"


@pytest.mark.thorough
@pytest.mark.parametrize("title", ["A counter", "A rule", "An output format"])
def test_a_walk(title: str, copy: Path) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    steps = walks()[title]
    assert any(step.said == "Run:" for step in steps), "a walk ends in what shows that it worked"
    for step in steps:
        if step.said == "Run:":
            for command in step.text.splitlines():
                run(copy, command)
        else:
            change(copy, step)
