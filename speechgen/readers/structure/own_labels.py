"""Labels that nobody else has: known by their likeness within one document.

Owns which lines count like that. Must not know how deep they stand beside others, nor frames.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from speechgen.expression import Expression
from speechgen.marks import HAN
from speechgen.numbering import COUNTERS
from speechgen.numbering.counters import parse_chinese
from speechgen.numbering.labels import Label, recognise
from speechgen.readers.reading import SourceLine
from speechgen.readers.structure.frame import ENDS_OPEN, closes
from speechgen.readers.structure.labels import BARE, LOOSE, WIDE, Candidate, is_labelled

_NUMERAL: Final = "[一二三四五六七八九十]{1,2}(?![一二三四五六七八九十百千万亿零〇半])"
_SMALL: Final = rf"(?P<number>{_NUMERAL}|[1-9]\d?(?!\d))"
_ALIKE: Final = (
    Expression(
        rf"(?P<head>(?!附|第|星期|周|每|其){HAN}{{2,4}}?){_SMALL}(?P<tail>[：:])(?=\S)", *"：:"
    ),
    Expression(
        rf"(?P<head>){_SMALL}(?P<tail>(?![年月日点时]){HAN}{{0,2}}[，,：:])(?=\S)(?!(?<=\d.)\d)",
        *"，,：:",
    ),
    Expression(
        rf"(?P<head>(?!附|第|星期|周|每|其){HAN}{{2,4}}?){_SMALL}(?P<tail>)[ \u3000]{{1,4}}(?=\S)",
        *" \u3000",
    ),
    Expression(rf"(?P<head>第){_SMALL}(?P<tail>(?![名届期次]){HAN}{{1,5}}?[，,：:])(?=\S)", "第"),
)


def alike(texts: Mapping[int, str]) -> dict[int, Label]:
    """Labels that are nobody's but this document's, by their likeness: 措施一：, 措施二：, or
    第一个特点，, 第二个特点，. `texts` are the lines by their index; the numbers must
    count from 1."""
    runs: dict[str, list[tuple[int, Label]]] = defaultdict(list)
    for at, text in texts.items():
        if found := next((found for each in _ALIKE if (found := each.match(text))), None):
            counter = "1" if found["number"].isdecimal() else "一"
            number = COUNTERS[counter].number(found["number"], 0) or 0
            pattern = f"{found['head']}{counter}{found['tail'].translate(WIDE)}"
            if number in (1, len(runs[pattern]) + 1):
                label = Label(pattern, pattern, number, found[0].rstrip(), found.end())
                runs[pattern].append((at, label))
    return {at: label for run in runs.values() if len(run) > 1 for at, label in run}


_ARTICLE: Final = Expression(
    r"第[一二三四五六七八九十百零〇]{1,7}条(?P<blank>[ \u3000\t]*)(?=(?P<word>\S{1,2}))", "条"
)


def articles(texts: Mapping[int, str]) -> dict[int, Label]:
    """Articles with no blank behind their number (第一条为了…), where another line opens with the
    number before or behind; none of them where all go on with one word (第一条经验是…)."""
    opens = {at: found for at, text in texts.items() if (found := _ARTICLE.match(text))}
    labels = {at: recognise(f"{found[0].rstrip()} 文") for at, found in opens.items()}
    numbers = {label.number for label in labels.values() if label}
    if len({found["word"] for found in opens.values()}) == 1:
        return {}
    return {
        at: label
        for at, label in labels.items()
        if label
        and not opens[at]["blank"]
        and not numbers.isdisjoint((label.number - 1, label.number + 1))
    }


_BULLETS: Final = "•·‧→※"
_BRACKETED: Final = Expression(rf"【{HAN}{{2,14}}】[^，。；：]{{0,20}}$", "】")
_SYMBOLS: Final = ("So", "Co")  # signs of any other kind, and those of a font of its own
_WORD: Final = Expression(rf"(?P<word>{HAN})[：:](?=\S)", *"：:")


def bullet(text: str) -> str:
    """The mark (●, ▶, ✅) that stands in front of the text of a line; empty where there is none.
    One that can also be typed as a sign (-, *) has a blank behind it; 【 is one of 【活动主题】."""
    mark, behind = text[:1], text[1:2]
    if mark == "【" and _BRACKETED.match(text):
        return mark
    if mark in ("-", "－", "*", "+", "–"):
        return mark * behind.isspace()
    known = mark in _BULLETS or unicodedata.category(mark or "x") in _SYMBOLS
    return mark * (known and behind != mark and bool(text[1:9].strip()))


def bulleted(lines: Mapping[int, SourceLine]) -> dict[int, Candidate]:
    """Lines with bullets: those that a file tells as such, and those that begin with a mark that
    another begins with as well, or with one of the words that the text lists (“早、细、实”). A mark
    that never stands line under line is that of headings."""
    marks = {
        at: f"{line.bullet}{line.level}" if line.bullet else bullet(line.text)
        for at, line in lines.items()
        if not (line.label or line.role)
    }
    words = {at: found["word"] for at, line in lines.items() if (found := _WORD.match(line.text))}
    said = "、".join(dict.fromkeys(words.values()))
    if "、" in said and any(said in line.text for line in lines.values()):
        marks.update(dict.fromkeys(words, said))
    times = Counter(marks.values())
    listed = {mark for at, mark in marks.items() if mark == marks.get(at + 1)}
    done: dict[int, Candidate] = {}
    for at, mark in marks.items():
        if mark and (times[mark] > 1 or lines[at].bullet):
            text = f"{words[at]}：" if mark == said else ""
            kind = LOOSE if mark in listed or lines[at].bullet else BARE
            done[at] = Candidate(at, replace(kind, pattern=mark, text=text), lines[at].level)
    return done


_COUNT: Final = (
    r"(?:(?i:part|no|chapter)[.．·\s]{0,2})?"
    rf"(?P<count>0[1-9]?|[1-9]\d?(?:\.[1-9]\d?){{0,3}}|{_NUMERAL})"
)
_SECTION: Final = Expression(
    rf"(?P<number>{_COUNT})(?:(?P<blank>[ \u3000\t]+)(?![万亿])|(?<=\d)(?![年月日万亿元个倍名户]))"
    rf"(?=\d{{0,4}}{HAN}|[“《（])",
    *"0123456789一二三四五六七八九十",
)
_ALONE: Final = Expression(f"{_COUNT}[.．、]?$", *"0123456789一二三四五六七八九十")
_BESIDE: Final = Expression(r"(?:^|[，。；,;：:]\s*)(\d{1,2}(?:\.\d{1,2}){1,3})(?!\d)", ".")
_LEAST_SECTIONS: Final = 3
_CLAUSE: Final = 6  # characters, more than a name
_HEAD_LONGEST: Final = 24  # characters of the head below a number that stands alone


def numbers_apart(texts: Sequence[str]) -> set[int]:
    """Numbers that stand on a line of their own, each above its head (01 / 一年来): at least two,
    which count from one. A page's number stands above whatever comes."""
    alone = [(at, found["count"]) for at, text in enumerate(texts) if (found := _ALONE.match(text))]
    for at, _ in alone:
        below = "".join(texts[at + 1 : at + 2])
        if not 2 <= len(below) <= _HEAD_LONGEST or below[-1] in ENDS_OPEN or is_labelled(below):
            return set()
    counts = [_counted(count) for _, count in alone]
    right = len(alone) > 1 and counts == [(n,) for n in range(1, len(alone) + 1)]
    return {at for at, _ in alone} if right else set()


