"""`speechgen preview`: the paper in the browser, beside the outline in the editor."""

# No `annotations` from the future: typer would compile those of `run` at every start.

import contextlib
import errno
import os
import shlex
import signal
import sys
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from speechgen import files
from speechgen.cli import ended, screen
from speechgen.cli.options import argument, flag, folders, option, usage

LAST_PORT: Final = 65_535


def run(
    outline: str = argument("提纲", "提纲文件，或成套材料的会议文件（有“成套:”）"),
    port: int | None = option(
        "--port", "端口", "用哪个端口，1—65535；不写就自动选一个空着的", None
    ),
    no_open: bool = flag("--no-open", "不打开浏览器，只给出地址"),
    layout: str = option("--layout", "版式", "先看哪种版式，代替提纲里的“版式”"),
    editor: str = option(
        "--editor", "命令", "点一段就在编辑器里打开那一行，如 'code -g {file}:{line}'", raw=True
    ),
    templates: list[Path] = folders("先在这里找会议类型和版式；可以写几次"),
) -> int:
    """预览：在浏览器里看文稿打印出来的样子，每次保存提纲都跟着更新。

    页面只有这台电脑打得开，不联网，不改任何文件；提纲写错时留着上一稿，并指出错在哪里。
    点纸面上的一段，就复制它在提纲里的位置（文件:行）；写了 --editor 就在编辑器里打开。
    按 Ctrl-C 结束。

    示例：
      speechgen preview 防汛.yaml
      speechgen preview 会议.yaml                 成套材料：每份材料一个标签
      speechgen preview 防汛.yaml --layout large-print
      speechgen preview 防汛.yaml --no-open       只在标准输出给一行地址
    """
    if port is not None and not 1 <= port <= LAST_PORT:
        raise usage(f"没有 {port} 这个端口", f"写 1—{LAST_PORT} 的数，或不写 --port（自动选）")
    editor_words = _editor(editor)
    from speechgen.api import MAX_OUTLINE
    from speechgen.preview.server import Server
    from speechgen.preview.view import Previewed
    from speechgen.source import decode

    path = Path(outline)
    decode(
        files.read_bytes(path, MAX_OUTLINE), str(path)
    )  # no save makes an outline of what is no text
    papers = Previewed(path, templates=tuple(templates))
    if layout:
        layouts = papers.look().layouts
        asked = next((id for id, name in layouts if layout in (id, name)), "")
        if not asked:
            named = "、".join(f"{id}（{name}）" for id, name in layouts)
            raise usage(f"没有“{layout}”这个版式", f"可用的有：{named}")
        papers = Previewed(path, asked, tuple(templates))
    try:
        edit = partial(_edit, editor_words) if editor_words else None
        server = Server(papers, port or 0, say=screen.say, show=screen.show_file, edit=edit)
    except OSError as failed:
        said, hint = f"打不开本机的端口：系统报告错误 {failed.errno}", ""
        if failed.errno == errno.EADDRINUSE:
            said, hint = f"端口 {port} 已被别的程序占用", "换一个端口，或不写 --port（自动选）"
        elif failed.errno in (errno.EACCES, errno.EPERM):
            said = f"系统不让用端口 {port}"
            hint = "换一个 1024 以上的端口，或不写 --port（自动选）"
        raise usage(said, hint) from None
    hangup = getattr(signal, "SIGHUP", None)
    if hangup is not None and signal.getsignal(hangup) == signal.SIG_DFL:
        # a closed terminal ends it as `kill` does, with nothing left running; `nohup` keeps it
        signal.signal(hangup, ended)
    with server:
        screen.put(f"{server.address}\n")
        screen.say("正在预览：保存提纲，页面就跟着更新；按 Ctrl-C 结束")
        if not no_open:
            # what a browser prints is not ours: stdout holds the address and nothing else
            with contextlib.suppress(AttributeError, OSError, ValueError):
                os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
            threading.Thread(target=_browse, args=(server.address,), daemon=True).start()
        server.serve()
    return 0


def _editor(command: str) -> list[str]:
    """The words of an editor's command; no shell ever sees them."""
    try:
        words = shlex.split(command, posix=sys.platform != "win32")  # there \\ is of a path
        words = [word.strip("\"'") for word in words]
    except ValueError:
        words = []
    if command and not any("{file}" in word for word in words):
        raise usage("--editor 里要有 {file}，引号要成对", "例如 --editor 'code -g {file}:{line}'")
    return words


def _edit(words: Sequence[str], file: str, line: int) -> None:
    """Show a line of a file in the editor; says so where that fails."""
    import shutil

    place = os.path.abspath(file)  # noqa: PTH100 (a name that begins with - is no option)
    filled = [word.replace("{file}", place).replace("{line}", str(line)) for word in words]
    program = shutil.which(filled[0])
    batch = program and program.lower().endswith((".bat", ".cmd"))  # the system runs these by cmd
    if not program or (batch and set(place) & set('&|<>^%!"')):
        screen.say(f"没有打开编辑器：找不到程序 {filled[0]}，或者它打不开这个文件名")
        return
    with contextlib.suppress(OSError):
        screen.start([program, *filled[1:]])


def _browse(address: str) -> None:
    """Show the page, in a thread: some programs that open pages take their time."""
    import webbrowser

    screens = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    seen = sys.platform in ("win32", "darwin") or any(map(os.environ.get, screens))
    opened = False
    if seen:  # elsewhere a browser for terminals would take this one over
        with contextlib.suppress(Exception):
            opened = webbrowser.open(address)
    if not opened:
        screen.say("没有打开浏览器：请把上面的地址复制到浏览器的地址栏")
