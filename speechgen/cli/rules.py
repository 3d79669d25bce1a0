"""`speechgen rules`: which rules there are, and what every id in a message is about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Final

import typer

from speechgen.cli import screen
from speechgen.diagnostics import Severity, Span, SpeechError, error
from speechgen.explained import FILES, Page, page_of, pages
from speechgen.frozen import frozen
from speechgen.marks import cells

_LAST_LINES: Final = """
看一条规则：speechgen rules 代号
报错、警告、提示里的代号也能这样查，如：speechgen rules outline-unknown-key
"""


def run(
    rule: Annotated[str, typer.Argument(metavar="[代号]", help="规则或报错的代号")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 给出")] = False,
) -> int:  # fmt: skip
    """列出检查规则；写上代号，就显示它为什么、错例、对例；规则还有怎么改、怎样避免误报。

    示例：
      speechgen rules
      speechgen rules count-claim
      speechgen rules outline-unknown-key
    """
    rules = list(_rules())
    chosen = [_explained(rule, rules)] if rule else rules
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
    """An id with its page. `severity` is None where it is no rule's: there it varies."""

    id: str
    page: Page
    severity: Severity | None = None
    opt_in: bool = False
    of_pack: bool = False


def _rules() -> Iterator[_Entry]:
    """What `check` looks for: in a single paper, then across the papers of a pack."""
    from speechgen.checks import MODULES
    from speechgen.pack.checks import PAGES

    for module in MODULES:
        rule = module.RULE
        yield _Entry(rule.id, page_of(module), rule.severity, rule.opt_in)
    for name, page in PAGES.items():
        yield _Entry(name, page, Severity.ERROR, of_pack=True)


def _explained(name: str, rules: Iterable[_Entry]) -> _Entry:
    """The entry of any id. Raises SpeechError with the nearest one where there is none."""
    from speechgen.outline import nearest_word

    known = {name: _Entry(name, page) for file in FILES for name, page in pages(file).items()}
    known |= {entry.id: entry for entry in rules}
    if name in known:
        return known[name]
    guess = nearest_word(name, known)
    hint = f"是不是 {guess}？" if guess else "全部规则见 speechgen rules"
    raise SpeechError([error(Span(), "rule-unknown", f"没有“{name}”这个代号", hint)])


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
    rows = [_row(entry, widest) for entry in entries if not entry.of_pack]
    packs = [_row(entry, widest) for entry in entries if entry.of_pack]
    cross = "\n成套材料互相核对（speechgen check 会议.yaml）：\n" + "".join(packs)
    return "".join(rows) + cross + _LAST_LINES


def _row(entry: _Entry, widest: int) -> str:
    more = "（要用 --select 打开）" if entry.opt_in else ""
    severity = entry.severity.chinese if entry.severity else ""
    return f"{entry.id:<{widest}}  {severity}  {entry.page.summary}{more}\n"


def _page(entry: _Entry) -> str:
    title = f"{entry.id}（{entry.severity.chinese}）" if entry.severity else entry.id
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
