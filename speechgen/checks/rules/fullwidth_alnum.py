"""数字和字母用半角：123、ABC。

为什么：全角的１２３又宽又散，和别处的半角数字放在一起不齐。

错：
    全市共有小型水库２３座。

对：
    全市共有小型水库23座。

修改：安全，--fix 直接改。
不误报：全角百分号“％”只在和半角“%”混用时才报；全角标点不在此列。
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_WIDE: Final = re.compile(
    "[０-９Ａ-Ｚａ-ｚ][０-９Ａ-Ｚａ-ｚ．％]*[０-９Ａ-Ｚａ-ｚ％]|[０-９Ａ-Ｚａ-ｚ]|％"
)
_BLANKS: Final = re.compile("[Ｘ]+")


def check(paper: Manuscript) -> Iterator[Finding]:
    """Runs of full-width letters and digits."""
    mixed = "%" in paper.text and "％" in paper.text
    for found in _WIDE.finditer(paper.text):
        wide = found[0]
        if (wide == "％" and not mixed) or _BLANKS.fullmatch(wide):
            continue
        right = unicodedata.normalize("NFKC", wide)
        yield Finding(
            found.start(),
            found.end(),
            f"全角“{wide}”应当用半角",
            f"改为“{right}”",
            Edit(found.start(), found.end(), right),
        )


RULE = Rule("fullwidth-alnum", Severity.WARNING, check)
