"""A list of contents above a text: found by its page numbers, or by what it repeats.

Owns what such a list looks like. Must not know other furniture, levels or documents.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from speechgen.expression import Expression
from speechgen.readers.reading import Lines
from speechgen.readers.structure import frame

_ENTRY: Final = Expression(
    r"(?:(?<![.．…·])[.．…·]{3,}|(?<!\s)(?=\s*\t|\s{3}))\s*[0-9]{1,4}$", *"0123456789"
)  # one beginning a run: many blanks cost no more than the line
_DOTS: Final = Expression(r"[.．…·]{3,}\s*\d{1,4}$", *".．…·")
_CONTENTS: Final = Expression(r"目\s*录(?:\s*[A-Za-z]+|[/／]提纲)?\s*[:：]?[.…]*$", "目")
_LEAST_ENTRIES: Final = 3  # lines of a list of contents that nothing heads
_MOST_ENTRIES: Final = 100  # of one in a line: each is looked for in all that follows


def find_contents(lines: Lines) -> range:
    """A list of contents: lines that end in a page's number behind a tab or dots, or that stand in
    the text once more, under the word 目录; above any sentence that alone."""
    texts = [str(line.text) for line in lines]
    heads = (at for at, text in enumerate(texts) if _CONTENTS.match(text))
    headed = next(heads, -1)
    start = headed + 1
    if headed < 0:
        ends = (at for at, text in enumerate(texts) if text[-1:].isdigit() and _ENTRY.search(text))
        start = next(ends, len(texts))
    end = start
    again = Counter("".join(text.split()) for text in texts[start:])
    held: set[str] = set()
    rest = "\n".join(texts[start:]) if headed >= 0 else ""
    while end < len(texts) and not lines[end].figure:
        listed = _ENTRY.search(texts[end])
        bare = "".join(texts[end][: listed.start() if listed else None].split())
        entries = [entry.lstrip("0123456789. ") for entry in texts[end].split("\u3000")]
        some = end == start and 1 < len(entries) < _MOST_ENTRIES
        if some and all(rest.count(one) > 1 for one in entries):
            return range(headed, end + 1)  # all in one line
        if not listed and (headed < 0 or again[bare] < 2 or bare in held):
            break
        held.add(bare)
        end += 1
    told_again = {"".join(text.split()) for text in texts[end:]}  # else it is a table's last column
    if headed < 0 and 2 * len(held & told_again) < len(held) and not _DOTS.search(texts[start]):
        return range(0)
    while held and end < len(texts) and texts[end] and not any(map(str.isalnum, texts[end])):
        end += 1  # …… below the list
    if end - start < (_LEAST_ENTRIES if headed < 0 else 2):
        above = headed > 0 and not any(map(frame.closes, texts[:headed])) and not lines[headed].role
        return range(headed, headed + above)
    return range(start - (headed >= 0), end)
