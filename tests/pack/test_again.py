"""After a change: what must be printed again and why, what lies there from before, who is away."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen.cli import run
from speechgen.pack.again import SAME, beginning, changed, why_again, widened
from speechgen.pack.meeting import read_meeting
from tests.pack.conftest import EXAMPLE

Draft = Callable[..., tuple[int, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "会")
    monkeypatch.chdir(tmp_path / "会")
    return tmp_path / "会"


@pytest.fixture
def drafted(folder: Path, capsys: pytest.CaptureFixture[str]) -> Draft:
    """Drafts the pack into 材料/; the exit status and what was put and said."""

    def draft(*options: str) -> tuple[int, str]:
        status = run(["draft", "会议.yaml", "-o", "材料/", *options])
        out, err = capsys.readouterr()
        return status, out + err

    return draft


def change(folder: Path, *pairs: tuple[str, str]) -> None:
    file = folder / "会议.yaml"
    text = file.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8")


def line_of(said: str, name: str) -> str:
    return next(line for line in said.splitlines() if line.removeprefix("改  ").startswith(name))


def test_which_papers_to_print_again_and_why(folder: Path, drafted: Draft) -> None:
    assert "要重印" not in drafted("--only", "通知,座签")[1]
    change(folder, ("日期: 2026年4月21日", "日期: 2026年4月23日"), ("星期二", "星期四"))
    for options in (("--changed",), ()):
        _, said = drafted("--only", "通知,座签", *options)
        assert "“2026年4月21日”改成“2026年4月23日”" in line_of(said, "01_通知.docx")
        assert SAME in line_of(said, "09_座签.docx")


def test_what_was_written_and_what_lay_there_is_counted_truly(folder: Path, drafted: Draft) -> None:
    """写好 2 份 was said of a folder in which nothing had changed."""
    drafted("--only", "通知,座签", "-f", "txt")
    change(folder, ("日期: 2026年4月21日", "日期: 2026年4月23日"), ("星期二", "星期四"))
    assert "共 2 份，写好 1 份，不变 1 份" in drafted("--only", "通知,座签", "-f", "txt")[1]
    said = drafted("--only", "通知,座签", "-f", "txt", "--no-check")[1]
    assert "共 2 份，写好 0 份，不变 2 份" in said
    assert "没有核对：speechgen check 会议.yaml 材料/" in said


def test_words_that_are_gone_are_said_to_be_gone() -> None:
    """“区热力公司”改成“汇” was said of words taken out before 汇报."""
    old, new = ("王磊区热力公司汇报检修情况。", "王磊汇报检修情况。")
    assert why_again("通知.txt", old.encode(), new.encode()) == "要重印：删去“区热力公司”"
    assert why_again("通知.txt", new.encode(), old.encode()) == "要重印：增加“区热力公司”"


def test_papers_that_the_pack_has_no_more_are_named_and_removed_on_request(
    folder: Path, drafted: Draft
) -> None:
    drafted("-f", "txt")
    (folder / "材料" / "05_别人的.txt").write_text("甲", "utf-8")
    (folder / "材料" / "笔记.txt").write_text("乙", "utf-8")
    change(folder, ("人: 段文斌", "人: 石磊"))
    _, said = drafted("-f", "txt")
    assert "这套材料里已经没有的 1 份：05_讲话_段文斌.txt；要删去就加 --prune" in said
    assert (folder / "材料" / "05_讲话_段文斌.txt").exists()
    _, said = drafted("-f", "txt", "--prune")
    assert "删去了" in said
    assert sorted(path.name for path in (folder / "材料").iterdir() if "讲话" in path.name) == [
        "05_讲话_石磊.txt",
        "06_讲话_沈明远.txt",
    ]
    assert (folder / "材料" / "05_别人的.txt").exists()
    assert (folder / "材料" / "笔记.txt").exists()


def test_an_edited_paper_is_never_removed(folder: Path, drafted: Draft) -> None:
    drafted("-f", "txt")
    with (folder / "材料" / "05_讲话_段文斌.txt").open("a", encoding="utf-8") as edited:
        edited.write("改过")
    change(folder, ("人: 段文斌", "人: 石磊"))
    drafted("-f", "txt", "--prune")
    assert (folder / "材料" / "05_讲话_段文斌.txt").exists()


def test_some_papers_alone_leave_the_others_unnamed(drafted: Draft) -> None:
    drafted("-f", "txt", "--only", "通知,议程")
    assert "已经没有" not in drafted("-f", "txt", "--only", "通知")[1]


def test_a_value_that_keeps_a_paper_from_following_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    speech = folder / "讲话.yaml"
    speech.write_text(speech.read_text("utf-8") + "\n日期: 2026年4月20日\n", "utf-8")
    run(["check", "会议.yaml"])
    assert "删去这里的“日期”，就跟着会议文件走" in capsys.readouterr().out


def test_a_meeting_file_without_its_papers_is_one_message(folder: Path, drafted: Draft) -> None:
    text = (folder / "会议.yaml").read_text("utf-8")
    (folder / "会议.yaml").write_text(text[: text.index("成套:")], "utf-8")
    status, said = drafted()
    assert status == 2
    assert said.count("错误[") == 1
    assert "缺少“成套”" in said


def test_the_types_tell_of_packs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["types", "成套"]) == 0
    assert "“成套”里可以要：通知、方案" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("remark", "role"),
    [
        ("因病请假", "请假"),
        ("请假，由副局长参加", "请假"),
        ("列席", "列席"),
        ("会务组", "工作人员"),
        ("不请假", "出席"),
        ("代张局长请假", "出席"),
        ("素食", "出席"),
        ("", "出席"),
    ],
)
def test_a_remark_tells_a_role(folder: Path, remark: str, role: str) -> None:
    Path("名.csv").write_text(f"单位,职务,姓名,备注\n甲局,局长,何立新,{remark}\n", "utf-8")
    change(folder, ("名单: 名单.xlsx", "名单: 名.csv"))
    meeting = read_meeting(Path("会议.yaml"))
    assert [person.role for person in meeting.roster.people] == [role]
    told = [note for note in meeting.notes if note.rule == "roster-role"]
    assert bool(told) == (role != "出席")


def test_the_column_outranks_the_remark(folder: Path) -> None:
    Path("名.csv").write_text("姓名,角色,备注\n何立新,主持,因病请假\n", "utf-8")
    change(folder, ("名单: 名单.xlsx", "名单: 名.csv"))
    assert read_meeting(Path("会议.yaml")).roster.people[0].role == "主持"


def test_days_and_clocks_are_never_cut() -> None:
    line = "定于2026年4月21日9:00召开"
    assert widened(line, 9, 10) == "2026年4月21日"
    assert "9:00" in widened(line, 13, 14)
    assert beginning("会议定于2026年4月21日召开", 8) == "会议定于…"
    assert beginning("短", 8) == "短"


def test_what_is_no_document_is_told_nothing_of() -> None:
    assert why_again("表.xlsx", b"a", b"b") == ""
    assert why_again("稿.docx", b"a", b"b") == ""
    assert (
        why_again("稿.txt", "甲。\n".encode(), "甲。\n\n".encode()) == "文字未变，版式变了，要重印"
    )
    assert why_again("稿.txt", "甲。\n".encode(), "甲。\n乙。\n".encode()) == "要重印：增加“乙。”"
    empty, filled = "1\t\t局长\n".encode(), "1\t院部\t局长\n".encode()  # a cell, not a tab
    assert why_again("表.txt", empty, filled) == "要重印：增加“院部”"
    assert why_again("表.txt", filled, empty) == "要重印：删去“院部”"


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("地点在区政务中心三楼会议室。", "地点在区政务中心五楼会议室。",
         ("政务中心三楼会议室", "政务中心五楼会议室")),
        ("2026年4月21日上午开会，请假报备。", "2026年4月21日下午开会，请假报备。",
         ("2026年4月21日上午开会", "2026年4月21日下午开会")),
        ("4月21日开会。", "4月23日开会。", ("4月21日", "4月23日")),
        ("请全体人员参加", "请全体有关人员参加", ("请全体人员参加", "请全体有关人员参加")),
        ("会议今天上午召开，区疾控中心主任罗秋萍。", "会议今天上午召开，区委办公室科长杜鹃。",
         ("区疾控中心主任罗秋萍", "区委办公室科长杜鹃")),
        ("副区长 张振华", "区住建局局长 李文博", ("副区长 张振华", "区住建局局长 李文博")),
    ],
)  # fmt: skip
def test_a_character_is_told_with_those_beside_it(
    was: str, now: str, told: tuple[str, str]
) -> None:
    assert changed(was, now) == told


def test_of_seat_cards_single_ones_are_put_in() -> None:
    told = why_again("座签.txt", "周清\n程野\n".encode(), "程野\n林岚\n".encode(), each=True)
    assert told == "抽去周清，添印林岚，别的不必重印"
