"""Names of bodies by how they are built, and the offices that a body has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.patterns import OFFICES, Forms, found_by_rows
from speechgen.checks.words.likeness import apart
from speechgen.expression import Expression
from speechgen.library.folders import word_table

_FORM: Final = Forms("bodies")

# -- body-name ----------------------------------------------------------------------------------

_SHORTEST: Final = 4  # characters of a function; of shorter ones a near one is another word
_NOT_OF_IT: Final = "省市县区州旗盟镇乡级属直内各城社"  # 县级财政局
_SERVED: Final = "管理"  # the tail of a function that is left off


@lru_cache(maxsize=1)
def _functions() -> tuple[frozenset[str], tuple[tuple[str, list[str]], ...]]:
    """Every way to write a function of government, and those long enough to be missed closely,
    each with its characters in order."""
    rows = word_table("functions")
    names = {name for row in rows for name in (row["职能"], *row["简称"].split())}
    long = sorted(name for name in names if len(name) >= _SHORTEST)
    return frozenset(names), tuple((name, sorted(name)) for name in long)


def body_name(paper: Manuscript) -> Iterator[Finding]:
    """Departments whose function is nearly one that exists; 检查院; a kind said twice."""
    for found in _FORM.body.finditer(paper.text):
        wrong = _wrong_function(found["stem"])
        if wrong:
            place = found.span("stem")
            yield flag(place, f"“{found[0]}”的名称有误", right=wrong, safe=False)
        elif found["kind"] == "厅" and found["level"] in ("市", "县", "区", "旗"):
            before = paper.text[found.start() - 2 : found.start()]
            if found["stem"] in _functions()[0] and not {"省", "辖"} & set(before):
                message = f"“{found[0]}”：“厅”是省级机关，{found['level']}里是局"
                yield flag(found.span("kind"), message, right="局", safe=False)
    yield from found_by_rows(paper, "body-name")


@lru_cache(maxsize=256)
def _wrong_function(stem: str) -> str:
    """The function that a stem should be; empty where it is one, or like none."""
    known, long = _functions()
    stem = stem.removesuffix("分")  # 区自然资源分局
    if stem in known or len(stem) < 2:
        return ""
    if stem + _SERVED in known:
        return stem + _SERVED
    if len(stem) == _SHORTEST - 1 and stem[0] not in _NOT_OF_IT:  # 安应急
        return next((rest for rest in (stem[1:], stem[:-1]) if rest in known), "")
    if len(stem) < _SHORTEST:
        return ""
    letters = sorted(stem)
    if mixed := next((name for name, own in long if own == letters), ""):
        return mixed  # 市场管理监督
    near = (name for name, _ in long if name[0] == stem[0] or name[-1] == stem[-1])
    return next((name for name in near if apart(stem, name, 1) <= 1), "")  # one end stays


# -- office-title -------------------------------------------------------------------------------


_PARTY_GROUP: Final = "(?:党组(?:成员|副?书记)、)?"
_MARKUP: Final = Expression(r"\(\?!.*?\)|[()?:]")


@lru_cache(maxsize=1)
def _offices() -> tuple[tuple[Expression, str, str], ...]:
    """What finds a body with an office it does not have, the right one, the source."""
    found = []
    for row in word_table("offices"):
        signs = _MARKUP.compiled.sub("", row["误"]).split("|")
        source = f"(?P<body>{row['机构']}){_PARTY_GROUP}(?P<office>{row['误']})"
        found.append((Expression(source, *signs), row["应为"], row["依据"]))
    return tuple(found)


def office_title(paper: Manuscript) -> Iterator[Finding]:
    """Offices that a body does not have, 付 for 副, 县委县长, 县县长."""
    for pattern, right, source in _offices():
        for found in pattern.finditer(paper.text):
            message = f"“{found['body']}”没有“{found['office']}”，应为{right}"
            yield flag(found, message, source)
    yield from found_by_rows(paper, "office-title")
    for alone in paper.of_role("byline") if len(paper.of_role("byline")) == 1 else ():
        if str(alone.text).strip().endswith(OFFICES):
            yield flag(alone, f"“{str(alone.text).strip()}”：有职务，没有姓名", "补上姓名")
