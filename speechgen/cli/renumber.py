"""`speechgen renumber`: labels of an edited file made right."""

from __future__ import annotations

from pathlib import Path

from speechgen.cli import screen
from speechgen.cli.options import REQUIRED, argument, option, overwrite


def run(
    file: Path = argument("文稿.docx", "移动、增删过段落的 Word 文稿"),
    output: Path = option("-o --output", "路径", "改好的写到哪里", REQUIRED),
    force: bool = overwrite("别人写的或改过"),
) -> int:
    """移动、增删了几部分之后，把各级序号重新排好，“讲N点”也跟着改对。别的内容一个字节都不动。

    示例：
      speechgen renumber 讲话-改.docx -o 讲话-改好.docx
    """
    from speechgen import files
    from speechgen.api import Draft
    from speechgen.edit.renumber import renumber

    made = renumber(files.read_bytes(file, files.LARGEST_DOCX), str(file))
    screen.show(made.notes)
    Draft.put(output, made.data, force)
    changed = f"改了 {made.labels} 个序号" + (f"、{made.claims} 处条数" if made.claims else "")
    screen.say(f"{output}  " + (changed if made.labels or made.claims else "序号都对，照原样"))
    return 0
