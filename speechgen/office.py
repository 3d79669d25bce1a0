"""The one place that runs LibreOffice: finding it, a profile of its own, a time limit.

Must not know what is converted or why.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from speechgen.diagnostics import Span, SpeechError, refusal
from speechgen.files import find_program

SECONDS: Final = 120
PROGRAM_VARIABLE: Final = "SPEECHGEN_SOFFICE"
_NAMES: Final = ("soffice", "libreoffice", "soffice.exe", "soffice.com")
_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)
_ANOTHER_WAY: Final = "用 Word 或 WPS 打开，另存为 .docx 再试"
_INSTALL: Final = (
    "装上 LibreOffice（免费），或用 Word、WPS 把文件另存为 .docx；"
    f"已装在别处就用环境变量 {PROGRAM_VARIABLE} 指明"
)
_FILTERS: Final = {
    "docx": "docx:MS Word 2007 XML",
    "pdf": "pdf:writer_pdf_Export",
    "odt": "odt",
    "doc": "doc:MS Word 97",
    "rtf": "rtf:Rich Text Format",
}
_running: Final[set[subprocess.Popen[bytes]]] = set()
"""The conversions of all threads, so that a program can end with none left behind."""


def find() -> str | None:
    """The path of LibreOffice, None where it is not installed.

    The variable SPEECHGEN_SOFFICE names another program, or none at all if it is empty.
    """
    named = os.environ.get(PROGRAM_VARIABLE)
    if named is not None:
        return find_program(named) if named else None
    on_path = next(filter(None, map(find_program, _NAMES)), None)
    return on_path or next((place for place in _PLACES if Path(place).is_file()), None)


def version() -> str:
    """The version of the LibreOffice that was found (`7.4.7.2`), or nothing."""
    program = find()
    if program is None:
        return ""
    with tempfile.TemporaryDirectory(prefix="speechgen-", ignore_cleanup_errors=True) as folder:
        profile = (Path(folder) / "profile").as_uri()
        try:
            done = subprocess.run(  # noqa: S603 (a program the user installed, fixed arguments)
                [program, f"-env:UserInstallation={profile}", "--version"],
                stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False, cwd=folder,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError):
            return ""
    words = done.stdout.decode("utf-8", "replace").split()
    return next((word for word in words if word[:1].isdigit()), "")


def convert(data: bytes, file: str, to: str, seconds: float = SECONDS) -> bytes:
    """`data` (whose suffix `file` tells) converted to `to`: docx, pdf, odt, doc or rtf.

    Raises SpeechError, with a Chinese sentence, where LibreOffice is missing, takes longer than
    `seconds`, or makes nothing.
    """

    def refused(rule: str, message: str, hint: str = _ANOTHER_WAY) -> SpeechError:
        return refusal(Span(file), rule, message, hint)

    program = find()
    suffix = Path(file).suffix.lower() or ".doc"
    if program is None:
        shown = ".pdf" if to == "pdf" else suffix
        said = f"读写 {shown} 要用 LibreOffice，这台电脑上没有找到"
        raise refused("office-missing", said, _INSTALL)
    with tempfile.TemporaryDirectory(prefix="speechgen-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        source, target = home / f"in{suffix}", home / "out"
        source.write_bytes(data)
        target.mkdir()
        command = [
            program, f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless",
            "--norestore", "--nolockcheck", "--convert-to", _FILTERS[to],
            "--outdir", str(target), str(source),
        ]  # fmt: skip
        try:
            _run(command, home, seconds)
        except OSError as failed:
            said = "LibreOffice 启动不了"
            raise refused("office-failed", said, "重新安装 LibreOffice 再试") from failed
        except subprocess.TimeoutExpired:
            raise refused("office-slow", f"LibreOffice 转换超过 {seconds:g} 秒，已停止") from None
        made = target / f"in.{to}"
        if not made.is_file():
            raise refused("office-failed", "LibreOffice 没能转换这个文件，它可能已经损坏或加了密码")
        return made.read_bytes()


def end_running() -> None:
    """End every conversion that is running, in whatever thread: what waits for one is told that
    it failed."""
    for running in list(_running):
        _kill(running)


def _run(command: list[str], folder: Path, seconds: float) -> None:
    """Run LibreOffice to its end. Raises OSError where it does not start, TimeoutExpired."""
    running = subprocess.Popen(  # noqa: S603 (a program the user installed, fixed arguments)
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=os.name == "posix",
        cwd=folder,  # never a stranger's folder, where libraries might be looked for
        # what it leaves lying about when it is ended goes with the folder
        env=os.environ | dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(folder)),
    )  # fmt: skip
    _running.add(running)
    try:
        running.wait(seconds)
    except BaseException:
        _kill(running)
        running.wait()
        raise
    finally:
        _running.discard(running)


def _kill(running: subprocess.Popen[bytes]) -> None:
    """End LibreOffice and the processes it started."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        return
    # soffice.exe only starts soffice.bin: the tree is ended, then whatever is left of its root
    windows = os.environ.get("SYSTEMROOT", r"C:\Windows")
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        subprocess.run(  # noqa: S603 (a program of the system's, fixed arguments)
            [rf"{windows}\System32\taskkill.exe", "/T", "/F", "/PID", str(running.pid)],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=False,
        )  # fmt: skip
    with contextlib.suppress(OSError):
        running.kill()
