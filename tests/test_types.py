"""The built-in meeting types: declared fields, tones, and drafts without a scar whatever is left
out.

Every type is tried on its own example with every field it declares filled in; then one field is
taken away at a time, or a value ends in a mark of its own, in all three tones.
"""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from speechgen.api.drafted import Draft
from speechgen.api.drafting import draft
from speechgen.compose.variables import variables
from speechgen.diagnostics import show
from speechgen.document import Block, Document, Item, Para, cells_of, paragraphs
from speechgen.library import types
from speechgen.library.folders import builtin_templates, template_roots
from speechgen.lint import lint
from speechgen.schema.fields import Field, Kind
from speechgen.text import origins_of

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
TYPES = {kind.id: kind for kind in types(template_roots())}
TONES = ("1", "2", "3")
EVERY = pytest.mark.parametrize("name", sorted(TYPES))

PRINTED = ("副标题", "讲话人", "职务", "日期", "称谓", "落款", "附件", "抄送")
"""Common keys that some types print, beside 标题 and what a type declares."""

SCARS = {
    "doubled mark": re.compile(r"[，、；：。][，、；：。！？]|[！？][，、；：。]"),
    "opens with a mark": re.compile(r"^[，、；：。！？）”》]"),
    "stops in the middle": re.compile(r"[，、（“《]$"),
    "empty brackets": re.compile(r"（）|“”|《》|【】"),
    "nothing counted": re.compile(r"零[个点项条]"),
    "stray blank": re.compile(r"^\s|\s$|  "),
    "machine talk": re.compile(r"[A-Za-z]{3,}\(|None|[\ue000\ue001]"),
}
DANGLING = re.compile(
    r"(?:就|在|向|为|请|祝|对|和|与|由|从|把|接下来是|让我们|希望大家|代表|关于|按照|感谢|祝贺)"
    r"[，。；！？：]|(?<!总的要求)(?:是|有)[，。；！？]"
)
"""A word that wants something behind it; looked for only where the full draft does not say it."""


# -- outlines -----------------------------------------------------------------------------------


@cache
def example(name: str) -> dict[str, Any]:
    file = EXAMPLES / f"{name}.yaml"
    made: dict[str, Any] = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)
    return made


def sample(field: Field) -> Any:
    """A value for a field, made of its own declared example."""
    match field.kind:
        case Kind.GROUP:
            return {member.key: sample(member) for member in field.fields}
        case Kind.GROUPS:
            return [{member.key: sample(member) for member in field.fields}] * 2
        case Kind.LIST | Kind.NODES:
            return [field.example, field.example + "（续）"]
        case Kind.FLAG:
            return "是"
        case Kind.DATE:
            return field.example or "2026年5月12日"
    return field.example.strip('"')


@cache
def full(name: str) -> dict[str, Any]:
    """The example with every declared field and every member filled in, its parts cut short."""
    made = copy.deepcopy(example(name))
    for key, value in made.items():
        if isinstance(value, list):
            made[key] = value[:2]
    for field in TYPES[name].fields:
        if field not in own_words(name):
            filled_in(made, field)
    return made


def own_words(name: str) -> list[Field]:
    """The fields whose text stands in place of what the type says: not part of a full outline."""
    displacing = {section.gives_way for section in TYPES[name].sections} - {""}
    fields = [field for field in TYPES[name].fields if field.key in displacing]
    return [field for field in fields if field.kind is Kind.PARAGRAPHS]


def filled_in(values: dict[str, Any], field: Field) -> None:
    if field.key not in values:
        values[field.key] = sample(field)
    given = values[field.key]
    if field.kind is Kind.GROUP:
        if not isinstance(given, dict):
            given = values[field.key] = {field.shorthand: given}
        for member in field.fields:
            filled_in(given, member)
    elif field.kind is Kind.GROUPS:
        for one in given:
            for member in field.fields if isinstance(one, dict) else ():
                filled_in(one, member)


def drafted(values: dict[str, Any], tone: str) -> Draft:
    kept = {key: value for key, value in values.items() if value}  # `{}` would be read as text
    text = yaml.safe_dump({**kept, "语气": tone}, allow_unicode=True, sort_keys=False, width=9999)
    return draft(text.encode(), name="提纲.yaml", beside=EXAMPLES)


