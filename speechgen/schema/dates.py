"""Dates and lengths of time as clerks write them."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Final

WEEKDAYS: Final = "一二三四五六日"

_DATE: Final = (
    r"(?s)\s*(?P<year>\d{4})\s*(?P<sep>[-./年])\s*(?P<month>\d{1,2})\s*"
    r"(?:(?P=sep)\s*(?P<day>\d{1,2})|月\s*(?P<cday>\d{1,2})\s*[日号])\s*(?P<tail>.*)"
)
_NUMERALS: Final = {char: str(at) for at, char in enumerate("〇一二三四五六七八九")} | {
    "零": "0", "○": "0", "O": "0", "o": "0", "0": "0",
}  # fmt: skip
_COUNTED: Final = (
    r"(?<![十百千万亿])(?:(?:[一二][〇零○Oo0一二三四五六七八九]{3}|[〇零○一二三四五六七八九]{2,4})(?=\s*年)"
    r"|(?:[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=\s*[月日号]))"
)
_WEEKDAY: Final = r"[（(]?(?:星期|周|礼拜)[一二三四五六日天][）)]?"
_MIDNIGHT: Final = r"0?0:00(?::00)?$"  # a spreadsheet's cell that is a day
_LENGTH: Final = r"\d{1,4}(?:\.\d{1,4})?"  # no meeting's number of minutes has more digits
_CLOCK: Final = (  # patterns as text: compiled when an outline says such a thing
    rf"(?:({_LENGTH})\s*(?:小时|时|h))?\s*(?:({_LENGTH})\s*(?:分钟|分|min)?)?"
)

_TIME: Final = (
    r"(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上|晚)?\s*(?P<hour>\d{1,2})\s*"
    r"(?:[:：](?P<minute>\d{2})|[时点](?:(?P<half>半)|(?P<minute2>\d{1,2})分?)?)"
)

AT_ONCE: Final = r"(?:立即|马上|即刻|即行|尽快|尽早|抓紧|限时|随时|当场|现场|同步).*"
LASTING: Final = (
    r"(?:长期|常态|持续|全年|始终|经常|贯穿|不定期|定期|每|逐[年月周日]).*"
    r"|.*(?:每[年月周日天季].*|全过程|常态化)"
)
"""Times at which things are done, and which name no day."""
_NUMBERED_MONTH: Final = r"(?:1[0-2]|0?[1-9])月"
_BOUND: Final = r"(?:[以之]?前|起|[以之]?后)"
_DEADLINE: Final = (
    rf"{_NUMBERED_MONTH}(?:0?[1-9]|[12]\d|3[01])日{_BOUND}?"
    rf"|(?:[今本当明]?年|[本当]?月|{_NUMBERED_MONTH}|第?[一二三四]季度|[上下]半年)"
    rf"(?:(?:[初中底末内]|[上中下]旬){_BOUND}?|{_BOUND})"
)


def parse_date(text: str) -> tuple[str, str]:
    """The date in `text` as printed and as ISO 8601, e.g. `("2026年6月5日", "2026-06-05")`.

    Numbers may be Chinese (`二〇二六年六月五日`). A weekday behind it is kept in the printed form,
    a full stop is not, nor what a spreadsheet adds (`2026/6/5 0:00:00`). Text that is no full date
    (`5月中旬`) comes back as it stands with an empty ISO form. Raises ValueError (Chinese message)
    for a date that does not exist.
    """
    plain = re.sub(_MIDNIGHT, "", unicodedata.normalize("NFKC", text))
    found = re.fullmatch(_DATE, plain) or re.fullmatch(
        _DATE, re.sub(_COUNTED, _number_of, plain).replace("〇", "0")
    )
    if not found or (found["sep"] == "年") != bool(found["cday"]):
        return text, ""
    year, month, day = (int(found[k] or found["cday"]) for k in ("year", "month", "day"))
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        from calendar import monthrange  # only for what does not exist

        most = monthrange(year, month)[1] if year and 0 < month <= 12 else 0
        why = f"，{month}月只有{most}天" if most else ""
        raise ValueError(f"没有{year}年{month}月{day}日这一天{why}") from None
    tail = found["tail"].strip("。. ")
    if tail and not re.fullmatch(_WEEKDAY, tail):
        return text, ""
    tail = tail.replace("(", "（").replace(")", "）")
    return f"{year}年{month}月{day}日{tail}", date.isoformat()


_AWAY: Final = {"今天": 0, "今日": 0, "本日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
_MEANT: Final = (
    r"(?P<away>大?后天|[今明]天|[今明本]日)|(?P<week>上|本|这|下下|下)?(?:个)?(?:星期|周|礼拜)(?P<day>[一二三四五六日天])"
    r"|(?:(?P<year>\d{2}|\d{4})[年./-])?(?P<month>\d{1,2})[月./-](?P<mday>\d{1,2})[日号]?"
    r"|(?P<whole>\d{8})"
)

_SERIAL: Final = r"[34]\d{4}|5[0-4]\d{3}"
"""What a spreadsheet counts its days by: 1982 to 2050."""
_SERIAL_START: Final = datetime.date(1899, 12, 30)
_MONTH: Final = (
    r"(?:(?P<year>[12]\d{3})[年./-]|(?P<named>[今本明]年))?"
    r"(?P<month>1[0-2]|0?[1-9])月(?P<part>[上中下初底末]?)"
)


def today() -> datetime.date:
    """The day on which this is read: said in messages, never printed."""
    return datetime.date.today()


def needs_no_day(text: str, deadline: bool) -> bool:
    """Whether a thing is done at once or again and again (`立即`, `供暖期内每周五`), or has a
    `deadline` that is none of a day of a year (`10月25日`, `12月1日起`, `年底前`)."""
    return bool(re.fullmatch(f"{AT_ONCE}|{LASTING}" + f"|{_DEADLINE}" * deadline, text))


def day_meant(text: str, now: datetime.date) -> str:
    """The day that a text in a clerk's own words likely means (`下周五`, `11月27号`), printed in
    full; empty where it names none."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if re.fullmatch(_SERIAL, plain):
        day = _SERIAL_START + datetime.timedelta(int(plain))
        return f"{day.year}年{day.month}月{day.day}日"
    plain = re.sub(_COUNTED, _number_of, plain)
    found = re.match(_MEANT, plain)
    if not found:
        return ""
    if found["away"]:
        day = now + datetime.timedelta(_AWAY[found["away"]])
    elif found["day"]:
        weeks = {"上": -1, "下": 1, "下下": 2}.get(found["week"], 0)
        at = "一二三四五六日".find(found["day"].replace("天", "日"))
        day = now + datetime.timedelta(7 * weeks + at - now.weekday())
    else:
        whole = found["whole"] or ""
        year = whole[:4] or found["year"] or str(now.year)
        month, mday = whole[4:6] or found["month"], whole[6:] or found["mday"]
        try:
            day = datetime.date(int(f"20{year}"[-4:]), int(month), int(mday))
        except ValueError:
            return ""
    return f"{day.year}年{day.month}月{day.day}日"


