"""Words: wrong ones, and those said twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from speechgen.checks.characters import shown
from speechgen.checks.engine import Finding, flag, remark
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.patterns import Forms, found_by_rows
from speechgen.checks.words.likeness import is_word
from speechgen.checks.words.model import GAP, NUMBER, trie
from speechgen.diagnostics import Severity
from speechgen.expression import Expression
from speechgen.library.folders import made_of_words, word_list, word_table
from speechgen.marks import HAN, han_count

_FORM: Final = Forms("wording")

# -- confusable-word ----------------------------------------------------------------------------


_GOVERNED: Final = 12  # characters from a verb to another: 提高开展工作的能力 is about 提高


def confusable_word(paper: Manuscript) -> Iterator[Finding]:
    """Every place of every wrong collocation."""
    yield from found_by_rows(paper, "confusable-word")
    pattern, verbs, wrong, compounds = _objects()
    for found in pattern.finditer(paper.text):
        taken, start = found["object"], found.start()  # 服务水平 is 水平 too
        nouns = (taken[at:] for at in range(len(taken)))
        noun = next((one for one in nouns if (found["verb"], one) in wrong), "")
        clause = re.split("[，。；：、！\n]", paper.text[max(0, start - _GOVERNED) : start])[-1]
        rest = found[0][len(found["verb"]) :]
        beside = [*verbs.finditer(clause), *verbs.finditer(rest)]
        governed = re.search("提出|创造|提供|具备|形成", clause + found[0])  # 创造加强合作的条件
        compound = rest == noun and found["verb"] in compounds
        others = all((verb[0], noun) in wrong for verb in beside)
        if noun and others and not (governed or compound):
            yield flag(found, f"“{found[0]}”搭配不当", wrong[found["verb"], noun])
    for match, entry in paper.words.confusable.find(paper.text):
        right = _right(match, entry["对"])
        opening = entry["错"].find(GAP)
        place = (match.start(), match.end() if opening <= 0 else match.start() + opening)
        message, part = f"“{match[0]}”" + (f"应作“{right}”" if right else "有误"), match.span()
        hint, severity = entry["说明"], entry.severity
        yield flag(place, message, hint, right or None, safe=False, part=part, severity=severity)


@made_of_words
def _objects() -> tuple[Expression, Expression, dict[tuple[str, str], str], set[str]]:
    """Verbs with an object at the end of their clause; the verbs; what to say of those that do not
    go together; the verbs that right before a noun are part of it."""
    compounds = {
        verb[: -len(GAP)]
        for row in word_table("objects")
        for verb in row["动词"].split()
        if verb.endswith(GAP)
    }
    wrong = {
        (verb.removesuffix(GAP), noun): row["应为"]
        for row in word_table("objects")
        for verb in row["动词"].split()
        for noun in row["宾语"].split()
    }
    verbs, nouns = (trie(sorted({pair[at] for pair in wrong})) for at in (0, 1))
    source = (
        rf"(?P<verb>{verbs})[了好着]?(?!{HAN}{{0,6}}[和与、及并]){HAN}{{0,7}}?"
        rf"(?P<object>{nouns})(?=[，。；、！\n]|$)"
    )
    return Expression(source), Expression(verbs), wrong, compounds


def _right(match: re.Match[str], right: str) -> str:
    """The right wording, with what stood in the gaps of the wrong one."""
    if right.count(GAP) > len(match.groups()):
        return ""
    gaps = iter(match.groups())
    return re.sub(GAP, lambda _: next(gaps), right.replace(NUMBER, ""))


# -- measure-word -------------------------------------------------------------------------------

_BETWEEN: Final = (
    "新型?|大型?|小型?|中型|旧|老|高清|智能|便携式?|便民|惠民|电子|电动|数字|医用|家用|农用|消防|"
    "应急|专业|专用|跨[河江海线]|文化|健身|体育|休闲|主题|先进|标准化|高标准|现代化?|民办|公办|乡镇|"
    "乡村|农村|村级|县级|本地|良种|优质|高产|年轻|优秀|贫困|困难|退休|犯罪|违法|实施|管理|工作|整改|"
    "具体|配套|专项|改革|监督|考核|灌溉|排水|通村|沥青|水泥"
)


def measure_word(paper: Manuscript) -> Iterator[Finding]:
    """Nouns that a measure word does not measure, by their classes, and what else is a row."""
    yield from found_by_rows(paper, "measure-word")
    pattern, right = _measured()
    for found in pattern.finditer(paper.text):
        instead = right.get((found["measure"], found["noun"]))
        between = found["between"]
        if instead and not (between and is_word(found["measure"] + between[0])):  # 两部门干部
            message = f"“{found['measure']}”不能量“{found['noun']}”"
            yield flag(found.span("measure"), message, f"用“{instead.replace('、', '”“')}”")


@made_of_words
def _measured() -> tuple[Expression, dict[tuple[str, str], str]]:
    """A number, a measure word and a noun at the end of its clause; what to use instead."""
    right = {
        (measure, noun): row["应为"]
        for row in word_table("measures")
        for noun in row["名词"].split()
        for measure in row["量词"].split()
    }
    measures = sorted({measure for measure, _ in right})
    nouns = trie(sorted({noun for _, noun in right}))
    source = (
        r"(?:(?<=[\d两三四五六七八九十百千万几])|(?<=[了添建购修置增有养种栽装造派]一))"
        rf"(?P<measure>[{''.join(measures)}])(?P<between>(?:{_BETWEEN}){{0,2}})"
        rf"(?P<noun>{nouns})(?=[，。；、！：）\n]|$|[已都均将被和与及])"
    )
    return Expression(source), right


# -- repeated-word ------------------------------------------------------------------------------

_DOUBLE: Final = Expression(rf"(?P<word>{HAN}{{2,4}})(?P=word)(?![长主团口地])")  # 大队大队长
_WORD: Final = 2
_COUNTING: Final = Expression(
    r"[很最太真极老][^的着]$|[一二三四五六七八九十百千万几每半0-9]|.*[一每]"
)


def repeated_word(paper: Manuscript) -> Iterator[Finding]:
    """Doubled particles, then doubled words."""
    text = paper.text
    for found in _FORM.single.finditer(text):
        yield _doubled(found, found[0][0], found[0][0] not in "由于")
    reduplicated, never_twice = word_list("reduplicated"), word_list("never_twice")
    for found in _DOUBLE.finditer(text):
        word = found["word"]
        counted = word not in never_twice and _COUNTING.match(word)
        if word in reduplicated or counted or len(set(word)) == 1:
            continue
        if text.startswith(("的，", "的。", "的；"), found.end()) and word not in never_twice:
            continue  # 满地的庄稼黑绿黑绿的
        across = not is_word(word) and is_word(text[max(0, found.start() - 1)] + word[0])
        if len(word) == _WORD and (across or word[1] in "着不没"):  # 随到随办, 是不是不近人情
            continue
        if not text.startswith((word, "长"), found.end()):  # 大队大队长
            yield _doubled(found, word, word in never_twice)
    for found in _FORM.clause_twice.finditer(text):
        place, message = found.span("again"), f"“{found['clause']}”重复了"
        yield flag(place, message, "删去一个", severity=Severity.WARNING)


def _doubled(found: re.Match[str], word: str, certain: bool = True) -> Finding:
    second = (found.start() + len(word), found.end())
    message, hint = f"“{word}”重复了", f"留一个“{word}”"
    severity = None if certain else Severity.WARNING
    return flag(found, message, hint, "", safe=certain, part=second, severity=severity)


# -- duplicate-text -----------------------------------------------------------------------------

_A_LINE: Final = 4  # characters; a shorter line may be said twice
_MAY_REPEAT: Final = frozenset({"table", "stage", "verse"})
_RUN: Final = 24
_LONG: Final = 36  # characters that no one repeats on purpose
_LIST: Final = 4
_GRAM: Final = 8
_OFTEN: Final = 5
_STRETCH: Final = Expression(f"{HAN}{{{_GRAM},}}")
_NAMED: Final = Expression(r"《[^》\n]{1,60}》|“[^”\n]{1,40}”")
_PROSE: Final = frozenset({"body", "closing", "heading", "item"})


def duplicate_text(paper: Manuscript) -> Iterator[Finding]:
    """Long runs that stand twice, then short ones that stand all over."""
    text = paper.text
    for above, below in pairwise(paper.paragraphs):
        if (
            above.text == below.text
            and len(below.text) >= _A_LINE
            and below.role not in _MAY_REPEAT
        ):
            yield flag(below, f"和上一行重复：“{shown(str(below.text), 24)}”", "删去一行")
    first: dict[str, int] = {}
    for paragraph in paper.paragraphs:
        if paragraph.role not in _PROSE:
            continue
        at, last = paragraph.start, paragraph.end - _RUN
        while at <= last:
            earlier = first.setdefault(text[at : at + _RUN], at)
            if earlier + _RUN > at:
                at += 1
                continue
            end, behind = at + _RUN, earlier + _RUN
            while behind < at and end < paragraph.end and text[behind] == text[end]:
                end, behind = end + 1, behind + 1
            rest = text[at:end]
            for start, stop in reversed(_fixed(paper, at, end)):
                rest = rest[: start - at] + rest[stop - at :]
            rest = _NAMED.compiled.sub("", rest)
            twice_printed = paper.source == "outline" and paper.place(
                earlier, earlier + 1
            ) == paper.place(at, at + 1)
            if han_count(rest) >= _RUN // 2 and not twice_printed:
                line = paper.place(earlier, earlier + 1).line
                listed = rest.count("、") >= _LIST  # names of bodies and people
                long = end - at >= min(_LONG, len(paragraph.text))
                told = (long and not listed) or _is_sentence(text, at, end)
                severity = None if told else Severity.INFO
                message = f"和第{line}行重复（{end - at}字）：“{shown(text[at:end], 24)}”"
                yield flag((at, end), message, "删去一处，或换个说法", severity=severity)
            at = end
    yield from _refrains(paper)


def _is_sentence(text: str, start: int, end: int) -> bool:
    """Whether a run is a sentence or more, right behind itself."""
    run = text[start:end].strip("。！")
    at = text.find(run, start)
    return text[at - len(run) - 1 : at - 1] == run and text[at - 1] in "。！"


def _fixed(paper: Manuscript, start: int, end: int) -> list[tuple[int, int]]:
    """The set phrases that stand between two offsets."""
    return [span for span in paper.fixed if start <= span[0] and span[1] <= end]


def _refrains(paper: Manuscript) -> Iterator[Finding]:
    text = paper.text
    stretches = [found.span() for found in _STRETCH.finditer(text)]
    starts = [at for start, end in stretches for at in range(start, end - _GRAM + 1)]
    counts = Counter([text[at : at + _GRAM] for at in starts])
    repeated: dict[str, list[int]] = {gram: [] for gram, n in counts.items() if n >= _OFTEN}
    for at in starts if repeated else ():
        if (gram := text[at : at + _GRAM]) in repeated:
            repeated[gram].append(at)
    end = 0
    for places in sorted(repeated.values()):
        start = places[0]
        if start < end:
            continue
        size = _GRAM
        while all(
            text[at + size : at + size + 1] == text[start + size : start + size + 1] != "\n"
            for at in places
        ):
            size += 1
        end = start + size
        named = text[start - 1 : start] == "《" or text[end : end + 1] == "》"
        if not named and not _fixed(paper, start, end):
            message = f"“{shown(text[start:end], 24)}”出现了{len(places)}次"
            yield remark((start, end), message, "换几个说法；专有名称不必改")
