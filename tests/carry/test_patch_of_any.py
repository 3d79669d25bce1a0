"""Any amendment of any outline: what must hold of it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from speechgen.diagnostics import SpeechError
from tests.carry.amended import crowded, manner_for, tried
from tests.carry.disguises import coded, disguised
from tests.outlines_made import outlines, papers

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.mark.parametrize("seed", range(6))
def test_amended_examples_mean_what_was_asked_and_keep_their_comments(seed: int) -> None:
    chance = random.Random(seed)
    for file in chance.sample(sorted(EXAMPLES.glob("*.yaml")), 4):
        data = coded(file.read_text(encoding="utf-8"), chance)
        _, wrong = tried(data, chance, 8, EXAMPLES)
        assert not wrong, wrong[0]


@given(st.one_of(outlines(), papers()), st.integers(0, 1 << 30), st.booleans())
@settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],  # a fault says enough: to make it smaller takes long
    suppress_health_check=list(HealthCheck),
)
def test_amended_outlines_mean_what_was_asked(text: str, seed: int, as_typed: bool) -> None:
    chance = random.Random(seed)
    data = text.encode()
    try:
        manner_for(data).read(data)
        if as_typed:
            data = coded(disguised(text, chance), chance)
            manner_for(data).read(data)
    except SpeechError:
        data = text.encode()
        as_typed = False
    _, wrong = tried(data, chance, 6, lined=not as_typed)
    assert not wrong, wrong[0]


@pytest.mark.parametrize("seed", range(4))
def test_many_amendments_at_once_leave_the_rest_as_it_was(seed: int) -> None:
    chance = random.Random(seed)
    file = chance.choice(sorted(EXAMPLES.glob("*.yaml")))
    data = coded(file.read_text(encoding="utf-8"), chance)
    for _ in range(6):
        assert not crowded(data, chance, chance.randint(2, 12), EXAMPLES)
