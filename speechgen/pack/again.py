"""Which papers must be printed again, and why: a paper as it lay in the folder against the new one.

Owns the sentence. Must not know where papers lie nor how they are made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from speechgen.align import differing
from speechgen.diagnostics import SpeechError
from speechgen.document import paragraphs
from speechgen.files.sealing import is_untouched
from speechgen.files.zipped import Archive, OversizeError, ZipError

SAME: Final = "印出来的一样，不必重印"
_LOOKS: Final = "文字未变，版式变了，要重印"
_EDITED: Final = "文字未变；原来的在 Word 里改过，翻一遍再定要不要重印"
_MOST_PARTS: Final = 1000
_WHOLE: Final = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}月\d{1,2}日|\d{4}年(?:\d{1,2}月)?|\d{1,2}[:：]\d{2}|\d[\d.,]*[%％]?"
)
"""What is quoted whole or not at all: days, clocks, figures."""
_FEW: Final = 2  # characters that say nothing without those beside them
_MANY: Final = 4  # characters that say enough
_NAMED: Final = 3  # cards
_SHORT: Final = 16  # characters of a text that a sentence quotes


def why_again(file: str, old: bytes, new: bytes, each: bool = False) -> str:
    """What of a paper changed, for whoever printed the old one; empty where it cannot be told.
    `each`: a line is a sheet of its own, a seat card."""
    if file.endswith(".docx") and _parts(old) == _parts(new) != {}:
        return SAME
    before, after = _lines(file, old), _lines(file, new)
    if before is None or after is None:
        return ""
    if before == after:
        return _EDITED if file.endswith(".docx") and not is_untouched(old) else _LOOKS
    places = list(differing(before, after))
    if each:
        gone = [before[at] for ours, _ in places for at in ours]
        come = [after[at] for _, theirs in places for at in theirs]
        told = [f"{what}{'、'.join(some[:_NAMED])}{'等' * (len(some) > _NAMED)}"
                for what, some in (("抽去", gone), ("添印", come)) if some]  # fmt: skip
        return f"{'，'.join(told)}，别的不必重印"
    ours, theirs = places[0]
    was = before[ours.start] if ours else ""
    now = after[theirs.start] if theirs else ""
    count = sum(max(len(a), len(b)) for a, b in places)
    more = f"等 {count} 处" if count > 1 else ""
    if was and now:
        out, put_in = next(differing(was, now))
        if (out and put_in) or max(len(out), len(put_in)) <= _FEW:
            was, now = (one.replace("\t", " ").strip() for one in changed(was, now))
            if was and now:
                return f"要重印：“{was}”改成“{now}”{more}"
        else:
            was, now = was[out.start : out.stop], now[put_in.start : put_in.stop]
    return f"要重印：{'删去' if was else '增加'}“{beginning(was or now) or '空格子'}”{more}"


def changed(was: str, now: str) -> tuple[str, str]:
    """Where two lines first differ, days and figures whole; a character or two with those beside
    them, up to the next mark; lines with less than half in common from their beginnings on."""
    places = list(differing(was, now))
    if 2 * (len(was) - sum(len(gone) for gone, _ in places)) < max(len(was), len(now)):
        return beginning(was), beginning(now)
    ours, theirs = places[0]
    lead = re.search(r"\w*$", was[: ours.start])
    tail = re.match(r"\w*", was[ours.stop :])
    assert lead and tail  # of any length
    one, two = len(lead[0]), len(tail[0])
    before, after = (
        widened(line, part.start, part.stop, 0) for line, part in ((was, ours), (now, theirs))
    )
    if max(len(before), len(after)) > _FEW:  # a word begun or ended beside it goes with it
        one, two = one * (one <= _FEW), two * (two <= _FEW)
    else:
        one, two = min(one, _MANY), min(two, _MANY)
    return (
        widened(was, ours.start - one, ours.stop + two, 0),
        widened(now, theirs.start - one, theirs.stop + two, 0),
    )


def widened(line: str, start: int, end: int, around: int = 2) -> str:
    """A stretch of a line with the characters beside it, and no day, clock or figure cut."""
    start, end = max(0, start - around), max(end, start + 1) + around
    for found in _WHOLE.finditer(line):
        if found.start() < start < found.end():
            start = found.start()
        if found.start() < end < found.end():
            end = found.end()
    return line[start:end]


def beginning(line: str, most: int = _SHORT) -> str:
    """The beginning of a line, and no day, clock or figure cut."""
    shown = line.replace("\t", " ").strip()
    if len(shown) <= most:
        return shown
    cut = next((at.start() for at in _WHOLE.finditer(shown) if at.start() < most < at.end()), most)
    return f"{shown[: cut or most]}…"


def _parts(data: bytes) -> dict[str, bytes]:
    """The parts of a package that print: without its properties."""
    try:
        archive = Archive(data, _MOST_PARTS)
        return {
            entry.name: b"".join(archive.blocks(entry))
            for entry in archive.entries
            if not entry.name.startswith("docProps/")
        }
    except (ZipError, OversizeError):
        return {}


def _lines(file: str, data: bytes) -> Sequence[str] | None:
    """The paragraphs and rows of a paper; None for a format that is not read back."""
    from speechgen.readers import READERS, read_bytes

    if f".{file.rpartition('.')[2]}" not in READERS:
        return None
    try:
        documents = [reading.document for reading in read_bytes(file, data)]
    except SpeechError:
        return None
    return [line for document in documents for line in paragraphs(document)]
