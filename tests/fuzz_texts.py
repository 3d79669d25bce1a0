"""Texts spoilt in the ways texts are spoilt: lines cut, joined, shuffled, wrapped, mixed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence


def mutated(text: str, others: Sequence[str], bits: Sequence[str], chance: random.Random) -> str:
    """`text` after one of the accidents, sometimes two."""
    accidents: list[Callable[[list[str]], list[str]]] = [
        lambda lines: chance.sample(lines, len(lines)),
        lambda lines: [line for line in lines if chance.random() < 0.7],
        lambda lines: [
            line[: chance.randrange(len(line) + 1)] if chance.random() < 0.2 else line
            for line in lines
        ],
        lambda lines: _joined(lines, chance),
        lambda lines: _wrapped(lines, chance.randrange(15, 45)),
        lambda lines: _sprinkled("\n".join(lines), bits, chance).split("\n"),
        lambda lines: lines[: chance.randrange(len(lines) + 1)] + chance.choice(others).split("\n"),
    ]
    lines = text.split("\n")
    for _ in range(1 + (chance.random() < 0.3)):
        lines = chance.choice(accidents)(lines)
    return "\n".join(lines)


def _joined(lines: list[str], chance: random.Random) -> list[str]:
    made: list[str] = []
    for line in lines:
        if made and chance.random() < 0.2:
            made[-1] += line
        else:
            made.append(line)
    return made


def _wrapped(lines: list[str], width: int) -> list[str]:
    return [line[at : at + width] for line in lines for at in range(0, max(len(line), 1), width)]


def _sprinkled(text: str, bits: Sequence[str], chance: random.Random) -> str:
    for _ in range(chance.randrange(1, 20)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(bits) + text[at:]
    return text
