"""Spoilt outlines draft or are refused in Chinese; nothing is lost (see `tests.fuzz`)."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

from speechgen.compose.expand import Expander
from speechgen.document import Block
from speechgen.outline import Node
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
    whole = Expander.siblings

    def careless(
        self: Expander, nodes: Sequence[Node], level: int, pattern: str | None = None
    ) -> list[Block]:
        return whole(self, nodes[:-1], level, pattern)

    monkeypatch.setattr(Expander, "siblings", careless)
    with pytest.raises(AssertionError, match="lost without a word"):
        check((ROOT / "examples" / "mobilize.yaml").read_bytes(), 0)
