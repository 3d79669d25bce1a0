"""Words of a text about an item that got another number (第三点, 见（三）): told, never changed.

Owns what such words look like. Must not know formats, nor who renumbered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from speechgen.diagnostics import Diagnostic, Span, warning
from speechgen.numbering import parse_chinese
from speechgen.numbering.labels import recognise

_COUNTED: Final = (
    r"第(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})个?(?:点|项|部分|方面|问题|环节|步)"
)
_STANDS_ALONE: Final = re.compile(r"第.+[章节条部分]|[（(].+[）)]")
_BLANKS: Final = " \t\u00a0\u3000\u2002\u2003"


def references(lines: Mapping[int, str], changed: set[int], file: str) -> Iterator[Diagnostic]:
    """What may be about an item whose label (of the lines `changed`, as they were) is another now.

    `lines` are those of the text by number; at the head of one its own label is none."""
    heads = {
        at: recognise(text, len(text) - len(text.lstrip(_BLANKS))) for at, text in lines.items()
    }
    old = [one for at in changed if (one := heads.get(at))]
    numbers = {label.number for label in old}
    labels = {text: label.number for label in old if _STANDS_ALONE.fullmatch(text := label.text)}
    spelt = "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))
    pattern = re.compile(f"{_COUNTED}|(?<!》)(?P<label>{spelt or '(?!)'})")
    for at, text in lines.items() if old else ():
        head = heads[at]
        for said in pattern.finditer(text, head.end if head else 0):
            typed, label = said["number"] or "", str(said["label"] or "")
            if label and _runs_on(text, said.start()):
                continue
            counted = int(typed) if typed.isdecimal() else parse_chinese(typed)
            number = labels.get(label, counted)
            if number in numbers:
                message = f"“{said[0]}”没有改，原来的第{number}项改了号"
                span = Span(file, at, said.start() + 1, said.end() + 1)
                hint = "看看指的是哪一项，要改就手工改"
                yield warning(span, "renumber-reference", message, hint, text)


def _runs_on(text: str, at: int) -> bool:
    """Whether a label opens an item inside a paragraph: （一）…；（二）…, at a mark."""
    return not text[:at].strip() or text[at - 1] in "。；：;:，,"
