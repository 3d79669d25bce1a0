"""`speechgen schema`: the JSON Schema of outlines, for editors."""

from __future__ import annotations

from pathlib import Path

from speechgen.cli import screen
from speechgen.cli.completion import complete_type
from speechgen.cli.options import argument, flag, folders


def run(
    type: str = argument(
        "[类型]",
        "会议类型，或 成套（会议文件）；不写就是各类型共有的字段",
        "",
        autocompletion=complete_type,
    ),
    templates: list[Path] = folders("也看这个文件夹里的会议类型"),
    layout: bool = flag("--layout", "不要提纲的，要版式文件的"),
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
    from speechgen.pack import PACK_WORDS

    roots = search_roots(templates)
    if layout:
        from speechgen.layout.keys import schema as layout_schema
        from speechgen.library import LAYOUTS

        made = layout_schema(
            {file.stem for root in roots for file in root.glob(f"{LAYOUTS}/*.yaml")}
        )
    elif type in PACK_WORDS:
        from speechgen.pack.fields import schema as pack_schema

        made = pack_schema(types(roots))
    elif type:
        kind = find_type(type, roots)
        made = schema(kind.fields, kind.names, f"{kind.name}的提纲")
    else:
        made = schema((), (name for kind in types(roots) for name in kind.names))
        made["additionalProperties"] = True  # each type adds its own
    screen.put_json(made, indent=2)
    return 0
