"""`speechgen types`, `new` and `schema`: which meeting types there are, what each may hold, and an
outline to start from.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from speechgen.api import search_roots
from speechgen.cli import screen
from speechgen.cli.options import STDOUT, argument, flag, folders, option, overwrite
from speechgen.defaults import working_defaults
from speechgen.diagnostics import Severity, SpeechError, show
from speechgen.files import place
from speechgen.files.naming import as_typed
from speechgen.library import described, find_type, starter, types, types_and_faults
from speechgen.marks import cells
from speechgen.pack import PACK_WORDS

_FIELD_KEYS: Final = ("key", "aliases", "kind", "required", "explain", "example")


def _roots(templates: Sequence[Path], *files: str) -> tuple[Path, ...]:
    """Where drafts of these outlines, and of one in the working folder, look for their types."""
    beside = [Path(file).parent / "templates" for file in (*files, STDOUT)]
    return search_roots([*templates, *beside, *working_defaults().templates])


def complete_type(incomplete: str) -> list[tuple[str, str]]:
    """Meeting types whose name or id begins as typed, with their purpose."""
    try:
        kinds = types(_roots(()))
    except SpeechError:
        return []
    return [
        (name, kind.purpose)
        for kind in kinds
        for name in (kind.name, kind.id)
        if name.startswith(incomplete)
    ]


def run(
    type: str = argument("[类型]", "名称或代号；不写就列出全部", "", autocompletion=complete_type),
    templates: list[Path] = folders("也看这个文件夹里的会议类型"),
    as_json: bool = flag("--json", "以 JSON 给出"),
    check: Path | None = option(
        "--lint", "文件夹", "检查自己写的会议类型：字段、模板、起步提纲", None
    ),
) -> int:
    """列出会议类型；写上一个类型，就显示它的段落、字段、默认编号和一份最短的提纲。

    示例：
      speechgen types
      speechgen types 动员部署会讲话
      speechgen types --json
      speechgen types --lint 我的类型/
    """
    if check is not None:
        from speechgen.lint import lint

        kinds, found = lint(check)
        if found:
            screen.put(show(found) + "\n")
        errors = sum(note.severity is Severity.ERROR for note in found)
        names = f"（{'、'.join(kind.name for kind in kinds)}）" if kinds else ""
        said = f"{errors} 个错误、{len(found) - errors} 个提醒" if found else "没有发现问题"
        screen.say(f"检查了 {len(kinds)} 个会议类型{names}：{said}")
        return 1 if errors else 0
    roots = _roots(templates)
    if type in PACK_WORDS and not as_json:
        screen.put(_pack_page())
        return 0
    chosen, faults = ([find_type(type, roots)], []) if type else types_and_faults(roots)
    if as_json:
        keys = ("id", "name", "purpose")
        screen.put_json([_record(kind, keys, _fields(kind)) for kind in chosen], indent=2)
    elif type:
        screen.put(_page(chosen[0]))
    else:
        screen.put(_listing(chosen))
    screen.show(faults)
    return 1 if faults else 0


def _record(one: Any, keys: Sequence[str], fields: Iterable[Any]) -> dict[str, Any]:
    told = {key: getattr(one, key) for key in keys}
    return told | {"fields": [_record(field, _FIELD_KEYS, field.fields) for field in fields]}


def _fields(kind: Any) -> list[Any]:
    """The type's own fields, then the common ones; each key once."""
    from speechgen.outline import COMMON_FIELDS
    from speechgen.outline.fields import REQUIRED

    own = {field.key for field in kind.fields}
    return [
        *(
            replace(field, required=field.required or field.key in REQUIRED)
            for field in kind.fields
        ),
        *(field for field in COMMON_FIELDS if field.key not in own),
    ]


CATEGORIES = (
    "会议讲话", "座谈调研", "组织生活", "发言述职", "任职培训", "致辞", "书面材料", "会务",
)  # fmt: skip
"""In this order types are listed; categories of a user's own come after them, 通用 first."""


def _listing(kinds: list[Any]) -> str:
    widest = max((cells(kind.name) for kind in kinds), default=0)
    order = ("通用", *CATEGORIES, *sorted({kind.category for kind in kinds} - {""}), "")
    lines: list[str] = []
    for category in dict.fromkeys(order):
        members = [kind for kind in kinds if kind.category == category]
        if members:
            lines += ["", category or "其他"]
        lines += [
            f"  {screen.padded(kind.name, widest)}  {kind.id:<12}{kind.purpose}" for kind in members
        ]
    hint = "看一种类型能写什么：speechgen types 类型；写一份提纲：speechgen new 类型"
    hint += "\n一场会议的全套材料：speechgen types 成套"
    return "\n".join([*lines[1:], "", hint]) + "\n"


