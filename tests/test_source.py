"""Reading outlines: what clerks really type, on the exact screens they see."""

from __future__ import annotations

import re

import pytest

from speechgen.diagnostics import Severity, Span, SpeechError, error, show
from speechgen.source import MappingNode, ScalarNode, SequenceNode, load
from speechgen.source.notes import syntax_error
from tests.source_reading import KEYS, place, read, rules, screen, silent, tree

# -- everything is text --------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "9:00",
        "02165550000",
        "010",
        "no",
        "是",
        "2026-06-05",
        "2026年6月5日",
        "2026.6.5",
        "~",
        "null",
        "1e3",
        "0x1F",
        ".inf",
        "=",
        "12:30:45",
        "<<",
        "-5℃",
        "?好",
        ":好",
        "http://a.cn/b?c=d#e",
    ],
)
def test_every_scalar_is_text(value: str) -> None:
    assert silent(f"时间: {value}\n回执:\n  - {value}\n") == {"时间": value, "回执": [value]}


# -- colons --------------------------------------------------------------------------------


def test_full_width_colon_after_a_known_key() -> None:
    assert read("会议：防汛会\n类型: 讲话\n") == (
        {"会议": "防汛会", "类型": "讲话"},
        "防汛.yaml:1:3: 提示[source-fullwidth-colon]：“会议”后面是全角冒号，已按“会议: ”读\n"
        " 1 | 会议：防汛会\n"
        "   |     ^^\n"
        "    = 提示：键后面写半角冒号，再空一格",
    )


def test_a_whole_file_of_full_width_colons() -> None:
    found, _ = read("会议：防汛会\n正文：\n  - 题：甲\n    文：乙\n")
    assert found == {"会议": "防汛会", "正文": [{"题": "甲", "文": "乙"}]}


def test_no_space_after_a_known_key() -> None:
    assert read("标题:防汛会\n") == (
        {"标题": "防汛会"},
        "防汛.yaml:1:3: 提示[source-missing-space]：“标题:”后面少一个空格，已按“标题: ”读\n"
        " 1 | 标题:防汛会\n"
        "   |     ^\n"
        "    = 提示：键后面写半角冒号，再空一格",
    )


def test_an_unknown_key_is_left_to_the_outline_which_names_its_line() -> None:
    found, _ = read("标题: 防汛会\n会义：防汛会\n")
    assert found == {"标题": "防汛会", "会义": "防汛会"}
    assert rules("标题: 防汛会\n会义：防汛会\n") == [
        ("source-fullwidth-colon", Severity.INFO, 2, 3)
    ]


def test_a_list_item_with_a_full_width_colon_is_a_text() -> None:
    text = "正文:\n  - 时间：5月20日前\n  - 题：甲\n  - 时间:5月\n"
    assert silent(text) == {"正文": ["时间：5月20日前", "题：甲", "时间:5月"]}


def test_a_list_item_with_keys_below_it_is_a_mapping() -> None:
    text = "正文:\n  - 题：甲\n    # 注\n    文：乙\n  - 题:丙\n    点:\n      - 丁\n"
    found, _ = read(text)
    assert found == {"正文": [{"题": "甲", "文": "乙"}, {"题": "丙", "点": ["丁"]}]}


def test_facts_with_mixed_colons() -> None:
    found, _ = read("材料:\n  联系人：张三\n  电话: 12\n  传真:34\n")
    assert found == {"材料": {"联系人": "张三", "电话": "12", "传真": "34"}}


def test_a_colon_and_space_in_a_list_item_is_left_to_the_outline() -> None:
    loaded = load("点:\n  - 抓排查: 全覆盖\n", "防汛.yaml", KEYS)
    assert tree(loaded.root) == {"点": [{"抓排查": "全覆盖"}]}
    assert place(loaded, "抓排查") == [(0, 2, 5, 8)]
    assert place(loaded, "全覆盖") == [(0, 2, 10, 13)]
    assert loaded.diagnostics == ()