def places(name: str) -> Iterator[tuple[tuple[Any, ...], Field]]:
    """Where each value of the full outline stands: its keys from the top, and its field."""
    values = full(name)
    for field in TYPES[name].fields:
        if field.key == "标题" or field in own_words(name):  # every outline must have a title
            continue
        yield (field.key,), field
        given = values[field.key]
        for member in field.fields:
            if field.kind is Kind.GROUP:
                yield (field.key, member.key), member
            elif field.kind is Kind.GROUPS:
                yield from (((field.key, at, member.key), member)
                            for at, one in enumerate(given) if isinstance(one, dict))  # fmt: skip


def less(values: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """The outline without one value."""
    made = copy.deepcopy(values)
    owner = made
    for key in path[:-1]:
        owner = owner[key]
    owner.pop(path[-1], None)
    return made


def more(values: dict[str, Any], path: tuple[Any, ...], mark: str) -> dict[str, Any]:
    """The outline with a mark at the end of one value (of each item of a list)."""
    made = copy.deepcopy(values)
    owner: Any = made
    for key in path[:-1]:
        owner = owner[key]
    given = owner[path[-1]]
    if isinstance(given, list):
        owner[path[-1]] = [marked(one, mark) for one in given]
    else:
        owner[path[-1]] = marked(given, mark)
    return made


def marked(value: Any, mark: str) -> Any:
    if isinstance(value, str):
        return value.rstrip("。！？；，") + mark
    return value


def body_lines(made: Draft) -> list[str]:
    """Every paragraph that a template or the outline brings, without the title block."""
    aside = {"title", "subtitle", "byline", "date"}
    kept = [b for b in made.document.blocks if not (isinstance(b, Para) and b.role in aside)]
    return [str(line) for block in kept for line in paragraphs_of(block)]


def paragraphs_of(block: Block) -> list[str]:
    cells = [cell for cell in cells_of(block) if cell]
    return cells or list(paragraphs(Document((block,))))


def scars(lines: list[str], known: frozenset[str] = frozenset()) -> list[str]:
    """What is wrong with the paragraphs; those in `known` are not searched for dangling words."""
    found = [f"{what}: {line}" for line in lines for what, shape in SCARS.items()
             if shape.search(line)]  # fmt: skip
    found += [f"nothing printed: {line!r}" for line in lines if not re.search(r"\w", line)]
    for line in lines:
        hanging = DANGLING.search(line)
        if hanging and line not in known and not any(hanging[0] in one for one in known):
            found.append(f"dangling “{hanging[0]}”: {line}")
    return found


@cache
def known_lines(name: str, tone: str) -> frozenset[str]:
    return frozenset(body_lines(drafted(full(name), tone)))


# -- what a type declares -----------------------------------------------------------------------


def test_built_in_types_have_no_findings() -> None:
    _, found = lint(builtin_templates())
    assert not found, show(found)


def test_names_belong_to_one_type() -> None:
    owners: dict[str, list[str]] = {}
    for kind in TYPES.values():
        for spelling in {*kind.names, *kind.aliases}:
            owners.setdefault(spelling, []).append(kind.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_no_type_repeats_the_text_of_another() -> None:
    """Shared phrases live in `_parts`; in two types' own files no long phrase is the same."""
    seen: dict[str, set[Path]] = {}
    for kind in TYPES.values():
        for literal in variables(kind).literals:
            if len(literal.text) >= 10:
                seen.setdefault(literal.text, set()).add(Path(literal.span.file))
    assert {text: files for text, files in seen.items() if len(files) > 1} == {}


@EVERY
def test_templates_hold_no_facts(name: str) -> None:
    texts = [
        literal.text
        for literal in variables(TYPES[name]).literals
        if not literal.text.startswith("@列宽")
    ]  # shares of columns
    assert [text for text in texts if re.search(r"\d|[XＸ×]{2}|某某", text)] == []


@EVERY
def test_example_stands_alone(name: str) -> None:
    assert (EXAMPLES / f"{name}.yaml").is_file()
    assert example(name)["类型"] in TYPES[name].names


# -- three tones --------------------------------------------------------------------------------


@EVERY
def test_tones_differ_audibly(name: str) -> None:
    """Opening, the sentence that leads to the parts, and closing: three ways of each."""
    kind = TYPES[name]
    if not variables(kind).phrases:
        assert not kind.tones
        return
    assert len(kind.tones) == 3
    parts = [opening_and_closing(drafted(full(name), tone)) for tone in TONES]
    for which in ("opening", "transition", "closing"):
        heard = {one[which] for one in parts if which in one}
        assert not heard or len(heard) == 3, f"{which}: {heard}"
    assert "opening" in parts[0]


def opening_and_closing(made: Draft) -> dict[str, str]:
    """What is said before the first part, just before it, and after the last one."""
    blocks = made.document.blocks
    items = [at for at, block in enumerate(blocks) if isinstance(block, Item)]
    spoken = [
        (at, str(line))
        for at, block in enumerate(blocks)
        if isinstance(block, Para) and block.role in ("body", "closing")
        for line in paragraphs_of(block)
    ]
    if not items:
        return {"opening": "".join(line for _, line in spoken)}
    before = [line for at, line in spoken if at < items[0]]
    after = [line for at, line in spoken if at > items[-1]]
    found = {"opening": "".join(before)}
    if before and not is_of_the_outline(blocks[items[0] - 1]):
        found["transition"] = before[-1]
    return found | ({"closing": "".join(after)} if after else {})


def is_of_the_outline(block: Block) -> bool:
    """Whether every character of a paragraph comes from the outline."""
    return isinstance(block, Para) and all(span.line for _, span in origins_of(block.text))


def test_tone_by_name_and_number() -> None:
    kind = TYPES["mobilize"]
    by_number = [str(drafted(example("mobilize"), tone)) for tone in ("1", "２", "3")]
    by_name = [str(drafted(example("mobilize"), tone)) for tone in kind.tones]
    assert by_number == by_name


@pytest.mark.parametrize("tone", ["4", "0", "庄严", "热烈一点"])
def test_unknown_tone_is_reported_at_its_line(tone: str) -> None:
    text = f"类型: 动员部署会讲话\n标题: 动员会\n语气: {tone}\n任务: 部署工作\n正文: [甲]\n"
    made = draft(text.encode(), name="a.yaml")
    [note] = [note for note in made.diagnostics if note.rule == "outline-tone"]
    assert (note.span.line, note.span.column) == (3, 5)
    assert "庄重" in note.hint


# -- scars --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    ["今天，，我们开会。", "，我讲三点意见。", "刚才，。", "我代表，向大家问好。", "主要任务是。",
     "让我们！", "请大家、", "今天（）开会。", "。", "我讲零点意见。", "RunOn(items=())"],
)  # fmt: skip
def test_scars_are_seen(line: str) -> None:
    assert scars([line])


