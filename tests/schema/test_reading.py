"""The one reader of keys and values, by fields of no file in particular."""

from __future__ import annotations

import pytest

from speechgen.diagnostics import SpeechError
from speechgen.schema.fields import Field, Kind
from speechgen.schema.reading import read_settings
from speechgen.schema.values import Facts, Lines, Missing, text_of, texts_of
from speechgen.source import load

FIELDS = (
    Field("名称", aliases=("name",)),
    Field("别名", Kind.LIST, ("aliases",)),
    Field(
        "会场",
        Kind.GROUP,
        shorthand="地点",
        fields=(
            Field("地点"),
            Field("联系", Kind.GROUP, required=True, fields=(Field("电话", required=True),)),
        ),
    ),
)


def read(text: str) -> Facts:
    return read_settings(load(text, "甲.yaml"), FIELDS, "甲.yaml")


def told(text: str) -> list[tuple[str, str, str]]:
    with pytest.raises(SpeechError) as caught:
        read(text)
    return [(one.rule, one.message, one.hint) for one in caught.value.diagnostics]


def test_texts_and_lists_are_read_by_any_of_their_names() -> None:
    values = read("name: 甲\naliases: [乙, 丙]\n")
    assert (text_of(values, "名称"), values["别名"]) == ("甲", Lines(("乙", "丙")))
    assert texts_of(values, "名称") == ("甲",)
    assert text_of(values, "别名") == ""


def test_where_there_are_no_points_a_pair_is_a_text() -> None:
    assert read("名称:\n  题: 甲\n")["名称"] == "题: 甲"


def test_what_a_group_in_short_leaves_out_is_missing_with_its_members() -> None:
    hall = read("会场: 二楼\n")["会场"]
    assert isinstance(hall, Facts)
    gap = hall["联系"]
    assert isinstance(gap, Missing)
    assert gap["电话"].required


def test_an_unknown_key_is_told_once_with_what_was_meant_or_may_stand_here() -> None:
    (near, far) = told("名秤: 甲\n风马牛: 乙\n")
    assert near == ("outline-unknown-key", "不认识的字段“名秤”", "是不是“名称”？")
    assert far[2] == "这里可以写：名称、别名、会场"


def test_a_key_by_two_names_is_told() -> None:
    assert told("名称: 甲\nname: 乙\n")[0][0] == "outline-key-twice"


def test_a_file_that_is_no_mapping_is_told() -> None:
    assert told("- 甲\n")[0][0] == "settings-not-a-mapping"
