"""Every cross-check has a function that makes it, and examples that are pack files."""

from __future__ import annotations

import pytest

from speechgen.explained import CROSSCHECKS, pages
from speechgen.pack.rules import CHECKS, RULES
from speechgen.source import load

PAGES = pages(CROSSCHECKS)


def test_every_page_has_its_check() -> None:
    assert {*CHECKS, "pack-printed"} == set(RULES)


@pytest.mark.parametrize("rule", CHECKS)
def test_its_examples_are_yaml(rule: str) -> None:
    for text in (PAGES[rule].wrong, PAGES[rule].right):
        loaded = load(text, "例.yaml", ("会议", "议程", "刚才", "纪要"))
        assert not loaded.diagnostics
        assert loaded.root is not None
