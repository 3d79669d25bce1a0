"""A meeting type made on the spot: `render(template, outline)` drafts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from speechgen.api.drafted import Draft, Options
from speechgen.api.drafting import open_outline

MEETING = "名称: 试验\n段落:\n  - 文件: body.j2\n字段:\n  任务: 说明\n  刚才: {类: 列表}\n"
OUTLINE = "类型: 试验\n标题: 在安全生产会上的讲话\n任务: 排查隐患\n刚才: [甲汇报, 乙汇报]\n"


@pytest.fixture
def render(tmp_path: Path) -> Callable[..., Draft]:
    """`render(template, outline=OUTLINE, **other_files)`: a draft of one section template."""

    def run(template: str, outline: str = OUTLINE, meeting: str = MEETING, **files: str) -> Draft:
        folder = tmp_path / "types" / "trial"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "meeting.yaml").write_text(meeting, "utf-8")
        (folder / "body.j2").write_text(template, "utf-8")
        for name, text in files.items():
            (folder / f"{name}.j2").write_text(text, "utf-8")
        options = Options(templates=[tmp_path / "types"])
        opened = open_outline(outline.encode(), options, "试验.yaml")
        return replace(opened, shared=True).draft()  # what one template leaves out is no error

    return run
