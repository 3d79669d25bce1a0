"""What the READMEs show is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from speechgen.api.drafting import draft
from speechgen.checks import RULES
from speechgen.cli.commands import COMMANDS
from speechgen.diagnostics import SpeechError
from speechgen.library import types
from speechgen.library.folders import builtin_templates
from speechgen.pack.rules import RULES as RULES_OF_PACKS
from speechgen.writers import FORMATS
from tests.pictures_made import jpeg

READMES = ["README.md", "README.zh-CN.md", "examples/batch/README.md"]


def fences(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_outline_drafts(name: str, root: Path) -> None:
    outline = fences((root / name).read_text("utf-8"), "yaml")[0]
    made = draft(outline.encode())
    assert not made.missing
    assert not made.diagnostics
    assert "一是5月25日前完成拉网式排查；" in str(made)


def test_the_second_outline_shows_what_else_a_paper_holds(root: Path, tmp_path: Path) -> None:
    (tmp_path / "现场.jpg").write_bytes(jpeg())
    _, held = fences((root / "README.zh-CN.md").read_text("utf-8"), "yaml")
    made = draft(f"类型: 公文\n标题: 会议方案\n{held}".encode(), beside=tmp_path)
    assert not made.diagnostics
    assert made.emphases == 1
    for printed in (
        "各组按时到位，不留空档。",
        "会务组\t周晓梅\t5月8日",
        "【图：图1　会场】",
        "附件2",
    ):
        assert printed in str(made)


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


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_only_commands_that_exist_are_named(name: str, root: Path) -> None:
    text = (root / name).read_text("utf-8")
    named = set(re.findall(r"(?m)(?:`|^|&& )(?:\.venv/bin/)?speechgen ([a-z]+)", text))
    assert named <= set(COMMANDS)


@pytest.mark.parametrize("name", READMES)
def test_every_place_named_is_there(name: str, root: Path) -> None:
    text = (root / name).read_text("utf-8")
    named = re.findall(r"`((?:speechgen|templates|tests|examples)/[\w/.-]+)`", text)
    linked = re.findall(r"\]\(([\w./-]+)\)|src=\"([\w./-]+)\"", text)
    folder = (root / name).parent
    for path in named:
        assert (root / path).exists(), path
    for link in ("".join(pair) for pair in linked):
        assert (folder / link).exists(), link


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_it_is_read_in_one_sitting(name: str, root: Path) -> None:
    assert len((root / name).read_text("utf-8").splitlines()) <= 150


def test_formats_and_counts_are_those_of_the_registries(root: Path) -> None:
    text = (root / "README.md").read_text("utf-8")
    assert f"the {len(types([builtin_templates()]))} meeting types" in text
    assert f"{len(RULES)} rules over" in text
    assert f"{len(RULES_OF_PACKS)} across the papers" in text
    formats = r"\|".join(suffix.lstrip(".") for suffix in FORMATS)
    assert f"`-f {formats}`" in text


def test_the_python_example_runs(root: Path, tmp_path: Path) -> None:
    code, *_ = fences((root / "README.md").read_text("utf-8"), "python")
    (tmp_path / "防汛.yaml").write_bytes((root / "examples" / "mobilize.yaml").read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True
    )
    assert "2026年5月13日" in done.stdout.decode()
    assert (tmp_path / "讲话.docx").exists()
