"""The linter for folders of meeting types: each kind of mistake is found at its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen.api import search_roots
from speechgen.diagnostics import Severity, SpeechError
from speechgen.library import find_type, starter
from speechgen.lint import lint

MEETING = """名称: 班会发言
用途: 班会上的发言
编号: 一、>（一）
语气: [甲, 乙, 丙]
段落: [_parts/head.j2, body.j2]
字段:
  开头: {类: 段落, 说明: 先说的话, 例: 大家好。}
  发言:
    类: 清单
    说明: 谁说了什么
    字段:
      人: {说明: 谁, 例: 小满}
      说: {说明: 说了什么, 例: 早点开始}
"""
BODY = """{% if 开头 %}
{{ 开头 }}

{% endif %}
{% for 一条 in 发言 %}
{{ 选('', '', '同学') }}{{ 一条.人 }}说：{{ 一条.说 }}。

{% endfor %}
{{ 正文 }}
"""
STARTER = """类型: 班会发言
标题: 班会发言
开头: 大家好。
发言:
  - 人: 小满
    说: 早点开始
正文:
  - 题: 甲
  - 题: 乙
"""

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Writes the type with some files replaced: `folder(**{"body.j2": …})`."""

    def write(**changed: str | None) -> Path:
        files = {"meeting.yaml": MEETING, "body.j2": BODY, "starter.yaml": STARTER} | changed
        home = tmp_path / "banhui"
        home.mkdir()
        for name, text in files.items():
            if text is not None:
                (home / name).write_text(text, "utf-8")
        return tmp_path

    return write


def rules(folder: Path) -> list[str]:
    return [note.rule for note in lint(folder)[1]]


def test_sound_type_has_no_findings(folder: Folder) -> None:
    kinds, found = lint(folder())
    assert [kind.id for kind in kinds] == ["banhui"]
    assert found == []


def test_one_type_alone(folder: Folder) -> None:
    kinds, found = lint(folder() / "banhui")
    assert [kind.id for kind in kinds] == ["banhui"]
    assert found == []


@pytest.mark.parametrize(
    ("there", "given", "named"),
    [
        (".", "banhui", "banhui/body.j2"),
        (".", ".", "banhui/body.j2"),
        ("banhui", ".", "body.j2"),
        ("banhui", "..", "../banhui/body.j2"),
        ("banhui/里", "..", "../body.j2"),
        ("banhui", "../banhui", "../banhui/body.j2"),
    ],
)
def test_files_are_named_as_the_folder_was(
    there: str, given: str, named: str, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = folder(**{"body.j2": BODY + "\n我讲三点意见。\n"})
    (home / "banhui" / "里").mkdir()
    monkeypatch.chdir(home / there)
    typed = [note for note in lint(Path(given))[1] if note.rule == "type-typed-number"]
    assert [note.span.file for note in typed] == [named]


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match="没有会议类型"):
        lint(tmp_path)


def test_undeclared_name(folder: Folder) -> None:
    [note] = lint(folder(**{"body.j2": BODY + "{% if 开投 %}好{% endif %}\n"}))[1][:1]
    assert (note.rule, note.span.line, note.span.column) == ("type-undeclared", 10, 7)
    assert "开头" in note.hint


def test_undeclared_member(folder: Folder) -> None:
    found = lint(folder(**{"body.j2": BODY.replace("一条.说", "一条.话")}))[1]
    assert [note.rule for note in found][:2] == ["type-undeclared", "type-unused"]
    assert "“发言”里没有的“话”" in found[0].message
    assert "发言.说" in found[1].message


def test_unused_field(folder: Folder) -> None:
    text = MEETING + "  天气: {说明: 天气, 例: 晴}\n"
    [note] = lint(folder(**{"meeting.yaml": text}))[1]
    assert (note.rule, note.span.line) == ("type-unused", 14)


def test_inherited_field_that_is_not_used_can_be_dropped(folder: Folder) -> None:
    text = MEETING.replace("字段:", "继承: _base\n字段:", 1)
    home = folder(**{"meeting.yaml": text})
    notes = [note for note in lint(home)[1] if note.rule == "type-unused"]
    assert notes
    assert all("去掉: [结尾." in note.hint for note in notes)
    (home / "banhui" / "meeting.yaml").write_text(text + "去掉: [结尾]\n", "utf-8")
    assert rules(home) == []


def test_dropping_what_is_not_there(folder: Folder) -> None:
    text = MEETING + "继承: _base\n去掉: [结为]\n"
    [note] = lint(folder(**{"meeting.yaml": text}))[1]
    assert note.rule == "type-drop"
    assert "结尾" in note.hint


def test_a_form_names_the_layout_it_keeps(folder: Folder) -> None:
    home = folder()
    said = home / "banhui" / "meeting.yaml"

    def found(more: str) -> list[tuple[str, int, str]]:
        said.write_text(MEETING + more, "utf-8")
        return [(note.rule, note.span.line, note.hint) for note in lint(home)[1]]

    last = len(MEETING.splitlines()) + 1
    assert found("固定版式: 是\n") == [("type-layout", last, "版式: form")]
    assert found("版式: from\n") == [("type-layout", last, "是不是“form”？")]
    assert found("layout: form\n固定版式: 是\n") == []
    assert found("fixed_layout: 也许\n")[0][:2] == ("outline-flag", last)


def test_field_without_words(folder: Folder) -> None:
    [note] = lint(folder(**{"meeting.yaml": MEETING.replace("说明: 谁, ", "")}))[1]
    assert (note.rule, note.severity) == ("type-field-words", Severity.WARNING)


