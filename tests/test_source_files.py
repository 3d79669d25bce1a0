"""Reading whole files: encodings, files that are no text, odd characters, limits."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from speechgen.diagnostics import Severity, SpeechError
from speechgen.source import decode, encoding, load
from speechgen.source.encoding import MAX_BYTES
from tests.source_reading import KEYS, Tree, read, rules, screen, silent

# -- encodings -----------------------------------------------------------------------------

TEXT = "标题: 在全市防汛会上的讲话\n正文:\n  - 抓排查\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-16", "UTF-16 LE"), ("utf-16-le", "UTF-16 LE"),
     ("utf-16-be", "UTF-16 BE"), ("gbk", "GB18030"), ("gb18030", "GB18030"),
     ("utf-32", "UTF-32 LE")],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings(encoding: str, name: str, end: str) -> None:
    found, shown = read(TEXT.replace("\n", end).encode(encoding))
    assert found == {"标题": "在全市防汛会上的讲话", "正文": ["抓排查"]}
    assert shown == (
        f"防汛.yaml:1:1: 提示[source-encoding]：文件编码是 {name}，已按它读入\n"
        "    = 提示：建议在编辑器里另存为 UTF-8 编码"
    )


def test_utf_8_needs_no_word() -> None:
    assert decode(TEXT.encode()) == (TEXT, "UTF-8")
    assert read(TEXT.encode("utf-8-sig")) == read(TEXT.encode())  # Notepad's own
    assert read(TEXT.encode("utf-8-sig"))[1] == ""


def test_rare_characters_in_gb18030() -> None:
    assert decode("标题: 𠮷㐂€\n".encode("gb18030")) == ("标题: 𠮷㐂€\n", "GB18030")


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("關於召開座談會的講話，今天研究明年的工作。", "big5", "Big5"),
        ("關於召開座談會的講話", "gbk", "GB18030"),
        ("关于召开座谈会的讲话，研究明年的工作。", "utf-16-le", "UTF-16 LE"),
        ("关于召开座谈会的讲话，统一思想。", "utf-16-be", "UTF-16 BE"),
        ("회의 안내 오늘 회의에서는 내년 계획에 대해 설명합니다", "euc-kr", "EUC-KR"),
        ("姓名：龑翀", "gbk", "GB18030"),
    ],
)
def test_encodings_without_a_mark(text: str, encoding: str, name: str) -> None:
    assert decode(text.encode(encoding)) == (text, name)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("本日の会議では、来年の計画について説明します。".encode("cp932"), "看不出是什么编码"),
        (TEXT.encode().decode("gb18030", "replace").encode(), "当作 GB18030 读过"),
        ("正文：做实防汛准备".encode().decode("latin-1").encode(), "当作 LATIN-1 读过"),
    ],
)
def test_garbage_is_refused_in_words(data: bytes, said: str) -> None:
    assert "错误[source-encoding]" in screen(data)
    assert said in screen(data)


def test_damaged_utf_8_is_not_taken_for_other_words() -> None:
    data = TEXT.encode().replace("抓".encode(), b"\xe6\x8a")
    assert screen(data) == (
        "防汛.yaml:3:5: 错误[source-encoding]：文件里有读不出的字节"
        "（第 52 个字节起，按 UTF-8 读）\n"
        " 3 |   - \ufffd排查\n"
        "   |     ^\n"
        "    = 提示：这里的字可能已经损坏，请重新输入，并把文件另存为 UTF-8 编码"
    )


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04....word/document.xml", "这是Word 文档（.docx）"),
        (b"PK\x03\x04....xl/workbook.xml", "这是Excel 表格（.xlsx）"),
        (b"PK\x03\x04", "这是ZIP 压缩包"),
        (b"%PDF-1.7", "这是PDF 文件"),
        (b"\x89PNG\r\n", "这是PNG 图片"),
        (b"\xff\xd8\xff\xe0", "这是JPEG 图片"),
        (b"\xd0\xcf\x11\xe0", "这是旧版 Office 或 WPS 文档（.doc、.wps、.xls）"),
        (b"{\\rtf1", "这是RTF 文档"),
        (b"\0" * 4096, "这不是文本文件：第 1 行有内容为零的字节"),
    ],
)
def test_files_that_are_no_text(data: bytes, what: str) -> None:
    shown = screen(data)
    assert shown.startswith(f"防汛.yaml:1:1: 错误[source-not-text]：{what}")
    assert "提示" in shown


# -- control characters --------------------------------------------------------------------


def test_control_characters_are_kept_and_named() -> None:
    assert read('标题: 防\x0b汛\n文: "a\\a"\n') == (
        {"标题": "防\x0b汛", "文": "a\x07"},
        "防汛.yaml:1:6: 警告[source-control-character]："
        "这里有看不见的垂直制表符（Word 的手动换行）（U+000B）\n"
        " 1 | 标题: 防\\x0b汛\n"
        "   |         ^^^^\n"
        "    = 提示：多半是从别处复制时带来的，请删去；要分段就另起一行\n"
        "防汛.yaml:2:6: 警告[source-control-character]：这里有看不见的控制字符（U+0007）\n"
        ' 2 | 文: "a\\a"\n'
        "   |       ^\n"
        "    = 提示：多半是从别处复制时带来的，请删去；要分段就另起一行",
    )


@pytest.mark.parametrize("char", ["\x85", "\u2028", "\u2029", "\x7f", "\ufffe"])
def test_line_breaks_that_no_editor_shows_do_not_break_lines(char: str) -> None:
    found, shown = read(f"标题: 防{char}汛\n文: 甲\n")
    assert found == {"标题": f"防{char}汛", "文": "甲"}
    assert f"U+{ord(char):04X}" in shown


@pytest.mark.parametrize(("char", "word"), [("\0", "空字符"), ("\ud800", "半个字符")])
def test_characters_that_no_document_can_hold(char: str, word: str) -> None:
    assert rules(f"标题: 防{char}汛\n") == [("source-control-character", Severity.ERROR, 1, 6)]
    assert word in read(f"标题: 防{char}汛\n")[1]


@pytest.mark.parametrize(
    "text", ["𠮷㐂", "e\u0301", "שלום", "a\u200bb", "甲\ufeff乙", "\U000f0041x", "😀"]
)
def test_rare_characters_are_kept(text: str) -> None:
    assert silent(f"标题: 甲{text}\n") == {"标题": f"甲{text}"}


# -- empty and bounded ---------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "\n", "# 注\n", "   \n\t\n", "---\n"])
def test_an_empty_file_has_no_root(text: str) -> None:
    root, shown = read(text)
    assert root in (None, "") and shown == ""


@pytest.mark.parametrize(
    ("text", "wanted"), [("- 甲\n- 乙\n", ["甲", "乙"]), ("一句话\n两句话", "一句话两句话")]
)
def test_other_roots_are_left_to_the_outline(text: str, wanted: Tree) -> None:
    assert silent(text) == wanted


def test_too_large() -> None:
    assert screen(b"a" * (MAX_BYTES + 1)).startswith(
        "防汛.yaml:1:1: 错误[source-too-large]：文件太大：10.0 MB，最多 10 MB"
    )


KEYS_IN_KEYS = "".join(" " * depth + "a:\n" for depth in range(400))
FLOW = "[" * 5000 + "]" * 5000
DEEP = {
    "brackets": (f"甲: {FLOW}", (1, 203)),
    "brackets at the root": (FLOW, (1, 201)),
    "brackets in an item": (f"- 甲: {FLOW}", (1, 204)),
    "brackets under many keys": (
        "".join(f"{' ' * at}a:\n" for at in range(150)) + " " * 150 + f"a: {FLOW}", (151, 203)
    ),
    "one bracket too many": ("甲: " + "[" * 200 + "]" * 200, (1, 203)),
    "braces": ("甲: " + "{a: " * 300 + "}" * 300, (1, 800)),
    "brackets and braces": ("甲: " + "[{a: " * 300 + "}]" * 300, (1, 500)),
    "brackets over many lines": ("甲:\n" + "  [\n" * 500 + "  ]\n" * 500, (201, 3)),
    "brackets behind slips": (f"题：甲\n文:\t{FLOW}", (2, 203)),
    "brackets in a second document": (f"题: 甲\n---\n文: {FLOW}", (3, 203)),
    "dashes": ("- " * 5000 + "甲", (1, 401)),
    "one dash too many": ("- " * 201 + "甲", (1, 401)),
    "dashes before a quoted text": ("- " * 201 + '"甲"', (1, 401)),
    "dashes before a text in brackets": ("- " * 201 + "[甲]", (1, 401)),
    "a quoted text under many keys": (
        "".join(f"{' ' * at}a:\n" for at in range(200)) + " " * 200 + 'a: "甲"', (201, 201)
    ),
    "keys": (KEYS_IN_KEYS, (201, 201)),
    "keys by tabs": (KEYS_IN_KEYS.replace(" ", "\t"), (201, 201)),
    "lists in their keys' columns": (
        "".join(f"{' ' * (2 * at)}a:\n{' ' * (2 * at)}- \n" for at in range(300)), (201, 201)
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "at"), DEEP.values(), ids=DEEP)
def test_too_deep(text: str, at: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Said before the library sees a word of it: its own bounds change from release to release."""
    monkeypatch.setattr("speechgen.source.Composer", None)
    with pytest.raises(SpeechError) as caught:
        load(text, "防汛.yaml", KEYS)
    (note,) = [note for note in caught.value.diagnostics if note.rule == "source-too-deep"]
    assert note.message == "层次太多：超过 200 层"
    assert (note.span.line, note.span.column) == at


