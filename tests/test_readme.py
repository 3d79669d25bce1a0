"""What the READMEs show is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from speechgen.api import draft
from speechgen.cli import COMMANDS
from speechgen.diagnostics import SpeechError


def fences(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_outline_drafts(name: str, root: Path) -> None:
    outline = fences((root / name).read_text("utf-8"), "yaml")[0]
    made = draft(outline.encode())
    assert not made.missing
    assert not made.diagnostics
    assert "一是5月25日前完成拉网式排查；" in str(made)


def test_the_error_shown_is_the_one_made(root: Path) -> None:
    (shown,) = re.findall(
        r"```\n(flood\.yaml:.*?)```", (root / "README.md").read_text("utf-8"), re.DOTALL
    )
    outline = (
        "类型: 讲话\n标题: 甲\n"
        + "\n" * 10
        + "正文:\n  - 提: 抓住关键环节，做实防汛准备\n    点: [甲]\n"
    )
    with pytest.raises(SpeechError) as refused:
        draft(outline.encode(), name="flood.yaml")
    assert str(refused.value) == shown.strip()


def test_the_meeting_type_works(root: Path, tmp_path: Path) -> None:
    text = (root / "README.md").read_text("utf-8")
    meeting = next(fence for fence in fences(text, "yaml") if fence.startswith("# templates/oath"))
    (template,) = fences(text, "jinja")
    folder = tmp_path / "templates" / "oath"
    folder.mkdir(parents=True)
    (folder / "meeting.yaml").write_text(meeting, "utf-8")
    (folder / "body.j2").write_text(template, "utf-8")
    outline = tmp_path / "誓.yaml"
    outline.write_text(textwrap.dedent("""\
        类型: 表态发言稿
        标题: 表态发言
        单位: 石桥镇
        决心: 完成任务
        正文: [守好堤, 管好库]
    """), "utf-8")  # fmt: skip
    lines = [line.strip() for line in str(draft(outline)).splitlines() if line.strip()]
    assert lines == [
        "表态发言", "下面，我代表石桥镇作两点表态。", "一是守好堤", "二是管好库",
        "我们坚决完成任务！",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_only_commands_that_exist_are_named(name: str, root: Path) -> None:
    text = (root / name).read_text("utf-8")
    named = set(re.findall(r"(?m)(?:`|^|&& )(?:\.venv/bin/)?speechgen ([a-z]+)", text))
    assert named <= set(COMMANDS)


def test_every_place_named_is_there(root: Path) -> None:
    for path in re.findall(
        r"`((?:speechgen|templates|tests)/[\w/.]+)`", (root / "README.md").read_text("utf-8")
    ):
        assert "oath" in path or (root / path).exists(), path


def test_the_python_example_runs(root: Path, tmp_path: Path) -> None:
    code, *_ = fences((root / "README.md").read_text("utf-8"), "python")
    (tmp_path / "防汛.yaml").write_bytes((root / "examples" / "mobilize.yaml").read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True
    )
    assert "2026年5月13日" in done.stdout.decode()
    assert (tmp_path / "讲话.docx").exists()
