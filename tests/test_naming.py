"""File names with places to fill."""

from __future__ import annotations

import os
import subprocess

import pytest

from speechgen.diagnostics import SpeechError
from speechgen.files.naming import as_typed, filled, has_places

VALUES = {
    "标题": "在防汛会上的讲话",
    "日期": "2026-05-12",
    "稿次": "",
    "提纲": "a/b:c",
    "长": "长" * 200,
    "备": "nul",
    "怪": 'a<b>"c"|d?*e\x07\u3000f. .',
}


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{日期}-{标题}.docx", "2026-05-12-在防汛会上的讲话.docx"),
        ("文稿/{标题}-{稿次}.docx", "文稿/在防汛会上的讲话.docx"),
        ("{稿次}-{标题}.docx", "在防汛会上的讲话.docx"),
        ("out/{稿次}-{标题}.docx", "out/在防汛会上的讲话.docx"),
        ("{提纲}.docx", "a_b_c.docx"),
        ("{ 标题 }.pdf", "在防汛会上的讲话.pdf"),
        ("无.docx", "无.docx"),
        ("{备}.docx", "nul_.docx"),
        ("{备}/{备}", "nul_/nul_"),
        ("com1.{日期}.docx", "com1_.2026-05-12.docx"),
        ("{怪}.docx", "a_b__c__d__e_ f.docx"),
        ("{日期}<?>. ", "2026-05-12___"),
        ("../夹 */{日期}.docx", "../夹 */2026-05-12.docx"),
        (".{日期}", "_2026-05-12"),
    ],
)
def test_filled(pattern: str, name: str) -> None:
    assert filled(pattern, VALUES) == name


def test_a_backslash_makes_folders_where_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    assert filled("文稿\\{日期}.docx", VALUES) == "文稿_2026-05-12.docx"
    monkeypatch.setattr(os, "sep", "\\")
    assert filled("C:\\文稿\\{日期}.docx", VALUES) == "C:/文稿/2026-05-12.docx"


def test_a_long_value_is_cut() -> None:
    assert len(filled("{长}.docx", VALUES).encode()) < 255


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(SpeechError) as refused:
        filled("{作者}.docx", VALUES)
    (one,) = refused.value.diagnostics
    assert one.rule == "name-pattern"
    assert "{标题}" in one.hint


def test_places() -> None:
    assert has_places("a/{标题}.docx")
    assert not has_places("a/标题.docx")


@pytest.mark.parametrize(
    "name",
    ["防汛 (稿).docx", "a&b.yaml", "-开头.yaml", "$HOME`.yaml", '引"号.yaml', "（终）稿.yaml"],
)
def test_a_name_in_a_printed_command_is_one_word_to_the_shell(name: str) -> None:
    typed = as_typed(name)
    done = subprocess.run(["sh", "-c", f"printf %s {typed}"], capture_output=True, check=True)
    assert done.stdout.decode() in (name, f"./{name}")
    assert as_typed("材料/01_通知.docx") == "材料/01_通知.docx"
