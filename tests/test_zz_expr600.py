"""Expressions with signs: whatever one matches holds one of them."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import from_regex

import speechgen.api
import speechgen.checks
import speechgen.readers
from speechgen import expression
from speechgen.checks.rules import history
from speechgen.checks.rules.patterns import forms, wordings
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
        for at, wording in enumerate(rows):
            if wording.pattern.signs:
                yield f"{rule} {at}", wording.pattern
    for module, named in forms().items():
        for name, form in named.items():
            if form.signs:
                yield f"{module} {name}", form
    for at, (event, _) in enumerate(history._dated()):
        yield f"events {at}", event
    yield from _of_modules()


def _of_modules() -> Iterator[tuple[str, Expression]]:
    for package in (speechgen.api, speechgen.checks, speechgen.readers):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(found.name)).items():
                for at, each in enumerate(_within(value)):
                    if each.signs:
                        yield f"{found.name}.{name}.{at}", each


SIGNED = dict(_signed())
LOOKS_AHEAD = ("speechgen.readers.structure.residue._SIGNS.",)
"""Expressions with a look-ahead for which random texts are not always found."""


@pytest.mark.slow
@pytest.mark.parametrize("name", SIGNED)
def test_every_match_holds_a_sign(name: str) -> None:
    signed = SIGNED[name]

    @settings(max_examples=600, database=None, suppress_health_check=list(HealthCheck))
    @given(from_regex(signed.compiled))
    def holds(text: str) -> None:
        assert signed.may_match(text)

    try:
        holds()
    except Unsatisfiable:  # it looks far ahead; `LOOKS_AHEAD` says which may
        assert name.startswith(LOOKS_AHEAD)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder in which nothing is kept yet."""
    monkeypatch.setenv("SPEECHGEN_CACHE", str(tmp_path))
    monkeypatch.setattr(expression, "_fresh", [])
    expression._kept.cache_clear()
    yield tmp_path
    expression._kept.cache_clear()


def test_what_was_kept_is_what_re_makes(empty: Path) -> None:
    sources = {each.source for each in SIGNED.values()}
    for _ in ("compiled", "kept"):
        for source in sources:
            assert expression._compiled(source) == re.compile(source)
        expression.keep()
        expression._kept.cache_clear()
    assert expression._kept().keys() == sources
    assert len(list(empty.iterdir())) == 1


def test_the_next_run_compiles_nothing(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Expression(r"第(?P<n>[一二三])").search("第二") is not None
    expression.keep()
    expression._kept.cache_clear()
    monkeypatch.setattr(re, "_parser", None)
    assert expression._compiled(r"第(?P<n>[一二三])").groupindex == {"n": 1}
    with pytest.raises(AttributeError):
        expression._compiled("第四")


def test_a_python_of_another_make_is_only_slower(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(re, "_parser")
    assert Expression("[一二三]").search("其二") is not None
    expression.keep()
    assert list(empty.iterdir()) == []


def test_a_wrong_expression_is_refused_by_re() -> None:
    with pytest.raises(re.error):
        Expression("(一").search("一")


def test_a_text_without_signs_is_not_asked() -> None:
    seen = Expression(r"(?:约|近)\d+", "约", "近")
    assert seen.search("共有12人") is None
    assert "compiled" not in vars(seen)
    assert [found[0] for found in seen.finditer("约12人，近30人")] == ["约12", "近30"]
