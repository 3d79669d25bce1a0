"""The JSON Schema (draft-07) of layout files, made from the table of keys.

For editors: completion, explanations and warnings while typing. Must not know files.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from speechgen.layout import keys

_SCALAR: Final = ["string", "number", "boolean"]  # an editor sees `字号: 16` as a number


def schema(layouts: Iterable[str] = ()) -> dict[str, Any]:
    """The schema of a layout file; `layouts` are the ids that 继承 may name."""
    top = _keys(keys.TOP)
    known = sorted(layouts)
    if known:
        for name in ("继承", "extends"):
            top[name] = {**top[name], "examples": known}
    groups = {
        name: _mapping(_keys(table), f"{name}：一组值") for name, (_, table) in keys.GROUPS.items()
    }
    look = {"$ref": "#/definitions/样式"}
    looks = {name: look for pair in keys.LOOK_NAMES.items() for name in pair}
    fonts = {
        "type": "object",
        "description": "机器上没有这种字体时用哪一种：字体: 另一个名称,再一个名称",
        "additionalProperties": {"type": "string"},
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "版式",
        **_mapping(
            {
                **top,
                **groups,
                **dict.fromkeys(keys.STYLES, _mapping(looks, "各种段落的样子")),
                **dict.fromkeys(keys.FONTS, fonts),
            }
        ),
        "definitions": {"样式": {**_mapping(_keys(keys.LOOK)), "type": ["object", "null"]}},
    }


def _keys(table: Iterable[keys.Key]) -> dict[str, Any]:
    return {name: _value(key) for key in table for name in (key.name, *key.aliases)}


def _value(key: keys.Key) -> dict[str, Any]:
    made: dict[str, Any] = {"type": _SCALAR, "description": key.explain or key.name}
    if key.choices:
        words: list[Any] = list(key.choices)
        if key.example == "是":
            words += [True, False]
        made |= {"enum": words}
    if key.example:
        made["examples"] = [key.example]
    return made


def _mapping(properties: dict[str, Any], description: str = "") -> dict[str, Any]:
    made: dict[str, Any] = {"type": "object", "properties": properties}
    if description:
        made["description"] = description
    return {**made, "additionalProperties": False}
