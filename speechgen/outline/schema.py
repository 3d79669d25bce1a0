"""The JSON Schema (draft-07) of outlines, made from the field table.

For editors with a YAML language server: completion, explanations and warnings while typing.
It is laxer than the reader where an editor would see a number or a date in an unquoted text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from speechgen.outline.fields import COMMON_FIELDS, NODE_FIELDS, Field, Kind

_SCALAR: Final[dict[str, Any]] = {"type": ["string", "number", "boolean"]}
_TEXTS: Final[dict[str, Any]] = {
    "anyOf": [
        {"$ref": "#/definitions/文字"},
        {"type": "array", "items": {"$ref": "#/definitions/文字"}},
    ]
}


def schema(
    fields: Iterable[Field] = (), types: Iterable[str] = (), title: str = "提纲"
) -> dict[str, Any]:
    """The schema of outlines whose type declares `fields`; `types` are the accepted 类型."""
    table = {field.key: field for field in (*COMMON_FIELDS, *fields)}
    made = mapping(table.values())
    names = list(dict.fromkeys(types))
    if names:
        for name in table["类型"].names:
            made["properties"][name] = {**made["properties"][name], "enum": names}
    return whole(made, title, (table[key] for key in ("类型", "标题")))


def whole(made: dict[str, Any], title: str, required: Iterable[Field]) -> dict[str, Any]:
    """A mapping's schema as that of a file that must hold the `required` fields."""
    must = [{"anyOf": [{"required": [name]} for name in field.names]} for field in required]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        **made,
        "allOf": must,
        "definitions": {
            "文字": {**_SCALAR, "description": "一段文字"},
            "要点": _node(),
            "材料": {},
        },
    }


def _node() -> dict[str, Any]:
    pair = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": _SCALAR,
        "description": "小标题: 文字",
    }
    return {"anyOf": [{"$ref": "#/definitions/文字"}, mapping(NODE_FIELDS), pair]}


def mapping(fields: Iterable[Field]) -> dict[str, Any]:
    """The schema of a mapping that may hold these fields, by any of their names."""
    properties = {name: _described(field) for field in fields for name in field.names}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _described(field: Field) -> dict[str, Any]:
    made = dict(_value(field))
    if field.explain:
        made["description"] = field.explain + (
            "（必填，缺了印作【待补】）" if field.required else ""
        )
    if field.example:
        made["examples"] = [field.example]
    return made


def _value(field: Field) -> dict[str, Any]:
    nothing = {"type": "null"}
    match field.kind:
        case Kind.TEXT | Kind.DATE:
            return {"anyOf": [{"$ref": "#/definitions/文字"}, nothing]}
        case Kind.FLAG:
            return {"enum": ["是", "否", True, False]}
        case Kind.PARAGRAPHS | Kind.LIST:
            return {"anyOf": [*_TEXTS["anyOf"], nothing]}
        case Kind.NODES:
            node = {"$ref": "#/definitions/要点"}
            return {"anyOf": [{"type": "array", "items": node}, node, nothing]}
        case Kind.GROUP:
            short = [*_TEXTS["anyOf"]] if field.shorthand else []
            return {"anyOf": [mapping(field.fields), *short, nothing]}
        case Kind.GROUPS:
            text = [{"$ref": "#/definitions/文字"}] if field.shorthand else []
            item = {"anyOf": [mapping(field.fields), *text]}
            return {"anyOf": [{"type": "array", "items": item}, item, nothing]}
        case Kind.FACTS:
            return {}
