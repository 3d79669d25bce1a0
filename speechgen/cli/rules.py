"""`speechgen rules`: which rules there are, and what every id in a message is about."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any, Final

from speechgen.cli import screen
from speechgen.cli.options import argument, flag
from speechgen.diagnostics import Severity, SpeechError
from speechgen.explained import CHECKS, CROSSCHECKS, FILES, Page, pages
from speechgen.frozen import frozen
from speechgen.marks import cells

_LAST_LINES: Final = """
看一条规则：speechgen rules 代号
报错、警告、提示里的代号也能这样查，如：speechgen rules outline-unknown-key
"""


def run(
    rule: str = argument("[代号]", "规则或报错的代号，或要找的字，如 星期", ""),
    as_json: bool = flag("--json", "以 JSON 给出"),
) -> int:
    """列出检查规则；写上代号，就显示它为什么、错例、对例；规则还有怎么改、怎样避免误报。

    示例：
      speechgen rules
      speechgen rules count-claim
      speechgen rules outline-unknown-key
      speechgen rules 错别字                       说到它的规则
    """
    from speechgen.checks import RULES

    checks, across = pages(CHECKS), pages(CROSSCHECKS)  # of a single paper, of those of a pack
    entries = [_Entry(one.id, checks[one.id], one.severity, one.opt_in) for one in RULES]
    entries += [_Entry(id, page, Severity.ERROR, of_pack=True) for id, page in across.items()]
    if rule:
        from speechgen.checks.engine import unknown_rule

        known = {name: _Entry(name, page) for file in FILES for name, page in pages(file).items()}
        known |= {entry.id: entry for entry in entries}
        entries = [known[rule]] if rule in known else _about(rule, entries, [*known.values()])
        if not entries:
            raise SpeechError([unknown_rule(rule, known, "这个代号")])
    if as_json:
        screen.put_json([_record(entry) for entry in entries], indent=2)
    elif rule and len(entries) == 1:
        one = entries[0]
        title = f"{one.id}（{one.severity.chinese}）" if one.severity else one.id
        lines = [title, "─" * ((cells(title) + 1) // 2), one.page.summary, ""]
        for name, text in one.page.parts.items():
            shown = "\n" + textwrap.indent(text, "    ") if name in ("错", "对") else text
            lines += [f"{name}：{shown}", ""]
        screen.put("\n".join(lines))
    else:
        screen.put(_listing(entries))
    return 0


@frozen
class _Entry:
    """An id with its page. `severity` is None where it is no rule's: there it varies."""

    id: str
    page: Page
    severity: Severity | None = None
    opt_in: bool = False
    of_pack: bool = False


def _about(words: str, rules: Sequence[_Entry], every: Sequence[_Entry]) -> list[_Entry]:
    """The entries that Chinese words are about: rules before messages, those that say it in one
    sentence before those that explain it, all characters before most of them."""
    near = 2 * len({*words}) / 3

    def away(one: _Entry) -> int:
        summary = one.page.summary
        if words in summary:
            return 0
        said = words in "".join(one.page.parts.values())
        return 1 if said else 2 + (sum(char in summary for char in {*words}) < near)

    for most in range(3 if not words.isascii() else 0):
        for entries in (rules, every):
            if found := [one for one in entries if away(one) <= most]:
                return found
    return []


def _record(entry: _Entry) -> dict[str, Any]:
    parts = entry.page.parts
    return {
        "id": entry.id,
        "severity": entry.severity and entry.severity.value,
        "opt_in": entry.opt_in,
        "pack": entry.of_pack,
        "summary": entry.page.summary,
        "why": parts["为什么"],
        "wrong": parts["错"],
        "right": parts["对"],
        "fix": parts.get("修改"),
        "false_alarms": parts.get("不误报"),
    }


def _listing(entries: Sequence[_Entry]) -> str:
    widest = max(len(entry.id) for entry in entries)
    text, of_pack = "", False
    for entry in entries:
        if entry.of_pack and not of_pack:
            text += "\n成套材料互相核对（speechgen check 会议.yaml）：\n"
        of_pack = entry.of_pack
        severity = entry.severity.chinese if entry.severity else ""
        more = "（要用 --select 打开）" if entry.opt_in else ""
        text += f"{entry.id:<{widest}}  {severity}  {entry.page.summary}{more}\n"
    return text + _LAST_LINES
