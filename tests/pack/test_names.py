"""Names of the roster in the lines of papers."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from speechgen.diagnostics import Span
from speechgen.pack.roster import Person, Roster
from speechgen.pack.rules import check_pack
from speechgen.pack.rules.names import Names
from speechgen.text import Text
from tests.pack.conftest import EXAMPLE

PEOPLE = Roster(
    tuple(
        Person(Text(name), Text("区水务局"), Text("局长")) for name in ("何立新", "张伟", "张伟民")
    )
)


def test_thousands_of_names_in_one_line_take_linear_time() -> None:
    """The square of it takes a quarter of an hour."""
    said = "何立新、张伟民、" * 30_000 + "副局长 张伟民"
    line = Text(said, ((0, Span("稿.yaml", 1, 1, len(said) + 1)),))
    ((place, message, person),) = Names(PEOPLE).wrong_in(line)
    assert (place.column, place.end_column) == (len(said) - 6, len(said) + 1)
    assert message == "张伟民的职务是“局长”，这里写的是“副局长”"
    assert person.name == "张伟民"


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("在临江区2026年老旧小区改造推进会上的讲话", "临江区2026年老旧小区改造推进会"),
        ("在临江区2025年老旧小区改造工作推进会上的讲话", "临江区2025年老旧小区改造工作推进会"),
        ("在全区2025年老旧小区改造工作推进会上的讲话", "2025年老旧小区改造工作推进会"),
        ("在临江区2026年老旧小区改造工作推进会上的讲话", ""),
        ("在全区老旧小区改造工作推进会上的讲话", ""),
        ("在全区2026年老旧小区改造工作推进会上的讲话", ""),
        ("在临江区安全生产工作推进会上的讲话", ""),
    ],
)
def test_the_name_of_the_meeting_across_papers(tmp_path: Path, title: str, told: str) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "会")
    speech = tmp_path / "会" / "讲话.yaml"
    text = re.sub("(?m)^标题:.*$", f"标题: {title}", speech.read_text("utf-8"))
    speech.write_text(text, "utf-8")
    found = [note for note in check_pack(tmp_path / "会" / "会议.yaml") if note.rule == "pack-when"]
    assert [note.message.split("”")[0] for note in found] == (
        [f"会议名称写成“{told}"] if told else []
    )
    assert all(note.span.file == str(speech) for note in found)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("请何立新局长讲话", []),
        ("请局长何立新讲话", []),
        ("请何立新副局长讲话", ["何立新的职务是“局长”，这里写的是“副局长”"]),
        ("请何立新局长助理讲话", []),
        ("请何利新局长讲话", ["“何利新”不在名单里，是不是“何立新”？"]),
        ("请何立薪局长讲话", ["“何立薪”不在名单里，是不是“何立新”？"]),
        ("请河立新同志讲话", ["“河立新”不在名单里，是不是“何立新”？"]),
        ("请何建国同志讲话", []),
        ("何立志气", []),
    ],
)
def test_titles_behind_a_name_and_characters_that_sound_like_it(
    said: str, found: list[str]
) -> None:
    line = Text(said, ((0, Span("稿.yaml", 1, 1, len(said) + 1)),))
    assert [message for _, message, _ in Names(PEOPLE).wrong_in(line)] == found
