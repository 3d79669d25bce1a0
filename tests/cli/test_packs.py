"""`speechgen draft` on a pack file."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen.preview.events import Files
from speechgen.readers import read_lines
from tests.cli.conftest import Done
from tests.pack.conftest import EXAMPLE

Cli = Callable[..., Done]


@pytest.fixture
def pack(folder: Path) -> Path:
    """The example pack in `成套/` of the folder."""
    shutil.copytree(EXAMPLE, folder / "成套")
    return folder / "成套" / "会议.yaml"


def test_all_papers_into_a_folder(cli: Cli, folder: Path, pack: Path) -> None:
    done = cli("draft", "成套/会议.yaml", "-o", "材料/")
    assert (done.status, done.out) == (0, "")
    assert len(list((folder / "材料").glob("[01]*"))) == 13
    lines = done.err.splitlines()
    (note,) = (line for line in lines if "注：次序" in line)  # what a draft leaves unread
    assert "[roster-note]" in note
    assert "写好" in next(line for line in lines if line.startswith("01_通知.docx "))
    assert lines[-1].endswith("共 12 份，写好 12 份（13 个文件）")
    again = cli("draft", "成套/会议.yaml", "-o", "材料")
    assert again.status == 0
    assert again.err.count("没有变化") == 13


def test_changed_writes_nothing(cli: Cli, folder: Path, pack: Path) -> None:
    cli("draft", "成套/会议.yaml", "-o", "材料/")
    before = {file: file.read_bytes() for file in (folder / "材料").iterdir()}
    place = ("--set", "会议.地点=区政府302会议室")
    done = cli("draft", "成套/会议.yaml", "-o", "材料/", "--changed", *place)
    assert done.status == 0
    assert [line.rpartition("  ")[0] for line in done.out.splitlines()] == [
        f"改  {stem}.docx"
        for stem in (
            "01_通知",
            "02_方案",
            "03_议程",
            "04_主持词",
            "07_签到表",
            "08_出席名单",
            "10_座次图",
            "11_纪要",
        )
    ]
    assert {file: file.read_bytes() for file in (folder / "材料").iterdir()} == before


def test_changed_tells_what_a_draft_tells(cli: Cli, folder: Path, pack: Path) -> None:
    """The speech kept the old day in silence: it came with the draft alone."""
    cli("draft", "成套/会议.yaml", "-o", "材料/")
    speech = pack.with_name("讲话.yaml")
    speech.write_text(speech.read_text("utf-8") + "\n日期: 2026年4月20日\n", "utf-8")
    asked = cli("draft", "成套/会议.yaml", "-o", "材料/", "--changed")
    drafted = cli("draft", "成套/会议.yaml", "-o", "材料/")
    assert "错误[pack-when]" in asked.err
    assert asked.err.splitlines()[:-1] == [
        line for line in drafted.err.splitlines() if not line.startswith(("材料", "0", "1"))
    ]
    strict = [cli("draft", "成套/会议.yaml", "-o", "材料/", "--strict", *more)
              for more in ((), ("--changed",))]  # fmt: skip
    assert strict[0].status == strict[1].status == 2
    assert strict[0].err == strict[1].err


def test_papers_and_files_are_counted_apart(cli: Cli, pack: Path) -> None:
    for options, done in ((("--changed",), "会写"), ((), "写好")):
        said = cli("draft", "成套/会议.yaml", "-o", "材料/", "--only", "通知,督办表", *options)
        assert f"共 2 份，{done} 2 份（3 个文件）" in said.err


def test_only_and_json(cli: Cli, folder: Path, pack: Path) -> None:
    done = cli("draft", "成套/会议.yaml", "-o", "材料/", "--only", "主持词,座签", "--json")
    assert done.status == 0
    records = [json.loads(line) for line in done.out.splitlines()]
    assert [record["path"] for record in records] == ["材料/04_主持词.docx", "材料/09_座签.docx"]
    assert {"format", "characters", "minutes", "sections", "missing", "diagnostics"} <= set(
        records[0]
    )
    assert sorted(file.name for file in (folder / "材料").iterdir()) == [
        "04_主持词.docx",
        "09_座签.docx",
    ]


def test_text_papers(cli: Cli, folder: Path, pack: Path) -> None:
    assert cli("draft", "成套/会议.yaml", "-o", "材料/", "-f", "txt").status == 0
    assert "共有十二项议程" in (folder / "材料" / "04_主持词.txt").read_text("utf-8")


def test_a_paper_edited_by_hand_is_not_overwritten(cli: Cli, folder: Path, pack: Path) -> None:
    cli("draft", "成套/会议.yaml", "-o", "材料/", "--only", "通知")
    (folder / "材料" / "01_通知.docx").write_bytes(b"mine")
    done = cli("draft", "成套/会议.yaml", "-o", "材料/", "--only", "通知,座签")
    assert done.status == 1
    assert "file-foreign" in done.err
    assert (folder / "材料" / "01_通知.docx").read_bytes() == b"mine"
    assert (folder / "材料" / "09_座签.docx").exists()


def test_of_a_paper_in_two_formats_the_one_that_failed_is_named(
    cli: Cli, folder: Path, pack: Path
) -> None:
    """The one that was written was told not to be."""
    cli("draft", "成套/会议.yaml", "-o", "材料/", "--only", "督办表")
    (lying,) = (folder / "材料").glob("*督办表.xlsx")
    lying.write_bytes(b"mine")
    lying.with_suffix(".docx").unlink()
    done = cli("draft", "成套/会议.yaml", "-o", "材料/", "--only", "督办表")
    rows = [line.split()[:2] for line in done.err.splitlines() if "督办表." in line.split()[0]]
    assert rows[-2:] == [[f"{lying.stem}.docx", "写好"], [lying.name, "没有写"]]


def test_the_command_that_is_offered_can_be_copied(cli: Cli, folder: Path, pack: Path) -> None:
    pack.rename(pack.with_name("我的 会议.yaml"))
    done = cli("draft", "成套/我的 会议.yaml", "-o", "我的 材料/", "--only", "座签", "--no-check")
    assert 'speechgen check "成套/我的 会议.yaml" "我的 材料/"' in done.err


def test_what_could_not_be_removed_is_not_told_to_be(
    cli: Cli, folder: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("draft", "成套/会议.yaml", "-o", "材料/")
    (folder / "材料" / "20_旧.docx").write_bytes((folder / "材料" / "09_座签.docx").read_bytes())

    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "no", str(path))

    monkeypatch.setattr(Path, "unlink", refuse)
    done = cli("draft", "成套/会议.yaml", "-o", "材料/", "--prune")
    assert "删去了" not in done.err and "20_旧.docx；没有删掉" in done.err


def test_strict_refuses_what_disagrees(cli: Cli, folder: Path, pack: Path) -> None:
    """With --no-check too, as of one outline."""
    pack.write_text(pack.read_text("utf-8").replace("星期二", "星期三"), "utf-8")
    for more in ((), ("--no-check",)):
        done = cli("draft", "成套/会议.yaml", "-o", "材料/", "--strict", *more)
        assert (done.status, "错误[pack-when]" in done.err) == (2, True)
        assert not (folder / "材料").exists()


def test_json_tells_once_what_was_found_in_the_whole_pack(
    cli: Cli, folder: Path, pack: Path
) -> None:
    pack.write_text(pack.read_text("utf-8").replace("星期二", "星期三"), "utf-8")
    words = ("draft", "成套/会议.yaml", "-o", "材料/", "--only", "议程,座签", "--json")
    told = [json.loads(line)["diagnostics"] for line in cli(*words).out.splitlines()]
    assert [["pack-when" in str(note["rule"]) for note in one].count(True) for one in told] == [
        1,
        0,
    ]
    (folder / "材料" / "09_座签.docx").write_bytes(b"mine")
    told = [json.loads(line) for line in cli(*words).out.splitlines()]
    assert [(one["path"], one["paper"]) for one in told][1] == (None, "座签")


def test_papers_beside_their_pack_are_not_watched(
    cli: Cli, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each run makes them new, so that every run would be followed by another."""
    listed: list[set[str]] = []

    def once(files: Files, again: Callable[[], None]) -> None:
        again()
        listed.append({one.name for one in files()})

    monkeypatch.setattr("speechgen.preview.events.watch", once)
    cli("draft", "成套/会议.yaml", "-o", "成套/", "--only", "座签", "--watch")
    assert (pack.parent / "09_座签.docx").exists()
    assert [("会议.yaml" in one, "09_座签.docx" in one) for one in listed] == [(True, False)]