def test_further_colons_are_text() -> None:
    assert silent("标题: 关于: 防汛: \n文: ': 甲'\n") == {"标题": "关于: 防汛:", "文": ": 甲"}


# -- indentation ---------------------------------------------------------------------------


def test_tabs_count_as_two_spaces() -> None:
    found, shown = read("正文:\n\t- 题: 甲\n\t\t文: 乙\n")
    assert found == {"正文": [{"题": "甲", "文": "乙"}]}
    assert shown.split("\n")[:4] == [
        "防汛.yaml:2:1: 提示[source-tab-indent]：行首的制表符已按空格读",
        " 2 |  - 题: 甲",
        "   | ^",
        "    = 提示：请用空格缩进，每一级两个空格",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "正文:\n    - 题: 甲\n\t\t\t文: 乙\n      点:\n\t\t\t\t- 丙\n",
        "正文:\n  - 题: 甲\n\t文: 乙\n\t点:\n\t\t\t- 丙\n",
        "正文:\n　- 题: 甲\n　　文: 乙\n　　点:\n　　　- 丙\n",
        "正文:\n\xa0\xa0- 题: 甲\n\xa0\xa0\xa0\xa0文: 乙\n    点:\n\xa0 \xa0 \xa0 - 丙\n",
        "正文:\n-\t题: 甲\n\t文:\t乙\n\t点:\t\n\t-\t丙\n",
        "正文:\n\t\t\t- 题: 甲\n\t\t\t\t文: 乙\n\t\t\t\t点:\n\t\t\t\t\t\t- 丙\n",
        "\u200b正文:\n  - 题: 甲\n  \u200b  文: 乙\n    点:\n      - 丙\n",
    ],
)
def test_odd_indentation_finds_its_level(text: str) -> None:
    found, _ = read(text)
    assert found == {"正文": [{"题": "甲", "文": "乙", "点": ["丙"]}]}


def test_spaces_that_fit_nowhere_are_an_error_and_reading_goes_on() -> None:
    found, shown = read("正文:\n  - 题: 甲\n   文: 乙\n  - 丙\n标题：丁\n")
    assert found == {"正文": [{"题": "甲", "文": "乙"}, "丙"], "标题": "丁"}
    assert shown == (
        "防汛.yaml:3:1: 错误[source-indent]：缩进对不齐：这一行前面是 3 格，"
        "上面同类的行是 0、4 格\n"
        " 3 |    文: 乙\n"
        "   | ^^^\n"
        "    = 提示：同一级的行要左边对齐，每深一级多缩进两个空格\n"
        "防汛.yaml:5:3: 提示[source-fullwidth-colon]：“标题”后面是全角冒号，已按“标题: ”读\n"
        " 5 | 标题：丁\n"
        "   |     ^^\n"
        "    = 提示：键后面写半角冒号，再空一格"
    )


def test_a_line_that_belongs_nowhere() -> None:
    found, shown = read("标题: 防汛\n正经\n点:\n  - 甲\n  乙\n题: 丙\n- 丁\n  戊\n")
    assert found == {"标题": "防汛", "点": ["甲"], "题": "丙"}
    assert shown == (
        "防汛.yaml:2:1: 错误[source-stray-line]：这一行不是“键: 内容”的样子\n"
        " 2 | 正经\n"
        "   | ^^^^\n"
        "    = 提示：键后面写半角冒号，再空一格；如果是接着上一行写，就多缩进两个空格\n"
        "防汛.yaml:5:3: 错误[source-stray-line]：列表里的这一行前面没有“- ”\n"
        " 5 |   乙\n"
        "   |   ^^\n"
        "    = 提示：每一项都以“- ”开头；如果是接着上一项写，就再缩进两个空格\n"
        "防汛.yaml:7:1: 错误[source-misplaced-item]：列表项“- ”上面没有放列表的键\n"
        " 7 | - 丁\n"
        "   | ^\n"
        "    = 提示：先单独写一行“键:”，后面不写内容，再在下面写列表"
    )


