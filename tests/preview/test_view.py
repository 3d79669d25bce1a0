"""What the preview says is what `draft` and `check` say, now and after every save."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from itertools import chain
from pathlib import Path

import pytest

from speechgen import check, draft, files
from speechgen.cli import screen
from speechgen.defaults import FILE_NAME
from speechgen.diagnostics import SpeechError
from speechgen.document import Table, plain
from speechgen.pack.drafting import draft_pack
from speechgen.pack.rules import check_pack
from speechgen.preview import panels
from speechgen.preview.page import page
from speechgen.preview.shown import Remark, View
from speechgen.preview.view import Previewed
from tests.outline.odd import case
from tests.word_hand import done

OUTLINE = """\
类型: 动员部署会讲话
标题: 在全区校园安全工作会上的讲话
讲话人: 区长 林清和
日期: 2026年5月12日
时长: 3分钟
背景: 新学期开学两周,,各校秩序平稳。
正文:
  - 题: 看清形势
    文: 去年全区校园事故比前年少三成。
    点:
      - 题: 门卫要严
        文: 来访一律登记。
      - 题: 食堂要净
        文: 每周查一次。
  - 题: 落实责任
    文: 校长是第一责任人，好的好的。
"""


@pytest.fixture
def outline(tmp_path: Path) -> Path:
    path = tmp_path / "校园安全.yaml"
    path.write_text(OUTLINE, "utf-8")
    return path


@pytest.fixture
def pack(tmp_path: Path, root: Path) -> Path:
    folder = tmp_path / "会议"
    shutil.copytree(root / "examples" / "packs" / "renovation", folder)
    return folder / "会议.yaml"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, outline: Path) -> Previewed:
    monkeypatch.chdir(outline.parent)
    return Previewed(outline)


def marked(view: View, note: Remark) -> list[str]:
    """The characters that a note's stretches hold."""
    assert view.document is not None
    return [plain(view.document.blocks[at])[start:end] for at, start, end in note.stretches]


# -- as the command line says --------------------------------------------------------------------


def test_findings_and_gaps_are_those_of_draft_and_check(at: Previewed, outline: Path) -> None:
    view, made = at.look(), draft(outline)
    shown = [note.found for note in view.findings] + [note.found for note in view.missing]
    assert sorted(shown, key=str) == sorted(check(outline), key=str)
    assert [note.found.span.line for note in view.missing] == [gap.line for gap in made.missing]
    assert view.missing, "the example leaves out a fact"
    assert view.document == made.document


def test_the_summary_is_that_of_draft(at: Previewed, outline: Path) -> None:
    """`校园安全.docx  … 字 · 约…分钟（时长3分钟）· 2 部分 · 待补 …`"""
    said = screen.summary(draft(outline), "x").split(" · ")
    parts = re.findall('class="part">(.*?)</span>', panels.heading(at.look(), ""))
    assert parts[0] == f"{at.look().pages} 页"
    assert parts[1] == said[0].split("  ")[1]
    assert parts[2:4] == said[1:3]
    assert said[3].startswith(parts[4])


@pytest.mark.parametrize("layout", [None, "large-print", "plain"])
@pytest.mark.parametrize("suffix", ["docx", "txt", "html"])
def test_downloads_are_the_bytes_of_draft(
    at: Previewed, outline: Path, layout: str | None, suffix: str
) -> None:
    assert at.draft(0, layout, suffix) == draft(outline, layout=layout or "").to(suffix)


def test_a_pack_shows_all_its_papers_with_what_the_cross_checks_found(pack: Path) -> None:
    meeting, looked = draft_pack(pack), Previewed(pack)
    across = check_pack(meeting)
    for number, paper in enumerate(meeting.papers):
        view = looked.look(number)
        assert paper.draft is not None
        assert view.document == paper.draft.document
        assert not view.error
        assert {note.found for note in view.findings} >= set(across)
        assert [name for name, _ in view.downloads][: len(paper.formats)] == [
            name for name, _ in paper.files()
        ]
        for name, data in paper.files():
            assert looked.draft(number, None, name.rpartition(".")[2]) == data
    assert len(view.papers) == len(meeting.papers)
    assert looked.look(4).minutes is not None, "a speech is read out"
    assert looked.look(6).minutes is None, "a sign-in sheet is not"


