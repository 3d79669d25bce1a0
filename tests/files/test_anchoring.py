"""Anchors by name, digests of words, and the record of both in properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.files.anchoring import (
    AnchorName,
    AnchorRecord,
    Marking,
    anchor_name,
    anchor_of,
    digest,
    is_record,
    outline_id,
    record_of,
    recorded,
)

HEX = st.text("0123456789abcdef", min_size=6, max_size=6)
MARKING = Marking("a1b2c3", "0f0f0f")


@pytest.mark.parametrize(
    ("number", "name"), [(1, "_s1"), (9, "_s9"), (10, "_sa"), (35, "_sz"), (36, "_s10")]
)
def test_a_name_is_the_number_in_base_36(number: int, name: str) -> None:
    assert anchor_name(number) == name
    assert anchor_of(name) == AnchorName(number)


@given(st.integers(1, 36**5 - 1))
def test_every_name_is_read_back_and_is_short(number: int) -> None:
    assert anchor_of(anchor_name(number)) == AnchorName(number)
    assert len(anchor_name(number)) <= 7


@pytest.mark.parametrize("name", ["_s1_Copy_1", "_s1_Copy_12"])
def test_a_copy_by_libreoffice_is_known_as_one(name: str) -> None:
    assert anchor_of(name) == AnchorName(1, copied=True)


@pytest.mark.parametrize(
    "name",
    ["", "_s", "_s0", "_s01", "_S1", "_sA", "_s1 ", "_s1_", "_s1_Copy", "_Toc1", "_s" + "z" * 6],
)
def test_other_bookmarks_are_none(name: str) -> None:
    assert anchor_of(name) is None


def test_blanks_and_line_breaks_do_not_count_and_words_do() -> None:
    assert digest("认清形势") == digest(" 认清\n形\u3000势\t")
    assert digest("认清形势") != digest("认清形式")
    assert len(digest("")) == 6


def test_what_no_docx_can_hold_counts_as_a_docx_holds_it() -> None:
    assert digest("甲\x01乙\ud800") == digest("甲\ufffd乙\ufffd")


def test_the_id_of_an_outline_is_of_its_type_and_title() -> None:
    ids = {outline_id("host", "甲"), outline_id("speech", "甲"), outline_id("host", "乙")}
    assert len(ids) == 3


@given(HEX, st.just("") | HEX, st.lists(HEX, max_size=300), st.lists(HEX, max_size=90))
def test_a_record_is_read_back(
    outline: str, paper: str, digests: list[str], cells: list[str]
) -> None:
    properties = recorded(Marking(outline, paper), digests, cells)
    whole = AnchorRecord(1, Marking(outline, paper), tuple(digests), tuple(cells))
    assert record_of(properties) == whole
    names = ["speechgen", *(f"speechgen{at}" for at in range(2, 20))]
    assert list(properties) == names[: len(properties)]
    assert all(len(value) <= 250 and value == value.strip() for value in properties.values())
    assert all(map(is_record, properties))


def test_a_record_that_was_cut_gives_no_digests() -> None:
    """Whose draft it is can still be told."""
    properties = recorded(MARKING, ["abcdef"] * 100)
    assert len(properties) == 3
    whole = record_of(properties)
    assert whole is not None and len(whole.digests) == 100
    for last in properties:
        kept = {name: value for name, value in properties.items() if name != last}
        cut = record_of({**properties, last: properties[last][:-1]})
        for one in (cut, record_of(kept)):
            if last == "speechgen" and one is not cut:
                assert one is None
            else:
                assert one is not None and one.marking == MARKING and one.digests == ()


def test_a_longer_record_than_it_says_gives_no_digests() -> None:
    found = record_of({**recorded(MARKING, ["abcdef"]), "speechgen2": "123456"})
    assert found is not None and found.digests == ()


@pytest.mark.parametrize(
    "value", ["", "草稿", "1", "1 a1b2c3", "x a1b2c3 - 1 abcdef", "1 A1B2C3 - 0"]
)
def test_a_foreign_property_is_no_record(value: str) -> None:
    assert record_of({"speechgen": value}) is None


def test_another_format_is_named_and_not_guessed_at() -> None:
    assert record_of({"speechgen": "2 a1b2c3 - 1 abcdef"}) == (2, ("a1b2c3", ""), (), ())


def test_a_huge_count_costs_nothing() -> None:
    found = record_of({"speechgen": "1 a1b2c3 - 9999999 abcdef"})
    assert found is not None and found.digests == ()


NEARLY = st.from_regex(r"[0-9]{1,3} [0-9a-f]{5,6} -? ?[0-9]{1,2} ?[0-9a-f]{0,30}\Z")


@given(st.dictionaries(st.sampled_from(["speechgen", "speechgen2", "x"]), NEARLY | st.text()))
def test_whatever_stands_in_properties_is_a_record_or_none(properties: dict[str, str]) -> None:
    """What is read is written and read again as it is."""
    found = record_of(properties)
    assert found is None or record_of(recorded(*found[1:])) == found._replace(format=1)


def test_names_of_others_are_no_record() -> None:
    assert not any(
        map(is_record, ("Speechgen", "speechgen-x", "文号", "xspeechgen", "speechgen 2"))
    )