def test_what_would_melt_into_the_text_above() -> None:
    found, shown = read("- 抓排查\n  文: 全覆盖\n- 抓整改\n  - 查水库\n- 抓值守\n  责任人: 张三\n")
    assert found == [{"文": "全覆盖"}, "抓整改", "抓值守责任人: 张三"]
    assert shown == (
        "防汛.yaml:1:3: 错误[source-key-under-text]：下面还有“文”（第 2 行），这一项前面少了键\n"
        " 1 | - 抓排查\n"
        "   |   ^^^^^^\n"
        "    = 提示：写成“- 题: 抓排查”（议程里写“- 做: …”）；"
        "若“文”不是这一项的，就把那一行左移对齐\n"
        "防汛.yaml:4:3: 错误[source-list-under-text]："
        "这个列表项接在一句文字（第 3 行）下面，会并进那句话里\n"
        " 4 |   - 查水库\n"
        "   |   ^\n"
        "    = 提示：要写下一级：上一行写成“- 题: …”，下面另起一行“点:”，再缩进写各项；"
        "是同一级就与上一项对齐\n"
        "防汛.yaml:6:3: 警告[source-key-under-text]："
        "“责任人”写在一句文字（第 5 行）下面，已并进那句话里\n"
        " 6 |   责任人: 张三\n"
        "   |   ^^^^^^\n"
        "    = 提示：如果是另一个键，请与上一行的键对齐；如果是正文，请用全角冒号"
    )


def test_an_item_under_a_text_is_told_where_it_stands() -> None:
    assert read("点:\n  - 抓整改\n    - 查水库\n    - 查山塘\n")[1] == (
        "防汛.yaml:3:5: 错误[source-list-under-text]："
        "这个列表项接在一句文字（第 2 行）下面，会并进那句话里\n"
        " 3 |     - 查水库\n"
        "   |     ^\n"
        "    = 提示：要写下一级：上一行写成“- 题: …”，下面另起一行“点:”，再缩进写各项；"
        "是同一级就与上一项对齐"
    )


def test_bullets_from_elsewhere_do_not_melt_into_one_text() -> None:
    assert read("点:\n  • 甲\n  •　乙\n")[0] == {"点": ["甲", "乙"]}
    assert read("点: 总\n  • 甲\n  • 乙\n")[1] == (
        "防汛.yaml:2:3: 错误[source-list-under-text]："
        "这个列表项接在一句文字（第 1 行）下面，会并进那句话里\n"
        " 2 |   • 甲\n"
        "   |   ^\n"
        "    = 提示：列表项请用半角短横开头，再空一格：“- 内容”"
    )


def test_odd_spaces_around_a_colon() -> None:
    found, _ = read("标题 ：甲\n文　：　乙\n题\t:\t丙\n")
    assert found == {"标题": "甲", "文": "乙", "题": "丙"}


# -- numbers of houses and comments --------------------------------------------------------


def test_a_number_sign_inside_a_text_is_kept() -> None:
    assert read("点:\n  - 抓好 #3 楼\n  - #5 楼  # 注\n# 注\n  - 六#楼 #\n") == (
        {"点": ["抓好 #3 楼", "#5 楼", "六#楼"]},
        "防汛.yaml:2:8: 提示[source-hash-text]：“#”和后面的字已作为正文保留\n"
        " 2 |   - 抓好 #3 楼\n"
        "   |          ^\n"
        "    = 提示：如果是注释，请在 # 后面空一格",
    )


def test_colons_in_a_comment_make_no_key() -> None:
    typed = (
        "点:\n  - 雨情：偏多   # first colon: head ： text\n  - 乙 # note:\n  -  # 空: 的\n"
        '  - "丁" # 注：说\n  - “戊”  # 注: 说\n题: 甲  # 注: 说\n'
    )
    assert read(typed) == ({"点": ["雨情：偏多", "乙", "", "丁", "“戊”"], "题": "甲"}, "")


