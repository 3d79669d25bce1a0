"""The JSON Schema (draft-07) of a file of keys, made from its fields.

For editors with a YAML language server: completion, explanations and warnings while typing.
It is laxer than the reader where an editor would see a number or a date in an unquoted text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from speechgen.schema.fields import PICTURE_FIELDS, TABLE_FIELDS, Field, Kind

SCALAR: Final[dict[str, Any]] = {"type": ["string", "number", "boolean"]}
DRAFT: Final = {"$schema": "http://json-schema.org/draft-07/schema#"}
TEXT: Final[dict[str, Any]] = {"$ref": "#/definitions/文字"}
_TEXTS: Final[tuple[dict[str, Any], ...]] = (TEXT, {"type": "array", "items": TEXT})
NOTHING: Final = {"type": "null"}


def whole(
    made: dict[str, Any], title: str, required: Iterable[Field], point: dict[str, Any]
) -> dict[str, Any]:
    """A mapping's schema as that of a file that must hold the `required` fields; `point` is the
    schema of 要点."""
    must = [{"anyOf": [{"required": [name]} for name in field.names]} for field in required]
    text = {**SCALAR, "description": "一段文字"}
    definitions = {"文字": text, "要点": point, "材料": {}, "表": _table()}
    return {**DRAFT, "title": title, **made, "allOf": must, "definitions": definitions}


def described(field: Field, _name: str) -> dict[str, Any]:
    """The schema of a field's value, with its explanation and example."""
    made = _value(field)
    if field.explain:
        required = "（必填，缺了印作【待补】）" if field.required else ""
        made["description"] = field.explain + required
    if field.example:
        made["examples"] = [field.example]
    return made


def mapping(
    fields: Iterable[Field],
    value: Callable[[Field, str], dict[str, Any]] = described,
    explain: str = "",
) -> dict[str, Any]:
    """The schema of a mapping that may hold these fields, by any of their names; `value` gives
    that of a field behind one of its names."""
    properties = {name: value(field, name) for field in fields for name in field.names}
    words = {"description": explain} if explain else {}
    return {"type": "object", "properties": properties, **words, "additionalProperties": False}


def _table() -> dict[str, Any]:
    """The schema of 表: rows, a file's name, or both with what else is told of a table."""
    cell = {"anyOf": [TEXT, NOTHING]}
    row = [{"type": "array", "items": cell}, {"type": "object", "additionalProperties": cell}]
    rows = {"type": "array", "minItems": 1, "items": {"anyOf": row}}
    shares = {"type": "array", "items": {"type": ["integer", "string"]}}

    def value(field: Field, name: str) -> dict[str, Any]:
        if field.key in ("行", "宽"):
            return {**(rows if field.key == "行" else shares), "description": field.explain}
        return described(field, name)

    told = mapping(TABLE_FIELDS, value)
    told["oneOf"] = [_having(TABLE_FIELDS, key) for key in ("行", "文件")]
    file = {"type": "string", "pattern": r"\.([cC][sS][vV]|[xX][lL][sS][xXmM])$"}
    return {"anyOf": [rows, file, told]}


def _having(fields: Iterable[Field], *keys: str) -> dict[str, Any]:
    """That a mapping has one of the keys, by any of its names."""
    names = (name for field in fields if field.key in keys for name in field.names)
    return {"anyOf": [{"required": [name]} for name in names]}


def _value(field: Field) -> dict[str, Any]:
    match field.kind:
        case Kind.TEXT if field.choices:
            return {"anyOf": [{"enum": [*field.choices]}, NOTHING]}
        case Kind.TEXT | Kind.DATE:
            return {"anyOf": [*(_TEXTS if field.between else (TEXT,)), NOTHING]}
        case Kind.FLAG:
            return {"enum": ["是", "否", True, False]}
        case Kind.PARAGRAPHS | Kind.LIST:
            return {"anyOf": [*_TEXTS, NOTHING]}
        case Kind.NODES:
            point = {"$ref": "#/definitions/要点"}
            return {"anyOf": [{"type": "array", "items": point}, point, NOTHING]}
        case Kind.GROUP:
            short = _TEXTS if field.shorthand or field.own_words else ()
            return {"anyOf": [mapping(field.fields), *short, NOTHING]}
        case Kind.GROUPS | Kind.ATTACHMENTS:
            held = mapping(field.fields)
            if field.kind is Kind.ATTACHMENTS:
                held |= _having(field.fields, "题", "提纲")
                page = (
                    _having(field.fields, "提纲"),
                    _having(field.fields, "文", "点", "表", "图"),
                )
                held["not"] = {"allOf": [*page]}  # another outline, or a page of its own
            item = {"anyOf": [held, *([TEXT] if field.shorthand else ())]}
            return {"anyOf": [{"type": "array", "items": item}, item, NOTHING]}
        case Kind.PICTURE:
            item = {"anyOf": [TEXT, mapping(PICTURE_FIELDS) | _having(PICTURE_FIELDS, "文件")]}
            return {"anyOf": [{"type": "array", "items": item}, item["anyOf"][1], TEXT, NOTHING]}
        case Kind.TABLE:
            return {"anyOf": [{"$ref": "#/definitions/表"}, NOTHING]}
        case Kind.FACTS:
            return {}
