"""The same outline as other people might have typed and saved it."""

from __future__ import annotations

import json
import random
import re

from speechgen.diagnostics import SpeechError
from speechgen.outline import texts_in
from speechgen.source import load
from tests.carry.amended import manner_for, shown


def disguised(text: str, chance: random.Random) -> str:
    """The same outline as a person might have typed it: other quotes, other forms, remarks."""
    lines: list[str] = []
    meaning = _meaning(text)
    for number, line in enumerate(text.split("\n")):
        made = _typed(line, chance) if chance.random() < 0.7 else [line]
        if (
            made != [line]
            and _meaning("\n".join([*lines, *made, *text.split("\n")[number + 1 :]])) != meaning
        ):
            made = [line]
        lines += made
    for at, line in enumerate(lines):
        if chance.random() < 0.15:  # tabs and wide blanks before it, another dash
            odd = (
                re.sub("  ", chance.choice(("\t", "\u3000")), line[: -len(line.lstrip())])
                + line.lstrip()
            )
            odd = re.sub("- ", chance.choice(("- ", "－ ", "－", "-")), odd, count=1)
            more = [*lines[:at], odd, *lines[at + 1 :]]
            if _meaning("\n".join(more)) == meaning:
                lines = more
    for number in range(chance.randint(0, 8)):
        at = chance.randrange(len(lines))
        lead = re.match(r"\s*", lines[at])[0]  # type: ignore[index]
        more = [*lines[:at], f"{lead}# 注{number}", *lines[at:]]
        if chance.random() < 0.4:
            more = [*lines[:at], f"{lines[at]}  # 注{number}", *lines[at + 1 :]]
        if _meaning("\n".join(more)) == meaning:
            lines = more
    if chance.random() < 0.3:
        more = [
            each for line in lines for each in ([line, ""] if chance.random() < 0.2 else [line])
        ]
        if _meaning("\n".join(more)) == meaning:
            lines = more
    return "\n".join(lines)


def _typed(line: str, chance: random.Random) -> list[str]:
    found = re.fullmatch(r'(\s*)((?:- )*)(?:(\w+): )?("(?:[^"\\]|\\.)*")', line)
    if found is None:
        return [line]
    lead, dash, key, quoted = found.groups()
    value = json.loads(quoted)
    start = f"{lead}{dash}{f'{key}: ' if key else ''}"
    deep = lead + " " * len(dash) + "  "
    half = len(value) // 2
    return chance.choice(
        (
            [start + value],
            [start + value],
            [start + value],
            [start + "'" + value.replace("'", "''") + "'"],
            [f"{start}|", deep + value],
            [f"{start}>", deep + value[:half], deep + value[half:]],
            [start + value[:half], deep + value[half:]],
            [f'{start}"{value[:half]}', f'{deep}{value[half:]}"'],
            [f"{lead}{dash}{key}：{value}"] if key else [line],
            [f"{lead}{dash}{key}:", deep + value] if key else [line],
        )
    )


def _meaning(text: str) -> object:
    try:
        data = text.encode()
        manner = manner_for(data)
        _, values = manner.read(data)
    except (SpeechError, UnicodeError):
        return None
    return (
        [shown(one) for one in texts_in(values)],
        repr(_shape(load(text, keys=manner.keys).root)),
        dict.keys(dict(values)),
    )


def _shape(node: object) -> object:
    pairs = getattr(node, "pairs", None)
    if pairs is not None:
        return [(key.text, _shape(value)) for key, value in pairs]
    items = getattr(node, "items", None)
    return [_shape(item) for item in items] if items is not None else ""


def coded(text: str, chance: random.Random) -> bytes:
    """The bytes of a file in one of the ways that files come."""
    if chance.random() < 0.3:
        text = text.replace("\n", "\r\n")
    codec = chance.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16"))
    data = text.encode(codec, "replace")
    try:
        return data if load(data).root else text.encode()
    except SpeechError:
        return text.encode()