def test_doubtful_comments_are_a_warning() -> None:
    assert rules("标题: 防汛 #待定\n文: 查看\n  #3 楼\n  # 注\n  二号楼\n") == [
        ("source-hash-text", Severity.WARNING, 1, 8),
        ("source-hash-text", Severity.WARNING, 3, 3),
    ]


def test_comments_do_not_break_a_text() -> None:
    assert silent("文: 查看  # 注\n  # 注\n  二号楼\n") == {"文": "查看二号楼"}


# -- indicators ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "“关键少数”要带头",
        '"关键少数"要带头',
        "'两个'先行",
        '"甲"和"乙"',
        "& 甲",
        "&甲 乙",
        "*甲",
        "*甲* 乙",
        "@甲",
        "%甲",
        "[急] 关于",
        "[甲",
        "] 甲",
        "{甲} 乙",
        "{{单位}}",
        "} 甲",
        "! 甲",
        "!甲",
        "| 甲",
        "|甲",
        "> 80%",
        ", 甲",
        "? 甲",
        "- 甲",
        "`甲`",
        "甲: [乙]",
        '甲 "乙" #3',
        "[a](b)",
        ": 甲",
        "[甲: 乙",
        "[[甲]乙]丙",
        "{甲: {乙}",
        "{[甲]: 乙}",
        '["甲"乙]',
        "[甲, , 乙]",
        "[甲: 乙: 丙]",
        "[,]",
    ],
)
def test_a_value_that_begins_with_an_indicator_is_text(value: str) -> None:
    found, shown = read(f"标题: {value}\n尾: 乙\n")
    assert found == {"标题": value, "尾": "乙"}
    assert "错误" not in shown and "警告" not in shown
    if not value.startswith("- ") and ": " not in value:
        found, shown = read(f"点:\n  - {value}\n  - 乙\n")
        assert found == {"点": [value, "乙"]}


def test_real_lists_quotes_and_blocks_stay_what_they_are() -> None:
    text = (
        '甲: [一, "二, 三", *四]\n乙: {一: 二}\n丙: \'a\'\'b\'\n丁: "a\\"b" # 注\n'
        "戊: |-\n  一\n   二\n"
        "己: [一,\n  二]\n庚: [&x, 50%, '-', -, a#b]\n"
    )
    assert silent(text) == {
        "甲": ["一", "二, 三", "*四"], "乙": {"一": "二"}, "丙": "a'b", "丁": 'a"b',
        "戊": "一\n 二", "己": ["一", "二"], "庚": ["&x", "50%", "-", "-", "a#b"],
    }  # fmt: skip


def test_brackets_keep_what_was_typed() -> None:
    loaded = load("标题: [急]\n甲: {一: [二,\n  三]}\n", "防汛.yaml", KEYS)
    assert isinstance(loaded.root, MappingNode)
    (_, first), (_, second) = loaded.root.pairs
    assert isinstance(first, SequenceNode) and isinstance(second, MappingNode)
    assert (first.raw, first.span) == ("[急]", Span("防汛.yaml", 1, 5, 8))
    assert (second.raw, second.span) == ("{一: [二，三]}".replace("，", ", "), Span(
        "防汛.yaml", 2, 4, 11))  # fmt: skip


def test_a_tab_between_brackets_or_at_a_line_s_start_is_a_blank() -> None:
    text = '甲: [a,\n\tb\tc,\t"d"\t]\n乙: {e:\t1, f: 2}\n丙: "一\n\t二\t三"\n'
    assert silent(text) == {"甲": ["a", "b\tc", "d"], "乙": {"e": "1", "f": "2"}, "丙": "一二\t三"}


def test_an_open_quote_is_text_and_a_warning() -> None:
    assert read("标题: \"防汛会\n文: '甲\n") == (
        {"标题": '"防汛会', "文": "'甲"},
        '防汛.yaml:1:5: 警告[source-quote]：这个引号（"）没有配对，已作为正文保留\n'
        ' 1 | 标题: "防汛会\n'
        "   |       ^\n"
        "    = 提示：请补上另一半，或改用中文引号“ ”\n"
        "防汛.yaml:2:4: 警告[source-quote]：这个引号（'）没有配对，已作为正文保留\n"
        " 2 | 文: '甲\n"
        "   |     ^\n"
        "    = 提示：请补上另一半，或改用中文引号“ ”",
    )


