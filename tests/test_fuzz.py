"""Spoilt outlines draft or are refused in Chinese, random files pass through every command;
nothing is lost (see `tests.fuzz`)."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

from speechgen.api.drafting import draft
from speechgen.compose.expand import Expander
from speechgen.diagnostics import Severity
from speechgen.document import Block
from speechgen.outline import Node, Nodes
from speechgen.outline.build import _Builder
from speechgen.source import YamlNode
from tests.fuzz.cases import ROOT, check, run
from tests.fuzz.commands import run_texts, run_words
from tests.fuzz.text_files import text_file
from tests.fuzz.word_files import word_file

CHUNKS = 16
CASES = 800
SEED = int(os.environ.get("FUZZ_SEED", "1"))


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_spoilt_outlines(chunk: int) -> None:
    size = CASES // CHUNKS
    tally = run(SEED, range(chunk * size, (chunk + 1) * size))
    print(f"seed {SEED}, chunk {chunk}: {tally.drafted} drafted, {tally.refused} refused")
    assert tally.drafted > 0
    assert tally.refused > 0


@pytest.mark.parametrize("first", range(0, 24, 8))
def test_random_word_files(first: int) -> None:
    tally = run_words(SEED, range(first, first + 8))
    assert tally["import 0"] + tally["import 1"] > 0


def test_random_text_files() -> None:
    tally = run_texts(SEED, range(16))
    assert tally["import 0"] + tally["import 1"] > 0


def test_a_number_makes_the_same_file_again() -> None:
    assert all(word_file(SEED, at) == word_file(SEED, at) for at in range(8))
    assert all(text_file(SEED, at) == text_file(SEED, at) for at in range(8))


def test_the_fuzzer_notices_a_fault_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(_text: str) -> bool:
        raise IndexError

    monkeypatch.setattr("speechgen.readers.structure.frame.is_date", careless)
    with pytest.raises(AssertionError, match="internal") as failed:
        run_words(SEED, range(8))
    assert any("--word --seed" in note for note in failed.value.__notes__)


def test_the_fuzzer_notices_a_lost_point(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _Builder.points

    def careless(self: _Builder, node: YamlNode) -> Nodes:
        return Nodes(whole(self, node)[:-1])

    monkeypatch.setattr(_Builder, "points", careless)
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
