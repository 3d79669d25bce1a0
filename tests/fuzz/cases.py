"""Running cases: what may happen, and what must not."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from speechgen.api.drafting import draft
from speechgen.diagnostics import SpeechError
from speechgen.outline import texts_in
from speechgen.schema.values import Facts, Value
from speechgen.source import decode
from speechgen.text import place_of
from tests.fuzz.mutations import spoilt

ROOT = Path(__file__).resolve().parents[2]
FORMATS = ("txt", "docx", "md")

_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")
_BLANK = r"[ \t\u200b\ufeff\u3000\u00a0]"
_COMMENT = re.compile(rf"(?m)(^|{_BLANK}|[|>])#(?={_BLANK}).*$|^{_BLANK}*#.*$")
_KEY = re.compile(rf"(?m)^(?:{_BLANK}|[-－])*[\"'“]?([\u4e00-\u9fff]+)[\"'”]?{_BLANK}*[:：]")


@dataclass(frozen=True)
class Tally:
    """How many cases drafted and how many were refused."""

    drafted: int = 0
    refused: int = 0


def outlines() -> list[str]:
    """The examples and starters that are spoilt."""
    files = [
        *sorted((ROOT / "examples").glob("*.yaml")),
        *sorted((ROOT / "templates").glob("*/starter.yaml")),
    ]
    return [file.read_text("utf-8") for file in files]


def case(seed: int, number: int, texts: list[str]) -> bytes:
    """The bytes of one case, the same for the same seed and number."""
    chance = random.Random(f"{seed}/{number}")
    return spoilt(chance.choice(texts), chance)


def check(data: bytes, number: int) -> bool:
    """Draft one case; whether it drafted. Raises AssertionError for what must not happen."""
    try:
        made = draft(data, name="提纲.yaml")
        text = str(made)
        made.to(FORMATS[number % len(FORMATS)])
    except SpeechError as refused:
        assert refused.diagnostics, "refused without a reason"
        for note in refused.diagnostics:
            assert note.message and not note.message.isascii(), f"not Chinese: {note}"
            assert note.span.file, f"no file: {note}"
        return False
    lost = list(_lost(data, text, made))
    assert not lost, f"lost without a word: {lost}"
    return True


def _lost(data: bytes, text: str, made: object) -> Iterator[str]:
    """Chinese words of the file that are neither in the draft nor in any report."""
    from speechgen.api.drafted import Draft

    assert isinstance(made, Draft)
    file = decode(data)[0].replace("\r\n", "\n").replace("\r", "\n")
    told = "".join(f"{note.message}{note.hint}{note.source}" for note in made.diagnostics)
    values = made.outline.values
    printed = re.sub(r"\s", "", text)
    quiet = set(made.outline.settings)
    lines = file.split("\n")
    for key, line in made.unprinted:  # reported with its key and line: the value that stands there
        told += lines[line - 1] if 0 < line <= len(lines) else ""
        for value in _values_at(values, key):  # a list is one value: reported by its first line
            texts = list(texts_in(value))
            told += "".join(texts) if any(place_of(one).line == line for one in texts) else ""
        if not any(re.sub(r"\s", "", one) in printed for one in texts_in(values.get(key))):
            quiet.add(key)
    unprinted = "".join(str(t) for key in quiet for t in _texts_at(values, key))
    claims = "".join(
        re.findall(
            r"(?m)(?:数量|count|编号|numbering|独行|连排|own_line|inline)[\"']?[ \t]*[:：](.*)$",
            file,
        )
    )
    known = (
        re.sub(r"\s", "", text) + told + unprinted + claims + made.kind.name + made.document.date
    )
    keys = set(_KEY.findall(file))
    for word in _WORD.findall(_COMMENT.sub("", file)):
        if word not in known and word not in keys and word not in ("年", "月", "日"):
            yield word


def _texts_at(value: object, path: str) -> Iterator[str]:
    """The texts at a dotted path (`名单.角色`), of every item where a list is on the way."""
    for one in _values_at(value, path):
        yield from texts_in(one)


def _values_at(value: object, path: str) -> Iterator[Value]:
    """The values at a dotted path, one for every item where a list is on the way."""
    if isinstance(value, tuple):
        for one in value:
            yield from _values_at(one, path)
    elif isinstance(value, Facts):
        key, _, rest = path.partition(".")
        member = value.get(key) if key in value else None
        if rest:
            yield from _values_at(member, rest)
        else:
            yield member


def run(seed: int, numbers: range) -> Tally:
    """Run the cases with these numbers. Raises AssertionError naming seed and number."""
    texts = outlines()
    drafted = 0
    for number in numbers:
        data = case(seed, number, texts)
        try:
            drafted += check(data, number)
        except BaseException as failed:
            failed.add_note(f"fuzz case: python -m tests.fuzz --seed {seed} --only {number}")
            raise
    return Tally(drafted, len(numbers) - drafted)
