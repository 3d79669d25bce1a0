"""What outranks what: options over the outline, the outline over the defaults file."""

from __future__ import annotations

import pytest

from speechgen.api.drafted import Options
from speechgen.api.drafting import draft, open_outline
from speechgen.defaults import Defaults
from speechgen.diagnostics import Span, SpeechError
from speechgen.text import Text

HEAD = "类型: 讲话\n标题: 在校舍安全会上的讲话\n正文:\n  - 题: 排查\n    点: [查屋面, 查线路]\n"
DEFAULTS = Defaults("speechgen.yaml", {"讲话人": Text("主任 沈明远"), "编号": Text("1.>（1）")})


def drafted(more: str = "", **values: str) -> str:
    return str(draft((HEAD + more).encode(), values=values, defaults=DEFAULTS))


def test_defaults_fill_what_the_outline_lacks() -> None:
    text = drafted()
    assert "沈明远" in text
    assert "1.排查" in text


@pytest.mark.parametrize("key", ["讲话人", "speaker"])
def test_the_outline_outranks_the_defaults(key: str) -> None:
    text = drafted(f"{key}: 校长 邹燕\n编号: 一、>（一）\n")
    assert "邹燕" in text
    assert "沈明远" not in text
    assert "一、排查" in text


def test_an_option_outranks_both() -> None:
    text = drafted("讲话人: 校长 邹燕\n", 讲话人="镇长 段文斌")
    assert "段文斌" in text
    assert "邹燕" not in text
    assert "沈明远" not in text


@pytest.mark.parametrize(
    ("options", "by_row", "place"),
    [(Options({"类型": "讲花"}), "", "--set"), (Options(), "讲花", "")],
)
def test_an_unknown_type_is_told_where_it_was_asked(
    options: Options, by_row: str, place: str
) -> None:
    with pytest.raises(SpeechError) as refused:
        open_outline(HEAD.encode(), options, kind_name=by_row)
    assert refused.value.diagnostics[0].span == Span(place)


def test_an_empty_value_is_none() -> None:
    assert "沈明远" in drafted("讲话人:\n")