@EVERY
@pytest.mark.parametrize("tone", TONES)
def test_everything_filled_in_leaves_no_scar(name: str, tone: str) -> None:
    made = drafted(full(name), tone)
    assert scars(body_lines(made), known_lines(name, tone)) == []
    assert made.missing == ()
    assert made.unprinted == ()


@pytest.mark.thorough
@EVERY
@pytest.mark.parametrize("tone", TONES)
def test_one_field_less_leaves_no_scar(name: str, tone: str) -> None:
    known = known_lines(name, tone)
    trouble: list[str] = []
    for path, field in places(name):
        made = drafted(less(full(name), path), tone)
        trouble += [f"{path}: {scar}" for scar in scars(body_lines(made), known)]
        if field.required:
            wanted = f"【待补：{field.key}"  # a group's gap names the member: 会议的地点
            if wanted not in str(made) or field.key not in owners(made):
                trouble.append(f"{path}: required, but {wanted} is not printed")
        elif made.missing:
            trouble.append(f"{path}: optional, but {made.missing} is asked for")
    assert trouble == []


@pytest.mark.thorough
@EVERY
@pytest.mark.parametrize("tone", TONES)
def test_one_common_key_less_leaves_no_scar(name: str, tone: str) -> None:
    values = full(name)
    for key in PRINTED:
        made = drafted({k: v for k, v in values.items() if k != key}, tone)
        assert scars(body_lines(made), known_lines(name, tone)) == [], key


@pytest.mark.thorough
@EVERY
@pytest.mark.parametrize("mark", ["。", "！", "；"])
@pytest.mark.parametrize("tone", TONES)
def test_values_may_end_in_a_mark_of_their_own(name: str, tone: str, mark: str) -> None:
    values = full(name)
    for path, field in places(name):
        if field.kind in (Kind.TEXT, Kind.LIST):
            values = more(values, path, mark)
    found = scars(body_lines(drafted(values, tone)), known_lines(name, tone))
    assert [scar for scar in found if "doubled" in scar] == []


