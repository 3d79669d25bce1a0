"""Reading texts in tests: one line of the answer per passage, as a person would note it."""

from __future__ import annotations

from speechgen.readers import read_bytes
from speechgen.readers.reading import Reading

INNOCENT = (
    "各单位要把准备工作做在前面，把困难想得更多一些，把措施定得更细一些，把责任压得更实一些。"
)
"""A paragraph that is nothing but a paragraph."""


def readings(text: str, name: str = "旧稿.txt") -> tuple[Reading, ...]:
    return read_bytes(name, text.encode("utf-8", "surrogatepass"))


def only(text: str, name: str = "旧稿.txt") -> Reading:
    found = readings(text, name)
    assert len(found) == 1, [reading.title for reading in found]
    return found[0]


def outline_of(text: str) -> list[str]:
    """`kind level label | head | body` for headings and items, `kind | text` for the rest."""
    rows = []
    for passage in only(text).passages:
        if passage.kind in ("heading", "item"):
            rows.append(f"{passage.level} {passage.label} | {passage.head} | {passage.body}")
        else:
            rows.append(f"{passage.kind} | {passage.text}")
    return rows


def levels(text: str) -> list[tuple[str, int]]:
    """Label and depth of every labelled line."""
    found = [passage for reading in readings(text) for passage in reading.passages]
    return [(each.label, each.level) for each in found if each.label]
