"""Parts of nodes and lines of texts: what a value is cut into before it is read.

Must not know fields, nor what is wrong with a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from unicodedata import normalize

from speechgen.diagnostics import Span
from speechgen.marks import depth
from speechgen.schema.dates import parse_date
from speechgen.source import ScalarNode, SequenceNode, YamlNode
from speechgen.text import Text, cut, joined, locate


def is_day(text: str) -> bool:
    """Whether a text is one full date, be it one that does not exist."""
    try:
        return bool(parse_date(text)[1])
    except ValueError:
        return True


_BEFORE_A_DAY: Final = r"^|[\s，,、；;]+"
_DAY: Final = 40  # characters of one at the most
_TELEPHONE: Final = (
    r"(?<=\w)[\s，,、；;（(]+(?:(?:联系)?电话[：:]?\s*|[：:]\s*)?([0-9][0-9—-]{5,}[0-9])[)）]?$"
)


def behind_a_name(text: Text) -> Iterator[tuple[str, int, int, int]]:
    """The key of what stands behind a name on its line, a day or a telephone number: where the
    name ends, and from where to where that stands."""
    for found in re.finditer(_BEFORE_A_DAY, text):
        if len(text) - found.end() <= _DAY and is_day(text[found.end() :]):
            yield "日期", found.start(), found.end(), len(text)
    number = re.search(_TELEPHONE, text)
    if number and not re.search(r"\d", text[: number.start()]):
        yield "电话", number.start(), *number.span(1)


def scalar(text: Text) -> ScalarNode:
    """A text as a node of its own."""
    first = text.origins[0][1] if text.origins else Span()
    return ScalarNode(text, first, "plain", text.origins)


def parts(node: YamlNode) -> tuple[YamlNode, ...]:
    """The items of a list; anything else counts as a list of one."""
    return node.items if isinstance(node, SequenceNode) else (node,)


def typed_lines(text: Text) -> list[Text]:
    """A plain text by the lines of the file that it stands on."""
    starts = [offset for offset, _ in text.origins]
    return [cut(text, at, end) for at, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def in_brackets(node: SequenceNode) -> tuple[YamlNode, ...]:
    """The items of a list; in brackets those too that a full-width comma parts (`[甲, 乙，丙]`),
    and 、 beside it (`[甲、乙，丙]`)."""
    items: list[YamlNode] = []
    for item in node.items:
        if node.raw and isinstance(item, ScalarNode) and item.style == "plain":
            text = Text(item.text, item.origins)
            pieces = parted_at_commas(text)
            pieces = parted_at_commas(text, "，、") if len(pieces) > 1 else pieces
            items += map(scalar, filter(None, pieces)) if len(pieces) > 1 else [item]
        else:
            items.append(item)
    return tuple(items)


def with_marks(text: Text, pattern: str, marks: str) -> Text:
    """A text in which the first and the last character of each match (the same where it is one)
    give way to `marks`, or to their usual forms where there are none: 云汛[2026]7号 with 〔〕,
    ９：30 in half-width characters."""
    made, at = Text(""), 0
    for found in re.finditer(pattern, text):
        places = dict.fromkeys((found.start(), found.end() - 1))
        usual = marks or [normalize("NFKC", text[place]) for place in places]
        for mark, place in zip(usual, places, strict=True):
            span = locate(text, place, place + 1)
            made = joined(made, cut(text, at, place), Text(mark, ((0, span),) if span else ()))
            at = place + 1
    return joined(made, cut(text, at)) if at else text


_UNIT: Final = 4  # characters of a unit's name at least


def apart(text: Text, units: bool) -> list[Text]:
    """The items that stand on one line as a spreadsheet or a signature has them: names between
    tabs, `units` between wide blanks too."""
    tabs = "\t" in text
    if not tabs and not units:
        return [text]
    gaps = re.finditer("\t" if tabs else "[ \u3000]{2,}", text)
    ends = [0, *(at for gap in gaps for at in gap.span()), len(text)]
    pieces = (stripped(cut(text, *edges)) for edges in zip(ends[::2], ends[1::2], strict=True))
    items = [piece for piece in pieces if piece]
    return items if tabs or min(map(len, items)) >= _UNIT else [text]


def stripped(text: Text) -> Text:
    """A text without the blanks around it."""
    bare = text.strip()
    if len(bare) == len(text):
        return text
    start = len(text) - len(text.lstrip())
    return cut(text, start, start + len(bare))


def stripped_lines(text: Text) -> list[Text]:
    """The lines of a text, those of blanks alone left out; only a line feed breaks (other
    separators are characters)."""
    if "\n" not in text:
        return [line] if (line := stripped(text)) else []
    lines: list[Text] = []
    start = 0
    for part in text.split("\n"):
        if line := stripped(cut(text, start, start + len(part))):
            lines.append(line)
        start += len(part) + 1
    return lines


def parted_at_commas(text: Text, commas: str = "，") -> list[Text]:
    """A text at its full-width commas (at any of `commas`), but those in quotes or brackets."""
    pieces: list[Text] = []
    start = done = still_open = 0
    for found in re.finditer(f"[{commas}]", text):
        still_open, done = depth(text[done : found.start()], still_open), found.end()
        if not still_open:
            pieces.append(stripped(cut(text, start, found.start())))
            start = done
    return [*pieces, stripped(cut(text, start))]


def spaced(lines: Iterable[Text]) -> Text:
    """The lines as one text, with a space between two only where both sides are Latin."""
    parts: list[str] = []
    for line in lines:
        if parts and parts[-1][-1].isascii() and line[0].isascii():
            parts.append(" ")
        parts.append(line)
    return joined(*parts)
