"""Printed papers against the pack: edited by hand, left behind by an edit, missing."""

from __future__ import annotations

import io
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen.diagnostics import Diagnostic, Severity, show
from speechgen.pack.drafting import DraftedPack, draft_pack
from speechgen.pack.rules import check_pack
from tests.pack.conftest import EXAMPLE, Edit

Rewrite = Callable[[str, str, str], None]


@pytest.fixture
def printed(renovation: DraftedPack, tmp_path: Path) -> Path:
    """The papers of the example as they were printed."""
    folder = tmp_path / "printed"
    folder.mkdir()
    for paper in renovation.papers:
        for name, data in paper.files():
            (folder / name).write_bytes(data)
    return folder


def rewrite(file: Path, old: str, new: str) -> None:
    """Change the words of a DOCX as a person does in Word; `old` is a pattern on its XML. A seat
    card has them on both sides."""
    parts = {}
    with zipfile.ZipFile(file) as package:
        for name in package.namelist():
            parts[name] = package.read(name)
    xml = parts["word/document.xml"].decode()
    changed, count = re.subn(old, new, xml, count=1 + ("座签" in file.name))
    assert count, old
    parts["word/document.xml"] = changed.encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    file.write_bytes(made.getvalue())


def errors(found: list[Diagnostic]) -> list[Diagnostic]:
    return [note for note in found if note.severity is Severity.ERROR]


def test_what_was_just_printed_agrees(renovation: DraftedPack, printed: Path) -> None:
    found = check_pack(renovation, printed)
    assert [n for n in found if n.severity is not Severity.INFO] == [], show(found)


def paragraph(text: str) -> str:
    """A pattern for the whole paragraph (or row) of a DOCX that holds `text`."""
    return rf"<w:p>(?:(?!</w:p>).)*{text}(?:(?!</w:p>).)*</w:p>"


EDITS = [
    ("04_主持词", "区政务服务中心三楼", "区政务服务中心二楼", "pack-when"),
    ("01_通知", "（星期二）", "（星期三）", "pack-when"),
    ("03_议程", "4月21日（星期二）", "4月22日（星期三）", "pack-when"),
    ("01_通知", "4月17日17:00", "4月27日17:00", "pack-deadline"),
    ("04_主持词", "区财政局副局长邹燕通报", "区财政局副局长邹艳通报", "pack-names"),
    ("04_主持词", "区财政局副局长邹燕通报", "区财政局局长邹燕通报", "pack-names"),
    ("04_主持词", "共有十二项", "共有十一项", "pack-agenda"),
    ("11_纪要", "2026年5月20日", "2026年6月20日", "pack-decisions"),
    ("12_督办表", "2026年5月20日", "2026年6月20日", "pack-decisions"),
    ("03_议程", "10:08—10:16", "10:10—10:20", "pack-times"),
    ("07_签到表", "<w:t>韩春雷</w:t>", "<w:t>韩春蕾</w:t>", "pack-names"),
    ("08_出席名单", "<w:t>韩春雷</w:t>", "<w:t></w:t>", "pack-names"),
    ("09_座签", "<w:t>韩春雷</w:t>", "<w:t>谭雪</w:t>", "pack-names"),
    ("03_议程", "<w:t>介绍施工组织和工期安排</w:t>", "<w:t>介绍工期</w:t>", "pack-agenda"),
    ("04_主持词", paragraph("下面，进行第八项议程"), "", "pack-agenda"),
    ("04_主持词", "各单位对照检查。", "各单位认真对照检查。", "pack-printed"),
]


@pytest.mark.parametrize(("stem", "old", "new", "rule"), EDITS)
def test_what_was_edited_by_hand_is_found(
    renovation: DraftedPack, printed: Path, stem: str, old: str, new: str, rule: str
) -> None:
    file = printed / f"{stem}.docx"
    rewrite(file, old, new)
    found = [n for n in check_pack(renovation, printed) if n.severity is not Severity.INFO]
    assert {Path(note.span.file).stem for note in found} == {stem}, show(found)
    assert rule in {note.rule for note in found}, show(found)
    assert any("被人改过" in note.message for note in found)
    assert any("对照：" in note.hint for note in found), show(found)


def test_what_an_edit_left_behind_is_out_of_date(edit: Edit, printed: Path) -> None:
    moved = draft_pack(edit(("地点: 区政务服务中心三楼会议室", "地点: 区政府302会议室")))
    found = errors(check_pack(moved, printed))
    stale = {Path(n.span.file).stem for n in found if "过时" in n.message}
    assert stale == {
        "01_通知",
        "02_方案",
        "03_议程",
        "04_主持词",
        "07_签到表",
        "08_出席名单",
        "10_座次图",
        "11_纪要",
    }
    assert {n.rule for n in found} >= {"pack-printed", "pack-when"}
    titles = [n for n in check_pack(moved, printed) if n.span.line == 1]
    assert not titles, show(titles)  # broken over two lines, but the same


