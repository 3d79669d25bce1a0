"""What a draft depends on stands in one value, and the documented calls spell it out."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields

import pytest

from speechgen import Draft, draft, draft_many
from speechgen.api.drafted import Options
from speechgen.rows import Batch

KEPT = {one.name for one in fields(Options)}
BATCH = {one.name for one in fields(Batch)} - {"options"}


def keywords(function: Callable[..., object]) -> set[str]:
    return set(inspect.signature(function).parameters) - {"self"}


def test_what_is_asked_of_a_draft_is_an_option() -> None:
    """The outline and where it stands aside; what decides the paper is asked of the draft, its
    bytes of `to`."""
    asked = keywords(draft) - {"outline", "name", "beside"}
    assert asked <= KEPT
    assert KEPT - asked == {"live", "reference", "anchors", "format", "strict"}
    assert keywords(Draft.printed) <= KEPT
    assert keywords(Draft.to) <= KEPT


def test_what_is_asked_of_a_batch_is_an_option_or_the_batch_s_own() -> None:
    asked = keywords(draft_many)
    assert asked <= KEPT | BATCH
    assert KEPT - asked == {"live", "reference"}, "batches print with labels as text"
    assert BATCH - asked == {"chunk", "fail_fast", "dry_run"}, "the command line's alone"


@pytest.mark.parametrize("function", [draft, draft_many])
def test_the_defaults_agree(function: Callable[..., object]) -> None:
    usual = {one.name: one.default for one in fields(Options)}
    for name, parameter in inspect.signature(function).parameters.items():
        if name in usual and parameter.default is not None:  # None: made for each call
            assert parameter.default == usual[name], name
