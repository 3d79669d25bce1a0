"""`speechgen rules`: which rules there are, and what each one is about."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from speechgen.cli import screen
from speechgen.diagnostics import Span, SpeechError, error, width


def run(
    rule: Annotated[str, typer.Argument(metavar="[规则]", help="规则的代号；不写就列出全部")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 给出")] = False,
) -> int:  # fmt: skip
    """列出检查规则；写上一条规则，就显示它为什么、错例、对例、怎么改、怎样避免误报。

    示例：
      speechgen rules
      speechgen rules count-claim
    """
    from speechgen.checks import MODULES

    modules = {module.RULE.id: module for module in MODULES}
    if rule and rule not in modules:
        raise SpeechError([_unknown(rule, list(modules))])
    chosen = [modules[rule]] if rule else list(modules.values())
    if as_json:
        screen.put(
            json.dumps([_record(one) for one in chosen], ensure_ascii=False, indent=2) + "\n"
        )
    elif rule:
        screen.put(_page(chosen[0]))
    else:
        screen.put(_listing(chosen))
    return 0


def _unknown(rule: str, known: list[str]) -> Any:
    from speechgen.outline import nearest_word

    guess = nearest_word(rule, known)
    hint = f"是不是 {guess}？" if guess else "全部规则见 speechgen rules"
    return error(Span(), "rule-unknown", f"没有“{rule}”这条规则", hint)


def _record(module: Any) -> dict[str, Any]:
    from speechgen.checks.documentation import page_of

    page = page_of(module)
    parts = {
        "why": page.parts["为什么"],
        "wrong": page.wrong,
        "right": page.right,
        "fix": page.parts["修改"],
        "false_alarms": page.parts["不误报"],
    }
    head = {"id": module.RULE.id, "severity": module.RULE.severity.value}
    return {**head, "opt_in": module.RULE.opt_in, "summary": page.summary, **parts}


def _listing(modules: list[Any]) -> str:
    from speechgen.checks.documentation import page_of

    widest = max(len(module.RULE.id) for module in modules)
    rows = []
    for module in modules:
        rule = module.RULE
        more = "（要用 --select 打开）" if rule.opt_in else ""
        rows.append(
            f"{rule.id:<{widest}}  {rule.severity.chinese}  {page_of(module).summary}{more}\n"
        )
    return "".join(rows) + "\n看一条规则：speechgen rules 代号\n"


def _page(module: Any) -> str:
    from speechgen.checks.documentation import page_of

    page, rule = page_of(module), module.RULE
    title = f"{rule.id}（{rule.severity.chinese}）"
    lines = [title, "─" * ((width(title) + 1) // 2), page.summary, ""]
    for name, text in page.parts.items():
        if name in ("错", "对"):
            lines += [
                f"{name}：",
                *(f"    {line}" if line else "" for line in text.splitlines()),
                "",
            ]
        else:
            lines += [f"{name}：{text}", ""]
    return "\n".join(lines)
