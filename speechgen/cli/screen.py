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

from speechgen import files
from speechgen.diagnostics import Diagnostic, Span, SpeechError, refusal
from speechgen.diagnostics import show as shown
from speechgen.marks import cells

if TYPE_CHECKING:
    from speechgen.api.drafted import Draft, MissingFact

STDIN: Final = "标准输入"
_FEW: Final = 6  # gaps named in the summary line


class ReaderLeftError(Exception):
    """Whoever read standard output has left (`| head -1`): there is nobody to write for."""


def prepare() -> None:
    """Make the streams safe. A file or a pipe gets UTF-8 on every system; a console keeps its
    encoding (so does an explicit PYTHONIOENCODING), and what it cannot show is replaced."""
    for handle in range(3):  # a file opened later must not become stdin, stdout or stderr
        try:
            os.fstat(handle)
        except OSError:
            os.open(os.devnull, os.O_WRONLY if handle == 2 else os.O_RDONLY)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 (the stream)
    asked = os.environ.get("PYTHONIOENCODING", "").partition(":")[0]
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError, ValueError):
            own = asked or stream.isatty()
            stream.reconfigure(encoding=None if own else "utf-8", errors="replace")  # type: ignore[union-attr]


def say(text: str) -> None:
    """A line of talk."""
    draw(text + "\n")


def draw(text: str) -> None:
    """Talk without an end of line: a bar that grows. Where stderr takes nothing, it goes
    unheard."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        _give_up(sys.stderr)


def show(diagnostics: Iterable[Diagnostic]) -> None:
    """Diagnostics as talk."""
    if text := shown(diagnostics, in_colour(sys.stderr)):
        say(text)


def in_colour(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal that shows colours, and nobody refused them (NO_COLOR)."""
    if stream is None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    with contextlib.suppress(OSError, ValueError):
        return stream.isatty() and (os.name != "nt" or "WT_SESSION" in os.environ)
    return False


def standard_input(limit: int) -> bytes:
    """All that standard input gives. Raises SpeechError for more than `limit` bytes."""
    if sys.stdin is None:
        return b""
    with contextlib.suppress(OSError, ValueError):
        if sys.stdin.isatty():
            say("从键盘读：输完另起一行，按 Ctrl-D（Windows 按 Ctrl-Z 再回车）")
    try:
        data = sys.stdin.buffer.read(limit + 1)
    except (OSError, ValueError):
        return b""
    if len(data) > limit:
        said = f"超过 {limit // 1_000_000} MB"
        raise refusal(Span(STDIN), "file-too-large", said, "只处理正常大小的文稿")
    return data


def put(text: str) -> None:
    """A result on stdout, as it stands. Raises SpeechError where stdout takes nothing, and
    ReaderLeftError where nobody reads it any more."""
    with _kept(sys.stdout) as stream:
        stream.write(text)
        stream.flush()


def put_bytes(data: bytes) -> None:
    """A binary result on stdout. Raises as `put` does."""
    with _kept(sys.stdout) as stream:
        stream.buffer.write(data)
        stream.buffer.flush()


def finish() -> None:
    """Write what a library left in stdout, though it may have wrapped it. Raises as `put` does."""
    for stream in (sys.stdout, sys.__stdout__):
        if stream is not None:
            with _kept(stream):
                stream.flush()


@contextlib.contextmanager
def _kept(stream: TextIO | None) -> Iterator[TextIO]:
    """What goes wrong while stdout is written, as `put` raises it."""
    if stream is None:
        raise unwritable("已经关闭", "file-unwritable")
    try:
        yield stream
    except BrokenPipeError:
        _give_up(stream)
        raise ReaderLeftError from None
    except (OSError, ValueError) as failed:  # a closed stream is a ValueError
        _give_up(stream)
        known = isinstance(failed, OSError) and failed.errno
        why = files.reason(failed) if isinstance(failed, OSError) and known else "已经关闭"
        full = known in (errno.ENOSPC, errno.EDQUOT)
        raise unwritable(why, "disk-full" if full else "file-unwritable") from None


