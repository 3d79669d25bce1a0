"""Word lists: their size and form, what a user's own list changes, and what is wrong in one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from speechgen.api.checking import check
from speechgen.checks import Words, load_words, rules
from speechgen.checks.rules.patterns import WrongForm, forms, wordings
from speechgen.checks.words.likeness import is_word, respelt
from speechgen.checks.words.model import TABLES, trie
from speechgen.checks.words.reading import COLUMNS
from speechgen.diagnostics import SpeechError
from speechgen.library.folders import template_roots, word_list, word_table

Find = Callable[..., list[Any]]


@pytest.mark.parametrize(
    ("table", "least"),
    [
        ("confusable", 120),
        ("stale", 40),
        ("agencies", 30),
        ("setphrase", 40),
        ("surnames", 40),
        ("org_alias", 8),
    ],
)
def test_a_table_is_long_enough_and_every_row_has_a_note(
    table: str, least: int, words: Words
) -> None:
    rows = words.tables[table]
    assert len(rows) >= least
    assert [row for row in rows if not row["说明"]] == []


def test_every_wrong_word_is_found_and_its_right_form_is_not(words: Words) -> None:
    for entry in words.tables["confusable"]:
        wrong = (
            entry["错"].replace("…", "重大").replace("{数}", "5").replace("[", "").replace("]", "")
        )
        assert [hit["错"] for _, hit in words.confusable.find(f"，{wrong}，")] != [], entry["错"]
        right = entry["对"].replace("…", "重大").replace("{数}", "5")
        if right and "[" not in entry["错"]:
            assert [hit["错"] for _, hit in words.confusable.find(f"，{right}，")] == [], right


def test_every_exception_silences_its_entry(words: Words) -> None:
    for name, phrases in (
        ("错", words.confusable),
        ("说法", words.stale),
        ("旧称", words.agencies),
    ):
        for entry in phrases.entries:
            for unless in entry.lists.get("除非", ()):
                found = [hit[name] for _, hit in phrases.find(f"，{unless}，")]
                assert entry[name] not in found, (entry[name], unless)


def test_windows_of_dated_phrases_are_in_order(words: Words) -> None:
    for entry in words.tables["stale"]:
        assert entry["起"] or entry["止"], entry["说法"]
        assert (entry["起"] or "0") <= (entry["止"] or "9"), entry["说法"]


def test_a_trie_finds_the_longest_word() -> None:
    import re

    pattern = re.compile(trie(["市场监管局", "市场监督管理局", "市场", "反应(强)"]))
    assert [found[0] for found in pattern.finditer("市场监管局、市场、反应(强)")] == [
        "市场监管局",
        "市场",
        "反应(强)",
    ]


def own_list(folder: Path, table: str, text: str) -> Path:
    """A templates folder with one word list."""
    file = folder / "_words" / f"{table}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


SPEECH = "同志们：\n要抓好小区微更新工作，工作要按步就班推进，各项任务年底前完成。\n"


def rules_in(path: Path, templates: Path) -> list[str]:
    return [each.message for each in check(path, select=["confusable-word"], templates=[templates])]


def test_a_users_list_adds_and_silences(tmp_path: Path) -> None:
    speech = tmp_path / "稿.txt"
    speech.write_text(SPEECH, "utf-8")
    own_list(
        tmp_path / "模板",
        "confusable",
        "- 错: 微更新\n  对: 微改造\n  说明: 本市统一叫法\n- 错: 按步就班\n  级别: 不查\n",
    )
    assert rules_in(speech, tmp_path) == ["“按步就班”应作“按部就班”"]
    assert rules_in(speech, tmp_path / "模板") == ["“微更新”应作“微改造”"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- 错: 微更新\n  改: 微改造\n  说明: 叫法\n", 2, "词表里不认识的一项“改”"),
        ("- 错: 微更新\n  对: 微改造\n", 1, "这一条缺少“说明”"),
        ("- 对: 微改造\n  说明: 叫法\n", 1, "这一条缺少“错”"),
        ("- 微更新\n", 1, "这一条应当写成几项"),
        ("错: 微更新\n", 1, "词表应当是一个列表"),
        ("- 错: 微更新\n  对: 微改造\n  说明: 叫法\n  级别: 严重\n", 1, "不认识的级别“严重”"),
        ("- 错: 甲乙\n  说明: 叫法\n  除非:\n    - 丙\n    - 丁: 戊\n", 5, "这里应当是几个词"),
        ("- 错: [a\n", 1, ""),
    ],
)
def test_a_wrong_row_is_reported_at_its_place(
    text: str, line: int, message: str, tmp_path: Path
) -> None:
    file = own_list(tmp_path, "confusable", text)
    with pytest.raises(SpeechError) as caught:
        load_words(template_roots([tmp_path]))
    first = caught.value.diagnostics[0]
    assert first.span.file == str(file.resolve())
    assert first.span.line == line
    assert message in first.message


def test_brackets_of_a_phrase_are_only_brackets(tmp_path: Path) -> None:
    own_list(tmp_path, "confusable", "- 错: 甲(…)乙\n  对: 丙\n  说明: 试\n")
    paper = tmp_path / "稿.txt"
    paper.write_text("讲话\n\n先说甲:好人)乙的事情。\n\n又说甲(好人)乙的事情。\n", "utf-8")
    found = check(paper, select=["confusable-word"], templates=[tmp_path])
    assert [(each.span.line, each.message) for each in found] == [
        (5, "“甲(好人)乙”应作“丙”"),
    ]


def test_a_wrong_date_is_reported_at_its_place(tmp_path: Path) -> None:
    own_list(tmp_path, "stale", "- 说法: 大干一百天\n  止: 2026-02-30\n  说明: 活动时间\n")
    with pytest.raises(SpeechError) as caught:
        load_words(template_roots([tmp_path]))
    assert caught.value.diagnostics[0].span.line == 2


def test_every_table_ships() -> None:
    root = template_roots()[-1]
    shipped = sorted(file.stem for file in (root / "_words").glob("*.yaml"))
    assert shipped == sorted(TABLES) == sorted(COLUMNS)


TABLES_OF_THE_PACKAGE = {
    "canonical": ("正写", "依据"),
    "functions": ("职能", "依据"),
    "offices": ("机构", "依据"),
    "anniversaries": ("事件", "依据"),
    "sessions": ("闭幕", "依据"),
    "days": ("日子", "依据"),
}


@pytest.mark.parametrize("name", TABLES_OF_THE_PACKAGE)
def test_a_table_of_the_package_has_a_source_in_every_row_and_no_row_twice(name: str) -> None:
    key, source = TABLES_OF_THE_PACKAGE[name]
    rows = word_table(name)
    keys = [(row[key], row.get("误", "")) for row in rows]
    assert rows
    assert [row for row in rows if not row[source].strip()] == []
    assert len(set(keys)) == len(keys)


def test_every_date_of_a_table_is_written_in_one_way_and_exists(words: Words) -> None:
    dates = [
        entry[column]
        for table in ("stale", "agencies")
        for entry in words.tables[table]
        for column in ("起", "止")
    ]
    dates += [row[column] for row in word_table("canonical") for column in ("起", "止")]
    dates += [row["闭幕"] for row in word_table("sessions")]
    for date in filter(None, dates):
        assert datetime.date.fromisoformat(date).isoformat() == date


def test_no_slip_is_a_word_nor_the_slip_of_two() -> None:
    rows = [row.split(":") for row in word_list("slips")]
    right = {word for word, *_ in rows}
    wrong = [
        char + word[1] if at % 2 == 0 else word[0] + char
        for word, *columns in rows
        for at, chars in enumerate(columns)
        for char in chars
    ]
    assert right.isdisjoint(wrong)
    assert all(len(each) == len("错字") for each in (*right, *wrong))
    assert len(set(wrong)) == len(wrong)
    assert list(filter(is_word, wrong)) == []


def test_what_lost_a_character_is_no_other_phrase() -> None:
    rows = [row.split(":") for row in word_list("drops")]
    cut = [phrase[: int(at) - 1] + phrase[int(at) :] for phrase, lost in rows for at in lost]
    assert len(set(cut)) == len(cut)
    assert {len(each) for each in cut} == {len("审通过")}


PATTERNS = [
    pytest.param(rule, row, id=f"{rule} {at}")
    for rule, rows in wordings().items()
    for at, row in enumerate(rows)
]


@pytest.mark.parametrize(("rule", "row"), PATTERNS)
def test_every_row_of_patterns_finds_its_example(rule: str, row: WrongForm, found_in: Find) -> None:
    assert row.pattern.search(row.example)
    assert found_in(row.example, [rule]) != []


@pytest.mark.parametrize("row", word_table("objects"), ids=lambda row: str(row["动词"]))
def test_every_verb_is_found_with_an_object_it_does_not_take(
    row: dict[str, str], found_in: Find
) -> None:
    assert found_in(row["例"], ["confusable-word"]) != []


@pytest.mark.parametrize("row", word_table("measures"), ids=lambda row: str(row["名词"]))
def test_every_class_of_nouns_is_found_with_a_word_that_does_not_measure_it(
    row: dict[str, str], found_in: Find
) -> None:
    assert found_in(row["例"], ["measure-word"]) != []


def test_a_row_speaks_of_whichever_of_its_parts_is_wrong(tmp_path: Path) -> None:
    speech = tmp_path / "稿.txt"
    speech.write_text("讲话\n\n公安机关抓好退脏工作。\n", "utf-8")
    assert [each.message for each in check(speech, select=["confusable-word"])] == ["“脏”应作“赃”"]


@pytest.mark.parametrize("module", forms())
def test_every_form_is_looked_for_by_its_module(module: str) -> None:
    source = (Path(rules.__file__).parent / f"{module}.py").read_text("utf-8")
    assert set(re.findall(r"_FORM\.(\w+)", source)) == forms()[module].keys()


@pytest.mark.parametrize("text", ["周文斌讲话。周文", "文斌讲话。", "斌", "周", ""])
def test_a_name_is_cut_off_by_the_end_of_a_text(text: str) -> None:
    assert list(respelt(text, "周文斌")) == []
    assert list(respelt(f"周文赋{text}", "周文斌")) == [(0, "周文赋")]
