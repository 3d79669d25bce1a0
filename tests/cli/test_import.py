"""`speechgen import` as a user runs it: results, report, exit status."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from speechgen.cli import progress
from tests.pictures_made import JPEG, png

SPEECH = """\
在全校运动会筹备会上的讲话
各位老师：
今天开会，把运动会的筹备工作定下来，请大家按分工抓紧准备，确保万无一失，办成一届成功的运动会。
一、抓好场地
跑道要平整，器材要齐全，标志要清楚，十月八日以前全部完成并且验收合格，由体育组负总责。
二、守住安全
一是备好预案；
二是看好孩子。
谢谢大家！
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "speechgen", *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8"
    )


@pytest.fixture
def old(tmp_path: Path) -> Path:
    (tmp_path / "旧稿.txt").write_text(SPEECH, "utf-8")
    return tmp_path


def test_an_outline_that_drafts_back(old: Path) -> None:
    done = run(old, "import", "旧稿.txt", "-o", "新/提纲.yaml")
    assert (done.returncode, done.stdout) == (0, "")
    assert "无损" in done.stderr
    assert run(old, "draft", "新/提纲.yaml", "-o", "新稿.txt").returncode == 0
    lines = [line.strip() for line in (old / "新稿.txt").read_text("utf-8").splitlines()]
    assert [line for line in lines if line] == SPEECH.splitlines()


@pytest.mark.parametrize("before", ["", "# "])
def test_a_text_from_standard_input(tmp_path: Path, before: str) -> None:
    command = [sys.executable, "-m", "speechgen", "import", "-"]
    text = (before + SPEECH.replace("\n", "\n\n")).encode()
    done = subprocess.run(command, cwd=tmp_path, input=text, capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stdout.decode().startswith("# 由 标准输入 导入\n类型: 讲话\n标题: 在全校")
    nothing = subprocess.run(command, cwd=tmp_path, input=b"", capture_output=True, check=False)
    assert (nothing.returncode, "没有文字" in nothing.stderr.decode()) == (2, True)


def test_a_text_pasted_into_an_outline_is_told_the_command(tmp_path: Path) -> None:
    (tmp_path / "稿.yaml").write_text(SPEECH, "utf-8")
    done = run(tmp_path, "draft", "稿.yaml")
    assert done.returncode == 2
    assert done.stderr.count("错误[") == 1
    assert "speechgen import 文稿.txt -o 提纲.yaml" in done.stderr


def test_the_outline_goes_to_stdout_alone(old: Path) -> None:
    done = run(old, "import", "旧稿.txt")
    assert done.stdout.startswith("# 由 旧稿.txt 导入\n类型: 讲话\n")
    assert done.returncode == 0


def test_a_difference_is_listed_with_both_lines(old: Path) -> None:
    (old / "旧稿.txt").write_text(SPEECH.replace("二、守住", "三、守住"), "utf-8")
    done = run(old, "import", "旧稿.txt", "-o", "提纲.yaml")
    assert done.returncode == 1
    assert "原文第6行：三、守住安全" in done.stderr
    assert "起草得到：二、守住安全" in done.stderr
    assert (old / "提纲.yaml").exists()


def test_residue_joins_and_blanks_are_reported(old: Path) -> None:
    text = SPEECH.replace("备好预案", "请X同志备好预案") + "打印本页\n"
    (old / "旧稿.txt").write_text(text, "utf-8")
    done = run(old, "import", "旧稿.txt", "-o", "提纲.yaml")
    assert done.returncode == 1
    assert "旧稿.txt:10:1: 提示[import-left-out]" in done.stderr
    assert "【待补：X】" in done.stderr
    assert "有 1 处与原文不同（其中空处写成【待补】 1 处，见上）" in done.stderr


def test_several_speeches_give_several_outlines(old: Path) -> None:
    (old / "旧稿.txt").write_text(SPEECH + SPEECH.replace("运动会筹备会", "毕业典礼"), "utf-8")
    done = run(old, "import", "旧稿.txt", "-o", "提纲.yaml")
    assert done.returncode == 0
    assert sorted(path.name for path in old.glob("提纲*")) == ["提纲-1.yaml", "提纲-2.yaml"]
    assert run(old, "import", "旧稿.txt").stdout.count("\n---\n") == 1


def test_json(old: Path) -> None:
    done = run(old, "import", "旧稿.txt", "--json")
    (document,) = json.loads(done.stdout)["documents"]
    assert document["title"] == "在全校运动会筹备会上的讲话"
    assert document["blocks"][6] == {
        "line": 7, "end_line": 7, "kind": "item", "level": 2, "label": "一是", "head": "备好预案；",
        "body": "", "text": "一是备好预案；", "inline": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("没有.txt",), "没有这个文件"),
        (("旧稿.txt", "-o", "./"), "文件夹"),
        (("旧稿.txt", "--type", "不存在的类型"), "会议类型"),
        (("表.xlsx",), "不认识的格式"),
        (("好.yaml",), "起草：speechgen draft 好.yaml -o 好.docx"),
    ],
)
def test_nothing_done(old: Path, arguments: tuple[str, ...], said: str) -> None:
    for name in ("表.xlsx", "好.yaml"):
        (old / name).write_bytes(b"x")
    done = run(old, "import", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert not re.search(r"Traceback|[A-Za-z]+Error", done.stderr)


def test_a_foreign_file_is_not_overwritten(old: Path) -> None:
    (old / "提纲.yaml").write_text("我自己写的\n", "utf-8")
    assert run(old, "import", "旧稿.txt", "-o", "提纲.yaml").returncode == 2
    assert run(old, "import", "旧稿.txt", "-o", "提纲.yaml", "--force").returncode == 0
    assert (old / "提纲.yaml.bak").read_text("utf-8") == "我自己写的\n"


def test_a_drafted_docx_comes_back(old: Path) -> None:
    run(old, "import", "旧稿.txt", "-o", "提纲.yaml")
    run(old, "draft", "提纲.yaml", "-o", "新稿.docx")
    done = run(old, "import", "新稿.docx")
    assert done.returncode == 0
    assert done.stdout.replace("新稿.docx", "旧稿.txt") == (old / "提纲.yaml").read_text("utf-8")


def test_who_waits_at_a_terminal_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.01)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress.patient("正在导入“旧稿.docx”"):
        while "正在导入" not in (shown := capsys.readouterr().err):
            pass
    assert shown.startswith("\r正在导入“旧稿.docx”… 0秒")
    assert capsys.readouterr().err.endswith("\r\x1b[K")


