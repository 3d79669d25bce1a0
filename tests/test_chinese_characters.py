"""What counts as a Chinese character, wherever a pattern asks for one."""

from __future__ import annotations

import re

import pytest

from speechgen.marks import HAN


@pytest.mark.parametrize("char", "一鿿㐀〇々䶮𬭎𠮷")
def test_common_and_rare_characters_of_names_are(char: str) -> None:
    assert re.fullmatch(HAN, char)


@pytest.mark.parametrize("char", "aZ9_éяΩ①⑴Ⅲ㈠㎡℃９Ａ％，。“…·　 \n\t😀")
def test_letters_digits_marks_and_signs_are_not(char: str) -> None:
    assert not re.fullmatch(HAN, char)