def _counted(count: str) -> tuple[int, ...]:
    """The parts of a number: 1.2.1, 01, 三."""
    return tuple(
        int(one) if one.isdecimal() else parse_chinese(one) or 0 for one in count.split(".")
    )


def opens_section(text: str) -> bool:
    """The line begins with a number of its own: `2.1 设备部`, `3　职责`."""
    return bool(_SECTION.match(text))


def sections(texts: Mapping[int, str]) -> dict[int, Candidate]:
    """Headings with numbers that say themselves how deep they stand (1, 1.1, 1.1.1), or with 01,
    02, PART 1: an outline counts no such numbers, they stay text. Each follows the one before. Of
    whole sentences or clauses, line under line, bare numbers count a list (1 已修好。 / 2 ……。)."""
    found: dict[int, Candidate] = {}
    last: tuple[int, ...] = (0,)
    for at, text in texts.items():
        match = _SECTION.match(text)
        if match is None or not (match["blank"] or "." in match["count"]):
            continue
        parts = _counted(match["count"])
        follows = [(*last[:up], last[up] + 1) for up in range(len(last))] + [(*last, 1)]
        follows += [last] * (not found)  # 0
        if parts in follows or (parts[0] > last[0] and parts[1:] == (1,)):
            found[at] = Candidate(at, replace(BARE, text=match["number"]), len(parts))
            last = parts
        if len(parts) > 1 and parts == last:  # 2.1 …，2.2 … is a paragraph
            for each in map(_counted, _BESIDE.compiled.findall(text)):
                if each == (*last[:-1], last[-1] + 1):
                    found.pop(at, None)
                    last = each
    dotted = any("." in each.label.text for each in found.values())
    apart = not any(at + 1 in found for at in found)  # no roster
    padded = apart and any(
        not each.label.text[0].isdigit() or each.label.text[0] == "0" for each in found.values()
    )
    if len(found) < _LEAST_SECTIONS or dotted or padded:
        return found if len(found) >= _LEAST_SECTIONS else {}
    rows = [texts[at][len(each.label.text) :].strip() for at, each in found.items()]
    told = all(closes(row) or (len(row) >= _CLAUSE and len(row.split()) == 1) for row in rows)
    under = told and max(found) - min(found) == len(found) - 1
    return {
        at: replace(each, label=replace(LOOSE, text=each.label.text, pattern="1 "), level=0)
        for at, each in found.items()
        if under
    }
