"""Spoilt outlines draft or are refused in Chinese; nothing is lost (see `tests.fuzz`)."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

from speechgen.api import draft
from speechgen.compose.expand import Expander
from speechgen.diagnostics import Severity
from speechgen.document import Block
from speechgen.outline import Node, Nodes
from speechgen.outline.build import _Builder
from speechgen.source import Node as YamlNode
from tests.fuzz.cases import ROOT, check, run

CHUNKS = 16
CASES = 20_000 if os.environ.get("CI") else 800
SEED = int(os.environ.get("FUZZ_SEED", "1"))


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_spoilt_outlines(chunk: int) -> None:
    size = CASES // CHUNKS
    tally = run(SEED, range(chunk * size, (chunk + 1) * size))
    print(f"seed {SEED}, chunk {chunk}: {tally.drafted} drafted, {tally.refused} refused")
    assert tally.drafted > 0
    assert tally.refused > 0


def test_the_fuzzer_notices_a_lost_point(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _Builder.nodes

    def careless(self: _Builder, node: YamlNode) -> Nodes:
        return Nodes(whole(self, node)[:-1])

    monkeypatch.setattr(_Builder, "nodes", careless)
    with pytest.raises(AssertionError, match="lost without a word"):
        check((ROOT / "examples" / "mobilize.yaml").read_bytes(), 0)


def test_a_point_that_never_reaches_the_paper_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Expander.siblings

    def careless(
        self: Expander, nodes: Sequence[Node], level: int, pattern: str | None = None
    ) -> list[Block]:
        return whole(self, nodes[:-1], level, pattern)

    monkeypatch.setattr(Expander, "siblings", careless)
    made = draft(ROOT / "examples" / "mobilize.yaml")
    lost = [note for note in made.diagnostics if note.rule == "value-unprinted"]
    assert len(lost) > 5
    assert all(note.severity is Severity.WARNING and note.span.line for note in lost)
