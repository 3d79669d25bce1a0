"""What is said around a text in a chat: by those who hand it on, or by a machine that wrote it.

Owns how requests, answers, offers and messages look. Must not know web pages nor documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from speechgen.expression import Expression
from speechgen.readers.reading import Lines
from speechgen.readers.structure import frame

ANSWERS: Final = ("对话", "生成声明")
"""The reasons of what a machine says around its text."""
CHAT: Final = "群聊"
_ENDS: Final = 6  # lines in which it ends, its buttons among them
_ASKED: Final = 4  # lines at the top of an answer, what was asked with it
_ASKS: Final = Expression(r"(?:\S{1,8}[:：]\s*)?(?:[请帮麻烦给]{1,3}\S{0,6})?写[一个份篇]", "写")
_ANSWERS_SO: Final = Expression(
    r"(?:\S{1,12}[:：]\s*)?(?:好|当然|没问题|以下).{0,30}(?:稿|如下)", *"好当没以"
)
_SENDER: Final = Expression(
    r"[^\s，。：:][^，。：:]{0,20}\s(?:(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?\s+)?"
    r"\d{1,2}:\d{2}(?::\d{2})?$",
    ":",
)
_MESSAGE: Final = 3  # lines of what is said beside the text of a chat
_OFFER: Final = Expression(
    "以上.{1,10}约?[\\d一二三四五六七八九十百千]+字|希望以上|希望这|如需|如果[您你]?需要|(?:是否|还)?需要我|要不要我|.{0,8}请根据.{1,12}情况.{0,4}(?:修改|调整|替换|补充|完善|填写)",
    *("以上", "希望", "如", "要我", "请根据"),
)
_LISTS: Final = Expression(
    "(?:如果?[您你]?需要|还可以|要不要我).{0,20}[：:]$"
    r"|^\W*(?:使用|修改|温馨|写作)(?:建议|说明|提示)(?:[：:]\W*|\W+)$",
    *("：", ":", "议", "明", "示"),
)


def settle_answer(texts: Mapping[int, str], signed: dict[int, str], end: int) -> None:
    """What a machine says behind its answer is known by what it says before it, and behind an offer
    that opens a list all to the `end`."""
    talk, ends = ANSWERS[0], list(texts)[-_ENDS:]
    top = list(texts)[:_ASKED]
    asked = next((at for at in top[:2] if _ASKS.match(texts[at])), None)
    if asked is not None:
        answers = (at for at in top if at > asked and _ANSWERS_SO.match(texts[at]))
        last = next(answers, -1)
        signed.update((at, talk) for at in top if at <= last)
    if talk in [signed.get(at) for at in top if not _OFFER.match(texts[at])]:
        signed.update(
            (at, talk) for at in ends if _OFFER.search(texts[at]) or _LISTS.search(texts[at])
        )
        lists = (at for at, why in signed.items() if why == talk and _LISTS.search(texts[at]))
        signed.update(dict.fromkeys(range(max(lists, default=end), end), talk))
    else:
        for at in [at for at, why in signed.items() if why == talk and _OFFER.match(texts[at])]:
            del signed[at]


def beside_the_text(lines: Lines) -> dict[int, bool]:
    """The lines of a chat around the one message with a salutation, which is its text: whether each
    says who sent a message, and when; the others are messages."""
    heads = [at for at, line in enumerate(lines) if _SENDER.match(line.text)]
    said = [range(above + 1, below) for above, below in pairwise([-1, *heads, len(lines)])]
    spoken = [any(frame.is_salutation(str(lines[at].text)) for at in each) for each in said]
    if len(heads) < 2 or not all(said[1:]) or spoken.count(True) != 1:
        return {}
    others = [each for each, speech in zip(said, spoken, strict=True) if not speech]
    if max(map(len, others)) > _MESSAGE:
        return {}
    found = {at: False for each in others for at in each}
    return found | dict.fromkeys(heads, True)