def unwritable(why: str, rule: str) -> SpeechError:
    """The error that stdout takes nothing."""
    return refusal(Span("标准输出"), rule, f"写不了：{why}", "写到文件里：-o 文件")


def _give_up(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere: the interpreter writes it once more at its end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def put_json(value: object, indent: int | None = None) -> None:
    """A result as a line of JSON, or several."""
    import json

    put(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")


def show_file(path: str) -> None:
    """Open a file or folder with the system's program for it; says so where that fails."""
    place = os.path.abspath(path)  # noqa: PTH100 (a name that begins with - is no option)
    try:
        if sys.platform == "win32":
            os.startfile(place)  # noqa: S606 (what the user asked for)
        else:
            program = files.find_program("open" if sys.platform == "darwin" else "xdg-open")
            if not program:
                raise FileNotFoundError
            start([program, place])
    except OSError:
        say(f"没有打开“{path}”：系统里没有打开它的程序，请自己打开")


def start(words: Sequence[str]) -> None:
    """Start a program beside this one, which says nothing here. Raises OSError."""
    import subprocess

    nowhere = subprocess.DEVNULL
    subprocess.Popen(  # noqa: S603 (a list, no shell)
        words, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
    )


# -- what is said of drafts ---------------------------------------------------------------------


def summary(draft: Draft, path: str) -> str:
    """One line on a draft: path, characters, minutes against the time allotted, sections, gaps.

    `讲话.docx  3 212 字 · 约15–16分钟（时长15分钟） · 4 部分 · 待补 2 处：地点（第5行）、…`
    """
    parts = [size(draft, "时长")]
    if draft.sections:
        parts.append(f"{draft.sections} 部分")
    if emphases := draft.emphases:
        parts.append(f"加粗 {emphases} 处")
    parts += [places(draft.missing, "待补"), places(draft.unprinted, "未印出")]
    return f"{path}  " + " · ".join(filter(None, parts))


def size(draft: Draft, allotted: str) -> str:
    """How long a draft is, and how long it takes to speak against the time there is, called
    `allotted`: `3 212 字 · 约15–16分钟（时长15分钟）`. Nobody speaks a paper or a form."""
    from speechgen.document import minutes
    from speechgen.schema.dates import shown_range

    count, kind = draft.characters, draft.kind
    said = f"{counted(count)} 字"
    if draft.allotted is None and (kind.paper or kind.fixed):
        return said
    given = f"（{allotted}{draft.allotted:g}分钟）" if draft.allotted is not None else ""
    return f"{said} · 约{shown_range(*minutes(count, draft.rate))}分钟{given}"


def padded(text: str, room: int) -> str:
    """The text with spaces behind it, so that it takes `room` cells or more."""
    return text + " " * (room - cells(text))


def counted(number: int) -> str:
    """A number as one reads it: `3 212`."""
    return f"{number:,}".replace(",", " ")


def places(
    found: Sequence[tuple[str, int] | MissingFact], word: str, few: int = _FEW, more: str = "等"
) -> str:
    """What is missing and in which lines, the first few of it by name; nothing for nothing."""
    named = "、".join(
        f"{key}（{''.join(file)}第{line}行）" if line else key for key, line, *file in found[:few]
    )
    return f"{word} {len(found)} 处：{named}{more if len(found) > few else ''}" if found else ""


def tally(total: int, failed: int, same: int = 0, done: str = "写好", files: int = -1) -> str:
    """How many of all were written (in how many files, where that is another number), lay there as
    they are, failed."""
    new = total - failed - same
    inside = "" if files in (-1, new) else f"（{files} 个文件）"
    counts = ((done, new, inside), ("不变", same, ""), ("失败", failed, ""))
    return f"共 {total} 份，" + "，".join(
        f"{what} {count} 份{more}" for what, count, more in counts if count or what == done
    )


def status(total: int, failed: int) -> int:
    """The exit status: 0 done, 1 done in part, 2 nothing done."""
    return 0 if not failed else 2 if failed == total else 1
