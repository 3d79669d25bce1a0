"""Rules of which every finding is a row of a table: an expression, what is wrong, what to write.

The table is `templates/_words/patterns.tsv`, whose head says what its columns are. A rule whose
findings have to be computed stands in a module of its own, and may have rows here besides; what
it looks for stands in `forms.tsv`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from speechgen.checks.characters import shown
from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity
from speechgen.expression import Expression
from speechgen.frozen import frozen
from speechgen.library.folders import made_of_words, word_table
from speechgen.marks import HAN

OFFICES: Final = (
    "书记", "市长", "县长", "区长", "镇长", "乡长", "局长", "主任", "处长", "科长", "部长",
    "院长", "校长", "所长", "站长", "队长", "经理", "主席", "秘书长", "检察长", "厂长", "董事长",
)  # fmt: skip
_NOT_IN_NAMES: Final = (
    "我本全各该这那某一二三四五六七八九十两几多每个的在是了对使和与及到为由从以向等有之任认担副负主"
    "把被将要会能可都也已不"
)
_SHORTHAND: Final = {
    "{汉}": HAN,
    "{句}": r"[^，。；：！？\n]",
    "{首}": r"(?:^|(?<=[。！？；：\n]))",
    "{名}": f"(?:(?![{_NOT_IN_NAMES}]){HAN})",
    "{职}": f"(?:{'|'.join(OFFICES)})",
}
_NOTHING: Final = "空"  # as what to write: to be deleted


@frozen
class WrongForm:
    """A row: what is looked for, and what is said of it. `right` is None where nobody can know."""

    pattern: Expression
    message: str
    hint: str
    right: str | None
    severity: Severity | None
    example: str


class Forms:
    """The expressions of one module of rules, each an attribute named like its row."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Expression:
        form = forms()[self._module][name]
        setattr(self, name, form)
        return form


@made_of_words
def forms() -> dict[str, dict[str, Expression]]:
    """The rows of `forms.tsv` by module and name."""
    found: dict[str, dict[str, Expression]] = {}
    for row in word_table("forms"):
        found.setdefault(row["规则"], {})[row["名"].replace(" ", "_")] = _expression(row)
    return found


def _expression(row: dict[str, str]) -> Expression:
    source = row["式样"]
    for short, regex in _SHORTHAND.items():
        source = source.replace(short, regex)
    signs = list(filter(None, row["特征"].split(" ")))
    if "{" in row["特征"]:
        signs = [sign.replace("{空}", " ").replace("{制}", "\t") for sign in signs]
    return Expression(source, *signs)


@made_of_words
def wordings() -> dict[str, tuple[WrongForm, ...]]:
    """The rows of every rule."""
    found: dict[str, list[WrongForm]] = {}
    levels = {level.chinese: level for level in Severity}
    for row in word_table("patterns"):
        right = "" if row["改为"] == _NOTHING else row["改为"] or None
        facts = row["说"], row["提示"], right, levels.get(row["级别"]), row["例"]
        wording = WrongForm(_expression(row), *facts)
        found.setdefault(row["规则"], []).append(wording)
    return {rule: tuple(rows) for rule, rows in found.items()}


def found_by_rows(paper: Manuscript, rule: str) -> Iterator[Finding]:
    """Every place of every row of a rule."""
    for row in wordings().get(rule, ()):
        for found in row.pattern.finditer(paper.text):
            groups = found.re.groupindex
            wrong = next((name for name in groups if name[:5] == "wrong" and found[name]), 0)
            place = found.span(wrong)
            part = found.span("part") if "part" in groups else None
            said = shown(found[0], 24)
            message, hint = (
                found.expand(text.replace("<wrong>", f"<{wrong}>")).replace("{}", said)
                for text in (row.message, row.hint)
            )
            right = None if row.right is None else found.expand(row.right)
            severity = row.severity
            yield flag(place, message, hint, right, safe=False, part=part, severity=severity)


def by_rows(rule: str) -> Callable[[Manuscript], Iterator[Finding]]:
    """The check of a rule that has nothing but rows."""

    def check(paper: Manuscript) -> Iterator[Finding]:
        return found_by_rows(paper, rule)

    check.__name__ = rule.replace("-", "_")
    return check
