"""`speechgen rules`: which rules there are, and what each one is about."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer

from speechgen.cli import screen
from speechgen.diagnostics import Severity, Span, SpeechError, error
from speechgen.frozen import frozen
from speechgen.marks import cells


def run(
    rule: Annotated[str, typer.Argument(metavar="[规则]", help="规则的代号；不写就列出全部")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 给出")] = False,
) -> int:  # fmt: skip
    """列出检查规则；写上一条规则，就显示它为什么、错例、对例、怎么改、怎样避免误报。

    示例：
      speechgen rules
      speechgen rules count-claim
    """
    entries = {entry.id: entry for entry in _entries()}
    if rule and rule not in entries:
        raise SpeechError([_unknown(rule, list(entries))])
    chosen = [entries[rule]] if rule else list(entries.values())
    if as_json:
        screen.put(
            json.dumps([_record(one) for one in chosen], ensure_ascii=False, indent=2) + "\n"
        )
    elif rule:
        screen.put(_page(chosen[0]))
    else:
        screen.put(_listing(chosen))
    return 0


@frozen
class _Entry:
    """A rule to list: one of the forty or so of a single paper, or a cross-check of a pack."""

    id: str
    severity: Severity
    opt_in: bool
    of_pack: bool
    page: Any


def _entries() -> Iterator[_Entry]:
    from speechgen.checks import MODULES
    from speechgen.checks.documentation import page_of
    from speechgen.pack.checks import PAGES

    for module in MODULES:
        rule = module.RULE
        yield _Entry(rule.id, rule.severity, rule.opt_in, False, page_of(module))
    for name, page in PAGES.items():
        yield _Entry(name, Severity.ERROR, False, True, page)


def _unknown(rule: str, known: list[str]) -> Any:
    from speechgen.outline import nearest_word

    guess = nearest_word(rule, known)
    hint = f"是不是 {guess}？" if guess else "全部规则见 speechgen rules"
    return error(Span(), "rule-unknown", f"没有“{rule}”这条规则", hint)


def _record(entry: _Entry) -> dict[str, Any]:
    page = entry.page
    parts = {
        "why": page.parts["为什么"],
        "wrong": page.wrong,
        "right": page.right,
        "fix": page.parts["修改"],
        "false_alarms": page.parts["不误报"],
    }
    head = {"id": entry.id, "severity": entry.severity.value, "opt_in": entry.opt_in}
    return {**head, "pack": entry.of_pack, "summary": page.summary, **parts}


def _listing(entries: Sequence[_Entry]) -> str:
    widest = max(len(entry.id) for entry in entries)
    rows = [_row(entry, widest) for entry in entries if not entry.of_pack]
    packs = [_row(entry, widest) for entry in entries if entry.of_pack]
    cross = "\n成套材料互相核对（speechgen check 会议.yaml）：\n" + "".join(packs)
    return "".join(rows) + cross + "\n看一条规则：speechgen rules 代号\n"


def _row(entry: _Entry, widest: int) -> str:
    more = "（要用 --select 打开）" if entry.opt_in else ""
    return f"{entry.id:<{widest}}  {entry.severity.chinese}  {entry.page.summary}{more}\n"


def _page(entry: _Entry) -> str:
    title = f"{entry.id}（{entry.severity.chinese}）"
    lines = [title, "─" * ((cells(title) + 1) // 2), entry.page.summary, ""]
    for name, text in entry.page.parts.items():
        if name in ("错", "对"):
            lines += [
                f"{name}：",
                *(f"    {line}" if line else "" for line in text.splitlines()),
                "",
            ]
        else:
            lines += [f"{name}：{text}", ""]
    return "\n".join(lines)
