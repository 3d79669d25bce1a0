"""`speechgen diff` and `speechgen new --from` as a user runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from .test_import import SPEECH, run


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    (tmp_path / "初稿.txt").write_text(SPEECH, "utf-8")
    (tmp_path / "二稿.txt").write_text(SPEECH.replace("十月八日", "九月三十日"), "utf-8")
    return tmp_path


def test_diff_of_any_mix_of_formats(drafts: Path) -> None:
    run(drafts, "import", "初稿.txt", "-o", "初稿.yaml")
    run(drafts, "draft", "初稿.yaml", "-o", "初稿.docx")
    for other in ("初稿.yaml", "初稿.docx"):
        done = run(drafts, "diff", "初稿.txt", other)
        assert done.stdout == "两稿文字和序号完全一致\n", done.stdout + done.stderr


@pytest.mark.parametrize("suffix", ["docx", "md", "txt"])
def test_diff_as_a_file(drafts: Path, suffix: str) -> None:
    done = run(drafts, "diff", "初稿.txt", "二稿.txt", "-o", f"对照.{suffix}")
    assert (done.returncode, done.stdout) == (0, "")
    assert (drafts / f"对照.{suffix}").stat().st_size > 100


def test_new_from_an_old_speech(drafts: Path) -> None:
    old = SPEECH.replace("在全校运动会", "在全校2025年秋季运动会").replace(
        "标志要清楚", "布置25个点"
    )
    (drafts / "去年.txt").write_text(old, "utf-8")
    done = run(drafts, "new", "speech", "--from", "去年.txt", "-o", "今年.yaml")
    assert done.returncode == 0
    text = (drafts / "今年.yaml").read_text("utf-8")
    assert "标题: 在全校【待补：2025年】秋季运动会筹备会上的讲话" in text
    assert "- 题: 抓好场地" in text
    assert "# 原文：跑道要平整，器材要齐全，布置25个点" in text
    assert "    # 原文：" in text
    assert "备好预案" in text
    again = run(drafts, "draft", "今年.yaml", "-f", "txt", "-o", "-")
    assert again.returncode == 0
    assert "25个点" not in again.stdout
    assert "一、抓好场地" in again.stdout
    assert "【待补：" in again.stdout