def test_backslashes_that_escape_nothing_are_text() -> None:
    assert silent(r'文: "C:\会议\n\q\x4\ud800"') == {"文": "C:\\会议\n\\q\\x4\\ud800"}


# -- dashes --------------------------------------------------------------------------------


def test_dashes_without_space_or_full_width() -> None:
    assert read("点:\n  -排查\n  － 整改\n  －巡查\n  - -5℃\n") == (
        {"点": ["排查", "整改", "巡查", "-5℃"]},
        "防汛.yaml:2:3: 提示[source-list-dash]：“-”后面少一个空格，已按列表项读\n"
        " 2 |   -排查\n"
        "   |   ^\n"
        "    = 提示：列表项写半角短横，再空一格：“- 内容”\n"
        "防汛.yaml:3:3: 提示[source-list-dash]：“－”不是半角短横，已按列表项读\n"
        " 3 |   － 整改\n"
        "   |   ^^\n"
        "    = 提示：列表项写半角短横，再空一格：“- 内容”\n"
        "防汛.yaml:4:3: 提示[source-list-dash]：“－”不是半角短横，已按列表项读\n"
        " 4 |   －巡查\n"
        "   |   ^^\n"
        "    = 提示：列表项写半角短横，再空一格：“- 内容”",
    )


# -- refused -------------------------------------------------------------------------------


def test_duplicate_keys_name_both_lines() -> None:
    assert read("标题: 甲\n文: 丙\n标题: 乙\n")[1] == (
        "防汛.yaml:3:1: 错误[source-duplicate-key]：“标题”写了两次：第 1 行和第 3 行\n"
        " 3 | 标题: 乙\n"
        "   | ^^^^\n"
        "    = 提示：只留一处；两处都要的，合到一处写；从这里起是另一份提纲，就存成另一个文件"
    )


def test_keys_that_come_again_in_a_row_are_one_message() -> None:
    found = rules("甲: 1\n乙: 2\n丙: 3\n甲: 4\n乙: 5\n丁: 6\n丙: 7\n")
    assert [line for _, _, line, _ in found] == [4, 7]


def test_anchors_tags_and_merges_are_refused_at_their_lines() -> None:
    assert read("甲: &a 一\n乙: *a\n丙: !!str 010\n<<: 丁\n戊: &b\n  己: 庚\n")[1] == (
        "防汛.yaml:1:4: 错误[source-anchor]：不支持锚点和引用（&a）\n"
        " 1 | 甲: &a 一\n"
        "   |     ^^\n"
        "    = 提示：请删去它，把内容照写一遍\n"
        "防汛.yaml:2:4: 错误[source-anchor]：不支持锚点和引用（*a）\n"
        " 2 | 乙: *a\n"
        "   |     ^^\n"
        "    = 提示：请删去它，把内容照写一遍\n"
        "防汛.yaml:3:4: 错误[source-tag]：不支持类型标记（!!str）\n"
        " 3 | 丙: !!str 010\n"
        "   |     ^^^^^\n"
        "    = 提示：请删去它；所有内容本来就按文字读\n"
        "防汛.yaml:4:1: 错误[source-merge]：不支持用“<<”合并内容\n"
        " 4 | <<: 丁\n"
        "   | ^^\n"
        "    = 提示：请把内容照写一遍\n"
        "防汛.yaml:5:4: 错误[source-anchor]：不支持锚点和引用（&b）\n"
        " 5 | 戊: &b\n"
        "   |     ^^\n"
        "    = 提示：请删去它，把内容照写一遍"
    )


