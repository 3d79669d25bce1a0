"""`speechgen schema`: the JSON Schema of outlines, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from speechgen.cli import screen
from speechgen.cli.completion import complete_type


def run(
    type: Annotated[
        str,
        typer.Argument(
            metavar="[类型]",
            help="会议类型，或 成套（会议文件）；不写就是各类型共有的字段",
            autocompletion=complete_type,
        ),
    ] = "",
    templates: Annotated[
        list[Path] | None,
        typer.Option(
            "--templates",
            exists=True,
            file_okay=False,
            metavar="文件夹",
            help="也看这个文件夹里的会议类型",
        ),
    ] = None,
    layout: Annotated[bool, typer.Option("--layout", help="不要提纲的，要版式文件的")] = False,
) -> int:
    """给出提纲或版式文件的 JSON Schema，编辑器（如 VS Code 的 YAML 插件）据此补全、提示和检查。

    示例：
      speechgen schema 动员部署会讲话 > mobilize.schema.json
      speechgen schema 成套 > pack.schema.json
      speechgen schema --layout > layout.schema.json
      然后在提纲第一行写：# yaml-language-server: $schema=./mobilize.schema.json
    """
    from speechgen.api import search_roots
    from speechgen.library import find_type, types
    from speechgen.outline.fields import schema
    from speechgen.pack.mark import PACK_WORDS

    roots = search_roots(templates or ())
    if layout:
        from speechgen.layout.keys import schema as layout_schema
        from speechgen.library import LAYOUTS

        known = {file.stem for root in roots for file in root.glob(f"{LAYOUTS}/*.yaml")}
        screen.put(json.dumps(layout_schema(known), ensure_ascii=False, indent=2) + "\n")
        return 0
    if type in PACK_WORDS:
        from speechgen.pack.fields import schema as pack_schema

        screen.put(json.dumps(pack_schema(types(roots)), ensure_ascii=False, indent=2) + "\n")
        return 0
    if type:
        kind = find_type(type, roots)
        made = schema(kind.fields, kind.names, f"{kind.name}的提纲")
    else:
        kinds = types(roots)
        made = schema((), (name for kind in kinds for name in kind.names))
        made["additionalProperties"] = True  # each type adds its own
    screen.put(json.dumps(made, ensure_ascii=False, indent=2) + "\n")
    return 0
