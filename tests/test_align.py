"""Two lists of lines beside each other: what is the same, what moved, within what bounds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from speechgen.align import align, alike, differing, same_lines
from speechgen.diagnostics import Span
from speechgen.text import Text

OLD = ["各单位要全面排查，不留死角。", "组建抢险队伍三十二支。", "二十四小时双岗值班。"]
LINES = st.lists(st.sampled_from(["甲乙丙", "甲乙丁", "戊己", "庚", ""]), max_size=9)


def kinds(old: list[str], new: list[str]) -> list[tuple[str, int, int]]:
    return [tuple(step) for step in align(old, new)]


def test_every_kind_of_step() -> None:
    one, two, three = OLD
    assert kinds(OLD, OLD) == [("equal", 0, 0), ("equal", 1, 1), ("equal", 2, 2)]
    assert kinds([one, three], OLD) == [("equal", 0, 0), ("inserted", -1, 1), ("equal", 1, 2)]
    assert kinds(OLD, [one, three]) == [("equal", 0, 0), ("deleted", 1, -1), ("equal", 2, 1)]
    changed = two.replace("三十二", "三十五")
    assert kinds(OLD, [one, changed, three])[1] == ("changed", 1, 1)
    assert kinds(OLD, [three, one, two]) == [("moved", 2, 0), ("equal", 0, 1), ("equal", 1, 2)]
    assert kinds(OLD, [three, one, changed])[2] == ("changed", 1, 2)


def test_a_short_heading_with_one_other_character_is_the_same_heading() -> None:
    assert kinds(["抓好排查"], ["抓紧排查"]) == [("changed", 0, 0)]
    assert kinds(["抓好排查"], ["做实值守"]) == [("inserted", -1, 0), ("deleted", 0, -1)]


def test_blanks_are_no_change_and_texts_keep_their_places() -> None:
    placed = Text("沈明远 讲话", ((0, Span("稿.docx", 3, 1, 7)),))
    assert kinds([placed], ["沈明远　讲话"]) == [("equal", 0, 0)]


def test_a_favour_decides_between_equals() -> None:
    old, new = ["甲乙丙"], ["甲乙丁", "甲乙戊"]
    assert list(alike(old, new, [0], [0, 1], lambda _a, b: 0.1 * b)) == [(0, 1)]
    assert list(alike(old, new, [0], [0, 1], lambda _a, _b: -2)) == []


def test_stretches_of_one_line() -> None:
    (found,) = differing("共有十二项", "共有十一项")
    assert found == (range(3, 4), range(3, 4))


def test_too_much_alike_is_one_stretch() -> None:
    old, new = ["甲", *["乙", "丙"] * 900], ["甲", *["丙", "乙"] * 900]
    ((ours, theirs),) = differing(old, new)
    assert (ours.start, theirs.start) == (1, 1)


@given(LINES, LINES)
def test_every_line_is_in_one_step_and_equal_lines_are_equal(
    old: list[str], new: list[str]
) -> None:
    steps = list(align(old, new))
    assert sorted(step.old for step in steps if step.old >= 0) == list(range(len(old)))
    assert [step.new for step in steps if step.new >= 0] == list(range(len(new)))
    assert all(old[a] == new[b] for a, b in same_lines(old, new))
    assert all(old[a] == new[b] for kind, a, b in steps if kind == "equal")