def _page(kind: Any) -> str:
    from speechgen.compose.variables import variables
    from speechgen.outline import NODE_FIELDS

    lines = [f"{kind.name}（{kind.id}）", kind.purpose, ""]
    if kind.aliases:
        lines.append("也可以写作：" + "、".join(kind.aliases))
    lines += [f"默认编号：{kind.numbering}", f"默认称谓：{kind.salutation or '没有'}"]
    if kind.tones:
        tones = "、".join(f"{at} {name}" for at, name in enumerate(kind.tones, 1))
        lines.append(f"语气：{tones}（三套衔接语，写数字或名称）")
    lines += ["", "印出来依次是："]
    sections = [described(kind, section) for section in kind.sections]
    lines += [f"  {s.name or s.file}" + (f"：{s.explain}" if s.explain else "") for s in sections]
    tops = list(dict.fromkeys(path.partition(".")[0] for path in variables(kind).paths))
    if "会议名" in tops or "会议" in tops:
        tops.append("会议")
    rank = {key: at for at, key in enumerate(tops)}  # in the order in which they are printed
    fields, count = _fields(kind), len(kind.fields)
    own = sorted(fields[:count], key=lambda field: rank.get(field.key, len(rank)))
    common = fields[count:]
    told = [field for field in common if not field.setting]
    if own:
        lines += [
            "",
            "本类型的字段（* 必填；缺了标题不起草，缺了别的印作【待补】）：",
            *_field_lines(own),
        ]
    printed = [field for field in told if field.key in rank]
    lines += ["", "各类型都有、本类型也印的字段：", *_field_lines(printed)]
    setting = [field for field in common if field.setting]
    lines += ["", "只起设定作用、不印的字段：", *_field_lines(setting)]
    placeless = (
        "各类型共有、本类型没有地方印的字段（写了会报错；会议、时间、地点、材料可以留着核对）："
    )
    lines += ["", placeless, "  " + "、".join(field.key for field in told if field.key not in rank)]
    lines += ["", "正文里每个要点可以写：", *_field_lines(NODE_FIELDS)]
    lines += ["", "键也可以写英文（title、body……），全部写法见 speechgen schema 或 types --json。"]
    lines += ["", f"一份可以直接起草的提纲（speechgen new {kind.name} 也会给出）：", ""]
    lines += ["  " + line if line else "" for line in starter(kind).splitlines()]
    return "\n".join(lines) + "\n"


def _pack_page() -> str:
    """What a meeting file may hold."""
    from speechgen.pack.fields import PACK_FIELDS, SECTIONS

    words = [key for key in SECTIONS if key != "座次"]
    lines = [
        "成套材料（会议文件）",
        "一场会议的事实写一遍，通知、议程、主持词、签到表、纪要都由它推出",
        "",
    ]
    lines += [f"“成套”里可以要：{'、'.join(words)}，以及其他会议类型的名称"]
    lines += ["  讲话：议程里每一份“稿”各出一份；督办表：Word 和 Excel 各一份"]
    lines += ["", "会议文件的字段（* 必填）：", *_field_lines(PACK_FIELDS)]
    lines += [
        "",
        "“通知”“主持词”“纪要”等下面写那一种材料自己的字段，见 speechgen types 会议通知 等",
    ]
    lines += ["", "一份可以直接起草的会议文件：speechgen new 成套 -o 会议.yaml"]
    return "\n".join(lines) + "\n"


def _field_lines(fields: Any, indent: str = "  ") -> list[str]:
    lines: list[str] = []
    for field in fields:
        head = f"{indent}{'*' if field.required else ' '}{field.key}（{field.kind.value}）"
        example = f"例：{field.example}" if field.example else ""
        more = "　".join(part for part in (field.explain, example) if part)
        lines.append(f"{screen.padded(head, 23)} {more}" if more else head)
        lines += _field_lines(field.fields, indent + "    ")
    return lines


# -- an outline to start from, and its schema -----------------------------------------------------


def new(
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
    roots, into = _roots(templates, output), ""
    if old:
        from speechgen.api.reading import read

        text = read(old, templates=roots).skeleton(type)
    elif type in PACK_WORDS:
        from speechgen.pack.meeting import starter as pack_starter

        text, into = pack_starter(roots), " -o 材料/"
    else:
        kind = find_type(type, roots)
        text, into = starter(kind), _again(kind, output)
    if output in ("", STDOUT):
        screen.put(text)
    else:
        place(Path(output), text.encode(), force=force)
        screen.say(f"{output}  改好后起草：speechgen draft {as_typed(output)}{into}")
    return 0


def _again(kind: Any, output: str) -> str:
    """The option that a draft of the outline needs, where its type lies elsewhere than it looks."""
    found = [Path(output).parent / "templates", *working_defaults().templates]
    with contextlib.suppress(SpeechError):
        if find_type(kind.name, search_roots(found)).folders == kind.folders:
            return ""
    return f" --templates {as_typed(os.path.relpath(kind.folders[0].parent))}"


def schema(
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
    from speechgen.outline.fields import schema as outline_schema

    roots = _roots(templates)
    if layout:
        from speechgen.layout.keys import schema as layout_schema
        from speechgen.library.folders import LAYOUTS

        made = layout_schema(
            {file.stem for root in roots for file in root.glob(f"{LAYOUTS}/*.yaml")}
        )
    elif type in PACK_WORDS:
        from speechgen.pack.fields import schema as pack_schema

        made = pack_schema(types(roots))
    elif type:
        kind = find_type(type, roots)
        made = outline_schema(kind.fields, kind.names, f"{kind.name}的提纲")
    else:
        made = outline_schema((), (name for kind in types(roots) for name in kind.names))
        made["additionalProperties"] = True  # each type adds its own
    screen.put_json(made, indent=2)
    return 0
