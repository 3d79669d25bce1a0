"""The meeting file to start from drafts as it stands; the schema knows every key it may hold."""

from __future__ import annotations

import json
from pathlib import Path

from speechgen.library import types
from speechgen.library.folders import builtin_templates
from speechgen.pack.drafting import draft_pack
from speechgen.pack.fields import schema
from speechgen.pack.meeting import starter
from speechgen.pack.rules import check_pack


def test_the_starter_drafts_without_a_gap_or_a_finding(tmp_path: Path) -> None:
    file = tmp_path / "会议.yaml"
    file.write_text(starter(()), "utf-8")
    pack = draft_pack(file)
    assert [paper.word for paper in pack.papers] == [
        "通知", "议程", "主持词", "签到表", "座签", "纪要",
    ]  # fmt: skip
    assert all(paper.draft and not paper.draft.missing for paper in pack.papers)
    assert not check_pack(pack)


def test_the_schema_holds_the_papers_fields() -> None:
    made = schema(types([builtin_templates()]))
    assert made["allOf"] == [
        {"anyOf": [{"required": ["会议"]}, {"required": ["meeting"]}]},
        {"anyOf": [{"required": ["成套"]}, {"required": ["papers"]}]},
    ]
    notice = made["properties"]["通知"]["anyOf"][0]
    assert {"回执", "要求", "主送"} <= set(notice["properties"])
    json.dumps(made)
