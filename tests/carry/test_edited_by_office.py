"""A draft that was edited in LibreOffice, by its own commands, and saved there: each edit is pulled
right. The hand is a macro (`hand.bas`)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from speechgen.api.drafted import Options
from speechgen.api.drafting import draft_as
from speechgen.carry.pull import pull

PATH = Path(__file__).parents[2] / "examples" / "mobilize.yaml"
OUTLINE = PATH.read_text("utf-8")
LINES = OUTLINE.splitlines(keepends=True)
_ROOT = "http://openoffice.org/2000"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE {0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}.dtd">\n'
)

Deed = tuple[str, ...]


def line(words: str) -> int:
    return next(at for at, each in enumerate(LINES) if words in each)


def without(first: str, many: int = 1) -> str:
    return "".join([*LINES[: line(first)], *LINES[line(first) + many :]])


def moved(first: str, many: int, before: str) -> str:
    kept = [*LINES[: line(first)], *LINES[line(first) + many :]]
    at = next(at for at, each in enumerate(kept) if before in each)
    return "".join([*kept[:at], *LINES[line(first) : line(first) + many], *kept[at:]])


def changed(old: str, new: str) -> str:
    assert old in OUTLINE
    return OUTLINE.replace(old, new)


GONG, WARNING = "每个村至少有一面铜锣", "气象、水务部门的预警信息"
CASES: dict[str, tuple[list[Deed], str]] = {
    "typed inside": (
        [("behind", "46毫米"), ("type", "（阵雨）")], changed("46毫米", "46毫米（阵雨）"),
    ),
    "typed at the start": (
        [("before", "方案再好"), ("type", "同志们，")], changed("方案再好", "同志们，方案再好"),
    ),
    "typed at the end": (
        [("behind", "也要让群众看得见。"), ("type", "说到做到。")],
        changed("群众看得见。", "群众看得见。说到做到。"),
    ),
    "split": (
        [("behind", "也是一张纸。"), ("do", "InsertPara")],
        changed("文: 方案再好，落不到人头上也是一张纸。",
                "文:\n      - 方案再好，落不到人头上也是一张纸。\n      - "),
    ),
    "joined": (
        [("behind", "便道要在5月20日前清除"), *[("do", "Delete")] * 4],
        changed("5月20日前清除\n          - 5处易涝点", "5月20日前清除5处易涝点")
        .replace("立即封路", "立即封路。"),  # the mark of the last
    ),
    "deleted": ([("paragraph", GONG, "1"), ("do", "Delete")], without(GONG)),
    "a section deleted": (
        [("paragraph", "演练检验要实", "4"), ("do", "Delete")], without("演练检验要实", 7),
    ),
    "cut and pasted": (
        [("paragraph", GONG, "1"), ("do", "Cut"), ("start", WARNING), ("do", "Paste")],
        moved(GONG, 1, WARNING),
    ),
    "moved up": ([("before", GONG), ("do", "MoveUp")], moved(GONG, 1, WARNING)),
    "bold": (
        [("select", "没有救生衣不下水"), ("do", "Bold")],
        changed("没有救生衣不下水", "**没有救生衣不下水**"),
    ),
    "replaced everywhere": ([("replace", "泵车", "水泵车")], changed("泵车", "水泵车")),
    "a heading retyped": (
        [("select", "压实各级责任，形成工作合力"), ("type", "拧紧责任链条")],
        changed("压实各级责任，形成工作合力", "拧紧责任链条"),
    ),
    "a date retyped": (
        [("select", "2026年5月12日"), ("type", "2026年5月20日")],
        changed("日期: 2026年5月12日", "日期: 2026年5月20日"),
    ),
    "tracked": (
        [("record", "on"), ("select", "，不许压着等查清了再报"), ("do", "Delete")],
        changed("，不许压着等查清了再报", ""),
    ),
    "tracked and accepted": (
        [("record", "on"), ("behind", "书面报告"), ("type", "、当天补报"),
         ("do", "AcceptAllTrackedChanges")],
        changed("书面报告", "书面报告、当天补报"),
    ),
    "tracked and rejected": (
        [("record", "on"), ("paragraph", GONG, "1"), ("do", "Delete"),
         ("do", "RejectAllTrackedChanges")],
        OUTLINE,
    ),
    "undone": ([("paragraph", GONG, "1"), ("do", "Delete"), ("do", "Undo")], OUTLINE),
}  # fmt: skip
"""What is done -> the deeds, and the outline that must come of it."""


def xml(kind: str, dtd: str, attributes: Mapping[str, str], inner: str) -> str:
    prefix = kind.partition(":")[0]
    said = "".join(f' {prefix}:{key}="{value}"' for key, value in attributes.items())
    return (
        f'{_HEAD.format(kind, dtd)}<{kind} xmlns:{prefix}="{_ROOT}/{prefix}"{said}>{inner}</{kind}>'
    )


@pytest.fixture(scope="module")
def edited(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file for each case, all edited in one session."""
    folder = tmp_path_factory.mktemp("hand")
    program = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
               "--norestore", "--nolockcheck"]  # fmt: skip
    subprocess.run([*program, "--terminate_after_init"], check=True, timeout=300)
    basic = folder / "profile" / "user" / "basic" / "Standard"
    macro = Path(__file__).with_name("hand.bas").read_text("utf-8")
    module = {"name": "Hand", "language": "StarBasic"}
    (basic / "Hand.xba").write_text(xml("script:module", "module", module, escape(macro)), "utf-8")
    library = {"name": "Standard", "readonly": "false", "passwordprotected": "false"}
    inner = '<library:element library:name="Hand"/>'
    (basic / "script.xlb").write_text(xml("library:library", "library", library, inner), "utf-8")
    draft = folder / "draft.docx"
    draft.write_bytes(draft_as(PATH, Options()).to("docx"))
    jobs = [
        "|".join([draft.as_uri(), (folder / f"{name}.docx").as_uri(),
                  *(word for deed in deeds for word in (*deed, "", "")[:3])])
        for name, (deeds, _) in CASES.items()
    ]  # fmt: skip
    (folder / "deeds").write_text("\n".join(jobs) + "\n", "utf-8")
    subprocess.run(
        [*program, "macro:///Standard.Hand.Main"], check=True, timeout=300,
        env={**os.environ, "SG_DEEDS": (folder / "deeds").as_uri()},
    )  # fmt: skip
    return folder


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_an_edit_made_in_libreoffice_is_pulled_right(edited: Path, name: str) -> None:
    made = pull((edited / f"{name}.docx").read_bytes(), PATH, Options())
    assert made.data.decode("utf-8") == CASES[name][1]
    assert made.whole, made.changes
