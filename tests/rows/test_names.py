"""File names: safe whatever a cell holds, inside the folder, no two the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.diagnostics import SpeechError
from speechgen.rows.names import LONGEST, Claims, check_pattern, filled_name


def filled(pattern: str, **values: str) -> str:
    check_pattern(pattern, values)
    return filled_name(pattern, values)


def test_patterns() -> None:
    assert filled("{序号:03}-{单位}", 序号="7", 单位="青禾街道") == "007-青禾街道"
    assert filled("{区}/{单位}", 区="城东", 单位="一/二") == "城东/一_二"
    assert filled("{{{甲}}}", 甲="x") == "{x}"


@pytest.mark.parametrize("pattern", ["{单伟}", "{单位", "单位}", "../{单位}", "/x/{单位}"])
def test_patterns_that_are_refused(pattern: str) -> None:
    with pytest.raises(SpeechError):
        check_pattern(pattern, ["单位"])


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("..", None), ("", None), (" . ", None), ("../../etc/x", "_._.._etc_x"),
        (".speechgen", "_speechgen"), ("CON", "CON_"), ("nul.txt", "nul_.txt"), ("a:b?", "a_b_"),
        ("甲\n乙\t丙", "甲 乙 丙"), ("x\u202ey", "x_y"), ("甲\u3000乙\xa0", "甲 乙"),
        ("e\u0301", "é"), ("末尾. ", "末尾"),
    ],
)  # fmt: skip
def test_cells_made_safe(cell: str, name: str | None) -> None:
    if name is None:
        with pytest.raises(ValueError, match="空的"):
            filled("{甲}", 甲=cell)
    else:
        assert filled("{甲}", 甲=cell) == name


def test_names_too_long_are_refused() -> None:
    with pytest.raises(ValueError, match="太长"):
        filled("{甲}", 甲="长" * 81)


@given(st.text(max_size=40))
def test_no_cell_leads_out_of_the_folder(cell: str) -> None:
    try:
        name = filled("{甲}", 甲=cell)
    except ValueError:
        return
    assert "/" not in name and "\\" not in name and name not in (".", "..")
    assert not name.startswith(".") and name == name.strip() and name.isprintable()
    assert len(name.encode()) <= LONGEST


def test_names_that_a_system_could_confuse_are_the_same() -> None:
    claims = Claims()
    claims.claim("Café", 2)
    with pytest.raises(ValueError, match="第2行"):
        claims.claim("cafe\u0301".upper(), 3)


def test_numbered_names() -> None:
    claims = Claims(numbered=True)
    assert [claims.claim(name, 0) for name in ("甲", "甲-2", "甲", "甲")] == [
        "甲", "甲-2", "甲-3", "甲-4",
    ]  # fmt: skip


def test_an_empty_cell_leaves_no_loose_dash() -> None:
    assert filled("{甲}-{乙}", 甲="007", 乙="") == "007"
    assert filled("{甲}_{乙}", 甲="", 乙="信") == "信"
