"""Types that come with another package: found by its metadata, never run, behind all others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from speechgen import cli, draft
from speechgen.diagnostics import SpeechError
from speechgen.library import find_type, types
from speechgen.library.folders import builtin_templates, template_roots
from speechgen.library.installed import type_packs

OUTLINE = "类型: 居民议事开场\n标题: 在加装电梯议事会上的开场\n正文: [先听意见, 再算费用]\n"
MEETING = """\
名称: 居民议事开场
用途: 议事会开头的几句话
类别: 会议讲话
继承: _base
版式: shequ
段落: [_parts/head.j2, opening.j2, _parts/body.j2, _parts/tail.j2]
字段: {正文: {类: 要点, 必填: 是, 说明: 几件事, 例: 先听意见}}
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of packages on Python's path, one of types in it: its own code ends the program."""
    home = tmp_path / "site"
    kind = home / "shequ_types" / "templates" / "yishi"
    kind.mkdir(parents=True)
    (home / "shequ_types" / "__init__.py").write_text("raise SystemExit('it ran')\n")
    (kind / "meeting.yaml").write_text(MEETING, "utf-8")
    (kind / "opening.j2").write_text("今天请大家来，商量{{ 正文|计数('件') }}事。\n", "utf-8")
    looks = home / "shequ_types" / "templates" / "_layouts"
    looks.mkdir()
    (looks / "shequ.yaml").write_text("名称: 社区\n继承: gbt9704\n", "utf-8")
    declare(home, "shequ-types", "mine = shequ_types.templates")
    monkeypatch.syspath_prepend(home)
    type_packs.cache_clear()
    yield home
    type_packs.cache_clear()


def declare(home: Path, package: str, entry: str) -> None:
    info = home / f"{package.replace('-', '_')}-1.2.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text(f"[speechgen.templates]\n{entry}\n", "utf-8")


def test_it_drafts_in_its_own_layout_and_its_code_never_runs(site: Path) -> None:
    made = draft(OUTLINE.encode())
    assert "商量两件事。" in str(made)
    assert made.layout.name == "社区"
    assert made.to("docx")


def test_it_is_listed_behind_the_others(site: Path) -> None:
    assert types(template_roots())[-1].name == "居民议事开场"


def test_built_in_and_own_types_win(site: Path, tmp_path: Path) -> None:
    theirs = site / "shequ_types" / "templates"
    (theirs / "yishi").rename(theirs / "speech")
    assert find_type("speech", template_roots()).folders[0].parent == builtin_templates().resolve()
    own = tmp_path / "own" / "yishi"
    own.mkdir(parents=True)
    (own / "meeting.yaml").write_text(MEETING.replace("议事会开头的几句话", "自己的"), "utf-8")
    assert find_type("居民议事开场", template_roots([own.parent])).purpose == "自己的"


@pytest.mark.parametrize(
    "entry",
    [
        "mine = no_such_package.templates",
        "mine = shequ_types.nothing",
        "mine = shequ_types.templates/../../etc",
        "mine = json.decoder",  # a module, no folder
        "mine = ../x",
        "mine =",
        "a line that is no entry",
    ],
)
def test_what_names_no_folder_of_its_package_is_no_type(site: Path, entry: str) -> None:
    declare(site, "shequ-types", entry)
    assert all(pack.folder is None for pack in type_packs())
    with pytest.raises(SpeechError, match="没有“居民议事开场”这个会议类型"):
        draft(OUTLINE.encode())


def test_a_link_out_of_the_package_is_not_followed(site: Path, tmp_path: Path) -> None:
    theirs = site / "shequ_types" / "templates"
    theirs.rename(tmp_path / "elsewhere")
    theirs.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert all(pack.folder is None for pack in type_packs())


def test_doctor_names_the_package(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    declare(site, "lost-types", "lost = lost_types.templates")
    assert cli.run(["doctor"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"shequ_types/templates：1 种类型，来自安装的包 shequ-types 1\.2", said)
    assert "安装的包 lost-types 1.2：没有它登记的文件夹“lost_types.templates”" in said
