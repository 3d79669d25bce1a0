"""Every cross-check has a page, and its examples are pack files that can be read."""

from __future__ import annotations

import pytest

from speechgen.explained import PARTS
from speechgen.pack.checks import PAGES, RULES
from speechgen.source import load


@pytest.mark.parametrize("rule", RULES)
def test_a_page(rule: str) -> None:
    page = PAGES[rule]
    assert set(page.parts) == set(PARTS)
    assert page.summary.endswith("。")
    assert page.wrong != page.right


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "pack-printed"])
def test_its_examples_are_yaml(rule: str) -> None:
    for text in (PAGES[rule].wrong, PAGES[rule].right):
        loaded = load(text, "例.yaml", ("会议", "议程", "刚才", "纪要"))
        assert not loaded.diagnostics
        assert loaded.root is not None
