"""No single step of a template is long: it is paid for by size before it is taken.

What is asserted is what a template has paid, never how long it ran.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator

import pytest

from speechgen.api.drafted import Draft
from speechgen.compose import budget, watch
from speechgen.compose.budget import Budget, LimitError
from speechgen.diagnostics import SpeechError

Render = Callable[..., Draft]

GROWN = "{% set n = namespace(a=(1,)) %}{% for i in range(<>) %}{% set n.a = (n.a,) %}{% endfor %}"
DEEP = GROWN.replace("<>", "400")
TWINS = GROWN.replace("<>", "40").replace("(n.a,)", "(n.a, n.a)")  # 2^40 stops on a walk
LIST = "{% set xs = range(99999)|list %}"
TEXT = "{% set s = 'x' * 999999 %}"
KEPT = LIST + "{% set n = namespace(k=[]) %}{% for i in range(99999) %}"

ENDLESS_STEP = {
    "print": TWINS + "{{ n.a }}",
    "string": TWINS + "{{ n.a|string }}",
    "upper": TWINS + "{{ n.a|upper }}",
    "~": TWINS + "{{ n.a ~ '' }}",
    "连接": TWINS + "{{ [n.a, 1]|连接 }}",
    "separator": TWINS + "{{ [1, 2]|连接(n.a) }}",
    "==": TWINS + "{{ '甲' if n.a == (n.a, 1) }}",
    "in": TWINS + "{{ '甲' if 1 in [n.a] }}",
    "is": TWINS + "{{ '甲' if n.a is lower }}",
    "is in": TWINS + "{{ '甲' if 1 is in [n.a] }}",
    "key": TWINS + "{% set d = {n.a: 1} %}",
    "member": TWINS + "{{ {1: 2}[n.a] }}",
    "sort": TWINS + "{{ [n.a, n.a]|sort|length }}",
    "max": TWINS + "{{ [n.a, n.a]|max|length }}",
    "unique": TWINS + "{{ [n.a, n.a]|unique|list|length }}",
    "groupby": TWINS + "{{ [{'k': n.a}]|groupby('k')|length }}",
    "select": TWINS + "{{ [n.a]|select('eq', 1)|list|length }}",
    "map": TWINS + "{{ [n.a]|map('string')|list|length }}",
    "changed": TWINS + "{% for i in [1] %}{{ '甲' if loop.changed(n.a) }}{% endfor %}",
    "计数": TWINS + "{{ [1]|计数(n.a) }}",
    "补头": TWINS + "{{ '甲'|补头(n.a) }}",
    "逐条": TWINS + "{{ [n.a]|逐条 }}",
    "deep key": DEEP + "{% set d = {n.a: 1} %}",
    "deep unique": DEEP + "{{ [n.a]|unique|list|length }}",
    "batch": "{{ [1]|batch(10**9, 0)|list|length }}",
    "slice": "{{ [1]|slice(slices=10**9)|list|length }}",
    "round": "{{ 1.5|round(10**9, 'ceil') }}",
    "number": "{{ ('f' * 99999)|int(base=16) }}",
    "lists added": KEPT + "{% set n.k = [n.k, xs + [i]] %}{% endfor %}",
    "lists sliced": KEPT + "{% set n.k = [n.k, xs[1:]] %}{% endfor %}",
    "lists written": KEPT + "{% set n.k = [n.k, [" + "0," * 5000 + "]] %}{% endfor %}",
    "lists given": "{% macro m() %}{{ varargs|length }}{% endmacro %}"
    + KEPT
    + "{% set x = m(*xs) %}{% endfor %}",
    "texts kept": TEXT + "{% for i in range(99999) %}{% set y = s|upper %}{% endfor %}",
    "texts compared": TEXT + "{% for i in range(99999) %}{{ '甲' if s == s }}{% endfor %}",
    "long macro": "{% macro m() %}" + "长" * 50000 + "{% endmacro %}"
    "{% for i in range(99999) %}{% set y = m() %}{% endfor %}",
    "filter block": "{% for i in range(99999) %}{% filter upper %}"
    + "x" * 50000
    + "{% endfilter %}{% endfor %}",
    "long include": "{% for i in range(99999) %}{% include 'part.j2' %}{% endfor %}",
    "nested loop()": "{% for a in [1] recursive %}{% if loop.depth < 4 %}"
    "{{ loop(range(99999)) }}{% endif %}{% endfor %}",
    "one text a million times": TEXT + "{% set y %}{{ s }}{% endset %}{{ y * 9999 }}",
    "literal": "{{ 0x" + "f" * 99999 + " }}",
    "nested source": "{% for i in [1] %}" * 30 + "{% endfor %}" * 30,
    "long source": "{{ 任务 }}" * 50000,
}


@pytest.mark.parametrize("template", ENDLESS_STEP.values(), ids=ENDLESS_STEP)
def test_a_step_too_large_is_not_taken(
    template: str, render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "MAX_STEPS", 100_000)  # as it is, but sooner
    monkeypatch.setattr(budget, "MAX_CHARACTERS", 3_000_000)
    with pytest.raises(SpeechError) as refused:
        render(template, part="长" * 50000)
    (found,) = refused.value.diagnostics
    assert found.rule == "template-limit"
    assert found.span.file.endswith(".j2")


PAID = {
    "list": "{{ range(10000)|list|length }}",
    "sort": "{{ range(10000)|sort|length }}",
    "sum": "{{ range(10000)|sum }}",
    "reverse": "{{ range(10000)|list|reverse|first }}",
    "min": "{{ range(10000)|min }}",
    "batch": "{{ range(10000)|batch(2)|list|length }}",
    "select": "{{ range(10000)|select('odd')|list|length }}",
    "连接": "{{ range(10000)|连接 }}",
    "==": "{% set xs = range(10000)|list %}{{ '甲' if xs == 1 }}",
    "in": "{{ '甲' if 1 in range(10000) }}",
    "is in": "{{ '甲' if 1 is in range(10000) }}",
    "slice": "{% set xs = range(10000)|list %}{{ xs[5:]|length }}",
    "text": "{% set s = 'x' * 99999 %}{{ '甲' if s.startswith(s) }}",
}


@pytest.mark.parametrize("template", PAID.values(), ids=PAID)
def test_what_is_walked_is_paid_for(
    template: str, render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "MAX_STEPS", 600)
    with pytest.raises(SpeechError) as refused:
        render(template)
    assert refused.value.diagnostics[0].rule == "template-limit"


def test_the_clock_is_looked_at_within_the_payments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MAX_SECONDS", -1.0)
    with pytest.raises(LimitError, match="秒"):
        Budget().weigh([list(range(9999))])


@pytest.fixture
def free_alarm() -> Iterator[None]:
    """The alarm as an ordinary run finds it, whatever the test runner uses it for."""
    if not hasattr(signal, "SIGALRM"):
        pytest.skip("this system has no alarm to give")
    before = signal.signal(signal.SIGALRM, signal.SIG_DFL)
    left = signal.setitimer(signal.ITIMER_REAL, 0)
    yield
    signal.signal(signal.SIGALRM, before)
    signal.setitimer(signal.ITIMER_REAL, *left)


@pytest.mark.usefixtures("free_alarm")
@pytest.mark.parametrize("alarm", [True, False], ids=["alarm", "thread"])
def test_a_step_that_pays_nothing_is_still_stopped(
    alarm: bool, render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert watch._alarm_is_free()
    monkeypatch.setattr(watch, "_alarm_is_free", lambda: alarm)
    monkeypatch.setattr(watch, "_GRACE", 0.01)
    monkeypatch.setattr(budget, "MAX_SECONDS", 0.01)
    monkeypatch.setattr(Budget, "spend", lambda *_: None)
    with pytest.raises(SpeechError) as refused:
        render("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")
    (found,) = refused.value.diagnostics
    assert found.rule == "template-limit"
    assert "秒" in found.message


def test_no_memory_is_not_called_recursion(render: Render, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Budget, "paid", none_left)
    with pytest.raises(SpeechError) as refused:
        render("甲\n{{ 1 + 1 }}")
    (found,) = refused.value.diagnostics
    assert (found.rule, found.span.line) == ("template-limit", 2)
    assert "内存" in found.message


def test_a_long_table_is_one_table(render: Render) -> None:
    drafted = render("@表 甲\n{% for i in range(3000) %}\n@行 {{ i }}｜乙\n{% endfor %}")
    (table,) = drafted.document.blocks
    assert len(table.rows) == 3001  # type: ignore[union-attr] # a table
