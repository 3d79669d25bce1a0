"""What a person sees: stdout for results, stderr for talk, on any console.

Owns the streams' encodings and the wording of the summary line. Must not know typer.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from speechgen.diagnostics import Diagnostic
from speechgen.diagnostics import show as shown

if TYPE_CHECKING:
    from speechgen.api import Draft

_FEW: Final = 6  # gaps named in the summary line
THIN_SPACE: Final = " "


def prepare() -> None:
    """Make the streams safe: what a console cannot show is replaced, never an exception."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def say(text: str) -> None:
    """A line of talk."""
    print(text, file=sys.stderr, flush=True)


def show(diagnostics: Iterable[Diagnostic]) -> None:
    """Diagnostics as talk."""
    text = shown(diagnostics)
    if text:
        say(text)


def put(text: str) -> None:
    """A result on stdout, as it stands."""
    sys.stdout.write(text)
    sys.stdout.flush()


def put_bytes(data: bytes) -> None:
    """A binary result on stdout."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


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