def test_defaults_of_the_working_folder_count_and_are_followed(
    at: Previewed, outline: Path
) -> None:
    settings = outline.parent / FILE_NAME
    assert settings in at.watched()
    before = at.look()
    settings.write_text("版式: plain\n忽略: [speech-length]\n语速: 300\n", "utf-8")
    after = at.look()
    assert (before.layout, after.layout) == ("gbt9704", "plain")
    assert "speech-length" in {note.found.rule for note in before.findings}
    assert "speech-length" not in {note.found.rule for note in after.findings}
    settings.write_text("忽略: [没有这条]\n", "utf-8")
    assert not at.look().error, "it drafts all the same"
    assert "rule-unknown" in {note.found.rule for note in at.look().findings}
    settings.write_text("语速: 快\n", "utf-8")
    assert "defaults-rate" in at.look().error


# -- marks ---------------------------------------------------------------------------------------


def test_findings_stand_where_their_characters_are_printed(at: Previewed) -> None:
    view = at.look()
    seen = {note.found.rule: marked(view, note) for note in view.findings}
    assert any("," in text for texts in seen.values() for text in texts), seen
    for note in view.findings:
        if note.stretches:
            assert note.block == note.stretches[0][0]
            assert f'data-finding="{note.id}"' in view.sheets


def test_gaps_of_the_outline_itself_stand_where_they_are_printed(outline: Path) -> None:
    outline.write_text(
        "类型: 讲话\n标题: 在防汛会上的讲话\n正文:\n  - 地点在【待补：地点】，时间【待补】\n",
        "utf-8",
    )
    shown = Previewed(outline).look(0, None)
    assert [note.stretches for note in shown.missing] == [((1, 5, 12),), ((1, 15, 19),)]


def test_gaps_stand_where_they_are_printed(at: Previewed) -> None:
    view = at.look()
    for note in view.missing:
        assert note.stretches
        for text in marked(view, note):
            assert text.startswith("【待补：")
            assert text.endswith("】")


def test_cells_of_tables_are_marked_too(at: Previewed, outline: Path) -> None:
    agenda = "类型: 会议议程\n标题: 会议议程\n会议:\n  名称: 会\n  日期: 2026年5月12日\n议程:\n"
    outline.write_text(
        agenda + "  - 做: 通报,,情况{{7*7}}\n    人: 陈一凡\n    分钟: 10\n", "utf-8"
    )
    view = at.look()
    assert not view.error
    seen = [text for note in view.findings for text in marked(view, note)]
    in_tables = [
        note for note in view.findings
        if note.stretches and isinstance(view.document.blocks[note.block], Table)  # type: ignore[union-attr]
    ]  # fmt: skip
    assert in_tables, seen
    assert all(f'data-finding="{note.id}"' in view.sheets for note in in_tables)


def test_a_place_that_prints_nothing_has_no_mark(at: Previewed) -> None:
    length = next(note for note in at.look().findings if note.found.rule == "speech-length")
    assert (length.block, length.stretches) == (-1, ())


# -- tree and figures ----------------------------------------------------------------------------


def test_tree_and_sections(at: Previewed) -> None:
    view = at.look()
    named = [(one.level, one.label, one.text) for one in view.tree]
    assert [name for name in named if name[0] == 1] == [
        (1, "一、", "看清形势"), (1, "二、", "落实责任"),
    ]  # fmt: skip
    assert (2, "（一）", "门卫要严") in named
    assert all(one.page == 1 for one in view.tree)
    assert [one.name for one in view.sections][:2] == ["开头", "一、看清形势"]
    assert sum(one.characters for one in view.sections) == view.characters


