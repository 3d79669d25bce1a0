"""Meeting files: what is wrong in one is told at its own place."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechgen.diagnostics import SpeechError
from speechgen.pack.meeting import read_meeting

MEETING = "会议:\n  名称: 防汛工作会\n  日期: 2026-05-12\n成套: [通知]\n"


def test_a_part_laid_over_from_outside_is_not_shown_as_a_line_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "会议.yaml"
    file.write_text(MEETING + "通知:\n  正文: 甲", "utf-8")
    with pytest.raises(SpeechError) as caught:
        read_meeting(file, {"通知": "乙"})
    (one,) = caught.value.diagnostics
    assert (one.rule, one.source) == ("outline-wrong-kind", "")
