"""Every command that takes a stranger's file, run on a random one: what must not happen.

Owns the commands and what passes: exit status 0, 1 or 2, no fault of our own, a Chinese sentence
with status 2, and an output that opens. Must not know how files are made.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from unittest import mock

from lxml import etree

from speechgen import cli
from tests.fuzz.text_files import text_file
from tests.fuzz.word_files import is_damaged, word_file

SLOW: Final = 20.0
"""Seconds of work that all commands together never need on a file this small."""

_OUTLINE: Final = (
    "类型: 讲话\n标题: 在会上的讲话\n称谓: 同志们\n正文:\n  - 题: 抓落实\n    文: 要抓紧。\n"
)
_CHINESE: Final = re.compile("[\u4e00-\u9fff]")
_WORD: Final = {
    "import": ("import", "A.docx", "-o", "out.yaml"),
    "check": ("check", "A.docx"),
    "fix": ("check", "A.docx", "--fix", "-o", "out.docx"),
    "annotate": ("check", "A.docx", "--annotate", "out.docx"),
    "freeze": ("freeze", "A.docx", "-o", "out.docx"),
    "renumber": ("renumber", "A.docx", "-o", "out.docx"),
    "diff": ("diff", "A.docx", "B.docx"),
    "learn": ("learn", "A.docx", "-o", "layout.yaml"),
    "track": ("diff", "A.docx", "B.docx", "--track", "-o", "out.docx"),
    "pull": ("pull", "A.docx", "O.yaml", "-o", "out.yaml"),
    "mends": ("check", "A.docx", "--fix", "--track", "-o", "out.docx"),
    "reference": ("draft", "O.yaml", "--reference-doc", "A.docx", "-o", "out.docx"),
}
_TEXT: Final = {
    "import": ("import", "A", "-o", "out.yaml"),
    "check": ("check", "A"),
    "fix": ("check", "A", "--fix", "-o", "out"),
    "annotate": ("check", "A", "--annotate", "out.docx"),
    "diff": ("diff", "A", "B"),
    "track": ("diff", "A", "B", "--track", "-o", "out.docx"),
}


def run_words(seed: int | str, numbers: range, bounded: bool = False) -> Counter[str]:
    """The commands on the Word files with these numbers: how often each gave which status.
    Raises AssertionError that names seed and number; `bounded` asks for the time as well."""
    return _run("--word", seed, numbers, word_commands, bounded)


def run_texts(seed: int | str, numbers: range, bounded: bool = False) -> Counter[str]:
    """The same for text and Markdown files."""
    return _run("--text", seed, numbers, text_commands, bounded)


def _run(
    kind: str,
    seed: int | str,
    numbers: range,
    commands: Callable[[int | str, int, Path], Counter[str]],
    bounded: bool,
) -> Counter[str]:
    tally: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            began = time.process_time()
            try:
                tally += commands(seed, number, Path(folder))
                seconds = time.process_time() - began
                assert not bounded or seconds < SLOW, f"{seconds:.1f} s"
            except BaseException as failed:
                failed.add_note(
                    f"fuzz case: python -m tests.fuzz {kind} --seed {seed} --only {number}"
                )
                raise
    return tally


def word_commands(seed: int | str, number: int, folder: Path) -> Counter[str]:
    """Every command on one Word file, in `folder`. Raises AssertionError."""
    (folder / "A.docx").write_bytes(word_file(seed, number))
    again = is_damaged(number)  # beside what it was before
    (folder / "B.docx").write_bytes(word_file(seed, number + (not again), whole=again))
    (folder / "O.yaml").write_text(_OUTLINE, "utf-8")
    whole = _opens((folder / "A.docx").read_bytes())
    tally: Counter[str] = Counter()
    for name, arguments in _WORD.items():
        made = folder / "out.docx"
        with mock.patch.dict(os.environ, SPEECHGEN_SOFFICE=""):  # `learn` has pages counted
            status, _ = called(arguments, folder)
        if made.exists() and whole:
            assert _opens(made.read_bytes()), f"{name}: what was written does not open"
        _clear(folder)
        tally[f"{name} {status}"] += 1
    return tally


def text_commands(seed: int | str, number: int, folder: Path) -> Counter[str]:
    """Every command on one text or Markdown file, in `folder`. Raises AssertionError."""
    suffix = (".txt", ".md")[number % 2]
    (folder / f"A{suffix}").write_bytes(text_file(seed, number))
    (folder / f"B{suffix}").write_bytes(text_file(seed, number + 2))
    tally: Counter[str] = Counter()
    for name, arguments in _TEXT.items():
        status, _ = called([a + suffix if a in ("A", "B", "out") else a for a in arguments], folder)
        _clear(folder)
        tally[f"{name} {status}"] += 1
    return tally


def _clear(folder: Path) -> None:
    for left in folder.glob("*"):
        if left.name[0] not in "ABO":
            shutil.rmtree(left) if left.is_dir() else left.unlink()


def called(arguments: tuple[str, ...] | list[str], folder: Path) -> tuple[int, str]:
    """The status of one command line and what it said; names of files are those in `folder`.
    Raises AssertionError for what must not happen."""
    line = [str(folder / each) if "." in each else each for each in arguments]
    with _captured() as (out, err):
        status = cli.run(line)
    said = err()
    out()
    what = " ".join(arguments)
    assert "[internal]" not in said, f"{what}: {said}"
    assert status in (0, 1, 2), f"{what}: exit status {status}"
    assert status != 2 or _CHINESE.search(said), f"{what}: refused without a Chinese word: {said!r}"
    return status, said


@contextmanager
def _captured() -> Iterator[tuple[Callable[[], str], Callable[[], str]]]:
    """stdout and stderr as files of their own; calling one gives what was written to it."""
    kept = sys.stdout, sys.stderr
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in kept]

    def written(stream: io.TextIOWrapper) -> Callable[[], str]:
        def read() -> str:
            stream.flush()
            held = stream.buffer
            assert isinstance(held, io.BytesIO)
            return held.getvalue().decode()

        return read

    sys.stdout, sys.stderr = streams
    try:
        yield written(streams[0]), written(streams[1])
    finally:
        sys.stdout, sys.stderr = kept


def _opens(data: bytes) -> bool:
    """Whether a DOCX is a whole zip with a well-formed document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            if file.testzip() is not None:
                return False
            etree.fromstring(file.read("word/document.xml"))
    except Exception:  # zipfile raises many kinds for garbage
        return False
    return True