def test_an_attachment_stands_in_the_tree_and_in_no_section(at: Previewed, outline: Path) -> None:
    before = at.look()
    text = "附件:\n  - 题: 检查表\n    点: [门卫, 食堂]\n"
    outline.write_text(OUTLINE + text, "utf-8")
    view = at.look()
    assert [one.text for one in view.tree][-3:] == ["检查表", "门卫", "食堂"]
    assert view.parts == before.parts
    assert [one.name for one in view.sections][-1] == "结尾"
    assert sum(one.characters for one in view.sections) == view.characters


def test_many_sections_are_told_as_one(at: Previewed, outline: Path) -> None:
    many = "".join(f"  - 题: 第{n}件事\n    文: 抓好落实。\n" for n in range(90))
    outline.write_text(f"类型: 讲话\n标题: 九十件事\n正文:\n{many}", "utf-8")
    view = at.look()
    rest = next(one for one in view.sections if one.name == "其余 50 部分")
    assert rest.characters > 50 * 4
    assert len(view.tree) == 90
    assert sum(one.characters for one in view.sections) == view.characters


def test_the_chart_tells_what_is_past_the_time(at: Previewed, outline: Path) -> None:
    assert "over" not in panels.figures(at.look(), "/")
    long = OUTLINE.replace("来访一律登记", "来访一律登记" * 150)
    outline.write_text(long, "utf-8")
    assert 'class="bar over"' in panels.figures(at.look(), "/")


# -- following -----------------------------------------------------------------------------------


def test_nothing_is_made_again_while_nothing_changed(at: Previewed) -> None:
    assert at.look() is not None
    assert at.look().document is at.look().document


def test_every_save_counts_even_within_one_tick_of_the_clock(at: Previewed, outline: Path) -> None:
    for number in range(30):
        outline.write_text(OUTLINE.replace("2026年5月12日", f"2026年5月{number + 1}日"), "utf-8")
        document = at.look().document
        assert document is not None
        assert document.date == f"2026-05-{number + 1:02d}"


def test_a_broken_outline_keeps_the_last_paper(at: Previewed, outline: Path) -> None:
    good = at.look()
    outline.write_text(OUTLINE.replace("讲话人: ", "讲话人 "), "utf-8")
    broken = at.look()
    assert broken.sheets == good.sheets
    assert "source-stray-line" in broken.error
    assert "^^^" in broken.error
    with pytest.raises(SpeechError):
        at.draft(0, None, "docx")
    large = at.look(0, "large-print")
    assert large.layout == "large-print"
    assert large.error
    outline.unlink()
    assert "file-missing" in at.look().error
    assert at.look().sheets == good.sheets
    outline.write_text(OUTLINE, "utf-8")
    assert not at.look().error


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"a" * 100, b"- 1\n", "成套: []\n".encode(), b"\x00"]
)
def test_broken_from_the_start(at: Previewed, outline: Path, data: bytes) -> None:
    outline.write_bytes(data)
    view = at.look()
    assert view.error
    assert view.document is None
    assert view.sheets == ""


def test_what_is_wrong_stands_before_hints(at: Previewed, outline: Path) -> None:
    """It stood below three hints on full-width colons."""
    outline.write_text("类型：讲话\n标题：甲\n提: 乙\n正文: [丙]\n", "utf-8")
    told = [line for line in at.look().error.splitlines() if "]：" in line]
    assert "错误[" in told[0] and "提示[" in told[-1]


def test_an_unknown_layout_is_told_and_the_paper_stays(at: Previewed) -> None:
    view = at.look(0, "gbt970")
    assert "layout-unknown" in view.error
    assert view.layout == "gbt9704"
    assert view.document is not None


def test_a_layout_that_breaks_keeps_its_last_look(at: Previewed, outline: Path) -> None:
    folder = outline.parent / "templates" / "_layouts"
    folder.mkdir(parents=True)
    own = folder / "own.yaml"
    own.write_text("名称: 本单位\n继承: gbt9704\n", "utf-8")
    view = at.look(0, "own")
    assert ("own", "本单位") in view.layouts
    assert view.layout == "own"
    assert own in at.watched()
    own.write_text("名称: 本单位\n继承: gbt9704\n纸张: 大\n", "utf-8")
    broken = at.look(0, "own")
    assert broken.error
    assert broken.sheets == view.sheets


