"""A pack becomes its papers, and an edit changes exactly the papers that mention what it edits."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from speechgen.api.drafted import Options
from speechgen.diagnostics import Severity, SpeechError
from speechgen.document import Para, Table, paragraphs, plain
from speechgen.pack import is_pack
from speechgen.pack.drafting import DraftedPack, draft_pack
from speechgen.pack.rules import check_pack
from speechgen.text import place_of
from tests.pack.conftest import EXAMPLE, NAME, Edit

ALL = [
    "01_通知",
    "02_方案",
    "03_议程",
    "04_主持词",
    "05_讲话_段文斌",
    "06_讲话_沈明远",
    "07_签到表",
    "08_出席名单",
    "09_座签",
    "10_座次图",
    "11_纪要",
    "12_督办表",
]


def text(pack: DraftedPack, word: str) -> str:
    """The words of all papers that 成套 calls `word`."""
    return "\n".join(
        "\n".join(paragraphs(paper.draft.document))
        for paper in pack.papers
        if paper.word == word and paper.draft
    )


def words(pack: DraftedPack) -> dict[str, str]:
    """File stem -> everything the paper says."""
    return {
        paper.stem: "\n".join(paragraphs(paper.draft.document))
        for paper in pack.papers
        if paper.draft
    }


def altered(one: DraftedPack, two: DraftedPack) -> set[str]:
    """The papers that say something else in the other pack."""
    before, after = words(one), words(two)
    return {stem for stem in before.keys() | after.keys() if before.get(stem) != after.get(stem)}


def test_all_papers_are_drafted_whole(renovation: DraftedPack) -> None:
    assert [paper.stem for paper in renovation.papers] == ALL
    assert len(renovation.meeting.roster.people) == 40
    assert len(renovation.meeting.agenda) == 12
    for paper in renovation.papers:
        assert paper.draft is not None, paper.diagnostics
        assert paper.draft.missing == ()
        assert paper.draft.unprinted == ()
        serious = [n for n in paper.draft.diagnostics if n.severity is not Severity.INFO]
        assert serious == []


def test_files_of_every_paper(renovation: DraftedPack) -> None:
    names = [name for paper in renovation.papers for name, _ in paper.files()]
    assert names == [f"{stem}.docx" for stem in ALL] + ["12_督办表.xlsx"]


def test_same_pack_same_bytes(renovation: DraftedPack) -> None:
    again = draft_pack(EXAMPLE / NAME)
    for one, two in zip(renovation.papers, again.papers, strict=True):
        assert dict(one.files()) == dict(two.files())


def test_csv_and_workbook_give_the_same_papers(renovation: DraftedPack, edit: Edit) -> None:
    assert altered(renovation, draft_pack(edit(("名单.xlsx ", "名单.csv ")))) == set()


# -- nothing is typed twice ---------------------------------------------------------------------


def test_item_count_is_computed(renovation: DraftedPack, edit: Edit) -> None:
    assert "共有十二项议程" in text(renovation, "主持词")
    less = edit(("  - 做: 汇报项目建设管理情况\n    人: 吴启明\n    分钟: 8\n", ""))
    assert "共有十一项议程" in text(draft_pack(less), "主持词")


def test_just_now_is_what_came_before(renovation: DraftedPack) -> None:
    speech = words(renovation)["06_讲话_沈明远"]
    told = next(line for line in speech.splitlines() if "刚才，" in line)
    for name in ("潘永康", "邹燕", "罗建平", "石磊", "许静文", "程柏林", "方芸", "段文斌", "顾清"):
        assert name in told
    assert "沈明远" not in told
    assert "大家观看了小区改造前后对比短片" in told
    assert "分别作了交流发言" in told


def test_cards_are_those_present_in_order(renovation: DraftedPack) -> None:
    (paper,) = (p for p in renovation.papers if p.word == "座签")
    assert paper.draft is not None
    cards = [str(plain(b)) for b in paper.draft.document.blocks if isinstance(b, Para)]
    people = [p for p in renovation.meeting.roster.people if p.role not in ("请假", "工作人员")]
    assert [card.replace("\u3000", "") for card in cards] == [str(one.name) for one in people]
    assert len(cards) == 38
    assert "谭雪" not in cards


def test_sign_in_order_is_the_order_of_the_roster(renovation: DraftedPack) -> None:
    (paper,) = (p for p in renovation.papers if p.word == "签到表")
    assert paper.draft is not None
    (table,) = (b for b in paper.draft.document.blocks if isinstance(b, Table))
    names = [row[3].replace("\u3000", "") for row in table.rows[1:] if row[3]]
    there = [str(p.name) for p in renovation.meeting.roster.people if p.role != "请假"]
    assert names == there
    assert [row[0] for row in table.rows[1:]] == [str(n) for n in range(1, 45)]


def test_cards_with_units_and_positions(edit: Edit) -> None:
    """From a workbook or a .csv; a roster that has them prints none unasked."""
    asked = ("成套:", "座签: {印单位: 是, 印职务: 是}\n成套:")
    for names in ("名单.xlsx", "名单.csv"):
        pack = draft_pack(edit(asked, ("名单.xlsx", names)), only=["座签"])
        asked = ("成套:", "成套:")
        first = text(pack, "座签").splitlines()[:6]
        assert first == ["区政府", "沈明远", "副区长", "区政府办公室", "何立新", "副主任"]
        assert not any(paper.draft and paper.draft.unprinted for paper in pack.papers)


def test_two_characters_are_spaced_in_lists_only(renovation: DraftedPack) -> None:
    for word in ("签到表", "座签"):
        assert "邹\u3000燕" in text(renovation, word)
    for word in ("主持词", "纪要", "通知"):
        assert "邹\u3000燕" not in text(renovation, word)


def test_times_run_on_from_the_minutes(renovation: DraftedPack) -> None:
    agenda = text(renovation, "议程")
    assert "1\t9:00—9:06\t" in agenda
    assert "12\t10:36—10:39\t讲话\t副区长沈明远" in agenda


def test_minutes_and_follow_up_share_the_decisions(renovation: DraftedPack) -> None:
    for what in ("打通消防通道", "2026年5月20日", "区消防救援大队"):
        assert what in text(renovation, "纪要")
        assert what in text(renovation, "督办表")


def test_seating_is_a_proposal(renovation: DraftedPack) -> None:
    chart = text(renovation, "座次图")
    assert "建议稿" in chart
    assert "何立新\t沈明远\t顾\u3000清" in chart  # third, first, second as seen from the hall


# -- an edit changes the papers that mention it ---------------------------------------------------


def test_moving_an_item_changes_who_mentions_the_order(renovation: DraftedPack, edit: Edit) -> None:
    item = "  - 做: 通报消防通道整治情况\n    人: 石磊\n    分钟: 8\n"
    other = "  - 做: 通报改造资金拨付和使用情况\n"
    moved = draft_pack(edit((item, ""), (other, item + other)))
    assert altered(renovation, moved) == {
        "01_通知",
        "02_方案",
        "03_议程",
        "04_主持词",
        "06_讲话_沈明远",
        "11_纪要",
    }


def test_replacing_a_speaker_changes_who_mentions_the_speaker(
    renovation: DraftedPack, edit: Edit
) -> None:
    replaced = draft_pack(edit(("    人: 罗建平\n", "    人: 韩春雷\n")))
    assert altered(renovation, replaced) == {
        "01_通知",
        "02_方案",
        "03_议程",
        "04_主持词",
        "06_讲话_沈明远",
        "11_纪要",
    }
    assert "罗建平" not in text(replaced, "主持词")
    assert "区水务局副局长韩春雷" in text(replaced, "主持词")


def test_a_leave_changes_lists_and_cards(renovation: DraftedPack, edit: Edit) -> None:
    away = draft_pack(edit(("任务: 盘点", "请假:\n  - 姚秋菊\n任务: 盘点")))
    assert altered(renovation, away) == {
        "07_签到表",
        "08_出席名单",
        "09_座签",
        "10_座次图",
        "11_纪要",
    }


def test_a_place_changes_who_prints_it(renovation: DraftedPack, edit: Edit) -> None:
    moved = draft_pack(edit(("地点: 区政务服务中心三楼会议室", "地点: 区政府302会议室")))
    assert altered(renovation, moved) == {
        "01_通知",
        "02_方案",
        "03_议程",
        "04_主持词",
        "07_签到表",
        "08_出席名单",
        "10_座次图",
        "11_纪要",
    }


def test_changed_says_so_before_writing(
    renovation: DraftedPack, tmp_path: Path, edit: Edit
) -> None:
    for paper in renovation.papers:
        for name, data in paper.files():
            (tmp_path / name).write_bytes(data)
    every = [change for paper in renovation.papers for change in paper.changes(tmp_path)]
    assert {status for status, *_ in every} == {"同"}
    (tmp_path / "09_座签.docx").unlink()
    replaced = draft_pack(edit(("    人: 罗建平\n", "    人: 韩春雷\n")))
    every = [change for paper in replaced.papers for change in paper.changes(tmp_path)]
    found = {name: status for status, name, _ in every if status != "同"}
    changed = ("01_通知", "02_方案", "03_议程", "04_主持词", "06_讲话_沈明远", "11_纪要")
    assert found == {f"{stem}.docx": "改" for stem in changed} | {"09_座签.docx": "新"}


# -- places, options, errors ----------------------------------------------------------------------


def test_values_keep_their_places(renovation: DraftedPack) -> None:
    (paper,) = (p for p in renovation.papers if p.word == "座签")
    assert paper.draft is not None
    first = next(b for b in paper.draft.document.blocks if isinstance(b, Para))
    assert place_of(first.text).file.endswith("名单.xlsx 第1页 D3")
    host = next(p.draft for p in renovation.papers if p.word == "主持词")
    assert host is not None
    line = next(b.text for b in host.document.blocks if isinstance(b, Para) and "6280" in b.text)
    assert any(span.file.endswith(NAME) and span.line for _, span in line.origins)  # type: ignore[attr-defined]


def test_only_keeps_the_numbers(edit: Edit) -> None:
    pack = draft_pack(edit(), only=["座签", "主持词"])
    assert [paper.stem for paper in pack.papers] == ["04_主持词", "09_座签"]


def test_only_of_an_unknown_paper(edit: Edit) -> None:
    with pytest.raises(SpeechError) as refused:
        draft_pack(edit(), only=["主持司"])
    assert "是不是“主持词”" in refused.value.diagnostics[0].hint


def test_missing_speech_is_reported_in_the_agenda(edit: Edit) -> None:
    pack = draft_pack(edit(("稿: 讲话.yaml", "稿: 讲活.yaml")))
    (failed,) = (paper for paper in pack.papers if paper.draft is None)
    (note,) = failed.diagnostics
    assert (note.rule, note.span.line) == ("pack-agenda", 62)
    assert "讲话.yaml" in note.hint
    assert sum(paper.draft is not None for paper in pack.papers) == 11


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("  - 督办表 ", "  - 督导表 ", "type-unknown"),
        ("主持: 何立新", "主待: 何立新", "outline-unknown-key"),
        ("  日期: 2026年4月21日\n", "  日期: 2026年4月31日\n", "outline-date"),
        ("名单: 名单.xlsx", "名单: 名册.xlsx", "roster-missing"),
    ],
)
def test_what_is_wrong_in_the_pack(edit: Edit, old: str, new: str, rule: str) -> None:
    with pytest.raises(SpeechError) as refused:
        draft_pack(edit((old, new)))
    note = refused.value.diagnostics[0]
    assert note.rule == rule
    assert note.span.line


def test_a_slip_in_a_papers_own_part_fails_that_paper_at_its_line(edit: Edit) -> None:
    pack = draft_pack(edit(("  文号: 临改办", "  文耗: 临改办")))
    (failed,) = (paper for paper in pack.papers if paper.draft is None)
    assert failed.word == "通知"
    assert failed.diagnostics[0].rule == "outline-unknown-key"
    assert "文耗" in failed.diagnostics[0].source


def test_what_a_pack_is() -> None:
    assert is_pack((EXAMPLE / NAME).read_bytes())
    assert not is_pack((EXAMPLE / "讲话.yaml").read_bytes())
    assert not is_pack(b"\x89PNG\r\n")
    assert is_pack("会议: 甲\n成套: [通知]\n".encode("gb18030"))


def test_smallest_pack(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("会议: 筹备会\n成套: [通知, 议程, 座签]\n", "utf-8")
    pack = draft_pack(file)
    assert [paper.stem for paper in pack.papers] == ["01_通知", "02_议程", "03_座签"]
    for paper in pack.papers:
        assert paper.draft is not None
        assert paper.draft.missing


def test_lists_on_one_line(edit: Edit, renovation: DraftedPack) -> None:
    one_line = edit(
        ("    人:\n      - 程柏林\n      - 方芸\n", "    人: 程柏林、方芸\n"),
        ("  - 通知\n  - 方案\n", "  - 通知、方案\n"),
    )
    assert altered(renovation, draft_pack(one_line)) == set()


VALUES = ("", "9:70", "[]", "{甲: 乙}", "- 甲", "2026年2月30日")
LINES = (EXAMPLE / NAME).read_text("utf-8").splitlines()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_is_a_traceback(edit: Edit, data: st.DataObject) -> None:
    """Lines lost, doubled, moved or with other values: papers, or findings in Chinese."""
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["lose", "double", "indent", "value"])):
            case "lose":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "indent":
                lines[at] = "  " + lines[at]
            case _:
                key, mark, _ = lines[at].partition(": ")
                value = data.draw(
                    st.sampled_from(["", "9:70", "[]", "{甲: 乙}", "- 甲", "2026年2月30日"])
                )
                lines[at] = f"{key}{mark}{value}"
    file = edit()
    file.write_text("\n".join(lines), "utf-8")
    try:
        check_pack(draft_pack(file, Options(format="txt")))
    except SpeechError as refused:
        assert all(note.message for note in refused.diagnostics)


def test_a_key_left_empty_leaves_what_the_meeting_has(edit: Edit) -> None:
    """出席: with nothing behind it took the whole list out of the minutes."""
    pack = draft_pack(edit(("  文号: 〔2026〕3号", "  出席:")), only=["纪要"])
    (made,) = pack.drafts()
    assert "出席：" in str(made)
