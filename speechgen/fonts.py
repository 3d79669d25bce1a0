"""Which fonts this machine has.

Owns the three ways systems are asked. Must not know layouts. Where nothing can be learned the
answer is None, never a guess.
"""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from importlib import import_module
from typing import Any, Final

from speechgen.files import find_program

_SECONDS: Final = 20
_KEY: Final = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"


def installed() -> frozenset[str] | None:
    """The names of the font families installed, lower case; None where nobody can say."""
    if sys.platform == "win32":
        winreg: Any = import_module("winreg")
        names: set[str] = set()
        for hive in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            with contextlib.suppress(OSError), winreg.OpenKey(hive, _KEY) as key:
                for at in range(winreg.QueryInfoKey(key)[1]):
                    shown = str(winreg.EnumValue(key, at)[0]).partition(" (")[0]
                    names |= {name.strip().lower() for name in shown.split("&")}
        return frozenset(names) or None
    program = find_program("fc-list")
    listed = _output([program, ":", "family"]) if program else None
    if listed is not None:
        families = listed.replace("\\", "").replace(",", "\n").splitlines()
    elif sys.platform == "darwin":
        listed = _output(["/usr/sbin/system_profiler", "SPFontsDataType"])
        families = re.findall(r"^ *Family:(.*)", listed or "", re.MULTILINE)
    return None if listed is None else frozenset(name.strip().lower() for name in families)


def _output(command: list[str]) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 (a program of the system, fixed arguments)
            command, capture_output=True, timeout=_SECONDS, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace")
