"""The guide for writers of meeting types: what it tells people to copy works as printed."""

from __future__ import annotations

import re
from pathlib import Path

from speechgen.api.drafting import draft
from speechgen.compose.filters import FILTERS
from speechgen.lint import lint
from speechgen.schema.fields import Kind

GUIDE = (Path(__file__).resolve().parent.parent / "templates" / "README.md").read_text("utf-8")
_FILE = re.compile(r"`templates/(banhui/[\w.]+)`\n\n```\w+\n(.*?)```", re.DOTALL)


def test_the_type_of_the_guide_is_sound(tmp_path: Path) -> None:
    files = dict(_FILE.findall(GUIDE))
    assert sorted(files) == ["banhui/meeting.yaml", "banhui/opening.j2", "banhui/starter.yaml"]
    (tmp_path / "banhui").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    kinds, found = lint(tmp_path)
    assert [kind.name for kind in kinds] == ["班会发言"]
    assert found == []
    made = draft(tmp_path / "banhui" / "starter.yaml", templates=[tmp_path])
    assert "下面，我讲两件事。" in str(made)


def test_every_kind_and_filter_is_explained() -> None:
    for kind in Kind:
        assert f"| {kind.value}" in GUIDE
    for name in (*FILTERS, "连接"):
        assert f"\\|{name}" in GUIDE