def test_a_missing_paper_and_a_foreign_one(renovation: DraftedPack, printed: Path) -> None:
    (printed / "09_座签.docx").unlink()
    (printed / "别的.docx").write_bytes((printed / "01_通知.docx").read_bytes())
    found = [n for n in check_pack(renovation, printed) if n.rule == "pack-printed"]
    assert ["没有印好的“座签”" in n.message for n in found].count(True) == 1
    assert ["不在“成套”里" in n.message for n in found].count(True) == 1


def test_renumbered_files_are_still_theirs(renovation: DraftedPack, printed: Path) -> None:
    (printed / "09_座签.docx").rename(printed / "3-座签.docx")
    found = check_pack(renovation, printed)
    assert [n for n in found if n.severity is not Severity.INFO] == []


def test_order_of_the_roster_is_kept(edit: Edit, printed: Path) -> None:
    one, two = "10,区生态环境分局,副局长,卢锦程,出席,\n", "11,区水务局,副局长,韩春雷,出席,\n"
    edit((one, ""), (two, two + one), file="名单.csv")
    swapped = draft_pack(edit(("名单.xlsx ", "名单.csv ")))
    found = errors(check_pack(swapped, printed))
    assert any(n.rule == "pack-names" and "次序" in n.message for n in found), show(found)


def test_unreadable_print(renovation: DraftedPack, printed: Path) -> None:
    (printed / "01_通知.docx").write_bytes(b"PK\x03\x04 nothing")
    found = check_pack(renovation, printed)
    assert any(n.span.file.endswith("01_通知.docx") for n in errors(found)), show(found)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on Windows")
def test_what_is_no_file_among_the_papers_is_told_and_never_waited_for(
    renovation: DraftedPack, tmp_path: Path
) -> None:
    (tmp_path / f"{renovation.papers[0].stem}.docx").mkdir()
    os.mkfifo(tmp_path / f"{renovation.papers[1].stem}.docx")
    found = [note.rule for note in check_pack(renovation, tmp_path)]
    assert found.count("file-folder") == found.count("file-unreadable") == 1


@pytest.mark.parametrize("new", ["何", "何丽新", "何立心"])
def test_a_name_changed_on_a_card_is_shown_beside_the_right_one(
    renovation: DraftedPack, printed: Path, new: str
) -> None:
    rewrite(printed / "09_座签.docx", "<w:t>何立新</w:t>", f"<w:t>{new}</w:t>")
    said = [note.message for note in errors(check_pack(renovation, printed))]
    assert any(f"座签里是“{new}”" in one and "何立新" in one for one in said), said


def test_units_on_cards_are_no_names(edit: Edit, tmp_path: Path) -> None:
    asked = ("成套:", "座签: {印单位: 是, 印职务: 是}\n成套:")
    pack = draft_pack(edit(asked), only=["座签"])
    for name, data in pack.papers[0].files():
        (tmp_path / name).write_bytes(data)
    found = [n for n in check_pack(pack, tmp_path) if n.severity is not Severity.INFO]
    assert not [n for n in found if n.span.file.endswith("座签.docx")], show(found)
    rewrite(tmp_path / name, "<w:t>尹秀兰</w:t>", "<w:t>尹秀蓝</w:t>")
    found = errors(check_pack(pack, tmp_path))
    assert any("尹秀蓝" in n.message for n in found), show(found)


def test_a_name_with_a_blank_in_it_is_in_the_roster(edit: Edit, tmp_path: Path) -> None:
    """John Smith on a card was told not to be in the roster, which writes him the same way."""
    edit(("副局长,韩春雷", "副局长,John Smith"), file="名单.csv")
    pack = draft_pack(edit(("名单: 名单.xlsx", "名单: 名单.csv")), only=["座签"])
    (paper,) = pack.papers
    for name, data in paper.files():
        (tmp_path / name).write_bytes(data)
        rewrite(tmp_path / name, "<w:t>尹秀兰</w:t>", "<w:t>尹秀蓝</w:t>")
    found = [n for n in check_pack(pack, tmp_path) if n.rule == "pack-names"]
    assert found and not [n for n in found if "John" in n.message], show(found)


def test_names_and_titles_in_a_file_that_is_no_paper_of_the_pack(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "会")
    (tmp_path / "材料").mkdir()
    text = "主持词\n同志们：\n现在请邹燕局长讲话。请石垒同志发言。\n下面请副局长邹燕讲话。\n"
    (tmp_path / "材料" / "另一份.txt").write_text(text, "utf-8")
    found = [
        (note.span.line, note.message)
        for note in check_pack(tmp_path / "会" / "会议.yaml", tmp_path / "材料")
        if note.rule == "pack-names" and note.span.file.endswith("另一份.txt")
    ]
    assert found == [
        (3, "邹燕的职务是“副局长”，这里写的是“局长”"),
        (3, "“石垒”不在名单里，是不是“石磊”？"),
    ]
