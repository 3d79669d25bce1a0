"""A key that no template of its type prints is an error at its line; what was laid over is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechgen.api.drafting import draft
from speechgen.api.unprintable import has_place
from speechgen.defaults import Defaults
from speechgen.diagnostics import Diagnostic, SpeechError
from speechgen.library import find_type
from speechgen.library.folders import template_roots
from speechgen.rows import Batch, open_table
from speechgen.text import placed

MEETING = "会议: {名称: 会, 日期: 2026-05-12, 地点: 楼}\n"


def refused(text: str, **options: object) -> list[Diagnostic]:
    with pytest.raises(SpeechError) as caught:
        draft(text.encode(), name="甲.yaml", **options)  # type: ignore[arg-type]
    return [note for note in caught.value.diagnostics if note.rule == "outline-key-unprintable"]


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("类型: 讲话\n标题: 会\n主送: 各镇\n", (3, 1), "是不是“称谓”？"),
        ("类型: 公文\n标题: 会\n称谓: 各镇\n", (3, 1), "是不是“主送”？"),
        ("类型: 公文\n标题: 会\nspeaker: 沈明远\n", (3, 1), "是不是“落款.单位”？"),
        (f"类型: 会议通知\n标题: 会\n{MEETING}日期: 今天\n职务: 镇长\n", (5, 1), "材料"),
        (f"类型: 签到表\n标题: 会\n{MEETING}抄送: 乙\n名单: [甲]\n", (4, 1), "材料"),
    ],
)  # fmt: skip
def test_it_is_told_at_its_key(text: str, place: tuple[int, int], hint: str) -> None:
    (note,) = refused(text)
    assert (note.span.line, note.span.column) == place
    assert hint in note.hint


def test_all_of_them_come_in_one_run() -> None:
    notes = refused("类型: 公文\n标题: 会\n称谓: 各镇\n讲话人: 甲\n")
    assert [note.span.line for note in notes] == [3, 4]


@pytest.mark.parametrize(
    "more",
    [
        "职务: 镇长\n",
        "材料: {备用: 一句话}\n",
        "会议: {名称: 会, 日期: 2026-05-12}\n",
        "星期: 二\n",
        "时间: 9:00\n地点: 二楼\n",
    ],
)
def test_what_had_no_occasion_and_what_is_no_text_of_the_paper_is_none(more: str) -> None:
    draft(f"类型: 讲话\n标题: 会\n{more}".encode())


def test_what_was_laid_over_is_left_out_and_told() -> None:
    text = "类型: 讲话\n标题: 会\n讲话人: 沈明远\n"
    under = Defaults(values={"地点": placed("二楼", "speechgen.yaml", 1, 5)})
    made = draft(text.encode(), values={"时间": "9:00"}, defaults=under)
    assert sorted(made.unprinted) == [("地点", 0), ("时间", 0)]


def test_a_fact_that_templates_could_name_and_do_not(tmp_path: Path) -> None:
    place = tmp_path / "own"
    place.mkdir()
    (place / "meeting.yaml").write_text("名称: 自用\n段落: [body.j2]\n", "utf-8")
    (place / "body.j2").write_text("@标题 {{ 标题 }}\n\n{{ 材料.人数 }}人。\n", "utf-8")
    head = "类型: 自用\n标题: 会\n材料:\n  人数: 3\n"
    draft(head.encode(), templates=[tmp_path])
    (note,) = refused(f"{head}  人敖: 3\n", templates=[tmp_path])
    assert note.span.line == 5


def test_a_member_that_a_macro_prints_is_no_error(tmp_path: Path) -> None:
    place = tmp_path / "own"
    place.mkdir()
    fields = "字段:\n  发言: {类: 清单, 字段: {人: 谁, 说: 什么}}\n"
    (place / "meeting.yaml").write_text(f"名称: 自用\n段落: [body.j2]\n{fields}", "utf-8")
    macro = "{% macro 说(一条) %}{% if 一条.人 == '甲' %}{{ 一条.说 }}{% endif %}{% endmacro %}"
    body = (
        f"{macro}{{% for 条 in 发言 %}}\n{{{{ 说(条) }}}}\n\n{{% endfor %}}\n{{{{ 发言[0].人 }}}}\n"
    )
    (place / "body.j2").write_text(body, "utf-8")
    text = "类型: 自用\n标题: 会\n发言:\n  - {人: 甲, 说: 好}\n  - {人: 乙, 说: 行}\n"
    made = draft(text.encode(), templates=[tmp_path])
    assert ("发言.说", 5) in made.unprinted


@pytest.mark.parametrize(
    ("path", "placed_there"),
    [("标题", True), ("讲话人", True), ("speaker", True), ("正文[2].题", True), ("语气", True),
     ("落款.单位", True), ("会议.地点", True), ("附件[1]", True), ("附件[2].文", True),
     ("attachments[1].outline", True), ("地点", False), ("主送", False), ("没有", False)],
)  # fmt: skip
def test_a_column_has_a_place_or_none(path: str, placed_there: bool) -> None:
    assert has_place(path, find_type("speech", template_roots())) is placed_there


def test_a_batch_names_the_columns_without_a_place(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_text("标题,地点,座位\n甲会,二楼,3\n", "utf-8")
    (tmp_path / "稿.yaml").write_text("类型: 讲话\n标题: 会\n", "utf-8")
    table = open_table(tmp_path / "名单.csv")
    batch = Batch(table, outline=tmp_path / "稿.yaml", into=tmp_path / "稿", dry_run=True)
    assert batch.unprinted == ("地点",)
