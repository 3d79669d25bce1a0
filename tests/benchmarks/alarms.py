"""Findings of each rule over clean texts: `python -m tests.benchmarks.alarms [FILE …]`.

Without files, over the drafts of all examples. Prints, for each rule, its errors and warnings
per 10,000 characters, then every one of them with its line, so that each can be judged.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from speechgen import draft
from speechgen.api.checking import findings, request, review_bytes
from speechgen.checks import RULES
from speechgen.diagnostics import Severity, SpeechError

EXAMPLES = Path(__file__).parents[2] / "examples"


def texts(files: list[str]) -> list[tuple[str, str]]:
    """Name and text of every clean text."""
    if files:
        return [(name, Path(name).read_text("utf-8")) for name in files]
    found = []
    for path in sorted(EXAMPLES.glob("*.yaml")):
        try:
            found.append((path.name, draft(path).to("txt").decode()))
        except SpeechError:
            continue  # a form without a text
    return found


def main() -> None:
    """The table, then the findings."""
    wanted = request()
    told: list[str] = []
    by_rule: Counter[str] = Counter()
    characters = 0
    for name, text in texts(sys.argv[1:]):
        characters += len(text)
        for one in findings(review_bytes("稿.txt", text.encode(), wanted), wanted):
            if one.severity is not Severity.INFO:
                by_rule[one.rule] += 1
                told.append(f"{name}:{one.span.line} {one.rule} {one.message}")
    for rule in RULES:
        rate = by_rule[rule.id] / characters * 10_000
        print(f"{rule.id:24}{by_rule[rule.id]:5}{rate:8.2f}")
    print(f"{'characters':24}{characters:5}")
    print("\n".join(told))


if __name__ == "__main__":
    main()
