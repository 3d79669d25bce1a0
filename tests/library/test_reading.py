"""What a `meeting.yaml` declares: what is wrong is told at its place, nothing is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechgen.diagnostics import SpeechError
from speechgen.library import read_type
from speechgen.library.model import MeetingType

HEAD = "名称: 班会\n段落: [body.j2]\n"


def declared(folder: Path, text: str) -> MeetingType:
    (folder / "own").mkdir()
    (folder / "own" / "meeting.yaml").write_text(HEAD + text, "utf-8")
    return read_type(folder / "own", (folder,))


@pytest.mark.parametrize("yes", ["是", "对", "yes", "True", "on", "1"])
def test_a_flag_is_read_as_everywhere(yes: str, tmp_path: Path) -> None:
    kind = declared(tmp_path, f"字段:\n  任务: {{必填: {yes}, 不印: {yes}}}\n")
    assert [(field.required, field.setting) for field in kind.fields] == [(True, True)]


@pytest.mark.parametrize(
    ("text", "rule", "stands"),
    [
        ("字段:\n  任务: {说明: 甲, 必填: 也许}\n", "type-field", "也许"),
        ("字段:\n  任务: {说明: 甲, 必填: [也许]}\n", "type-field", "也许"),
        ("字段:\n  任务:\n    说明: 甲\n    类: 什么\n", "type-field", "什么"),
        ("字段:\n  任务: [甲]\n", "type-field", "甲"),
        ("字段: 任务\n", "type-field", "任务"),
        ("字段: [任务]\n", "type-field", "任务"),
        ("字段:\n  发言: {类: 清单, 字段: [人]}\n", "type-field", "人"),
        ("独行: [1, 二]\n", "type-own-line", "二"),
        ("编号: 甲>\n", "type-numbering", "甲>"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(
    text: str, rule: str, stands: str, tmp_path: Path
) -> None:
    with pytest.raises(SpeechError) as caught:
        declared(tmp_path, text)
    (told,) = caught.value.diagnostics
    lines = (HEAD + text).split("\n")
    assert told.rule == rule
    assert lines[told.span.line - 1][told.span.column - 1 :].startswith(stands)
    assert told.source == lines[told.span.line - 1]
