"""What a person sees: stdout for results, stderr for talk, on any console.

Owns the streams' encodings and the wording of the summary line. Must not know typer.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, TextIO

from speechgen.diagnostics import Diagnostic, Span, SpeechError, error
from speechgen.diagnostics import show as shown
from speechgen.files import reason

if TYPE_CHECKING:
    from speechgen.api import Draft

_STDERR: Final = 2
_FEW: Final = 6  # gaps named in the summary line
THIN_SPACE: Final = " "


class ReaderLeftError(Exception):
    """Whoever read standard output has left (`| head -1`): there is nobody to write for."""


def prepare() -> None:
    """Make the streams safe. A file or a pipe gets UTF-8 on every system; a console keeps its
    encoding (so does an explicit PYTHONIOENCODING), and what it cannot show is replaced."""
    for handle in range(3):  # a file opened later must not become stdin, stdout or stderr
        try:
            os.fstat(handle)
        except OSError:
            os.open(os.devnull, os.O_RDONLY if handle < _STDERR else os.O_WRONLY)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 (the stream)
    asked = os.environ.get("PYTHONIOENCODING", "").partition(":")[0]
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError, ValueError):
            own = asked or stream.isatty()
            stream.reconfigure(encoding=None if own else "utf-8", errors="replace")  # type: ignore[union-attr]


def say(text: str) -> None:
    """A line of talk; where stderr takes nothing, it goes unheard."""
    _talk(text + "\n")


def draw(text: str) -> None:
    """Talk without an end of line: a bar that grows."""
    _talk(text)


def _talk(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        _give_up(sys.stderr)


def show(diagnostics: Iterable[Diagnostic]) -> None:
    """Diagnostics as talk."""
    text = shown(diagnostics)
    if text:
        say(text)


def put(text: str) -> None:
    """A result on stdout, as it stands. Raises SpeechError where stdout takes nothing, and
    ReaderLeftError where nobody reads it any more."""
    stream = _stdout()
    with _kept(stream):
        stream.write(text)
        stream.flush()


def put_bytes(data: bytes) -> None:
    """A binary result on stdout. Raises as `put` does."""
    stream = _stdout()
    with _kept(stream):
        stream.buffer.write(data)
        stream.buffer.flush()


def finish() -> None:
    """Write what a library left in stdout, though it may have wrapped it. Raises as `put` does."""
    for stream in (sys.stdout, sys.__stdout__):
        if stream is not None:
            with _kept(stream):
                stream.flush()


def _stdout() -> TextIO:
    if sys.stdout is None:
        raise SpeechError([_unwritable("已经关闭", "file-unwritable")])
    return sys.stdout


@contextlib.contextmanager
def _kept(stream: TextIO) -> Iterator[None]:
    """What goes wrong while stdout is written, as `put` raises it."""
    try:
        yield
    except BrokenPipeError:
        _give_up(stream)
        raise ReaderLeftError from None
    except (OSError, ValueError) as failed:  # a closed stream is a ValueError
        _give_up(stream)
        known = isinstance(failed, OSError) and failed.errno
        why = reason(failed) if isinstance(failed, OSError) and known else "已经关闭"
        full = known in (errno.ENOSPC, errno.EDQUOT)
        raise SpeechError([_unwritable(why, "disk-full" if full else "file-unwritable")]) from None


def _unwritable(why: str, rule: str) -> Diagnostic:
    return error(Span("标准输出"), rule, f"写不了：{why}", "写到文件里：-o 文件")


def _give_up(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere: the interpreter writes it once more at its end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def summary(draft: Draft, path: str) -> str:
    """One line on a draft: path, characters, minutes against the time allotted, sections, gaps.

    `讲话.docx  3 212 字 · 约15–16分钟（时长15分钟）· 4 部分 · 待补 2 处：地点（第5行）、…`
    """
    characters = draft.characters
    count = f"{characters:,}".replace(",", THIN_SPACE)
    parts = [f"{count} 字", _duration(draft, characters)]
    if draft.sections:
        parts.append(f"{draft.sections} 部分")
    if draft.missing:
        parts.append(_gaps([(gap.field, gap.line) for gap in draft.missing], "待补"))
    if draft.unprinted:
        parts.append(_gaps(draft.unprinted, "未印出"))
    return f"{path}  " + " · ".join(parts)


def _duration(draft: Draft, characters: int) -> str:
    from speechgen.document import minutes

    low, high = minutes(characters, draft.rate)
    estimate = f"约{low}分钟" if low == high else f"约{low}–{high}分钟"
    if draft.allotted is None:
        return estimate
    return f"{estimate}（时长{draft.allotted:g}分钟）"


def _gaps(places: Sequence[tuple[str, int]], word: str) -> str:
    named = "、".join(f"{key}（第{line}行）" if line else key for key, line in places[:_FEW])
    more = "等" if len(places) > _FEW else ""
    return f"{word} {len(places)} 处：{named}{more}"
