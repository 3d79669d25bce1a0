"""Files that an outline names count wherever the outline does: --resume, --watch, the preview, a
pack, check."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from speechgen import check, draft, draft_many
from speechgen.api.drafted import Options
from speechgen.api.drafting import draft_as
from speechgen.cli import run
from speechgen.diagnostics import SpeechError
from speechgen.files.beside import Beside
from speechgen.pack.drafting import draft_pack
from speechgen.preview.view import Previewed
from speechgen.rows import open_table

OUTLINE = "类型: 讲话\n标题: 在筹备会上的讲话\n正文:\n  - 题: 明确分工\n    表: 分工.csv\n"


@pytest.fixture
def outline(tmp_path: Path) -> Path:
    (tmp_path / "提纲").mkdir()
    (tmp_path / "提纲" / "分工.csv").write_text("序号,事项\n1,会场\n", encoding="utf-8")
    (tmp_path / "提纲" / "乙.csv").write_text("序号,事项\n1,材料\n", encoding="utf-8")
    (tmp_path / "名单.csv").write_text("称谓\n各位老师\n各位家长\n", encoding="utf-8")
    path = tmp_path / "提纲" / "讲话.yaml"
    path.write_text(OUTLINE, encoding="utf-8")
    return path


def save(path: Path, text: str) -> None:
    time.sleep(0.02)
    path.write_text(text, encoding="utf-8")


def test_resume_drafts_again_what_a_file_was_changed_for(outline: Path, tmp_path: Path) -> None:
    def statuses() -> list[str]:
        table = open_table(tmp_path / "名单.csv")
        made = draft_many(table, outline=outline, into=tmp_path / "o", format="txt", resume=True)
        return [result.status for result in made]

    assert statuses() == ["written"] * 2
    manifest = (tmp_path / "o" / "manifest.jsonl").read_text("utf-8")
    assert manifest.count('"files":[{"name":"分工.csv","sha256":"') == 2
    assert statuses() == ["kept"] * 2
    save(outline.parent / "分工.csv", "序号,事项\n1,材料\n")
    assert statuses() == ["written"] * 2
    assert "材料" in next((tmp_path / "o").glob("*.txt")).read_text("utf-8")
    assert statuses() == ["kept"] * 2


def test_the_preview_follows_a_file_and_one_that_is_missing_yet(outline: Path) -> None:
    table = outline.parent / "分工.csv"
    table.unlink()
    shown = Previewed(outline)
    assert "没有这个文件" in shown.look().error
    assert table in shown.watched()
    save(table, "序号,事项\n1,会场\n")
    view = shown.look()
    assert view.error == "" and "会场" in view.sheets
    save(table, "序号,事项\n1,操场\n")
    assert "操场" in shown.look().sheets


def test_what_an_attachments_outline_misses_is_waited_for(outline: Path) -> None:
    outline.write_text("类型: 讲话\n标题: 讲话\n附件:\n  - 提纲: 附/页.yaml\n", encoding="utf-8")
    (outline.parent / "附").mkdir()
    page = "类型: 讲话\n标题: 分工\n正文:\n  - 表: 甲.csv\n"
    (outline.parent / "附" / "页.yaml").write_text(page, encoding="utf-8")
    used = Beside(outline.parent)
    with pytest.raises(SpeechError):
        draft_as(outline, Options(), beside=used)
    assert {path.name for path in used.paths} == {"页.yaml", "甲.csv"}


def test_watching_follows_the_files_of_the_last_draft(
    outline: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[str]] = []

    def watch(files: object, again: object) -> int:
        again()  # type: ignore[operator]
        seen.append({path.name for path in files()})  # type: ignore[operator]
        return 0

    monkeypatch.setattr("speechgen.preview.events.watch", watch)
    run(["draft", str(outline), "-o", str(tmp_path / "a.txt"), "--watch"])
    assert seen == [{"讲话.yaml", "分工.csv"}]


def test_a_pack_and_a_check_find_the_files(outline: Path) -> None:
    assert check(outline) == []
    meeting = outline.parent / "会议.yaml"
    meeting.write_text(
        "会议: {名称: 筹备会, 日期: 2026年5月12日, 地点: 礼堂}\n成套: [讲话]\n"
        "议程:\n  - {做: 讲话, 人: 张三, 稿: 讲话.yaml}\n",
        encoding="utf-8",
    )
    pack = draft_pack(meeting)
    assert outline.parent / "分工.csv" in pack.used
    assert "会场" in str(next(pack.drafts()))


def test_a_draft_says_what_it_was_made_of(outline: Path) -> None:
    made = draft(outline)
    assert [name for name, _ in made.files] == ["分工.csv"]
    assert made.to("docx") == draft(outline).to("docx")
