"""`speechgen new`: a commented outline to start from."""

from __future__ import annotations

from pathlib import Path

from speechgen.cli import screen
from speechgen.cli.completion import complete_type
from speechgen.cli.options import STDOUT, argument, folders, option, overwrite, unquoted
from speechgen.files import place


def run(
    type: str = argument(
        "类型",
        "会议类型的名称或代号，见 speechgen types；成套 就是一次会议全部材料的会议文件",
        autocompletion=complete_type,
    ),
    output: str = option("-o --output", "文件", "写到哪个文件；不写就显示在屏幕上"),
    templates: list[Path] = folders("也在这里找会议类型"),
    old: str = option("--from", "旧稿", "照一份旧讲话稿（docx、txt、md）的结构搭提纲，原文作注释"),
    force: bool = overwrite("已有"),
) -> int:
    """新建一份带说明的提纲：照原样就能起草，改成自己的内容即可。

    示例：
      speechgen new 动员部署会讲话 -o 防汛.yaml
      speechgen new speech
      speechgen new 成套 -o 会议.yaml
      speechgen new 讲话 --from 去年讲话.docx -o 今年.yaml
    """
    from speechgen.api import search_roots
    from speechgen.library import find_type, starter
    from speechgen.pack import PACK_WORDS

    output, old = unquoted(output), unquoted(old)
    into = ""
    if old:
        from speechgen.api.reading import read

        text = read(old, templates=templates).skeleton(type)
    elif type in PACK_WORDS:
        from speechgen.pack.meeting import starter as pack_starter

        text, into = pack_starter(search_roots(templates)), " -o 材料/"
    else:
        text = starter(find_type(type, search_roots(templates)))
    if output in ("", STDOUT):
        screen.put(text)
    else:
        place(Path(output), text.encode(), force=force)
        screen.say(f"{output}  改好后起草：speechgen draft {output}{into}")
    return 0
