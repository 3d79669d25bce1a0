"""Lines behind bullets: a list of siblings right below what stands above it, its marks text."""

from __future__ import annotations

import pytest

from speechgen.api import search_roots
from speechgen.api.reading import Imported
from speechgen.readers import read_bytes
from speechgen.readers.reading import Reading

from .docx.word import abstract, num, numbered, p, word_file
from .reading_help import INNOCENT, only

TITLE = f"在全市工作会议上的讲话\n同志们：\n{INNOCENT}\n"


def rows(reading: Reading) -> list[str]:
    """Level and first characters of every heading and item, the kind of what is neither."""
    return [
        f"{each.level} {each.text[:4]}" if each.level else each.kind
        for each in reading.passages[3:]
    ]


@pytest.mark.parametrize("mark", ["●", "•", "※", "✅", "▶", "- ", "* ", "\uf06c", "·"])
def test_lines_with_one_mark_stand_below_what_is_above_them(mark: str) -> None:
    two = f"{mark}读书\n{mark}看报\n"
    text = f"一、学习\n{two}二、工作\n（一）出力\n{two}（二）休息\n三、总结\n"
    read = only(TITLE + text)
    found = [each.level for each in read.passages[3:]]
    assert found == [1, 2, 2, 1, 2, 3, 3, 2, 1]
    assert [str(each.head) for each in read.passages[4:6]] == two.splitlines()
    assert {each.kind for each in read.passages[4:6]} == {"item"}


def test_one_line_with_a_mark_and_signs_of_arithmetic_are_text() -> None:
    assert rows(only(f"{TITLE}一、学习\n● 读书\n二、工作\n-5度\n-3度\n")) == [
        "1 一、学习", "para", "1 二、工作", "para", "para",
    ]  # fmt: skip


def test_a_second_mark_is_below_the_first_only_where_that_comes_again() -> None:
    assert rows(only(f"{TITLE}一、学习\n✅多读\n✅多写\n❌少读\n❌少写\n二、工作\n")) == [
        "1 一、学习", "2 ✅多读", "2 ✅多写", "2 ❌少读", "2 ❌少写", "1 二、工作",
    ]  # fmt: skip
    assert rows(only(f"{TITLE}一、学习\n▶书\n•读\n•写\n▶报\n•看\n二、工作\n")) == [
        "1 一、学习", "2 ▶书", "3 •读", "3 •写", "2 ▶报", "3 •看", "1 二、工作",
    ]  # fmt: skip


def test_a_bulleted_list_is_over_before_a_paragraph() -> None:
    assert rows(only(f"{TITLE}●读书\n●看报\n{INNOCENT}\n※出力\n※流汗\n让我们共同努力！\n")) == [
        "1 ●读书", "1 ●看报", "para", "1 ※出力", "1 ※流汗", "closing",
    ]  # fmt: skip


def test_words_that_the_text_lists_open_its_items() -> None:
    heads = f"早：早储煤\n{INNOCENT}\n细：细检修\n{INNOCENT}\n"
    assert rows(only(f"{TITLE}要做到“早、细”。\n{heads}")) == [
        "para", "1 早：早储", "para", "1 细：细检", "para",
    ]  # fmt: skip
    assert {*rows(only(TITLE + heads))} == {"para"}


def test_bullets_of_markdown_and_of_word() -> None:
    (read,) = read_bytes("稿.md", f"# 讲话\n\n{INNOCENT}\n\n## 学习\n\n- 读书\n  - 书名\n".encode())
    assert [(each.kind, each.level) for each in read.passages[2:]] == [
        ("heading", 1), ("item", 2), ("item", 3),
    ]  # fmt: skip
    bullets = abstract(1, ("bullet", "\uf06c"), ("bullet", "o")) + num(5, 1)
    body = p("一、学习") + numbered("读书", 5) + numbered("书名", 5, 1) + numbered("看报", 5)
    (read,) = read_bytes("稿.docx", word_file(body, numbering=bullets))
    assert [each.level for each in read.passages] == [1, 2, 3, 2]


@pytest.mark.parametrize("text", ["●读书\n●看报\n", f"一、学习\n{INNOCENT}\n●读书。\n●看报\n"])
def test_the_outline_drafts_to_the_same_text(text: str) -> None:
    found = Imported("旧稿.txt", (only(TITLE + text),), search_roots())
    outlines = found.outlines()
    assert found.differences(outlines) == ((),)
    assert '题: "●' not in outlines[0]  # in the type of the text, not of a heading
