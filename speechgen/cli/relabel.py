"""`speechgen freeze` and `speechgen renumber`: the labels of an existing Word file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from speechgen import files
from speechgen.cli import screen
from speechgen.cli.options import REQUIRED, argument, option, overwrite
from speechgen.cli.progress import patient

_OUTPUT: Final = option("-o --output", "路径", "改好的写到哪里", REQUIRED)
_FORCE: Final = overwrite("别人写的或改过")


def freeze(
    file: str = argument("文稿.docx", "用了自动编号的 Word 文稿"),
    output: str = _OUTPUT,
    force: bool = _FORCE,
) -> int:
    """把 Word 的自动编号变成文字：复制到邮件、公文系统、微信里不会丢。别的内容一个字节都不动。

    示例：
      speechgen freeze 讲话.docx -o 讲话-定稿.docx
    """
    from speechgen.edit.freeze import freeze

    def frozen(data: bytes, name: str) -> tuple[bytes, str]:
        made, count = freeze(data, name)
        return made, f"{count} 个自动编号变成了文字" if count else "没有自动编号，照原样"

    return _rewrite(file, output, force, "正在把“{}”的编号变成文字", frozen)


def renumber(
    file: str = argument("文稿.docx", "移动、增删过段落的 Word 文稿"),
    output: str = _OUTPUT,
    force: bool = _FORCE,
) -> int:
    """移动、增删了几部分之后，把各级序号重新排好，“讲N点”也跟着改对。别的内容一个字节都不动。

    示例：
      speechgen renumber 讲话-改.docx -o 讲话-改好.docx
    """
    from speechgen.edit.renumber import renumber

    def renumbered(data: bytes, name: str) -> tuple[bytes, str]:
        made = renumber(data, name)
        screen.show(made.notes)
        changed = f"改了 {made.labels} 个序号" + (f"、{made.claims} 处条数" if made.claims else "")
        return made.data, changed if made.labels or made.claims else "序号都对，照原样"

    return _rewrite(file, output, force, "正在给“{}”重排序号", renumbered)


def _rewrite(
    file: str, output: str, force: bool, doing: str, made: Callable[[bytes, str], tuple[bytes, str]]
) -> int:
    """Write what is `made` of a file, and say what was done; tracked changes and comments stay."""
    from speechgen.readers import review_of

    source, target = Path(file), Path(output)
    with patient(doing.format(source.name)):
        given = files.read_bytes(source, files.LARGEST_DOCX)
        data, done = made(given, str(source))
    if said := review_of(str(source), given):
        screen.say(f"{source}：{said.partition(chr(10))[0]}，照原样留着")
    files.place(target, data, force=force, paper=True)
    screen.say(f"{target}  {done}")
    return 0
