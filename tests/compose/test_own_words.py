"""开头 and 结尾 in one's own words: they stand for all that a type would say, whatever it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechgen.api.drafting import draft
from speechgen.api.reading import Imported
from speechgen.diagnostics import SpeechError
from speechgen.extract.compare import drafted_lines, fold
from speechgen.library import types
from speechgen.library.folders import template_roots
from speechgen.readers import read_bytes

KINDS = {kind.id: kind for kind in types(template_roots())}
TALKS = sorted(id for id, kind in KINDS.items() if any(one.gives_way for one in kind.sections))
OWN = "开头:\n  - 今天人到得齐。\n  - 我说两件事。\n正文: [抓早, 抓小]\n结尾: 就说到这里。\n"


def test_every_speech_takes_ones_own_words() -> None:
    spoken = {id for id, kind in KINDS.items() if kind.category not in ("会务", "通用")}
    assert spoken | {"host"} == set(TALKS)


@pytest.mark.parametrize("kind", TALKS)
def test_they_stand_for_all_that_a_type_would_say(kind: str) -> None:
    made = draft(f"类型: {kind}\n标题: 在会上的讲话\n称谓: 各位\n{OWN}".encode())
    said = [line.strip() for line in drafted_lines(made.document)]
    assert said[:4] == ["在会上的讲话", "各位：", "今天人到得齐。", "我说两件事。"]
    assert all(line.endswith(text) for line, text in zip(said[4:6], ("抓早", "抓小"), strict=True))
    assert said[6:] == ["就说到这里。"]
    assert (made.missing, made.unprinted) == ((), ())


@pytest.mark.parametrize("kind", TALKS)
@pytest.mark.parametrize("suffix", ["docx", "txt", "md"])
def test_an_existing_speech_is_an_outline_of_its_type_without_loss(
    kind: str, suffix: str, examples: list[Path]
) -> None:
    path = next(path for path in examples if path.stem == kind)
    made = draft(path)
    imported = Imported("旧稿", read_bytes(f"旧稿.{suffix}", made.to(suffix)), template_roots())
    again = draft(imported.outlines(kind)[0].encode())
    texts = ["".join(map(fold, drafted_lines(one.document))) for one in (made, again)]
    assert texts[0] == texts[1]
    assert (again.kind.id, again.missing, again.unprinted) == (kind, (), ())


def test_what_they_displace_is_told() -> None:
    text = (
        "类型: 动员部署会讲话\n标题: 在会上的讲话\n开头: 我自己说。\n任务: 部署\n"
        "正文: [甲]\n结尾: 完了。\n会后: 抓紧\n"
    )
    made = draft(text.encode())
    assert made.unprinted == (("任务", 4), ("会后", 7))
    assert made.missing == ()


def test_an_ending_of_members_is_the_types_own() -> None:
    head = "类型: 任职讲话\n标题: 在会上的讲话\n正文: [甲]\n结尾:"
    assert "请大家监督" in str(draft(f"{head}\n  文: 谢谢。\n".encode()))
    assert "请大家监督" not in str(draft(f"{head} 谢谢。\n".encode()))


def test_only_the_part_that_is_said_is_displaced() -> None:
    text = "类型: 动员部署会讲话\n标题: 在会上的讲话\n任务: 部署工作\n正文: [甲]\n结尾: 完了。\n"
    assert "主要任务是部署工作" in str(draft(text.encode()))
    wanting = text.replace("任务: 部署工作\n", "")
    assert [gap.field for gap in draft(wanting.encode()).missing] == ["任务"]


def test_nothing_at_all_may_be_said() -> None:
    text = "类型: 任职讲话\n标题: 在会上的讲话\n称谓: 无\n开头: 无\n正文: [甲]\n结尾: 无\n"
    made = draft(text.encode())
    assert drafted_lines(made.document) == ["在会上的讲话", "一、甲"]
    assert made.unprinted == ()


def test_a_member_cannot_be_set_on_a_text() -> None:
    text = "类型: 任职讲话\n标题: 会\n正文: [甲]\n结尾: 谢谢。\n"
    with pytest.raises(SpeechError) as caught:
        draft(text.encode(), values={"结尾.强调": "好"})
    (note,) = caught.value.diagnostics
    assert note.rule == "overlay-path"
    assert "结尾.强调" in note.message


def a_type(folder: Path, sections: str, more: str = "", **files: str) -> None:
    place = folder / "own"
    place.mkdir()
    (place / "meeting.yaml").write_text(f"名称: 自用\n段落: [{sections}]\n{more}", "utf-8")
    for name, text in files.items():
        (place / f"{name}.j2").write_text(text, "utf-8")


def test_a_type_of_ones_own_takes_them_without_saying_so(tmp_path: Path) -> None:
    sections = "_parts/head.j2, hello.j2, _parts/body.j2, bye.j2, _parts/tail.j2"
    a_type(tmp_path, sections, hello="大家好。\n", bye="再会。\n")
    outline = "类型: 自用\n标题: 会\n正文: [甲]\n"
    assert "大家好" in str(draft(outline.encode(), templates=[tmp_path]))
    made = draft(f"{outline}开头: 早。\n结尾: 晚安。\n".encode(), templates=[tmp_path])
    assert drafted_lines(made.document) == ["会", "早。", "一、甲", "晚安。"]


def test_a_type_without_such_sections_does_not_know_the_key(tmp_path: Path) -> None:
    a_type(tmp_path, "body.j2", body="{{ 正文 }}\n")
    with pytest.raises(SpeechError) as caught:
        draft("类型: 自用\n标题: 会\n开头: 早。\n正文: [甲]\n".encode(), templates=[tmp_path])
    assert [note.rule for note in caught.value.diagnostics] == ["outline-unknown-key"]


def test_a_type_that_declares_an_opening_prints_it_itself(tmp_path: Path) -> None:
    fields = "字段:\n  开头: {类: 段落}\n"
    a_type(tmp_path, "_parts/head.j2, opening.j2", fields, opening="各位：{{ 开头 }}\n")
    made = draft("类型: 自用\n标题: 会\n开头: 早。\n".encode(), templates=[tmp_path])
    assert drafted_lines(made.document) == ["会", "各位：早。"]


def test_a_gap_is_told_at_its_key_where_that_stands() -> None:
    outline = "类型: 动员部署会讲话\n标题: 动员会\n任务:\n会议:\n  名称: 动员会\n  地点:\n正文:\n"
    gaps = {gap.field: gap.line for gap in draft(outline.encode()).missing}
    assert (gaps["任务"], gaps["正文"]) == (3, 7)
