"""`speechgen freeze`: Word's automatic numbers become text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from speechgen.cli import screen


def run(
    file: Annotated[Path, typer.Argument(metavar="文稿.docx", help="用了自动编号的 Word 文稿")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="路径", help="改好的写到哪里")],
    force: Annotated[
        bool, typer.Option("--force", help="覆盖别人写的或改过的文件（原文件另存 .bak）")
    ] = False,
) -> int:
    """把 Word 的自动编号变成文字：复制到邮件、公文系统、微信里不会丢。别的内容一个字节都不动。

    示例：
      speechgen freeze 讲话.docx -o 讲话-定稿.docx
    """
    from speechgen import files
    from speechgen.api import Draft
    from speechgen.edit.freeze import freeze

    data, count = freeze(files.read_bytes(file, files.LARGEST_DOCX), str(file))
    Draft.put(output, data, force)
    done = f"{count} 个自动编号变成了文字" if count else "没有自动编号，照原样"
    screen.say(f"{output}  {done}")
    return 0