@pytest.mark.parametrize(
    "typed",
    [
        *("一、总则", "（一）总则", "我讲三点意见。", "首先，认识。"),
        *("一是学习。", "第二，安全。", "共12项。"),
    ],
)
def test_typed_number(folder: Folder, typed: str) -> None:
    [note] = lint(folder(**{"body.j2": BODY + f"\n{typed}\n"}))[1]
    assert (note.rule, note.span.line) == ("type-typed-number", 11)


@pytest.mark.parametrize(
    "typed",
    ["一定要做好。", "还有一点体会。", "十分感谢。", "一起努力。", "第一步走得稳。"],
)
def test_innocent_numerals(folder: Folder, typed: str) -> None:
    assert rules(folder(**{"body.j2": BODY + f"\n{typed}\n"})) == []


def test_typed_number_in_a_phrase(folder: Folder) -> None:
    text = BODY + "\n{{ 选('我讲三点。', '', '') }}\n"
    assert rules(folder(**{"body.j2": text})) == ["type-typed-number"]


def test_too_few_phrases(folder: Folder) -> None:
    [note] = lint(folder(**{"body.j2": BODY + "\n{{ 选('好', '行') }}\n"}))[1]
    assert (note.rule, note.severity) == ("type-few-phrases", Severity.WARNING)


def test_tones_without_names(folder: Folder) -> None:
    assert rules(folder(**{"meeting.yaml": MEETING.replace("语气: [甲, 乙, 丙]\n", "")})) == [
        "type-tones"
    ]


def test_missing_section_file(folder: Folder) -> None:
    (note,) = lint(folder(**{"body.j2": None}))[1]
    assert note.rule == "template-missing"
    assert "body.j2" in note.source  # the line of meeting.yaml that names it


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("body", "是不是“body.j2”？"),
        ("我的", "模板只能取自本类型的文件夹和 _parts/：body.j2、_parts/"),
    ],
)
def test_a_template_is_named_with_its_suffix(folder: Folder, written: str, hint: str) -> None:
    """找不到模板“body” was said where body.j2 lies there."""
    text = MEETING.replace("body.j2]", f"{written}]")
    (note,) = lint(folder(**{"meeting.yaml": text}))[1]
    assert note.rule == "template-missing" and note.hint.startswith(hint)


def test_a_starter_that_is_inherited_and_does_not_fit_is_told_of_the_type(tmp_path: Path) -> None:
    """It was told of speechgen's own file, which no user can mend."""
    (tmp_path / "zhouhui").mkdir()
    meeting = (
        "名称: 周会讲话\n用途: 周会\n继承: speech\n段落: [_parts/head.j2, _parts/body.j2]\n"
        "字段:\n  上周: {必填: 是, 说明: 上周的事, 例: 收完了}\n"
    )
    (tmp_path / "zhouhui" / "meeting.yaml").write_text(meeting, "utf-8")
    found = lint(tmp_path)[1]
    (note,) = (one for one in found if one.rule == "type-starter")
    assert note.span.file == str(tmp_path / "zhouhui" / "meeting.yaml")
    assert {Path(one.span.file).parent.name for one in found} == {"zhouhui"}


def test_a_lone_file_is_told_to_be_no_type(tmp_path: Path) -> None:
    (tmp_path / "周会.yaml").write_text(MEETING, "utf-8")
    with pytest.raises(SpeechError) as refused:
        find_type("周会讲话", search_roots([tmp_path]))
    assert "周会.yaml”没有用：类型是一个文件夹" in refused.value.diagnostics[0].hint


def test_missing_include(folder: Folder) -> None:
    found = lint(folder(**{"body.j2": "{% include '_parts/nothing.j2' %}\n"}))[1]
    assert [note.rule for note in found] == ["template-missing"]


def test_broken_template(folder: Folder) -> None:
    [note] = lint(folder(**{"body.j2": "{{ 正文 }}\n{% if 开头 %}\n"}))[1]
    assert note.rule == "template-syntax"


def test_no_sections(folder: Folder) -> None:
    text = MEETING.replace("段落: [_parts/head.j2, body.j2]\n", "")
    assert "type-sections" in rules(folder(**{"meeting.yaml": text}))


def test_starter_missing(folder: Folder) -> None:
    assert rules(folder(**{"starter.yaml": None})) == ["type-starter"]


def test_starter_with_gaps(folder: Folder) -> None:
    required = MEETING.replace("类: 段落, 说明: 先", "类: 段落, 必填: 是, 说明: 先")
    text = STARTER.replace("开头: 大家好。\n", "职务: 班主任\n")
    found = lint(folder(**{"meeting.yaml": required, "starter.yaml": text}))[1]
    assert [note.rule for note in found] == ["type-starter", "type-starter"]
    assert "缺少“开头”" in found[0].message
    assert "“职务”没有印出" in found[1].message


def test_starter_with_a_key_that_no_template_prints(folder: Folder) -> None:
    assert rules(folder(**{"starter.yaml": STARTER + "主送: 各班\n"})) == [
        "outline-key-unprintable"
    ]


def test_starter_of_another_type(folder: Folder) -> None:
    text = "类型: 讲话\n标题: 班会发言\n正文:\n  - 题: 甲\n"
    assert rules(folder(**{"starter.yaml": text})) == ["type-starter"]


def test_starter_of_the_type_it_extends_is_used_under_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "jiehui").mkdir()
    meeting = "名称: 街会讲话\n用途: 街道的动员\n继承: mobilize\n"
    (tmp_path / "jiehui" / "meeting.yaml").write_text(meeting, "utf-8")
    kinds, found = lint(tmp_path)
    assert found == []
    assert "类型: 街会讲话\n" in starter(kinds[0])
    assert kinds[0].category == "会议讲话"
