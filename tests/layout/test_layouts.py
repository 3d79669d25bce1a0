"""The layouts that come with the package, their JSON Schema, and every key of the table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from speechgen.diagnostics import SpeechError
from speechgen.layout import keys, read_layout, units
from speechgen.layout.keys import schema
from speechgen.layout.model import Border, Layout
from speechgen.schema.fields import Field

LAYOUTS = ("gbt9704", "large-print", "business", "plain")


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "templates" / "_layouts"


def layout_of(folder: Path, name: str) -> Layout:
    return read_layout(folder / f"{name}.yaml", [folder])


def test_the_others_are_forms_of_packs(folder: Path) -> None:
    others = {"form", "form-wide", "seatcard"}
    assert {file.stem for file in folder.glob("*.yaml")} == set(LAYOUTS) | others


@pytest.mark.parametrize("name", LAYOUTS)
class TestEach:
    def test_it_has_a_name_of_its_own(self, folder: Path, name: str) -> None:
        names = [layout_of(folder, one).name for one in LAYOUTS]
        assert names.count(layout_of(folder, name).name) == 1

    def test_headings_stay_with_their_text(self, folder: Path, name: str) -> None:
        layout = layout_of(folder, name)
        assert all(layout.look(f"heading-{level}").keep_next for level in range(1, 5))

    def test_every_font_has_alternates_or_is_everywhere(self, folder: Path, name: str) -> None:
        layout = layout_of(folder, name)
        known = {font for font, _ in layout.alternates} | {"Arial"}
        assert {look.font for _, look in layout.looks} <= known

    def test_the_published_schema_accepts_it(self, folder: Path, name: str) -> None:
        text = (folder / f"{name}.yaml").read_text("utf-8")
        jsonschema.validate(yaml.safe_load(text), schema(LAYOUTS))


def test_large_print_is_for_the_podium(folder: Path) -> None:
    layout = layout_of(folder, "large-print")
    body = layout.look("body")
    assert 36 <= body.size <= 44, "小二 to 二号"
    assert 1.5 <= body.line.amount / (body.size * 10) <= 2
    assert body.keep_lines
    assert body.widows
    assert layout.page_number.text == "第{页}页/共{总页}页"
    assert layout.page_number.place == "center"
    assert layout.pitch == 0


def every_key() -> list[tuple[tuple[str, ...], Field]]:
    groups = [
        ((name,), group.fields)
        for group in keys.LAYOUT
        for name in group.names
        if group.fields in (keys.PAPER, keys.PAGE_NUMBER)
    ]
    return [
        (path, key)
        for path, table in [((), keys.TOP), *groups, (("样式", "正文"), keys.LOOK)]
        for key in table
    ]


@pytest.mark.parametrize(("path", "key"), every_key())
class TestEveryKey:
    def test_it_is_explained_and_its_example_holds(self, path: tuple[str, ...], key: Field) -> None:
        assert key.explain
        if key.example:
            key.read(key.example)
        for word in key.choices:
            key.read(word)

    def test_the_schema_knows_it(self, path: tuple[str, ...], key: Field) -> None:
        place: dict[str, Any] = schema()["properties"]
        for name in path:
            found = place[name]
            if "$ref" in found:
                found = schema()["definitions"]["样式"]
            place = found["properties"]
        for name in key.names:
            assert place[name]["description"]


def test_the_schema_is_a_schema() -> None:
    made = schema(LAYOUTS)
    jsonschema.Draft7Validator.check_schema(made)
    json.dumps(made)
    for wrong in ({"页码": {"位置": "上面"}}, {"字号": "三号"}, {"样式": {"正文": {"字大": 1}}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, made)


class TestColoursAndRules:
    @pytest.mark.parametrize(
        ("text", "value"),
        [("红", "FF0000"), ("红色", "FF0000"), ("#e60012", "E60012"), ("自动", ""), ("auto", "")],
    )
    def test_colours(self, text: str, value: str) -> None:
        assert units.color(text) == value

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("无", Border()),
            ("1.5pt 红 距4mm", Border(12, "FF0000", 11)),
            ("红 1pt", Border(8, "FF0000", 0)),
            ("0.75pt", Border(6, "000000", 0)),
        ],
    )
    def test_rules(self, text: str, value: Border) -> None:
        assert units.rule(text) == value

    @pytest.mark.parametrize("text", ["红", "粗", "40pt 红", "1pt 紫", "1pt 距90mm", "距"])
    def test_wrong_rules(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
            units.rule(text)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("时间标记", "到点了"),
        ("注音", "也许"),
        ("网格", "0"),
        ("页码", "{位置: 上面}"),
        ("样式", "{正文: {颜色: 紫}}"),
        ("样式", "{正文: {下线: 粗}}"),
        ("样式", "{正文: {孤行控制: 大概}}"),
    ],
)
def test_a_wrong_value_is_told_with_its_line(
    key: str, value: str, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(f"名称: 我们的\n继承: gbt9704\n{key}: {value}\n", "utf-8")
    with pytest.raises(SpeechError) as wrong:
        read_layout(file, [folder])
    (one,) = wrong.value.diagnostics
    assert (one.rule, one.span.line) == ("layout-bad-value", 3)
    assert one.hint