def test_a_yaml_bomb_is_refused_at_once() -> None:
    layers = "".join(f"k{i + 1}: &k{i + 1} [{', '.join([f'*k{i}'] * 9)}]\n" for i in range(9))
    notes = load("k0: &k0 哈\n" + layers, "防汛.yaml", KEYS).diagnostics
    assert notes == () or {note.rule for note in notes} == {"source-anchor"}


def test_a_second_outline_in_one_file() -> None:
    assert silent("---\n标题: 甲\n...\n") == {"标题": "甲"}
    assert read("标题: 甲\n---\n标题: 乙\n")[1] == (
        "防汛.yaml:2:1: 错误[source-second-document]：一个文件只能写一份提纲，分隔线以下是第二份\n"
        " 2 | ---\n"
        "   | ^^^\n"
        "    = 提示：只是用来分隔，就删去这一行；下面是第二份提纲，就存成另一个文件"
    )


# -- syntax errors -------------------------------------------------------------------------


def test_a_syntax_error_comes_with_what_was_mended() -> None:
    assert screen("--- @乙\n标题：甲\n") == (
        "防汛.yaml:1:5: 错误[source-syntax]：内容不能以这个符号开头\n"
        " 1 | --- @乙\n"
        "   |     ^^^\n"
        "    = 提示：请把整句放进引号里\n"
        "防汛.yaml:2:3: 提示[source-fullwidth-colon]：“标题”后面是全角冒号，已按“标题: ”读\n"
        " 2 | 标题：甲\n"
        "   |     ^^\n"
        "    = 提示：键后面写半角冒号，再空一格"
    )


@pytest.mark.parametrize(
    "text",
    [
        "--- [乙\n标题: 甲\n",
        '--- "乙',
        "--- 'x",
        "--- {",
        "--- a: b: c",
        "--- - a\n  b",
        '--- "\\q"',
        '--- "\\xzz"',
        '--- "\\U00110000"',
        "--- |0\n",
        "--- |x\n",
        "--- ]",
        "--- ? : :",
        "--- >\nfoo\n---\n",
        "...\n",
        "---\n...\n- a\n",
        "--- *a",
        "--- !x a",
        "--- &a b",
        "--- !!!x",
        "--- !<x",
        "--- [a, *b]",
        "--- [!x y]",
        "--- a\nb: c",
    ],
)
def test_whatever_the_parser_refuses_is_said_in_chinese(text: str) -> None:
    """Behind `---` nothing is mended, so these reach the library."""
    try:
        shown = show(load(text, "防汛.yaml", KEYS).diagnostics)
    except SpeechError as wrong:
        shown = str(wrong)
    said = [line for line in shown.split("\n") if line.startswith(("防汛", "    ="))]
    for line in said:
        words = line.split("：", 1)[1]
        assert not re.search("[a-z]{4}", words), words


@pytest.mark.parametrize(
    "problem",
    [
        "mapping values are not allowed in this context",
        "did not find expected key",
        "block sequence entries are not allowed in this context",
        "found unexpected end of stream",
        "a problem that no table knows",
        "",
    ],
)
def test_no_word_of_the_library_is_shown(problem: str) -> None:
    note = syntax_error(problem, Span("防汛.yaml", 1, 1, 2), "甲")
    assert note.rule == "source-syntax"
    assert not any(word.isascii() and word.isalpha() and word != "YAML" for word in (
        note.message + note.hint).replace("（", " ").split())  # fmt: skip
    assert note.hint


@pytest.mark.parametrize("rest", ["", " # 乙", " #", " !y 乙", " |\n  乙", " [乙]"])
def test_a_tag_is_refused_whatever_follows_it(rest: str) -> None:
    loaded = load(f"甲: !x{rest}\n丙: 丁\n", "防汛.yaml", KEYS)
    assert {note.rule for note in loaded.diagnostics} == {"source-tag"}


# -- several lines -------------------------------------------------------------------------