def with_pictures(folder: Path) -> None:
    (folder / "照片").mkdir()
    (folder / "照片/现场.png").write_bytes(png())
    (folder / "照片/会场.jpg").write_bytes(JPEG)
    outline = (
        "类型: 讲话\n标题: 关于排查的报告\n正文:\n  - 题: 排查\n    文: 开展了排查。\n"
        "    图:\n      - {文件: 照片/现场.png, 题: 图1　现场}\n      - 照片/会场.jpg\n"
    )
    (folder / "原稿.yaml").write_text(outline, "utf-8")


@pytest.mark.parametrize("suffix", ["docx", "md"])
def test_pictures_come_along_under_names_of_our_own(tmp_path: Path, suffix: str) -> None:
    with_pictures(tmp_path)
    (tmp_path / "新").mkdir()
    (tmp_path / "新/图1.png").write_bytes(b"somebody's")
    assert run(tmp_path, "draft", "原稿.yaml", "-o", f"稿.{suffix}").returncode == 0
    done = run(tmp_path, "import", f"稿.{suffix}", "-o", "新/提纲.yaml")
    assert (done.returncode, done.stdout) == (0, "")
    assert "图片 2 张写在提纲旁边：图2.png、图3.jpg" in done.stderr
    assert (tmp_path / "新/图1.png").read_bytes() == b"somebody's"
    assert (tmp_path / "新/图2.png").read_bytes() == png()
    assert (tmp_path / "新/图3.jpg").read_bytes() == JPEG
    again = run(tmp_path, "import", f"稿.{suffix}", "-o", "新/提纲.yaml", "--force")
    assert "写在提纲旁边：图2.png、图3.jpg" in again.stderr, "the same bytes are the same file"
    assert run(tmp_path, "draft", "新/提纲.yaml", "-o", "新/稿.txt").returncode == 0
    assert run(tmp_path, "draft", "原稿.yaml", "-o", "稿.txt").returncode == 0
    wanted = (tmp_path / "稿.txt").read_text("utf-8").replace("会场", "图3")
    assert (tmp_path / "新/稿.txt").read_text("utf-8") == wanted


def test_on_the_screen_pictures_are_told_by_their_titles(tmp_path: Path) -> None:
    with_pictures(tmp_path)
    assert run(tmp_path, "draft", "原稿.yaml", "-o", "稿.docx").returncode == 0
    done = run(tmp_path, "import", "稿.docx")
    assert "【图：图1　现场】" in done.stdout
    assert "图片 2 张没有写出来，提纲里只有图题：加上 -o 提纲.yaml 就连图片一起写" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if "图" in path.name) == []


def test_markdown_without_its_pictures_tells_their_titles(tmp_path: Path) -> None:
    text = "# 关于排查的报告\n\n开展了排查。\n\n![图1 \\[甲\\]](没有.png)\n\n![](../外.png)\n"
    (tmp_path / "稿.md").write_text(text, "utf-8")
    done = run(tmp_path, "import", "稿.md")
    assert "【图：图1 [甲]】" in done.stdout
    assert (
        "稿.md:5:1: 警告[import-left-out]：没有收入（图片）：“没有.png”没有这个文件" in done.stderr
    )
    assert "“../外.png”在提纲的文件夹外面" in done.stderr