@pytest.mark.thorough
@EVERY
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(choose=st.data())
def test_any_fields_less_leave_no_scar(name: str, choose: st.DataObject) -> None:
    """Several optional values taken away at once, in any tone."""
    tone = choose.draw(st.sampled_from(TONES))
    optional = [path for path, field in places(name) if not field.required]
    gone = choose.draw(
        st.lists(st.sampled_from(optional), unique=True) if optional else st.just([])
    )
    values = full(name)
    for path in sorted(gone, key=len, reverse=True):
        values = less(values, path)
    made = drafted(values, tone)
    assert scars(body_lines(made), known_lines(name, tone)) == []
    assert made.missing == ()


def owners(made: Draft) -> set[str]:
    """The declared fields whose gaps a draft printed."""
    return {gap.field.split("的")[0] for gap in made.missing}


@EVERY
def test_only_a_title_still_drafts(name: str) -> None:
    for tone in TONES:
        made = drafted({"类型": name, "标题": "会议材料"}, tone)
        required = {field.key for field in TYPES[name].fields if field.required}
        assert owners(made) == required
        assert scars([line for line in body_lines(made) if "【待补" not in line]) == []


@pytest.mark.parametrize("tone", TONES)
def test_closing_of_a_type_without_a_salutation(tmp_path: Path, tone: str) -> None:
    (tmp_path / "trial").mkdir()
    meeting = "名称: 试验\n继承: _base\n段落: [_parts/closing.j2]\n"
    (tmp_path / "trial" / "meeting.yaml").write_text(meeting, "utf-8")
    text = f"类型: 试验\n标题: 会\n语气: {tone}\n结尾:\n  强调: 开局决定后势\n  祝愿: 大家顺利\n"
    made = draft(text.encode(), name="a.yaml", templates=[tmp_path])
    assert body_lines(made)[0] == "开局决定后势。"
    assert scars(body_lines(made)) == []


# -- awkward values -----------------------------------------------------------------------------

DOUBLED = re.compile(
    r"([\u4e00-\u9fff]{2,5})\1|前前|在在|于于|请请|的的|由由|作了作|作作|了了"
    r"|(?:立即|长期|尽快|每月|日起|三日内)前"
)
AWKWARD = ("立即", "长期", "三日内", "5月底前", "于5月底", "作表态发言", "进行点评", "全区大会")
TOKEN = "甲乙丙丁"


def with_value(values: dict[str, Any], path: tuple[Any, ...], value: str) -> dict[str, Any]:
    """The outline with one text (the first of a list) changed."""
    made = copy.deepcopy(values)
    owner: Any = made
    for key in path[:-1]:
        owner = owner[key]
    given = owner[path[-1]]
    owner[path[-1]] = [value, *given[1:]] if isinstance(given, list) else value
    return made


@pytest.mark.thorough
@EVERY
def test_no_word_is_said_twice_whatever_a_value_is(name: str) -> None:
    """A value that says the words around it itself, and values that want another verb form."""
    phrases = {literal.text for literal in variables(TYPES[name]).literals}
    texts = [
        path
        for path, field in places(name)
        if field.kind in (Kind.TEXT, Kind.LIST, Kind.DATE) and not field.setting
        if path[-1] != "时刻"  # a clock
    ]
    for at, path in enumerate(random.Random(name).sample(texts, min(6, len(texts)))):
        tone = TONES[at % len(TONES)]
        given = full(name)
        for key in path:
            given = given[key]
        if isinstance(given, list):
            given = given[0]
        if not isinstance(given, str):
            continue
        line = next((line for line in body_lines(drafted(with_value(full(name), path, TOKEN), tone))
                     if TOKEN in line), "")  # fmt: skip
        before, _, after = line.partition(TOKEN)
        values = [AWKWARD[at % len(AWKWARD)], AWKWARD[(at + 3) % len(AWKWARD)]]
        values += [before[-2:] + given] if any(one.endswith(before[-2:]) for one in phrases) else []
        values += [given + after[:2]] if any(one.startswith(after[:2]) for one in phrases) else []
        for value in values:
            for said in body_lines(drafted(with_value(full(name), path, value), tone)):
                found = DOUBLED.search(said)
                fine = not found or any(found[0] in one for one in known_lines(name, tone))
                assert fine, (path, tone, value, said)
