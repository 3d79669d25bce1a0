"""A whole text where an outline should be: pasted from Word into a .yaml file.

Owns how that is known. Must not know how an outline or a text is read.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from speechgen.diagnostics import Span, SpeechError, refusal
from speechgen.source import decode

_LEAST: Final = 4  # lines of a text
_KEYED: Final = re.compile(r"(?:- )?[\"']?\w{1,12}[\"']?\s*[:：](?!//)(?:\s|$)|-\s|#|---|[{\[]")
_OUTLINE: Final = re.compile(r"[\"']?(?:类型|标题|正文|type|title|body)[\"']?\s*[:：]")


def refuse_pasted(data: bytes, file: str) -> None:
    """Say which command makes an outline of a text that somebody took for one. Raises SpeechError
    then; does nothing for what may be an outline."""
    try:
        lines = [line.strip() for line in decode(data)[0].splitlines() if line.strip()]
    except SpeechError:
        return  # told when it is loaded
    keyed = sum(1 for line in lines if _KEYED.match(line))
    if len(lines) < _LEAST or keyed * 3 > len(lines) or any(map(_OUTLINE.match, lines)):
        return
    name = Path(file).name
    text = Path(name).with_suffix(".txt").name if Path(name).suffix else f"{name}.txt"
    hint = f"改名为 {text}，再  speechgen import {text} -o {Path(text).with_suffix('.yaml').name}"
    span = Span(file, 1, 1, 1 + len(lines[0]))
    raise refusal(span, "outline-pasted", "这是一整篇文稿，不是提纲", hint, lines[0])
