"""“等”和“等等”：公文用“等”，举例用了“如”就不必再“等等”。

为什么：“等等”口语味重；“甲、乙、丙、丁等三个单位”，数和列出来的对不上。

错：
    要整治形式主义、推诿扯皮等等。

对：
    要整治形式主义、推诿扯皮等。

修改：给出改法，由人决定。
不误报：只作提示；引号里的话不查。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.characters import value
from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_TWICE: Final = re.compile("等等")
_COUNTED: Final = re.compile(r"等(?P<n>[二两三四五六七八九十]|\d{1,2})(?P<unit>[个家名位项所座])")
_LIST: Final = re.compile(r"[\u4e00-\u9fff“”《》]{2,12}(?:、[\u4e00-\u9fff“”《》]{2,12}){1,12}$")


def check(paper: Manuscript) -> Iterator[Finding]:
    """等等, then a number smaller than what is listed before 等."""
    for found in _TWICE.finditer(paper.text):
        yield Finding(
            found.start(), found.end(), "公文里一般用“等”，不用“等等”", "改为“等”",
            Edit(found.start() + 1, found.end(), "", safe=False),
        )  # fmt: skip
    for found in _COUNTED.finditer(paper.text):
        before = _LIST.search(paper.text, max(0, found.start() - 120), found.start())
        claimed, listed = value(found["n"]), before[0].count("、") + 1 if before else 0
        if claimed is not None and claimed < listed:
            yield Finding(
                found.start("n"),
                found.end("unit"),
                f"说“等{found['n']}{found['unit']}”，前面列了{listed}{found['unit']}",
                "核对数目",
            )


RULE = Rule("deng-misuse", Severity.INFO, check)