def test_one_broken_paper_of_a_pack_leaves_the_others(pack: Path) -> None:
    looked = Previewed(pack)
    before = looked.look(4)
    speech = pack.parent / "表态发言.yaml"
    assert speech in looked.watched()
    speech.write_text(
        speech.read_text("utf-8").replace("标题:", "标题", 1) + "\n  - 坏:\n 了", "utf-8"
    )
    after = looked.look(4)
    assert after.error
    assert after.sheets == before.sheets
    assert after.papers[4].draft is None
    assert not looked.look(5).error
    assert looked.look(0).papers[0].draft is not None


def test_a_pack_without_its_roster_recovers(pack: Path) -> None:
    looked = Previewed(pack)
    good = looked.look(6)
    roster = pack.parent / "名单.xlsx"
    kept = roster.read_bytes()
    roster.unlink()
    assert "名单" in looked.look(6).error
    assert looked.look(6).sheets == good.sheets
    roster.write_bytes(kept)
    assert looked.look(6) == good


def test_papers_beyond_the_last_show_the_last(pack: Path) -> None:
    looked = Previewed(pack)
    assert looked.look(999).paper == len(looked.look(0).papers) - 1
    with pytest.raises(SpeechError):
        looked.draft(999, None, "docx")


def test_the_layout_of_the_preview_is_the_one_without_another(outline: Path) -> None:
    looked = Previewed(outline, layout="large-print")
    assert looked.look().layout == "large-print"
    assert looked.look(0, "plain").layout == "plain"
    assert looked.draft(0, None, "docx") == draft(outline, layout="large-print").to("docx")


@pytest.mark.parametrize("number", range(12))
def test_odd_outlines_are_shown_or_refused(number: int, at: Previewed, outline: Path) -> None:
    data, _, layout, *_ = case(3, number)
    outline.write_bytes(data)
    view = at.look(0, layout)
    assert page(view, "/", "nonce")
    assert view.document is not None or view.error


def test_a_pack_is_one_file_with_the_bytes_of_draft(pack: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(Previewed(pack).pack(None))) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    assert parts == dict(chain.from_iterable(paper.files() for paper in draft_pack(pack).papers))
    (pack.parent / "讲话.yaml").write_text("标题", "utf-8")
    with pytest.raises(SpeechError, match="讲话"):
        Previewed(pack).pack(None)


def test_only_a_draft_of_ours_is_opened_in_word(at: Previewed, outline: Path) -> None:
    word = outline.with_suffix(".docx")
    assert (at.word(0), at.look().word) == (None, False)
    word.write_bytes(b"PK\x03\x04")
    assert (at.word(0), at.look().word) == (None, False)
    draft(outline).save(word, force=True)
    assert (at.word(0), at.look().word) == (word, True)
    assert at.word(1) is None


def test_a_block_knows_its_line_and_what_the_program_wrote_none(pack: Path, at: Previewed) -> None:
    assert at.place(0, None, 0) == (str(at.path), OUTLINE[: OUTLINE.index("标题:")].count("\n") + 1)
    assert at.place(0, None, 10_000) is None
    headings = [one for one in Previewed(pack).look().tree if one.text == "会议时间"]
    assert Previewed(pack).place(0, None, headings[0].block) is None


def test_a_bar_says_that_the_word_file_beside_the_outline_was_edited(
    at: Previewed, outline: Path
) -> None:
    word = outline.with_suffix(".docx")
    assert at.look().edited == ""
    draft(outline).save(word)
    assert at.look().edited == ""
    data = done(word.read_bytes(), "改", "一律登记", "一律登记两次")
    word.write_bytes(data)
    shown = at.look()
    assert shown.edited == f"speechgen pull {word} {outline} --in-place"
    assert "改过" in panels.edited(shown, "/")
    files.carried(word, data)
    outline.write_text(OUTLINE.replace("一律登记", "一律登记两次"), "utf-8")
    assert at.look().edited == ""