def test_folded_lines_have_no_space_between_chinese_characters() -> None:
    text = (
        "甲: 今天，\n  我们 a\n  b 用\n\n  新段\n"
        '乙: "一\n  二 \\\n  三\n\n  四"\n'
        "丙: >\n  五\n  六 x\n  y\n"
    )
    assert silent(text) == {"甲": "今天，我们 a b 用\n新段", "乙": "一二 三\n四", "丙": "五六 x y"}


def test_places_of_several_lines() -> None:
    text = "甲: 今天，\n    我们\n乙: \"一''\\\"\n  二\"\n丙: |\n  五\n\n   六\n丁: '''a'''\n"
    loaded = load(text, "防汛.yaml", KEYS)
    assert place(loaded, "今天，我们") == [(0, 1, 4, 7), (3, 2, 5, 7)]
    assert place(loaded, "一''\" 二") == [(0, 3, 5, 8), (3, 3, 8, 10), (5, 4, 3, 4)]
    assert place(loaded, "五\n\n 六") == [(0, 6, 3, 4), (2, 7, 1, 1), (3, 8, 3, 5)]
    assert place(loaded, "'a'") == [(0, 9, 5, 7), (1, 9, 7, 8), (2, 9, 8, 10)]


def test_places_after_mending() -> None:
    loaded = load("标题：防汛\n正文：\n　　－题: 甲 #3\n", "防汛.yaml", KEYS)
    assert tree(loaded.root) == {"标题": "防汛", "正文": [{"题": "甲 #3"}]}
    assert place(loaded, "防汛") == [(0, 1, 4, 6)]
    assert place(loaded, "题") == [(0, 3, 4, 5)]
    assert place(loaded, "甲 #3") == [(0, 3, 7, 11)]


def test_a_block_whose_first_line_is_indented_further() -> None:
    found, shown = read("文: |\n    第一段\n  第二段\n\n  第三段\n题: 甲\n")
    assert found == {"文": "第一段\n第二段\n\n第三段", "题": "甲"}
    assert shown.startswith(
        "防汛.yaml:3:1: 提示[source-block-indent]：这一行比“|”下面的第一行靠左，已与它对齐\n"
    )


def test_a_block_indented_by_full_width_spaces() -> None:
    found, _ = read("文: |\n　　第一段\n　　第二段\n题: 甲\n")
    assert found == {"文": "第一段\n第二段", "题": "甲"}
    assert silent("文: |\n  　　第一段\n") == {"文": "　　第一段"}


def test_styles() -> None:
    loaded = load("甲: a\n乙: 'b'\n丙: \"c\"\n丁: |\n  d\n戊: >\n  e\n", "防汛.yaml", KEYS)
    assert isinstance(loaded.root, MappingNode)
    styles = [value.style for _, value in loaded.root.pairs if isinstance(value, ScalarNode)]
    assert styles == ["plain", "quoted", "quoted", "literal", "folded"]


@pytest.mark.parametrize(("before", "after"), [(0, 0), (500, 0), (0, 500), (500, 500)])
@pytest.mark.parametrize("filler", ["字", "a", "\u0301", "\t"])
def test_the_excerpt_of_a_long_line_is_short(before: int, after: int, filler: str) -> None:
    source = filler * before + "错" + filler * after
    text = show([error(Span("甲", 1, before + 1, before + 2), "x", "错了", source=source)])
    shown, carets = text.split("\n")[1:]
    assert "错" in shown and "^" in carets and len(shown) < 600


# -- what a second reading found -----------------------------------------------------------


def test_a_comment_is_none_inside_quotation_marks() -> None:
    assert silent('刚才: ["甲 # 乙",\n  "丙 # 丁"] # 注') == {"刚才": ["甲 # 乙", "丙 # 丁"]}
    assert silent("刚才: [甲, # 注 [\n  乙]") == {"刚才": ["甲", "乙"]}


def test_an_anchor_alone_on_the_first_line_is_one_fault() -> None:
    assert [rule for rule, *_ in rules("&列\n\t- 题: 甲\n- 题: 乙\n")] == [
        "source-anchor", "source-tab-indent",
    ]  # fmt: skip