@pytest.mark.parametrize(
    "text",
    [f"甲: '{FLOW}'", f"甲: 乙{FLOW}", f"甲: |\n  {FLOW}\n  {'- ' * 5000}\n", "甲: " + "[" * 5000,
     "[" * 5000, f"甲: 乙 # {FLOW}\n", "甲: [" + "it's, " * 300 + "乙]",
     "甲: " + "[" * 199 + "]" * 199, "- " * 200 + "甲",
     "\n".join(f"{at}: {'[' * 150}{']' * 150}" for at in range(9))],
)  # fmt: skip
def test_brackets_and_dashes_that_are_no_levels(text: str) -> None:
    assert load(text, "防汛.yaml", KEYS).root is not None


def test_two_hundred_levels_are_read() -> None:
    found = silent("".join(" " * depth + "a:\n" for depth in range(199)) + " " * 199 + "a: 甲\n")
    for _ in range(200):
        assert isinstance(found, dict)
        found = found["a"]
    assert found == "甲"


def test_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speechgen.source.tree.MAX_NODES", 100)
    assert "错误[source-too-many]：内容太多：超过 100 项" in screen("- 甲\n" * 101)


def test_many_slips_of_one_kind_are_counted() -> None:
    notes = load("点:\n" + "\t- 甲\n" * 50, "防汛.yaml", KEYS).diagnostics
    assert len(notes) == 3
    assert notes[-1].message.endswith("（这样的地方后面还有 47 处，不再一一列出）")
    notes = load("点:\n" + "  - 甲\n乙\n" * 50, "防汛.yaml", KEYS).diagnostics
    assert len(notes) == 20
    assert notes[-1].message.endswith("（这样的地方后面还有 30 处，不再一一列出）")


