"""`speechgen completion`: Tab completion for the shell, meeting types included."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from speechgen.cli import screen
from speechgen.cli.chinese import COMPLETION
from speechgen.diagnostics import Span, SpeechError, error

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


def run(
    shell: Annotated[
        str, typer.Argument(metavar="[终端]", help="、".join(SHELLS) + "；不写就看现在用的是哪种")
    ] = "",
    install: Annotated[bool, typer.Option("--install", help="直接装好，重开终端生效")] = False,
) -> int:
    """给出终端的补全脚本：按 Tab 补全命令、选项和会议类型。

    示例：
      speechgen completion bash --install
      speechgen completion zsh > ~/.zfunc/_speechgen
    """
    from typer._completion_shared import get_completion_script
    from typer._completion_shared import install as install_script

    shell = shell or _this_shell()
    if shell not in SHELLS:
        said = f"不知道“{shell}”这种终端" if shell else "看不出现在用的是哪种终端"
        raise SpeechError([error(Span(), "usage", said, "写明一种：" + "、".join(SHELLS))])
    if install:
        _, path = install_script(shell=shell, prog_name="speechgen", complete_var=COMPLETION)
        screen.say(f"已装到 {path}，重开终端后生效")
    else:
        script = get_completion_script(prog_name="speechgen", complete_var=COMPLETION, shell=shell)
        screen.put(script + "\n")
    return 0


def _this_shell() -> str:
    return Path(os.environ.get("SHELL", "")).name or ("powershell" if os.name == "nt" else "")


def complete_type(incomplete: str) -> list[tuple[str, str]]:
    """Meeting types whose name or id begins as typed, with their purpose."""
    from speechgen.api import search_roots
    from speechgen.library import types

    try:
        kinds = types(search_roots())
    except SpeechError:
        return []
    return [
        (name, kind.purpose)
        for kind in kinds
        for name in (kind.name, kind.id)
        if name.startswith(incomplete)
    ]


def complete_format(incomplete: str) -> list[str]:
    """The output formats."""
    from speechgen.writers import FORMATS

    return [suffix[1:] for suffix in FORMATS if suffix[1:].startswith(incomplete)]
