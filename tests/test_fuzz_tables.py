"""Random spreadsheets and meeting files, sound and damaged (see `tests.fuzz.tables`)."""

from __future__ import annotations

import os

import pytest

from tests.fuzz.tables import run

CHUNKS = 4
CASES = 60
SEED = int(os.environ.get("FUZZ_SEED", "1"))


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_random_tables(chunk: int) -> None:
    size = CASES // CHUNKS
    tally = run(SEED, range(chunk * size, (chunk + 1) * size))
    assert {name[-1] for name in tally} >= {"0", "2"}, "all were alike"
