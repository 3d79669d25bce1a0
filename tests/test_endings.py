"""Red head, recipients, attachments, signature, note, imprint: the same in every document."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechgen.api.drafted import Draft
from speechgen.api.drafting import draft
from speechgen.defaults import Defaults, read_defaults
from speechgen.diagnostics import SpeechError
from speechgen.document import Document, Para
from speechgen.library import types
from speechgen.library.folders import template_roots
from speechgen.paper.paging import paginate
from speechgen.text import placed

FORMS = {"agenda", "attendance", "followup", "seatcards", "seating", "signin"}
DOCUMENTS = sorted({kind.id for kind in types(template_roots())} - FORMS)
MEETING = "会议: {名称: 防汛会, 日期: 2026-05-12, 地点: 二楼会议室}\n"
MUST = {
    "notice": MEETING,
    "plan": MEETING,
    "host": f"{MEETING}议程: [讲话]\n",
    "minutes": f"{MEETING}议定事项: [{{事项: 清淤, 牵头: 水务局, 时限: 2026-06-01}}]\n",
}
ENDING = """版头:
  机关: [青禾区水务局, 青禾区教育局]
  字号: 青水〔2026〕8号
  印发机关: 青禾区水务局办公室
  印发日期: 2026-05-07
附件: [防汛责任表, 值班表]
落款: {单位: [青禾区水务局, 青禾区教育局], 日期: 2026-05-06, 印章: 是}
附注: 联系人：周晓梅
抄送: 区委办公室。
"""


def made(kind: str, more: str = "", defaults: Defaults | None = None) -> Draft:
    text = f"类型: {kind}\n标题: 关于防汛的材料\n{MUST.get(kind, '')}{more}"
    return draft(text.encode(), name="甲.yaml", defaults=defaults)


def rows(document: Document) -> list[tuple[str, str]]:
    return [(each.role, str(each.text)) for each in document.blocks if isinstance(each, Para)]


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_every_document_ends_alike(kind: str) -> None:
    drafted = made(kind, ENDING)
    assert drafted.unprinted == ()
    found = rows(drafted.document)
    number = "minutes-number" if kind == "minutes" else "letterhead-number"
    assert found[:3] == [
        ("letterhead", "青禾区水务局"),
        ("letterhead", "青禾区教育局"),
        (number, "青水〔2026〕8号"),
    ]
    assert found[-8:] == [
        ("attachment", "附件：1. 防汛责任表"),
        ("attachment", "2. 值班表"),
        ("sealed", "青禾区水务局"),
        ("sealed", "青禾区教育局"),
        ("sealed-date", "2026年5月6日"),
        ("note", "（联系人：周晓梅）"),
        ("copy-to", "抄送：区委办公室。"),
        ("imprint", "青禾区水务局办公室\t2026年5月7日印发"),
    ]


@pytest.mark.parametrize("note", ["（此件公开发布）", "(此件公开发布)"])
def test_a_note_keeps_its_own_brackets(note: str) -> None:
    assert rows(made("official", f"附注: {note}\n").document)[-1] == ("note", note)


@pytest.mark.parametrize("kind", ["official", "plan"])
def test_a_date_alone_ends_a_paper(kind: str) -> None:
    assert rows(made(kind, "日期: 2026-05-06\n").document)[-1] == ("signature-date", "2026年5月6日")


def test_a_date_stands_under_the_title_of_a_speech_unless_it_dates_the_signature() -> None:
    alone = rows(made("speech", "日期: 2026-05-06\n").document)
    assert alone == [("title", "关于防汛的材料"), ("date", "（2026年5月6日）")]
    signed = rows(made("speech", "日期: 2026-05-06\n单位: 青禾区水务局\n").document)
    assert signed[1:] == [("signature", "青禾区水务局"), ("signature-date", "2026年5月6日")]
    both = rows(made("speech", "日期: 2026-05-06\n落款: {单位: 局, 日期: 2026-05-08}\n").document)
    assert [role for role, _ in both] == ["title", "date", "signature", "signature-date"]


def test_the_signature_wins_over_unit_and_date() -> None:
    more = "单位: 甲局\n日期: 2026-05-06\n"
    assert rows(made("official", more + "落款: 乙局\n").document)[1:] == [
        ("signature", "乙局"),
        ("signature-date", "2026年5月6日"),
    ]
    assert rows(made("official", more + "落款: {日期: 2026-05-08}\n").document)[1:] == [
        ("signature", "甲局"),
        ("signature-date", "2026年5月8日"),
    ]


@pytest.mark.parametrize(
    ("unit", "lines"),
    [
        ("[甲局, 乙局]", ["甲局", "乙局"]),
        ("\n  - 甲局、丙局\n  - 乙局\n  - 丁局", ["甲局、丙局", "乙局", "丁局"]),
        ("甲局、乙局", ["甲局、乙局"]),
        ("[]", []),
        ("['']", []),
    ],
)
def test_units_in_a_list_sign_a_line_each(unit: str, lines: list[str]) -> None:
    signed = rows(made("official", f"单位: {unit}\n").document)
    assert [text for role, text in signed if role == "signature"] == lines


def test_a_unit_that_a_type_says_itself_does_not_sign() -> None:
    roles = [role for role, _ in rows(made("pledge", "单位: 东湾街道\n正文: [甲]\n").document)]
    assert "signature" not in roles


def test_the_unit_of_a_defaults_file_signs_papers_and_no_speech() -> None:
    under = Defaults(values={"单位": placed("青禾区水务局", "speechgen.yaml", 1, 5)})
    assert ("signature", "青禾区水务局") in rows(made("official", defaults=under).document)
    assert rows(made("speech", defaults=under).document) == [("title", "关于防汛的材料")]


def test_recipients_are_the_salutation_of_papers() -> None:
    for kind in ("official", "notice", "plan"):
        found = rows(made(kind, "主送: 各镇人民政府\n").document)
        assert ("salutation", "各镇人民政府：") in found, kind


HEADS = {
    "文件": ["letterhead-mark", "letterhead", "letterhead-number", "title", "salutation"],
    "信函": ["letter-head", "letterhead-mark", "letter-number", "title", "salutation"],
    "命令": ["letterhead-mark", "letterhead", "order-number", "title"],
    "纪要": ["letterhead-mark", "letterhead", "minutes-number", "title", "salutation"],
}


@pytest.mark.parametrize("form", HEADS)
def test_each_form_of_a_red_head_prints_its_own_way(form: str) -> None:
    head = (
        f"版头: {{机关: 青禾区水务局, 字号: 第3号, 紧急: 加急, 印发机关: 办公室, 格式: {form}}}\n"
    )
    drafted = made("official", head + "主送: 各镇\n日期: 2026-05-06\n抄送: 区委。\n")
    found = rows(drafted.document)
    front = [role for role, _ in found if role not in ("signature-date", "copy-to", "imprint")]
    assert front == HEADS[form]
    ends = [role for role, _ in found][len(front) :]
    imprint = [] if form == "信函" else ["imprint"]  # 10.1: a letter has none
    assert ends == [*(["signature-date"] if form != "纪要" else []), "copy-to", *imprint]
    if form == "纪要":
        assert ("minutes-number", "第3号　　　　2026年5月6日") in found
    left = {"信函": ["版头.印发机关"], "命令": ["主送"]}.get(form, [])
    assert [key for key, _ in drafted.unprinted] == left


def test_minutes_have_the_head_of_minutes_unless_they_say_otherwise() -> None:
    head = "版头: {机关: 青禾区防汛会议纪要, 字号: 第3号}\n"
    assert rows(made("minutes", head).document)[1] == ("minutes-number", "第3号")
    other = rows(made("minutes", head.replace("第3号", "第3号, 格式: 文件")).document)
    assert other[1] == ("letterhead-number", "第3号")


def test_an_unknown_form_is_an_error_with_the_choices() -> None:
    with pytest.raises(SpeechError) as caught:
        made("official", "版头: {机关: 青禾区水务局, 格式: 公函}\n")
    (note,) = caught.value.diagnostics
    assert (note.rule, note.span.line) == ("outline-choice", 3)
    assert note.hint == "可以写：文件、信函、命令、纪要"


def test_a_paper_of_a_title_alone_is_a_title() -> None:
    drafted = made("公文")
    assert rows(drafted.document) == [("title", "关于防汛的材料")]
    assert (drafted.missing, drafted.unprinted) == ((), ())


def test_each_format_prints_the_note_and_every_issuer() -> None:
    drafted = made("official", ENDING)
    for format in ("txt", "md", "html"):
        text = drafted.to(format).decode()
        assert "（联系人：周晓梅）" in text, format
        assert text.index("青禾区水务局") < text.index("青禾区教育局"), format
    assert "\n　　（联系人：周晓梅）\n抄送：" in drafted.to("txt").decode()


@pytest.mark.parametrize("signed", ["", "落款:\n  单位: 区水务局\n  日期: 2026年5月6日\n"])
@pytest.mark.parametrize("below", ["附注: 联系人：周晓梅\n", "抄送: 区委。\n"])
def test_no_page_begins_below_the_signature(below: str, signed: str) -> None:
    """Wherever the pages end."""
    broken = 0
    for count in range(14, 24):
        drafted = made("official", "正文:\n" + "  - 文: 抓排查。\n" * count + signed + below)
        first, *later = paginate(drafted.document, drafted.layout, drafted.printing)
        last = later[-1] if later else first
        ends = [item.role for item in last.items]  # type: ignore[union-attr]
        assert ends[-1] in ("note", "copy-to")
        assert "item" in ends
        broken += bool(later)
    assert 0 < broken < 10


def test_units_of_a_defaults_file_sign_a_line_each(tmp_path: Path) -> None:
    file = tmp_path / "speechgen.yaml"
    file.write_text("单位: [甲局, 乙局]\n", encoding="utf-8")
    signed = rows(made("official", defaults=read_defaults(file)).document)
    assert [text for role, text in signed if role == "signature"] == ["甲局", "乙局"]


def test_a_type_of_ones_own_prints_units_side_by_side(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "own"
    folder.mkdir(parents=True)
    (folder / "meeting.yaml").write_text(
        "名称: 试讲\n段落: [_parts/head.j2, hello.j2, _parts/more.j2]\n", encoding="utf-8"
    )
    (folder / "hello.j2").write_text("@正文 {{ 单位 }}的同志们。\n", encoding="utf-8")
    for unit, said in (("甲局", "甲局"), ("[甲局, 乙局]", "甲局、乙局")):
        outline = f"类型: 试讲\n标题: 甲\n单位: {unit}\n正文: 乙。\n".encode()
        assert f"{said}的同志们。" in str(draft(outline, templates=[folder.parent]))
