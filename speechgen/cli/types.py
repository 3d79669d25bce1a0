"""`speechgen types`: which meeting types there are, and what each may hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from speechgen.cli import screen
from speechgen.cli.completion import complete_type
from speechgen.diagnostics import width


def run(
    type: Annotated[
        str,
        typer.Argument(
            autocompletion=complete_type, metavar="[类型]", help="名称或代号；不写就列出全部"
        ),
    ] = "",
    templates: Annotated[
        list[Path] | None,
        typer.Option("--templates", metavar="文件夹", help="也看这个文件夹里的会议类型"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 给出")] = False,
) -> int:
    """列出会议类型；写上一个类型，就显示它的段落、字段、默认编号和一份最短的提纲。

    示例：
      speechgen types
      speechgen types 动员部署会讲话
      speechgen types --json
    """
    from speechgen.api import search_roots
    from speechgen.library import find_type, types

    roots = search_roots(templates or ())
    chosen = [find_type(type, roots)] if type else types(roots)
    if as_json:
        screen.put(
            json.dumps([_record(kind) for kind in chosen], ensure_ascii=False, indent=2) + "\n"
        )
    elif type:
        screen.put(_page(chosen[0]))
    else:
        screen.put(_listing(chosen))
    return 0


def _record(kind: Any) -> dict[str, Any]:
    return {
        "id": kind.id,
        "name": kind.name,
        "purpose": kind.purpose,
        "fields": [_field(field) for field in _fields(kind)],
    }


def _field(field: Any) -> dict[str, Any]:
    return {
        "key": field.key,
        "aliases": list(field.aliases),
        "kind": field.kind.value,
        "required": field.required,
        "explain": field.explain,
        "example": field.example,
        "fields": [_field(member) for member in field.fields],
    }


def _fields(kind: Any) -> list[Any]:
    """The type's own fields, then the common ones; each key once."""
    from speechgen.outline import COMMON_FIELDS

    own = {field.key for field in kind.fields}
    return [*kind.fields, *(field for field in COMMON_FIELDS if field.key not in own)]


def _listing(kinds: list[Any]) -> str:
    widest = max((width(kind.name) for kind in kinds), default=0)
    rows = [
        f"{kind.name}{' ' * (widest - width(kind.name))}  {kind.id:<14}{kind.purpose}\n"
        for kind in kinds
    ]
    return "".join(rows) + "\n看一种类型能写什么：speechgen types 类型\n"


def _page(kind: Any) -> str:
    from speechgen.library import starter
    from speechgen.outline import COMMON_FIELDS, NODE_FIELDS

    lines = [f"{kind.name}（{kind.id}）", kind.purpose, ""]
    if kind.aliases:
        lines.append("也可以写作：" + "、".join(kind.aliases))
    lines += [f"默认编号：{kind.numbering}", f"默认称谓：{kind.salutation or '没有'}"]
    if kind.tones:
        tones = "、".join(f"{at} {name}" for at, name in enumerate(kind.tones, 1))
        lines.append(f"语气：{tones}")
    lines += ["", "段落（依次）："]
    lines += [
        f"  {s.name or s.file}" + (f"：{s.explain}" if s.explain else "") for s in kind.sections
    ]
    own = {field.key for field in kind.fields}
    if kind.fields:
        lines += ["", "本类型的字段（* 必填，缺了印作【待补】）：", *_field_lines(kind.fields)]
    common = [field for field in COMMON_FIELDS if field.key not in own]
    lines += ["", "各类型共有的字段：", *_field_lines(common)]
    lines += ["", "正文里每个要点可以写：", *_field_lines(NODE_FIELDS)]
    lines += ["", f"一份可以直接起草的提纲（speechgen new {kind.name} 也会给出）：", ""]
    lines += ["  " + line if line else "" for line in starter(kind).splitlines()]
    return "\n".join(lines) + "\n"


def _field_lines(fields: Any, indent: str = "  ") -> list[str]:
    lines: list[str] = []
    for field in fields:
        star = "*" if field.required else " "
        head = f"{indent}{star}{field.key}（{field.kind.value}）"
        more = field.explain + (f"　例：{field.example}" if field.example else "")
        lines.append(head + " " * max(1, 24 - width(head)) + more if more else head)
        lines += _field_lines(field.fields, indent + "    ")
    return lines
