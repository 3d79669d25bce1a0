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
    old = (
        SPEECH.replace("在全校运动会", "在全校2025年秋季运动会")
        .replace("标志要清楚", "布置25个点")
        .replace("讲话\n", "讲话\n（2025年9月1日）\n林若兰\n", 1)
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
    assert "讲话人（第" in again.stderr and "日期（第" in again.stderr  # they went in silence
    assert "警告" not in again.stderr
    assert "一、抓好场地" in again.stdout
    assert "【待补：" in again.stdout


# -- with tracked changes --------------------------------------------------------------------------


def test_diff_as_tracked_changes(drafts: Path) -> None:
    run(drafts, "import", "初稿.txt", "-o", "初稿.yaml")
    run(drafts, "import", "二稿.txt", "-o", "二稿.yaml")
    run(drafts, "draft", "初稿.yaml", "-o", "初稿.docx")
    for before in ("初稿.docx", "初稿.yaml", "初稿.txt"):
        for after in ("二稿.yaml", "二稿.txt"):
            done = run(drafts, "diff", before, after, "--track", "-o", "修订.docx", "--force")
            assert (done.returncode, done.stdout) == (0, ""), done.stderr
            assert "改动写成了修订，全部接受是现稿，全部拒绝是原稿" in done.stderr
            now = run(drafts, "diff", after, "修订.docx")
            assert now.stdout == "两稿文字和序号完全一致\n", now.stdout
            assert "修订.docx：有 " in now.stderr
            assert "处修订（speechgen），修订按全部接受读取" in now.stderr


def test_tracked_changes_of_equal_papers(drafts: Path) -> None:
    done = run(drafts, "diff", "初稿.txt", "初稿.txt", "--track", "-o", "修订.docx")
    assert done.stderr == "修订.docx  两稿文字和序号完全一致，没有修订\n"


@pytest.mark.parametrize("output", [(), ("-o", "修订.md"), ("-o", "-")])
def test_tracked_changes_need_a_word_file(drafts: Path, output: tuple[str, ...]) -> None:
    done = run(drafts, "diff", "初稿.txt", "二稿.txt", "--track", *output)
    assert done.returncode == 2
    assert "--track 要和 -o 一起用，写成 .docx 文件" in done.stderr
    assert not list(drafts.glob("修订*"))


def test_a_file_of_somebody_else_is_not_written_over(drafts: Path) -> None:
    (drafts / "修订.docx").write_bytes(b"PK another")
    done = run(drafts, "diff", "初稿.txt", "二稿.txt", "--track", "-o", "修订.docx")
    assert done.returncode == 2
    assert (drafts / "修订.docx").read_bytes() == b"PK another"


def test_what_is_no_word_file_is_refused(drafts: Path) -> None:
    (drafts / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    for pair in (("坏.docx", "二稿.txt"), ("初稿.txt", "坏.docx"), ("没有.docx", "二稿.txt")):
        done = run(drafts, "diff", *pair, "--track", "-o", "修订.docx")
        assert done.returncode == 2
        assert "错误[" in done.stderr
        assert "Traceback" not in done.stderr
