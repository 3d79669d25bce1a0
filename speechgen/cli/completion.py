"""`speechgen completion`: Tab completion for the shell, the meeting types of `types` included."""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path

import typer

from speechgen.cli import screen
from speechgen.cli.options import argument, flag, usage

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


def run(
    ctx: typer.Context,
    shell: str = argument("[终端]", "、".join(SHELLS) + "；不写就看现在用的是哪种", ""),
    install: bool = flag("--install", "直接装好，重开终端生效"),
) -> int:
    """给出终端的补全脚本：按 Tab 补全命令、选项和会议类型。

    示例：
      speechgen completion bash --install
      speechgen completion zsh > ~/.zfunc/_speechgen
    """
    from typer.completion import install_callback, show_callback

    usual = "powershell" if os.name == "nt" else ""
    shell = shell or Path(os.environ.get("SHELL", "")).name or usual
    if shell not in SHELLS:
        said = f"不知道“{shell}”这种终端" if shell else "看不出现在用的是哪种终端"
        raise usage(said, "写明一种：" + "、".join(SHELLS))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        (install_callback if install else show_callback)(ctx, ctx.command.params[0], shell)
    if install:
        path = printed.getvalue().partition("\n")[0].rpartition(" installed in ")[2]
        screen.say(f"已装到 {path}，重开终端后生效")
    else:
        screen.put(printed.getvalue())
    return 0
