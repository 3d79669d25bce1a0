"""The real command as a process, and an outline that would like to be more than text."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

HOSTILE = """\
类型: 讲话
标题: "</style><script>alert(1)</script>{{7*7}}"
讲话人: "\\"><img src=x onerror=alert(2)>"
日期: 2026年5月12日
正文:
  - 题: "\\u202Egnp.exe مرحبا"
    文: "零宽\\u200B字符，]]> 和 <b>标签</b> &amp; &#x41; --> <!-- 注释。"
    点: ["<img src=x onerror=alert(3)>：一点。", "${7*7} {% raw %}", "' onmouseover='alert(4)"]
  - 题: "</title></h1><svg onload=alert(5)>"
    文: "\\x07控制字符，javascript:alert(6)。"
"""


@dataclass
class Commands:
    """`speechgen preview FILE --no-open` as processes, each in the file's folder."""

    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def __call__(self, file: Path, *options: str) -> str:
        """Starts one; its address."""
        command = [sys.executable, "-m", "speechgen", "preview", file.name, "--no-open", *options]
        process = subprocess.Popen(
            command, cwd=file.parent, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.started.append(process)
        assert process.stdout is not None
        return process.stdout.readline().strip()

    def end(self) -> None:
        """Ends them all."""
        while self.started:
            process = self.started.pop()
            process.kill()
            process.communicate()