def day_in(text: str, now: datetime.date) -> str:
    """One of the days that a text like `3月上旬` may mean, printed in full, as an example; empty
    where it names no month."""
    found = re.match(_MONTH, unicodedata.normalize("NFKC", re.sub(r"\s", "", text)))
    if not found:
        return ""
    year, month = int(found["year"] or now.year + (found["named"] == "明年")), int(found["month"])
    last = datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)
    day = {"中": 15, "下": 25, "底": last.day, "末": last.day}.get(found["part"], 5)
    return f"{year}年{month}月{day}日"


def _number_of(found: re.Match[str]) -> str:
    """二十七 as 27, 二〇二六 as 2026."""
    said = found[0]
    if "十" not in said:
        return "".join(_NUMERALS[char] for char in said)
    tens, _, ones = said.partition("十")
    return _NUMERALS.get(tens, "1") + _NUMERALS.get(ones, "0")


def parse_clock(text: str) -> tuple[int, int | None] | None:
    """Start and end in minutes of the day: `9:00-10:30` is (540, 630), `下午2:30` (870, None).

    None for text that is no time of day. An end before the start counts as none given.
    """
    plain = unicodedata.normalize("NFKC", text)
    found = [one for one in map(_minutes_of_day, re.finditer(_TIME, plain)) if one is not None]
    if not found:
        return None
    start = found[0]
    end = found[1] if len(found) > 1 else None
    if end == 0:
        end = 24 * 60  # 晚上7点至晚上12点
    if end is not None and end <= start and start >= 12 * 60 > end:
        end += 12 * 60  # 下午2:30-4:00
    return start, end if end is not None and end > start else None


def runs_backwards(text: str) -> bool:
    """Whether two times of one day are given, the second not after the first."""
    found = re.findall(_TIME, unicodedata.normalize("NFKC", text))
    day_after = re.search("次日|翌日|第二天|凌晨|零点", text)
    return len(found) == 2 and not day_after and (parse_clock(text) or (0, 0))[1] is None


def _minutes_of_day(found: re.Match[str]) -> int | None:
    hour, minute = int(found["hour"]), int(found["minute"] or found["minute2"] or 0)
    if found["half"]:
        minute = 30
    if found["part"] in ("凌晨", "晚上", "晚") and hour == 12:
        hour = 0
    elif hour < {"下午": 12, "晚上": 12, "晚": 12, "傍晚": 12, "中午": 4}.get(found["part"], 0):
        hour += 12
    minutes = hour * 60 + minute
    return minutes if minutes <= 24 * 60 and minute < 60 else None


def clock(minutes: int) -> str:
    """Minutes of the day as they are printed: 540 is `9:00`."""
    return f"{minutes // 60 % 24}:{minutes % 60:02d}"


_SHORTEST: Final = (
    rf"^{_LENGTH}\s*(?:分钟|分|小时)?\s*[-—–~至到]{{1,2}}\s*(?={_LENGTH}\s*(?:分|小时|h|min))"
)
_SAID: Final = "[〇零一二三四五六七八九十]{1,3}(?=个?半?小时|分|刻钟)"


def parse_minutes(text: str) -> float | None:
    """Minutes meant by `15分钟`, `1小时20分`, `15`, `一刻钟`, at most by `10-12分钟`; None if it is
    none of these."""
    if not text:
        return None
    plain = unicodedata.normalize("NFKC", text).strip("。 ")
    plain = re.sub(r"^(?:约|大约|不超过|控制在)|(?:左右|以内|之内)$", "", plain).strip()
    plain = re.sub(_SHORTEST, "", plain)
    if plain in ("半小时", "半个小时"):
        return 30.0
    plain = re.sub(_SAID, _number_of, plain.replace("两", "二")).replace("个", "")
    plain = re.sub(r"^(\d{1,2})刻钟$", lambda found: f"{15 * int(found[1])}分钟", plain)
    plain = re.sub(r"^(\d{1,2})半小时$", r"\g<1>小时30分钟", plain)
    found = re.fullmatch(_CLOCK, plain)
    if not found or not any(found.groups()):
        return None
    return float(found[1] or 0) * 60 + float(found[2] or 0)


def shown_range(low: int, high: int) -> str:
    """A shortest and a longest time as they are told: `15–16`, or `15` where they are one."""
    return f"{low}" if low == high else f"{low}–{high}"
