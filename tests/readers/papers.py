"""Papers of our own making with their structure, a line a line, and how well they are read.

A paper opens with `=== name.suffix`; each of its lines is a code, a space and the line as it
stands. T title, U the title once more, B byline, D date, S salutation, 1 to 9 a heading or item of
that level (its label ends at ‖), P paragraph, C closing, G signature, A attachment, N page
furniture, + goes on with the line before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from speechgen.readers import read_bytes
from speechgen.readers.reading import Passage, Reading

from .docx.word import p, word_file

_FOLD = str.maketrans("():,.．", "（）：，。。")
FILES = tuple(sorted(Path(__file__).parent.glob("papers*.txt")))
KINDS = {
    "T": {"title", "subtitle"},
    "B": {"byline"},
    "D": {"date"},
    "S": {"salutation"},
    "C": {"closing"},
    "G": {"signature", "date", "note"},
}
"""The kinds of passage that a line of the frame may be read as."""


class Paper(NamedTuple):
    """A paper: its file's name, and code, label and text of every line."""

    name: str
    rows: tuple[tuple[str, str, str], ...]

    @property
    def data(self) -> bytes:
        """The file."""
        texts = [label + text for _, label, text in self.rows]
        if self.name.endswith(".docx"):
            return word_file("".join(p(escape(text)) for text in texts))
        return "\n".join(texts).encode()

    def readings(self) -> tuple[Reading, ...]:
        """What is read."""
        return read_bytes(self.name, self.data)


@cache
def papers(*files: Path) -> tuple[Paper, ...]:
    """All papers of these files; of our own without any."""
    whole = "".join(file.read_text("utf-8") for file in files or FILES)
    found = re.findall(r"(?m)^=== (\S+)\n((?:(?!===).*\n?)*)", whole)
    return tuple(Paper(name, tuple(map(_row, text.splitlines()))) for name, text in found)


def _row(line: str) -> tuple[str, str, str]:
    label, mark, text = line[2:].partition("‖")
    return (line[0], label, text) if mark else (line[0], "", line[2:])


class Fault(NamedTuple):
    """What a line was not read as: the measure, the code, the text and what it was read as."""

    measure: str
    code: str
    text: str
    read: str


def score(paper: Paper) -> tuple[Counter[str], list[Fault]]:
    """How many lines there are for each measure, how many are right (`x ok`), and the faults."""
    passages = [each for reading in paper.readings() for each in reading.passages]
    first: dict[int, Passage] = {}
    for each in passages:
        first.setdefault(each.line, each)
    noise = {each.line for each in passages if each.kind == "noise"}
    covered = {n for e in passages if e.kind != "noise" for n in range(e.line, e.end_line + 1)}
    count: Counter[str] = Counter()
    faults: list[Fault] = []

    def note(measure: str, right: bool, code: str, text: str, read: Passage | None) -> None:
        count[measure] += 1
        count[f"{measure} ok"] += right
        if not right:
            shown = f"{read.kind} {read.level} {read.label}" if read else "-"
            faults.append(Fault(measure, code, text, shown))

    for number, (code, label, text) in enumerate(paper.rows, 1):
        if not (label + text).strip():
            continue
        read = first.get(number)
        out = number in noise and number not in covered
        note("lost", number in covered or number in noise, code, text, read)
        if code in "NU":
            note("residue", number in noise, code, text, read)
            continue
        if out:
            note("precision", False, code, text, read)
        if code not in "NU+":
            note("kept", not out, code, text, read)
        wanted, had = _folded(label), _folded(read.label if read else "")
        if paper.name.endswith(".md"):
            wanted = re.sub(r"^(?:#+|\*\*|[-*])", "", wanted)
        if wanted or had:
            note("label", wanted == had, code, label + text, read)
        if code.isdigit() and wanted == had:
            note("level", bool(read) and read.level == int(code), code, label + text, read)
        if code in KINDS:
            note("frame", bool(read) and read.kind in KINDS[code], code, text, read)
    left = [each for each in passages if each.kind == "noise"]
    count["precision"] = len(left)
    count["precision ok"] = sum(paper.rows[each.line - 1][0] in "NU" for each in left)
    return count, faults


def _folded(label: str) -> str:
    return re.sub(r"\s", "", label.translate(_FOLD))


def table(counts: Counter[str]) -> Iterator[str]:
    """The measures in per cent."""
    for name in ("lost", "kept", "residue", "precision", "label", "level", "frame"):
        if counts[name]:
            yield f"{name} {100 * counts[f'{name} ok'] / counts[name]:.1f} ({counts[name]})"
