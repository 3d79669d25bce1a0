"""What holds for every draft, whatever the outline says (the design's invariants)."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from speechgen.document import (
    Document,
    Entry,
    Item,
    PageBreak,
    Para,
    Picture,
    Table,
    cells_of,
    number,
)
from speechgen.outline import texts_in
from tests.outlines_made import made, outlines

_COUNT = re.compile(r"讲[一二两三四五六七八九十百]+点")


def data_of(text: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def written(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


def unlabelled(document: Document) -> list[tuple[str, ...]]:
    """What each block says, without labels and counts."""
    said: list[tuple[str, ...]] = []
    for block in document.blocks:
        if isinstance(block, PageBreak):
            continue
        if isinstance(block, Table | Picture):
            said.append(cells_of(block))
            continue
        assert isinstance(block, Item | Para)
        parts = (block.head, block.body) if isinstance(block, Item) else (block.text,)
        entries = tuple(entry.text for entry in block.entries)
        said.append(tuple(_COUNT.sub("讲N点", part) for part in (*parts, *entries)))
    return said


@given(outlines())
def test_numbering_twice_is_numbering_once(text: str) -> None:
    document = made(text).document
    assert number(document) == document
    wrong = replace(document, blocks=tuple(_mislabelled(block) for block in document.blocks))
    assert number(wrong) == document


def _mislabelled(block: Any) -> Any:
    entries = tuple(replace(entry, label="九是") for entry in getattr(block, "entries", ()))
    entries = tuple(Entry(entry.text, entry.pattern, "九是") for entry in entries)
    if isinstance(block, Item):
        return replace(block, label="九、", entries=entries)
    return replace(block, entries=entries) if entries else block


@given(outlines(), st.randoms(use_true_random=False))
def test_moving_sections_changes_labels_and_counts_only(text: str, chance: Any) -> None:
    data = data_of(text)
    assume(isinstance(data.get("正文"), list) and len(data["正文"]) > 1)
    moved = {**data, "正文": chance.sample(data["正文"], len(data["正文"]))}
    before = made(written(data)).document
    after = made(written(moved)).document
    assert Counter(unlabelled(before)) == Counter(unlabelled(after))
    labels = [block.label for block in after.blocks if isinstance(block, Item) and block.level == 1]
    assert labels == [b.label for b in before.blocks if isinstance(b, Item) and b.level == 1]


@given(outlines())
def test_every_value_is_printed_or_reported(text: str) -> None:
    drafted = made(text)
    printed = re.sub(r"\s", "", str(drafted))
    reported = {key for key, _ in drafted.unprinted} | drafted.outline.settings
    for key, value in drafted.outline.values.items():
        if key not in reported:
            for one in texts_in(value):
                wanted = re.sub(r"\s", "", one)
                if key in ("标题", "副标题"):
                    wanted = re.sub("[|｜]", "", wanted)
                elif key == "称谓":
                    wanted = wanted.rstrip(":!：！")
                assert wanted in printed


@given(outlines(), st.sampled_from(["txt", "md", "docx"]))
def test_the_same_outline_gives_the_same_bytes(text: str, suffix: str) -> None:
    assert made(text).to(suffix) == made(text).to(suffix)


@given(st.integers(2, 40))
def test_the_count_announced_is_the_count_that_follows(sections: int) -> None:
    data = {
        "类型": "动员部署会讲话",
        "标题": "在安全生产会上的讲话",
        "任务": "部署安全生产",
        "正文": [f"抓好第{n}件事" for n in range(sections)],
    }
    drafted = made(written(data))
    said = re.search(r"讲(.+?)点", str(drafted))
    assert said is not None
    from speechgen.numbering import counted

    assert said[1] + "点" == counted(sections, "点")
    assert drafted.sections == sections
