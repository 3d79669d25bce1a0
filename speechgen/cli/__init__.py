"""The command line: arguments in, results on stdout, talk on stderr; decides nothing.

It knows which commands there are (`commands`), how an option becomes a value (`options`; typer and
its Chinese: `chinese`), what a console takes (`screen`, `progress`), what a bare file name asks for
(`opening`), and what is said of whatever escapes (`net`). All else are the commands: a module is
imported when its command runs. Owns the exit status.
"""

from __future__ import annotations

import contextlib
import signal
import sys
from importlib import import_module
from itertools import pairwise
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
        from speechgen.cli.options import DASHES, is_command

        odd = any(word[0] in f"{DASHES}“" and not word.isascii() for word in arguments if word)
        if odd or any("-" not in (one[:1], two[:1]) for one, two in pairwise(arguments[1:])):
            from speechgen.cli.mistyped import refuse

            refuse(arguments)
        if (done := _everyday(arguments)) is not None:
            status = done
        elif is_command(arguments):
            from speechgen.cli.chinese import run_commands

            status = run_commands(arguments)
        else:
            from speechgen.cli.opening import open_files

            status = open_files(arguments)
        screen.finish()
        if expression := sys.modules.get("speechgen.expression"):  # most drafts need none
            expression.keep()
    except BaseException as escaped:
        from speechgen.cli.net import caught

        return caught(escaped)
    return status


def _everyday(arguments: list[str]) -> int | None:
    """The status of a command line that could be read without typer."""
    if arguments[:1] not in (["draft"], ["check"]):
        return None
    from speechgen.cli.options import everyday

    command = import_module(f"speechgen.cli.{arguments[0]}")
    line = everyday(arguments[1:], command.LINE)
    return command.obey(line) if line else None


def ended(number: int, _frame: FrameType | None) -> None:
    """What a signal does that ends the program: the status tells which it was."""
    raise SystemExit(128 + number)
