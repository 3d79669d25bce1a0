"""Templates of strangers: whatever lies in the folder, a result or a message, nothing from outside,
and the other types are still there."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen.checks import load_words
from speechgen.diagnostics import SpeechError
from speechgen.layout import read_layout
from speechgen.library import (
    described,
    find_section,
    find_type,
    layout_file,
    starter,
    types_and_faults,
)
from speechgen.library.folders import file_within
from speechgen.library.model import SectionTemplate
from tests.fuzz.template_folders import check

SECRET = "{# 不该看到：的话 #}\n名称: 不该看到\n"
WHOLE = "名称: 完好的\n段落: [body.j2]\n"


def fifo(file: Path) -> None:
    os.mkfifo(file)


def folder(file: Path) -> None:
    file.mkdir()


def dangling(file: Path) -> None:
    file.symlink_to("nowhere")


def loop(file: Path) -> None:
    file.symlink_to(file.name)


def outside(file: Path) -> None:
    file.symlink_to(secret_above(file))


def sparse(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(1 << 33)


def zeros(file: Path) -> None:
    file.write_bytes(b"\0" * 999)


ODD = [fifo, folder, dangling, loop, outside, sparse, zeros]
EVERY_ODD = pytest.mark.parametrize("odd", ODD, ids=[odd.__name__ for odd in ODD])


def secret_above(file: Path) -> Path:
    return next(up / "secret" for up in file.parents if (up / "secret").exists())


@pytest.fixture
def types(tmp_path: Path) -> Path:
    """A folder of templates with one whole type in it, and a secret beside the folder."""
    (tmp_path / "secret").write_text(SECRET, "utf-8")
    made = tmp_path / "types"
    for name in ("whole", "odd", "_layouts", "_words"):
        (made / name).mkdir(parents=True)
    (made / "whole" / "meeting.yaml").write_text(WHOLE, "utf-8")
    (made / "whole" / "body.j2").write_text("{{ 标题 }}\n", "utf-8")
    return made


def said_by(work: Callable[[], object]) -> str:
    """What a SpeechError says, all of it; empty if there was none."""
    try:
        work()
    except SpeechError as refused:
        return "".join(f"{d.message}{d.hint}{d.source}" for d in refused.diagnostics)
    return ""


@EVERY_ODD
def test_a_declaration_that_is_no_file(odd: Callable[[Path], None], types: Path) -> None:
    odd(types / "odd" / "meeting.yaml")
    roots = (types,)
    kinds, faults = types_and_faults(roots)
    assert "完好的" in [kind.name for kind in kinds]
    assert "不该看到" not in [kind.name for kind in kinds]
    assert all(Path(fault.span.file).parent.name == "odd" for fault in faults)
    assert find_type("完好的", roots).id == "whole"
    assert "不该看到" not in said_by(lambda: find_type("odd", roots))


@EVERY_ODD
def test_a_starter_that_is_no_file(odd: Callable[[Path], None], types: Path) -> None:
    odd(types / "whole" / "starter.yaml")
    said = said_by(lambda: starter(find_type("whole", (types,))))
    assert said
    assert "不该看到" not in said


def test_a_starter_in_the_encoding_of_old_editors(types: Path) -> None:
    (types / "whole" / "starter.yaml").write_bytes("标题: 讲话\n".encode("gb18030"))
    assert "标题: 讲话" in starter(find_type("whole", (types,)))


@EVERY_ODD
def test_a_layout_that_is_no_file(odd: Callable[[Path], None], types: Path) -> None:
    odd(types / "_layouts" / "odd.yaml")
    (types / "_layouts" / "own.yaml").write_text("继承: odd\n", "utf-8")
    roots = (types,)
    own = layout_file("own", roots)
    for work in (lambda: read_layout(own), lambda: read_layout(layout_file("odd", roots))):
        said = said_by(work)
        assert said
        assert "不该看到" not in said


def test_a_layout_is_one_of_the_folder_itself_by_its_very_name(types: Path) -> None:
    below = types / "_layouts" / "below"
    below.mkdir(parents=True)
    (below / "own.yaml").write_text("继承: gbt9704\n", "utf-8")
    (types / "_layouts" / "own.yaml").write_text("继承: gbt9704\n", "utf-8")
    assert layout_file("own", (types,)) == types / "_layouts" / "own.yaml"
    for name in ("below/own", "below/../own", "../_layouts/own", "OWN", "own.yaml", "*", "", "\0"):
        assert "版式" in said_by(lambda name=name: layout_file(name, (types,)))


@EVERY_ODD
def test_a_word_list_that_is_no_file(odd: Callable[[Path], None], types: Path) -> None:
    odd(types / "_words" / "stale.yaml")
    assert "不该看到" not in said_by(lambda: load_words((types,)))


@pytest.mark.parametrize(
    "name",
    ["../../secret", "/etc/passwd", "..", ".", "", "a//b", "C:\\x", "C:", "linked", "a" * 300,
     "a\0b", "\udcff"],
)  # fmt: skip
def test_a_section_outside_is_not_found(name: str, types: Path) -> None:
    (types / "whole" / "linked").symlink_to(secret_above(types))
    kind = find_type("whole", (types,))
    assert file_within(types / "whole", name) is None
    assert find_section(kind, name) is None
    assert described(kind, SectionTemplate(name)) == SectionTemplate(name)


def test_a_folder_that_is_a_link_out_is_no_type(types: Path) -> None:
    away = types.parent / "away"
    away.mkdir()
    (away / "meeting.yaml").write_text("名称: 不该看到\n", "utf-8")
    (types / "linked").symlink_to(away)
    (types / "inner").symlink_to(types / "whole")
    kinds, _ = types_and_faults((types,))
    assert {"whole", "inner"} <= {kind.id for kind in kinds}
    assert "linked" not in {kind.id for kind in kinds}


@pytest.mark.parametrize(
    "key",
    [
        "名称",
        "别名",
        "用途",
        "继承",
        "编号",
        "称谓",
        "版式",
        "独行",
        "语气",
        "段落",
        "去掉",
        "字段",
    ],
)
@pytest.mark.parametrize(
    "value", ["{a: [b, {c: d}]}", "[[[1]]]", "9" * 5000, "", "{字段: {字段: 甲}}"]
)
def test_odd_values_are_read_or_refused(key: str, value: str, types: Path) -> None:
    (types / "odd" / "meeting.yaml").write_text(f"名称: 怪\n{key}: {value}\n", "utf-8")
    kinds, faults = types_and_faults((types,))
    assert "whole" in {kind.id for kind in kinds}
    assert not any(fault.message.isascii() for fault in faults)


def test_a_broken_type_that_mentions_a_name_does_not_hide_it(types: Path) -> None:
    (types / "odd" / "meeting.yaml").write_text("名称: 怪\n用途: 不是完好的\n不认识: 甲\n", "utf-8")
    assert find_type("完好的", (types,)).id == "whole"


@pytest.mark.parametrize(
    "phrase",
    [
        "甲" + "…乙" * 9,
        "字" * 3000,
        "{数}",
        "[甲]…乙",
        "[甲]{数}个",
        "[甲][乙]",
        "(甲",
        "甲[乙]丙[",
    ],
)
def test_any_phrase_of_a_word_list_is_read_or_refused(phrase: str, types: Path) -> None:
    rows = f"- {{错: '{phrase}', 对: 乙, 说明: 丙}}\n"
    (types / "_words" / "confusable.yaml").write_text(rows, "utf-8")
    try:
        words = load_words((types,))
    except SpeechError as refused:
        assert not refused.diagnostics[0].message.isascii()
    else:
        list(words.confusable.find("甲乙丙5个，甲" + "乙" * 200))


@pytest.mark.parametrize("chunk", range(5))
def test_spoilt_folders(chunk: int) -> None:
    for number in range(chunk * 10, chunk * 10 + 10):
        check(2, number, commands=1)
