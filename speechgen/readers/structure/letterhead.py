"""The red head and the imprint of a paper that is plain text: what these lines look like.

Owns the lines above the title down to the number, and those below the copies. A red head is known
by its number alone (`青汛〔2026〕8号`, `第12号`). Must not know titles, labels or residue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from speechgen.expression import Expression

_ZONE: Final = 10  # lines at the top that may belong to a red head
_NUMBER: Final = Expression(
    r"(?:[^\s，。；：、]{0,14}[〔\[（(]\d{4}[〕\]）)]\s?第?|(?:\d{4}\s?年\s?)?第\s?)\d{1,5}\s?[号期]"
    r"(?:\s{2,}\S.{0,60})?"
)
SECRECY: Final = "绝密|机密|秘密"
URGENCY: Final = "特急|加急|平急|特提"
_MARK: Final = (
    rf"\d{{6}}|(?:{SECRECY})(?:★.{{1,8}})?|{URGENCY}|(?:送审|征求意见|讨论)稿|类别[:：]\s?[A-D]"
)
_ISSUER: Final = r"[^，。；：！？,;:!?\d〔〕]{2,40}"
_IMPRINT: Final = r"(?:\S{2,30}[\s\u3000]+)?\d{4}年\d{1,2}月\d{1,2}日印发"
_MOST: Final = 120  # characters of such a line


def letterhead_roles(texts: Sequence[str], whole: bool = False) -> list[str]:
    """The roles of the lines of a red head, from the first line down; none where there is none.
    `whole`: they are all that stands above a title, so that a mark tells it as well."""
    lines = [text if len(text) <= _MOST else "" for text in texts[:_ZONE]]
    numbers = (at for at, text in enumerate(lines) if _NUMBER.compiled.fullmatch(text))
    end = next(numbers, len(lines) if whole else 0)
    shapes = "".join(_shape(text) for text in lines[:end])
    numbered = end < len(lines) and _NUMBER.compiled.fullmatch(lines[end])
    if not re.fullmatch(r"M*I+(?:SI*)?|I+M+" + "|M*" * bool(numbered), shapes):
        return []
    if not numbered and "M" not in shapes:
        return []
    signed = shapes.find("S") if "S" in shapes else len(shapes)  # names in rows above the number
    issuers = [text for text, shape in zip(lines, shapes, strict=False) if shape == "I"]
    issuer = issuers[0] if issuers else ""  # a site gives the number alone
    is_letter = shapes.endswith("M") and bool(issuers)
    number = "letter-number" if is_letter else "letterhead-number"
    if issuer.endswith("令"):
        number = "order-number"
    elif issuer.endswith("纪要"):
        number = "minutes-number"
    name = "letter-head" if is_letter else "letterhead"
    roles = ["letterhead-mark" if shape == "M" else name for shape in shapes[:signed]]
    roles += [number] * (len(shapes) - signed)
    return [*roles, number][: len(lines)]


def _shape(text: str) -> str:
    if re.fullmatch(_MARK, text):
        return "M"
    if re.fullmatch("签发人[：:].*", text):
        return "S"
    return "I" if re.fullmatch(_ISSUER, text) else "?"


def is_number(text: str) -> bool:
    """`青汛〔2026〕8号`, `〔2026〕8号`, `编号：青汛〔2026〕8号`."""
    bare = re.sub("^[编文]号[:：]", "", text)
    return len(text) <= _MOST and text[-1:] == "号" and bool(_NUMBER.compiled.fullmatch(bare))


def is_imprint(text: str) -> bool:
    """`青禾区水务局办公室　2026年5月8日印发`."""
    return len(text) <= _MOST and text[-2:] == "印发" and bool(re.fullmatch(_IMPRINT, text))
