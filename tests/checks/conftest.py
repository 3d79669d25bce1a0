"""What tests of the checks share: a rule run over a text, and the word lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from speechgen.api.checking import findings, request, review, review_bytes
from speechgen.checks import RULES, Words, load_words, read_ignores, run
from speechgen.diagnostics import Diagnostic
from speechgen.library.folders import template_roots

Found = tuple[Diagnostic, str]
"""A finding and the text it points to."""


@pytest.fixture(scope="session")
def words() -> Words:
    """The built-in word lists."""
    return load_words(template_roots())


def source_lines(text: str) -> list[str]:
    """The lines of a text, without notes that ask to ignore something."""
    return list(read_ignores(text.split("\n"))[1])


@pytest.fixture(scope="session")
def found_in(words: Words) -> Callable[..., list[Found]]:
    """`found_in(text, ids, date)`: what the rules `ids` (all if empty) find in a text.

    A text that opens with 类型: is an outline; a first line `@日期 2026-05-12` is the meeting's
    date and not part of the text.
    """

    def find(text: str, ids: Sequence[str] = (), name: str = "例.txt") -> list[Found]:
        date = ""
        if text.startswith("@日期 "):
            first, _, text = text.partition("\n")
            date = first.removeprefix("@日期 ").strip()
        if text.startswith("类型:"):
            wanted = request(select=ids, date=date)
            diagnostics = findings(review_bytes("例.yaml", text.encode(), wanted), wanted)
        else:
            rules = [rule for rule in RULES if rule.id in ids or not (ids or rule.opt_in)]
            reviewed = review(name, text.encode(), words, date)
            diagnostics = run(reviewed.papers, rules, reviewed.ignores)
        lines = source_lines(text)
        return [(each, _pointed(each, lines)) for each in diagnostics]

    return find


def _pointed(diagnostic: Diagnostic, lines: Sequence[str]) -> str:
    span = diagnostic.span
    if not 0 < span.line <= len(lines):
        return ""
    return lines[span.line - 1][span.column - 1 : span.end_column - 1]
