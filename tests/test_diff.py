"""What changed between two documents: every kind of change, by structure."""

from __future__ import annotations

import pytest
from hypothesis import given

from speechgen.cli.diff_ import _text
from speechgen.diff import Change, diff, table, units
from speechgen.document import Document, Item, Para, Picture, Table, number
from speechgen.images import read_image
from speechgen.text import emphasised

from .outlines_made import made, outlines
from .pictures_made import png


def document(*rows: str | tuple[int, str, str]) -> Document:
    """A numbered document: a text is a paragraph, (level, head, body) an item."""
    patterns = {1: "一、", 2: "（一）"}
    blocks = [
        Para(row) if isinstance(row, str) else Item(row[0], row[1], row[2], patterns[row[0]])
        for row in rows
    ]
    return number(Document(tuple(blocks)))


OLD = document(
    "各单位要全面排查，不留死角，五月底前完成任务。",
    (1, "抓好排查", ""),
    (2, "查水库。", "二十三座水库全部排查一遍。"),
    (2, "查山塘。", "一百四十七座山塘逐个登记。"),
    (1, "抓好队伍", ""),
    "组建抢险队伍三十二支，落实人员一千一百名。",
    (1, "抓好值守", ""),
    "二十四小时双岗值班，领导干部在岗带班。",
)


def kinds(changes: tuple[Change, ...]) -> list[tuple[str, str, str]]:
    return [(each.kind, each.before, each.after) for each in changes]


def without(at: int) -> Document:
    return number(Document(OLD.blocks[:at] + OLD.blocks[at + 1 :]))


def test_nothing_changed() -> None:
    assert diff(OLD, OLD) == ()


def test_a_deleted_point_renumbers_the_next_without_changing_it() -> None:
    assert kinds(diff(OLD, without(2))) == [
        ("deleted", "（一）查水库。二十三座水库全部排查一遍。", ""),
        (
            "renumbered",
            "（二）查山塘。一百四十七座山塘逐个登记。",
            "（一）查山塘。一百四十七座山塘逐个登记。",
        ),
    ]


def test_an_added_point_names_its_section() -> None:
    (added, renumbered) = diff(without(2), OLD)
    assert (added.kind, added.where) == ("added", "一、抓好排查")
    assert renumbered.kind == "renumbered"


def test_a_changed_text() -> None:
    new = Document((Para("各单位要全面排查，不留死角，六月底前完成任务。"), *OLD.blocks[1:]))
    (changed,) = diff(OLD, new)
    assert changed.kind == "changed"
    assert ("五月底" in changed.before, "六月底" in changed.after) == (True, True)


def test_a_moved_section_is_one_change() -> None:
    blocks = OLD.blocks
    new = number(Document((blocks[0], *blocks[6:], *blocks[1:6])))
    changes = diff(OLD, new)
    moved = [each for each in changes if each.kind == "moved"]
    assert [(each.after, each.also) for each in moved] == [("一、抓好值守", 1)]
    assert {each.kind for each in changes} == {"moved", "renumbered"}


def test_other_labels_are_no_other_text() -> None:
    relabelled = number(
        Document(
            tuple(
                Item(b.level, b.head, b.body, "1." if b.level == 2 else "第一，")
                if isinstance(b, Item)
                else b
                for b in OLD.blocks
            )
        )
    )
    assert {each.kind for each in diff(OLD, relabelled)} == {"renumbered"}


def test_spaces_are_no_change() -> None:
    assert diff(document("沈明远 讲话"), document("沈明远　讲话")) == ()


def test_everything_new() -> None:
    changes = diff(OLD, document("完全不同的内容"))
    assert sorted({each.kind for each in changes}) == ["added", "deleted"]
    assert len(changes) == len(OLD.blocks) + 1


@pytest.mark.clock
@pytest.mark.parametrize("size", [1500])
def test_long_documents_take_bounded_time(size: int) -> None:
    old = document(*(f"第{n}段：各单位要抓好第{n}项工作。" for n in range(size)))
    new = document(*(f"第{n}段：各部门须落实第{n}项任务。" for n in range(size)))
    assert len(diff(old, new)) >= size


def test_the_table_is_a_document() -> None:
    made = table(diff(OLD, without(2)), ("初稿", "二稿"))
    rows = next(block for block in made.blocks if isinstance(block, Table)).rows
    assert rows[0][2:4] == ("原文（初稿）", "现文（二稿）")
    assert [row[-1] for row in rows[1:]] == ["删除", "序号变化"]


def test_the_table_shows_which_characters_changed() -> None:
    [one] = diff(Document((Para("星期三上午报送。"),)), Document((Para("星期四前报送。"),)))
    row = next(each for each in table([one], ("", "")).blocks if isinstance(each, Table)).rows[1]
    bold = [[text[slice(*each)] for each in emphasised(text)] for text in row]
    assert bold == [[], [], ["三上午"], ["四前"], []]


@given(outlines(), outlines())
def test_any_two_outlines(one: str, other: str) -> None:
    """Every paragraph of both is in a change or kept; a document does not differ from itself."""
    old, new = made(one).document, made(other).document
    assert diff(old, old) == ()
    changes = diff(old, new)
    gone = sum(1 for each in changes if each.kind == "deleted")
    come = sum(1 for each in changes if each.kind == "added")
    assert len(units(old)) - gone == len(units(new)) - come


def test_the_same_line_thousands_of_times() -> None:
    old, new = ["抓落实。"] * 3_000, ["抓落实。"] * 3_000
    new[1_500:1_500] = ["压责任。"]
    assert kinds(diff(document(*old), document(*new))) == [("added", "", "压责任。")]


def test_every_second_line_of_a_long_text_changed() -> None:
    old = [f"第{at}项工作要抓紧抓好抓出成效。" for at in range(1_200)]
    new = [f"{text}再抓" if at % 2 else text for at, text in enumerate(old)]
    found = diff(document(*old), document(*new))
    assert {each.kind for each in found} <= {"changed", "added", "deleted"}


def test_what_is_alike_in_long_texts_of_one_character_is_left_out() -> None:
    before, after = "要" * 300 + "抓", "要" * 299 + "抓紧"
    shown = _text(diff(document(before), document(after)))
    assert "要" * 299 + "〔要〕抓\n" in shown and "要" * 299 + "抓〔紧〕\n" in shown


def test_long_texts_of_one_character_are_shown_whole() -> None:
    before, after = "抓" + "要" * 3_000 + "紧", "紧" + "要" * 3_001 + "抓"
    shown = _text(diff(document(before), document(after)))
    assert "〔" not in shown
    assert before in shown and after in shown


def test_another_picture_under_the_same_title_is_a_change() -> None:
    old, new = (Document((Picture(read_image(png(width)), "图1"),)) for width in (40, 41))
    (change,) = diff(old, new)
    assert change.kind == "changed"
    assert change.before.startswith("【图：图1】（40×30，")
    assert change.after.startswith("【图：图1】（41×30，")
    assert diff(old, old) == ()
