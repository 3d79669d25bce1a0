"""Templates of strangers: every trick ends in a message, in bounded time and memory."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from speechgen.api.drafted import Draft
from speechgen.compose import budget
from speechgen.diagnostics import SpeechError

Render = Callable[..., Draft]

ENDLESS = {
    "nested loops": "{% for a in range(99999) %}{% for b in range(99999) %}"
    "{% endfor %}{% endfor %}",
    "printing loops": "{% for a in range(99999) %}{% for b in range(99999) %}甲"
    "{% endfor %}{% endfor %}",
    "large literal in a loop": "{% for a in range(99999) %}" + "长" * 5000 + "{% endfor %}",
    "long range": "{% for a in range(10**9) %}{% endfor %}",
    "repeated string": "{{ 'x' * 10**9 }}",
    "repeated list": "{{ ([1] * 10**9)|length }}",
    "doubled string": "{% set n = namespace(x='甲') %}{% for i in range(60) %}"
    "{% set n.x = n.x ~ n.x %}{% endfor %}{{ n.x }}",
    "doubled list": "{% set n = namespace(x=[1]) %}{% for i in range(60) %}"
    "{% set n.x = n.x + n.x %}{% endfor %}",
    "doubled block": "{% set n = namespace(x='甲') %}{% for i in range(60) %}"
    "{% set y %}{{ n.x }}{{ n.x }}{% endset %}{% set n.x = y %}{% endfor %}{{ n.x }}",
    "huge power": "{{ 9**9**9 }}",
    "growing power": "{% set n = namespace(x=2) %}{% for i in range(99) %}"
    "{% set n.x = n.x * n.x %}{% endfor %}{{ n.x }}",
    "percent format": "{{ '%0999999999d' % 1 }}",
    "recursive macro": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "branching macro": "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}"
    "{{ m(60) }}",
    "recursive loop": "{% for a in [1,2] recursive %}{{ loop([1,2]) }}{% endfor %}",
    "recursive include": "{% include 'body.j2' %}",
    "recursive import": "{% import 'body.j2' as b %}",
    "deep expression": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "join": "{{ range(99999)|list|join('长' * 99999) }}",
    "map in loops": "{% for a in range(9999) %}{{ range(99999)|map('string')|list|length }}"
    "{% endfor %}",
}

ESCAPES = {
    "class": "{{ ''.__class__.__mro__ }}",
    "subclasses": "{{ ''.__class__.__base__.__subclasses__() }}",
    "attr filter": "{{ ''|attr('__class__') }}",
    "item": "{{ 任务['__class__'] }}",
    "globals": "{{ self.__init__.__globals__ }}",
    "range globals": "{{ range.__globals__ }}",
    "macro globals": "{% macro m() %}{% endmacro %}{{ m.__func__.__globals__ }}",
    "loop": "{% for a in [1] %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "undefined": "{{ nothing.__init__.__globals__ }}",
    "format": "{{ '{0.__class__}'.format(任务) }}",
    "format map": "{{ '{a.__class__}'.format_map({'a': 任务}) }}",
    "format of a list": "{{ '{0}'.format([任务]) }}",
    "wide format": "{{ '{0:>999999999}'.format(任务) }}",
    "format through a variable": "{% set f = '{0.__class__}'.format %}{{ f(任务) }}",
    "map attribute": "{{ [任务]|map(attribute='__class__')|list }}",
    "sort attribute": "{{ [任务, 任务]|sort(attribute='__class__') }}",
    "groupby": "{{ [任务]|groupby('__class__') }}",
    "origins": "{{ 任务.origins }}",
    "environment": "{{ 任务.__init__.__globals__.environment }}",
    "lipsum": "{{ lipsum.__globals__ }}",
    "cycler": "{{ cycler.__init__.__globals__ }}",
    "joiner": "{{ joiner.__init__.__globals__ }}",
    "string method": "{{ 任务.replace('排', 'x' * 99) }}",
    "import system": "{% import 'os' as os %}",
    "outside file": "{% include '../../../../../../etc/passwd' %}",
    "absolute file": "{% include '/etc/passwd' %}",
    "windows file": "{% include 'C:\\\\windows\\\\win.ini' %}",
    "mutation": "{% do 刚才.append(1) %}",
    "safe filter": "{{ 任务|safe }}",
    "random": "{{ [1, 2]|random }}",
    "reference mark": "{{ '\ue0000\ue001' }}",
    "debug": "{% debug %}",
    "counting by its name": "{{ [-999]|map('.pay', -999, -999)|list }}",
}


@pytest.mark.parametrize("template", ENDLESS.values(), ids=ENDLESS)
def test_what_never_ends_is_stopped(
    template: str, render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "MAX_SECONDS", 0.5)
    with pytest.raises(SpeechError) as refused:
        render(template)
    (found,) = refused.value.diagnostics
    assert found.rule in ("template-limit", "template-syntax")
    assert not found.message.isascii()
    assert found.span.file.endswith(".j2")


@pytest.mark.parametrize("template", ESCAPES.values(), ids=ESCAPES)
def test_nothing_outside_is_reached(template: str, render: Render) -> None:
    with pytest.raises(SpeechError) as refused:
        print(render(template))
    (found,) = refused.value.diagnostics
    assert found.rule.startswith("template-")
    assert not found.message.isascii()


def test_a_link_out_of_the_folder_is_not_followed(render: Render, tmp_path: object) -> None:
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    secret = tmp_path / "secret.txt"
    secret.write_text("不该看到", "utf-8")
    folder = tmp_path / "types" / "trial"
    folder.mkdir(parents=True)
    (folder / "linked.j2").symlink_to(secret)
    with pytest.raises(SpeechError) as refused:
        render("{% include 'linked.j2' %}")
    assert refused.value.diagnostics[0].rule == "template-missing"


def test_ordinary_work_is_far_from_the_limits(render: Render) -> None:
    drafted = render("{% for a in range(20000) %}{{ 任务 }}{% endfor %}")
    assert str(drafted).count("排查隐患") == 20000


def test_a_loop_over_what_was_given_still_knows_its_length(render: Render) -> None:
    drafted = render("{% for a in 刚才 %}{{ loop.index }}/{{ loop.length }}{{ a }}；{% endfor %}")
    assert str(drafted).strip() == "1/2甲汇报；2/2乙汇报；"