def test_strict_refuses_gaps(cli: Cli, folder: Path, pack: Path) -> None:
    text = pack.read_text("utf-8").replace("  日期: 2026年4月13日\n", "")
    pack.write_text(text, "utf-8")
    done = cli("draft", "成套/会议.yaml", "-o", "材料/", "--strict")
    assert done.status == 2
    assert "缺少“日期”" in done.err
    assert not (folder / "材料").exists()


def test_watching_what_would_change_writes_nothing(
    cli: Cli, folder: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("speechgen.preview.events.watch", lambda _files, again: again())
    done = cli("draft", "成套/会议.yaml", "-o", "材料/", "--changed", "--watch")
    assert (done.status, "新  01_通知.docx" in done.out) == (0, True)
    assert not (folder / "材料").exists()


def test_one_paper_that_fails_does_not_stop_the_rest(cli: Cli, folder: Path, pack: Path) -> None:
    (pack.parent / "讲话.yaml").write_text("类型: 讲活稿\n标题: 讲话\n", "utf-8")
    done = cli("draft", "成套/会议.yaml", "-o", "材料/")
    assert done.status == 1
    assert "type-unknown" in done.err
    assert len(list((folder / "材料").glob("[01]*"))) == 12


def test_roster_findings_name_the_cell(cli: Cli, folder: Path, pack: Path) -> None:
    text = pack.read_text("utf-8").replace("    人: 罗建平\n", "    人: 罗建萍\n")
    pack.write_text(text, "utf-8")
    done = cli("draft", "成套/会议.yaml", "-o", "材料/", "--only", "座签")
    assert done.status == 0
    assert "错误[pack-names]：名单里没有“罗建萍”" in done.err
    assert "是不是“罗建平”" in done.err


# -- check ---------------------------------------------------------


def test_a_pack_that_agrees(cli: Cli, folder: Path, pack: Path) -> None:
    cli("draft", "成套/会议.yaml", "-o", "材料/")
    done = cli("check", "成套/会议.yaml", "材料/")
    assert done.status == 0
    assert "错误" not in done.out


def test_a_pack_that_does_not_agree(cli: Cli, folder: Path, pack: Path) -> None:
    text = pack.read_text("utf-8").replace("星期: 星期二", "星期: 星期三")
    pack.write_text(text, "utf-8")
    done = cli("check", "成套/会议.yaml", "--format", "json")
    assert done.status == 1
    (note,) = [n for n in json.loads(done.out)["diagnostics"] if n["severity"] == "error"]
    assert (note["rule"], note["file"], note["line"]) == ("pack-when", "成套/会议.yaml", 7)
    assert "对照：成套/会议.yaml:6:7" in note["hint"]
    assert cli("check", "成套/会议.yaml", "--ignore", "pack-when").status == 0
    shown = cli("draft", "成套/会议.yaml", "-o", "材料/", "--check")
    assert shown.status == 0
    assert "错误[pack-when]" in shown.err


def test_a_pack_among_other_files_is_checked_as_one(cli: Cli, pack: Path) -> None:
    pack.write_text(pack.read_text("utf-8").replace("星期: 星期二", "星期: 星期三"), "utf-8")
    for targets in (["成套"], ["成套/讲话.yaml", "成套/会议.yaml"]):
        done = cli("check", *targets, "--format", "json")
        found = json.loads(done.out)["diagnostics"]
        assert "outline-unknown-key" not in {each["rule"] for each in found}
        assert [each["rule"] for each in found if each["severity"] == "error"] == ["pack-when"]
        assert done.status == 1
    assert cli("check", "成套", "--ignore", "pack-when,count-claim").status == 0
    assert "是不是 pack-when" in cli("check", "成套", "--ignore", "pack-wen").err


def test_a_rule_of_packs_may_be_left_out_for_good(cli: Cli, folder: Path, pack: Path) -> None:
    pack.write_text(pack.read_text("utf-8").replace("星期: 星期二", "星期: 星期三"), "utf-8")
    (folder / "speechgen.yaml").write_text("忽略: [pack-when]\n", "utf-8")
    assert cli("check", "成套").status == 0
    assert cli("check", "成套/讲话.yaml").status == 0


def test_papers_in_several_layouts_live_or_on_a_units_paper(
    cli: Cli, folder: Path, pack: Path
) -> None:
    one = ["draft", "成套/会议.yaml", "--only", "通知"]
    assert cli(*one, "-o", "版式/", "--layout", "gbt9704,large-print").status == 0
    names = sorted(file.name for file in (folder / "版式").glob("*.docx"))
    assert names == ["01_通知-gbt9704.docx", "01_通知-large-print.docx"]
    assert cli(*one, "-o", "活/", "--numbering", "live").status == 0
    paper = "版式/01_通知-gbt9704.docx"
    assert cli(*one, "-o", "底/", "--reference-doc", paper).status == 0
    texts = [
        [line.label + line.text for line in read_lines(str(file), file.read_bytes())]
        for file in (folder / paper, folder / "活/01_通知.docx", folder / "底/01_通知.docx")
    ]
    assert texts[0] == texts[1] == texts[2]
    assert cli(*one, "-o", "无/", "--reference-doc", "没有.docx").status == 2


def test_what_a_paper_lacks_is_lacking_where_it_is_asked_for(cli: Cli, folder: Path) -> None:
    """It was lacking in line 1, 会议:."""
    text = "会议:\n  名称: 会\n  日期: 2026年5月6日\n  地点: 室\n成套:\n  - 签到表\n  - 纪要\n"
    (folder / "会.yaml").write_text(text, "utf-8")
    said = cli("draft", "会.yaml", "-o", "材料/").err
    assert "议定事项的事项（第7行）" in said
    assert "会议文件里还没有“纪要:”，写在它下面" in said
    (folder / "会.yaml").write_text(text.replace("成套", "纪要:\n成套"), "utf-8")
    said = cli("draft", "会.yaml", "-o", "材料/").err
    assert "议定事项的事项（第5行）" in said and "还没有“纪要:”" not in said
    assert "还没有“名单:”" in said
