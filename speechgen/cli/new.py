"""`speechgen new`: a commented outline to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from speechgen.cli import screen
from speechgen.cli.completion import complete_type
from speechgen.cli.targets import unquoted


def run(
    type: Annotated[
        str,
        typer.Argument(
            autocompletion=complete_type,
            metavar="类型",
            help="会议类型的名称或代号，见 speechgen types；成套 就是一次会议全部材料的会议文件",
        ),
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="文件", help="写到哪个文件；不写就显示在屏幕上")
    ] = "",
    templates: Annotated[
        list[Path] | None,
        typer.Option(
            "--templates", exists=True, file_okay=False, metavar="文件夹", help="也在这里找会议类型"
        ),
    ] = None,
    old: Annotated[
        str,
        typer.Option(
            "--from", metavar="旧稿", help="照一份旧讲话稿（docx、txt、md）的结构搭提纲，原文作注释"
        ),
    ] = "",
    force: Annotated[
        bool, typer.Option("--force", help="覆盖已有的文件（原文件另存 .bak）")
    ] = False,
) -> int:
    """新建一份带说明的提纲：照原样就能起草，改成自己的内容即可。

    示例：
      speechgen new 动员部署会讲话 -o 防汛.yaml
      speechgen new speech
      speechgen new 成套 -o 会议.yaml
      speechgen new 讲话 --from 去年讲话.docx -o 今年.yaml
    """
    from speechgen import files
    from speechgen.api import search_roots
    from speechgen.library import find_type, starter
    from speechgen.pack.mark import PACK_WORDS

    output, old = unquoted(output), unquoted(old)
    pack = type in PACK_WORDS and not old
    if pack:
        from speechgen.pack.starter import starter as pack_starter

        text = pack_starter(search_roots(templates or ()))
    elif old:
        from speechgen.importing import read

        text = read(old, templates=templates or ()).skeleton(type)
    else:
        text = starter(find_type(type, search_roots(templates or ())))
    if not output or output == "-":
        screen.put(text)
        return 0
    files.place(Path(output), text.encode("utf-8"), force=force)
    into = " -o 材料/" if pack else ""
    screen.say(f"{output}  改好后起草：speechgen draft {output}{into}")
    return 0
