"""The one net under the command line: whatever escapes a command becomes a line and a status.

Owns what is a person's mistake, what is the machine's doing and what is a bug of ours. Must not
know commands.
"""

from __future__ import annotations

import os
import traceback
from pathlib import Path
from typing import Final

from speechgen._version import __version__
from speechgen.cli import screen
from speechgen.diagnostics import Span, SpeechError, refusal
from speechgen.files import reason
from speechgen.files.reading import FULL

_PACKAGE: Final = str(Path(__file__).parents[1]) + os.sep
_STATUSES: Final = (0, 1, 2, 129, 130, 143)
"""Exit statuses of ours: the last by a closed terminal, Ctrl-C, `kill`."""


def caught(escaped: BaseException) -> int:
    """Say what escaped; the exit status. Raises a bug of ours again under SPEECHGEN_DEBUG=1."""
    try:
        if isinstance(escaped, SystemExit | OSError):  # it may be stdout that failed a library
            try:
                screen.finish()
            except (SpeechError, screen.ReaderLeftError) as failed:
                escaped = failed
        match escaped:
            case KeyboardInterrupt():
                screen.say("已中断")
                return 130
            case screen.ReaderLeftError() | BrokenPipeError() | SystemExit(code=None):
                return 0
            case SystemExit(__context__=BrokenPipeError()):
                return 0  # the reader of a help page left: the parser printed it, and gave up
            case SystemExit(code=int(status)) if status in _STATUSES:
                return status
            case MemoryError():
                said, hint = "内存不够，没有做完", "关掉别的程序，或把文件分成几份再试"
                escaped = refusal(Span(), "memory-full", said, hint)
            case OSError(errno=number, filename=None) if number in FULL:
                escaped = screen.unwritable(reason(escaped), "disk-full")  # a library's long page
            case OSError(errno=int(), filename=name):
                place = Span(os.fsdecode(name) if isinstance(name, str | bytes) else "")
                escaped = refusal(place, "system-refused", f"系统不让做：{reason(escaped)}")
        if isinstance(escaped, SpeechError):
            screen.show(escaped.diagnostics)
            return 2
        return _bug(escaped)
    except KeyboardInterrupt:  # while it was being told
        return 130
    except MemoryError:
        return 2


def _bug(bug: BaseException) -> int:
    """A fault of speechgen itself as one line with what to report, and nothing of the user's."""
    if os.environ.get("SPEECHGEN_DEBUG") == "1":
        raise bug
    place = ""
    for frame, line in traceback.walk_tb(bug.__traceback__):
        file = frame.f_code.co_filename
        if file.startswith(_PACKAGE):
            place = f"，{file.removeprefix(_PACKAGE).replace(os.sep, '/')}:{line}"
    screen.say(
        f"错误[internal]：speechgen {__version__} 自己出了错（{type(bug).__name__}{place}），"
        "不是你的文件写错了\n"
        "    = 提示：请把这一行和出错的文件（去掉不便公开的内容）报告给我们；"
        "SPEECHGEN_DEBUG=1 显示详情"
    )
    return 2