@pytest.mark.clock
@pytest.mark.parametrize(
    "text",
    [
        "a: " + "!a " * 160_000,
        "- a\n" + '\t- "甲\n' * 40_000,
        "- a\n" + "\t- [甲\n" * 40_000,
        "a: " + " #x" * 200_000,
        "a: " + "\t甲" * 200_000,
        "- &a\n" * 40_000,
        'a: "' + "\\q" * 200_000 + '"',
        "[" * 200_000,
        "a: [" + '",' * 200_000,
        "\0" * 200_000 + "甲",
        "正文:\n  - 题: a\n" + "   文: b\n     点: c\n" * 10_000,
    ],
    ids=range(11),
)
def test_no_text_takes_more_than_linear_time(text: str) -> None:
    """Quadratic work on any of these takes minutes, linear work about a second."""
    try:
        load(text, "防汛.yaml", KEYS)
    except SpeechError as wrong:
        assert wrong.diagnostics


def test_loading_in_threads_is_independent() -> None:
    results: list[Tree] = []
    threads = [threading.Thread(target=lambda: results.append(silent(TEXT))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [silent(TEXT)] * 8


@pytest.mark.shared
def test_the_shared_outlines_need_no_word() -> None:
    folder = Path(__file__).parents[2] / "shared" / "corpus" / "outlines"
    for file in sorted(folder.glob("*.yaml")):
        loaded = load(file.read_bytes(), file.name, KEYS)
        assert loaded.root is not None and loaded.diagnostics == ()


@pytest.mark.parametrize("codec", ["gb18030", "cp950"])
def test_the_signs_of_a_sound_text_stand_in_no_garbled_one(codec: str) -> None:
    """Chinese is E2 to EF and twice 80 to BF in UTF-8, whatever two of them are next to."""
    lead, on = range(0xE2, 0xF0), range(0x80, 0xC0)
    pairs = [(lead, on), (on, on), (on, lead)]
    made = {bytes((a, b)).decode(codec, "ignore") for one, two in pairs for a in one for b in two}
    assert not encoding._NEVER_GARBLED & made


def test_zeros_behind_a_text_are_no_part_of_it() -> None:
    assert decode("标题: 甲\n".encode() + b"\0" * 64) == ("标题: 甲\n", "UTF-8")
