"""Transcripts: `tests/transcripts/*.md`, each a session at the terminal, kept to the character.

A transcript is how a fault is reported and how it is kept mended. Outside of its fences it is
prose. A fence after a line `` `NAME`: `` is a file of that name in the session's folder (info
string `yaml gbk`: the file's encoding; a backslash at a fence's last line: no line end). A fence
of `console` is the session: `$ speechgen …` runs, `$ cat NAME` shows a file, `$ ls` the folder,
`$ rm NAME` removes one, `$ word NAME 改 旧 新` is a hand at work in Word (`word_hand`) and
`$ sed NAME 旧 新` one in the outline; below it stands exactly what the screen then showed, how
long it took apart, and `=> N` where the status was not 0.
`pytest tests/test_transcripts.py --accept` writes the screens down.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import speechgen.cli

from .word_hand import by_hand

FOLDER = Path(__file__).parent / "transcripts"
TRANSCRIPTS = sorted(FOLDER.glob("*.md"))
_TIME = re.compile(r"用时[^（\n]+（[^）\n]+）")
_FENCE = re.compile(
    r"^(?:`(?P<name>[^`\n]+)`[:：]\n+)?(?P<fence>```+)(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=fence)$",
    re.M | re.S,
)


class Fence(NamedTuple):
    name: str | None
    info: str
    text: str
    start: int
    end: int
    """Where `text` stands in the transcript."""


def fences(transcript: str) -> Iterator[Fence]:
    for match in _FENCE.finditer(transcript):
        start, end = match.span("text")
        yield Fence(match["name"], match["info"], match["text"], start, end)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_screen(
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    golden: Callable[[str, Path], None],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPEECHGEN_SOFFICE", "")  # screens are the same on every machine
    transcript = path.read_text("utf-8")
    found = list(fences(transcript))
    assert any(fence.info == "console" for fence in found), "a transcript runs something"
    made, last = "", 0
    for fence in found:
        if fence.name:
            write(tmp_path / fence.name, fence)
        elif fence.info == "console":
            made += transcript[last : fence.start] + session(fence.text, tmp_path)
            last = fence.end
    golden(made + transcript[last:], path)


def write(path: Path, fence: Fence) -> None:
    text = fence.text.removesuffix("\\\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode([*fence.info.split(), "utf-8"][1]))


def session(text: str, folder: Path, prompt: str = "$ ", terminal: type = io.TextIOWrapper) -> str:
    """The session as it goes now: each command, and what the screen shows for it."""
    commands = [line for line in text.splitlines() if line.startswith(prompt)]
    return "".join(
        f"{line}\n{screen(line.removeprefix(prompt), folder, terminal)}" for line in commands
    )


def screen(command: str, folder: Path, terminal: type = io.TextIOWrapper) -> str:
    match shlex.split(command):
        case ["speechgen", *arguments]:
            shown, status = run(arguments, terminal)
        case ["cat", name]:
            shown, status = (folder / name).read_text("utf-8"), 0
        case ["ls"]:
            shown, status = "".join(f"{each.name}\n" for each in sorted(folder.iterdir())), 0
        case ["rm", name]:
            (folder / name).unlink()
            shown, status = "", 0
        case ["word", name, *deed]:
            by_hand(folder / name, deed)
            shown, status = "", 0
        case ["sed", name, old, new]:
            before = (folder / name).read_text("utf-8")
            assert old in before, old
            (folder / name).write_text(before.replace(old, new), "utf-8")
            shown, status = "", 0
        case _:
            pytest.fail(f"a transcript runs speechgen, cat, ls, rm, word, sed: {command}")
    if shown and not shown.endswith("\n"):
        shown += "\n"
    assert str(folder) not in shown, "a screen shows no path of this machine"
    return _TIME.sub("用时…", shown) + (f"=> {status}\n" if status else "")


def run(arguments: list[str], terminal: type = io.TextIOWrapper) -> tuple[str, int]:
    """What a command line shows, both streams as a terminal mixes them, and its status."""
    stream = terminal(io.BytesIO(), "utf-8", newline="\n", write_through=True)
    terminate = signal.getsignal(signal.SIGTERM)
    try:
        with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
            status = speechgen.cli.run(arguments)
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else 1
    finally:
        signal.signal(signal.SIGTERM, terminate)
    stream.flush()
    shown = stream.buffer.getvalue().decode()
    assert "Traceback" not in shown, shown
    return shown, status
