"""`speechgen freeze`: Word's automatic numbers become text."""

from __future__ import annotations

from pathlib import Path

from speechgen.cli import screen
from speechgen.cli.options import REQUIRED, argument, option, overwrite


def run(
    file: Path = argument("文稿.docx", "用了自动编号的 Word 文稿"),
    output: Path = option("-o --output", "路径", "改好的写到哪里", REQUIRED),
    force: bool = overwrite("别人写的或改过"),
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
