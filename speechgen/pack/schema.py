"""The JSON Schema of pack files, for editors.

Owns how the table of a pack's keys and the types of its papers come together. Must not know
files or the command line.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from speechgen.library import MeetingType
from speechgen.outline import COMMON_FIELDS
from speechgen.outline.fields import point_schema
from speechgen.pack.fields import PACK_FIELDS, SECTIONS
from speechgen.pack.roster import ROLES
from speechgen.pack.roster_reading import COLUMNS
from speechgen.schema.json import mapping, whole


def schema(kinds: Iterable[MeetingType]) -> dict[str, Any]:
    """The schema of pack files; `kinds` are the meeting types, whose fields stand under the
    names of their papers."""
    by_id = {kind.id: kind for kind in kinds}
    made = mapping(PACK_FIELDS)
    for key, type_id in SECTIONS.items():
        if type_id in by_id:
            fields = {one.key: one for one in (*COMMON_FIELDS, *by_id[type_id].fields)}
            part = {"anyOf": [mapping(fields.values()), {"type": "null"}]}
            made["properties"][key] = {**made["properties"][key], **part}
    roster = next(field for field in PACK_FIELDS if field.key == "名单")
    for name in roster.names:
        made["properties"][name] = {**made["properties"][name], **_roster()}
    return whole(
        made, "会议文件（成套材料）", (one for one in PACK_FIELDS if one.required), point_schema()
    )


def _roster() -> dict[str, Any]:
    """A file's name, a file with its sheet, or the people one by one."""
    text = {"$ref": "#/definitions/文字"}
    members: dict[str, Any] = dict.fromkeys(COLUMNS, text)
    person = {
        "type": "object",
        "properties": {**members, "角色": {**text, "examples": list(ROLES)}},
    }
    page = {"type": "object", "properties": {"文件": text, "页": text}, "required": ["文件"]}
    return {"anyOf": [text, page, {"type": "array", "items": {"anyOf": [person, text]}}]}
