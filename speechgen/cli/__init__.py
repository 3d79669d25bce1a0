"""The command line: arguments in, results on stdout, talk on stderr; decides nothing.

Owns the exit status. A command's module is imported only when it runs.
"""

from __future__ import annotations

import contextlib
import signal
from types import FrameType

from speechgen.cli import screen
from speechgen.diagnostics import Span, refusal


def run(arguments: list[str]) -> int:
    """Run one command line. The exit status: 0 done, 1 done with failures, 2 nothing done; 130
    Ctrl-C. Raises nothing, unless SPEECHGEN_DEBUG=1 asks for the traceback of a bug."""
    try:
        screen.prepare()
        with contextlib.suppress(ValueError):  # another thread than the main one
            signal.signal(signal.SIGTERM, ended)
        if any("\0" in word for word in arguments):  # no system passes one on; a caller may
            raise refusal(Span(), "usage", "参数里有系统不允许的字符 U+0000")
        from speechgen.cli.options import everyday, is_command

        if line := everyday(arguments):
            from speechgen.cli.draft import obey

            status = obey(line)
        elif is_command(arguments):
            from speechgen.cli.chinese import run_commands

            status = run_commands(arguments)
        else:
            from speechgen.cli.opening import open_files

            status = open_files(arguments)
        screen.finish()
    except BaseException as escaped:
        from speechgen.cli.net import caught

        return caught(escaped)
    return status


def ended(number: int, _frame: FrameType | None) -> None:
    """What a signal does that ends the program: the status tells which it was."""
    raise SystemExit(128 + number)
