"""The command line: arguments in, results on stdout, talk on stderr; decides nothing.

Owns the list of commands and the exit status. A command's module is imported only when it runs.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import Final

from speechgen.cli import screen

COMMANDS: Final = {
    "draft": "起草：提纲变成 Word 文稿（主要命令）",
    "preview": "预览：在浏览器里看文稿，每次保存提纲都跟着更新",
    "new": "新建一份带说明的提纲，照原样就能起草",
    "import": "导入：旧讲话稿（docx、txt、md、doc、wps）变成提纲",
    "diff": "对照：两稿之间增、删、改、移了什么",
    "check": "检查：讲话稿、提纲里的差错（条数、序号、标点、错词、旧提法……）",
    "rules": "有哪些检查规则；每条规则为什么、错例、对例",
    "types": "有哪些会议类型；每种类型能写什么",
    "freeze": "Word 的自动编号变成文字",
    "renumber": "移动、增删段落之后，序号重新排好",
    "doctor": "这台电脑上有什么：字体、LibreOffice、文件夹、默认设置",
    "schema": "提纲的 JSON Schema，供编辑器补全和检查",
    "completion": "终端的 Tab 补全",
}
"""Every command with its line in the help; `speechgen.cli.<name>` (or `<name>_`) holds it."""


def run(arguments: list[str]) -> int:
    """Run one command line. The exit status: 0 done, 1 done with failures, 2 nothing done."""
    screen.prepare()
    signal.signal(signal.SIGTERM, _terminated)
    from speechgen.diagnostics import SpeechError

    try:
        return _run(arguments)
    except SpeechError as refused:
        screen.show(refused.diagnostics)
        return 2
    except KeyboardInterrupt:
        screen.say("已中断")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as bug:  # the one net: whatever escapes is our fault, and said to be
        return _our_bug(bug)


def _run(arguments: list[str]) -> int:
    if arguments[:1] == ["draft"]:
        from speechgen.cli.shortcut import everyday

        asked = everyday(arguments)
        if asked is not None:
            from speechgen.cli import drafting

            return drafting.run(asked)
    from speechgen.cli.chinese import run_commands

    return run_commands(arguments)


def _our_bug(bug: Exception) -> int:
    """A fault of speechgen itself as one line with what to report; 2. The traceback is shown
    only under SPEECHGEN_DEBUG=1."""
    if os.environ.get("SPEECHGEN_DEBUG") == "1":
        raise bug
    import traceback

    from speechgen._version import __version__

    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 (a prefix to take off)
    frames = list(traceback.extract_tb(bug.__traceback__))
    ours = [frame for frame in frames if frame.filename.startswith(package + os.sep)]
    last = (ours or frames)[-1]
    place = last.filename[len(package) + 1 :].replace(os.sep, "/") if ours else "?"
    screen.say(
        f"错误[internal]：speechgen {__version__} 自己出了错（{type(bug).__name__}，"
        f"{place}:{last.lineno}），不是你的文件写错了\n"
        "    = 提示：请把这一行和出错的文件（去掉不便公开的内容）报告给我们；"
        "SPEECHGEN_DEBUG=1 显示详情"
    )
    return 2


def _terminated(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(143)
