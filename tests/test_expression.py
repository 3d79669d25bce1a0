"""Expressions with signs: whatever one matches holds one of them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import from_regex

import speechgen.api
import speechgen.checks
import speechgen.readers
from speechgen.checks.rules.patterns import wordings
from speechgen.expression import Expression
from speechgen.numbering.labels import _by_opening


def _within(value: object) -> Iterator[Expression]:
    if isinstance(value, Expression):
        yield value
    elif isinstance(value, dict):
        yield from _within([*value, *value.values()])
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _within(each)


def _signed() -> Iterator[tuple[str, Expression]]:
    for row, each in (row for rows in _by_opening().values() for row in rows):
        if each.signs:
            yield f"label {row}", each
    for rule, rows in wordings().items():
        for at, row in enumerate(rows):
            if row.pattern.signs:
                yield f"{rule} {at}", row.pattern
    for package in (speechgen.api, speechgen.checks, speechgen.readers):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(found.name)).items():
                for at, each in enumerate(_within(value)):
                    if each.signs:
                        yield f"{found.name}.{name}.{at}", each


SIGNED = dict(_signed())


@pytest.mark.slow
@pytest.mark.parametrize("name", SIGNED)
def test_every_match_holds_a_sign(name: str) -> None:
    expression = SIGNED[name]

    @settings(max_examples=30, database=None, suppress_health_check=list(HealthCheck))
    @given(from_regex(expression.compiled))
    def holds(text: str) -> None:
        assert expression.may_match(text)

    holds()


def test_a_text_without_signs_is_not_asked() -> None:
    seen = Expression(r"(?:约|近)\d+", "约", "近")
    assert seen.search("共有12人") is None
    assert "compiled" not in vars(seen)
    assert [found[0] for found in seen.finditer("约12人，近30人")] == ["约12", "近30"]
