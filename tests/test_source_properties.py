"""What must hold for any outline: places, both parsers, mending that changes nothing sound."""

from __future__ import annotations

import random

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from speechgen.diagnostics import Severity, SpeechError
from speechgen.source import Loaded, load
from speechgen.source.hiding import Hiding
from speechgen.source.mend import Mender
from speechgen.source.notes import Notes
from speechgen.source.tree import Composer
from speechgen.source.values import YamlLine
from tests.benchmarks.outlines import outline
from tests.source_reading import KEYS, Tree, scalars, tree


def assert_placed(loaded: Loaded) -> None:
    """Every character of every scalar (but joints, escapes) stands where its origin says."""
    if any(note.rule == "source-syntax" for note in loaded.diagnostics):
        return  # a bracket in the place of a key stands there as text, in one piece
    for scalar in scalars(loaded.root):
        origins = scalar.origins
        assert bool(origins) == bool(scalar.text)
        assert [start for start, _ in origins] == sorted(start for start, _ in origins)
        assert not origins or origins[0][0] == 0
        ends = [start for start, _ in (*origins, (len(scalar.text), None))][1:]
        for (start, span), end in zip(origins, ends, strict=True):
            piece = scalar.text[start:end].rstrip("\n")
            there = loaded.lines[span.line - 1][span.column - 1 : span.end_column - 1]
            there = there.replace("\ud800", "\ufffd")
            if not there.startswith("\\") and there != "''":
                if piece in KEYS:
                    there = "".join(there.split())  # blanks in a known key are dropped, and told
                assert there in (piece, piece.removesuffix(" ")), (piece, there)


chinese = st.text("防汛排查隐患要全，。：；“”·甲乙丙 3aB", min_size=1, max_size=12)
# every character that means something to YAML, and some that are merely rare
wild = st.text("防汛a9 :：#-?,[]{}&*!|>'\"%@`\\“”＃－　\u200b𠮷\u0301😀=~<.;\t/", max_size=12)
names = st.text("防汛要点甲乙丙丁abc", min_size=1, max_size=5)
texts = st.one_of(chinese, wild)
nodes = st.recursive(
    # odd white space before a text is nothing, a dash before it or alone makes a list item
    texts.filter(
        lambda text: text[:1] not in ("　", "\u200b") and "-　" not in text and text != "－"
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(names, inner, max_size=4)
    ),
    max_leaves=12,
)  # fmt: skip


class _Styled(yaml.SafeDumper):
    """A dumper that never uses anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def dumped(value: object, style: str | None, width: int, indent: int) -> str:
    return yaml.dump(
        value, Dumper=_Styled, allow_unicode=True, default_style=style, width=width,
        indent=indent, sort_keys=False,
    )  # fmt: skip


@given(nodes, st.sampled_from([None, '"', "'", "|"]), st.sampled_from([2, 4]), st.booleans())
def test_sound_yaml_is_read_as_it_stands(
    value: Tree, style: str | None, indent: int, marked: bool
) -> None:
    """Whatever a YAML writer produces is read as written, whether or not it is looked over."""
    if style == "|" and "\t" in str(value):
        style = '"'
    text = ("---\n" if marked else "") + dumped(value, style, 10_000, indent)
    loaded = load(text, "a.yaml", KEYS)
    wanted = yaml.load(text, Loader=yaml.BaseLoader)
    assert tree(loaded.root) == trimmed(wanted, style)
    assert not [n for n in loaded.diagnostics if n.severity is Severity.ERROR]
    assert_placed(loaded)


def trimmed(value: Tree, style: str | None) -> Tree:
    """Literal scalars end without a line break here."""
    if isinstance(value, str):
        return value.rstrip("\n") if style == "|" else value
    if isinstance(value, list):
        return [trimmed(item, style) for item in value]
    if isinstance(value, dict):
        return {trimmed(key, style): trimmed(item, style) for key, item in value.items()}
    return value


@st.composite
def outlines(draw: st.DrawFn, depth: int = 0) -> list[str]:
    """Lines as a clerk types them: any text after a dash or a key, unquoted."""
    lines: list[str] = []
    unit = draw(st.sampled_from(["  ", "\t", "　"])) if depth == 0 else "  "
    for key in draw(st.lists(st.sampled_from(KEYS), unique=True, min_size=1, max_size=4)):
        colon = draw(st.sampled_from([": ", "：", ":"]))
        kind = draw(st.sampled_from(["text", "list", "nodes"]))
        if kind == "text" or depth > 2:
            lines.append(f"{key}{colon}{draw(texts)}")
        elif kind == "list":
            lines.append(f"{key}{colon.rstrip()}")
            lines += [f"{unit}- {text}" for text in draw(st.lists(texts, min_size=1, max_size=3))]
        else:
            lines.append(f"{key}{colon.rstrip()}")
            inner = draw(outlines(depth=depth + 1))
            head, *rest = inner
            lines += [f"{unit}- {head}", *(f"{unit}  {line}" for line in rest)]
    return lines


@given(outlines(), st.sampled_from(["\n", "\r\n", "\r"]))
def test_places_are_those_of_the_file(lines: list[str], end: str) -> None:
    try:
        loaded = load(end.join(lines), "a.yaml", KEYS)
    except SpeechError:
        return
    assert loaded.lines == tuple(lines)
    assert_placed(loaded)
    for note in loaded.diagnostics:
        assert note.source == (lines[note.span.line - 1] if note.span.line else "")
        assert note.span.column <= len(note.source) + 1


@given(texts)
def test_a_typed_text_arrives_whole(text: str) -> None:
    """Invariant 3: whatever follows a dash is the text, except a comment and real syntax."""
    typed = text.strip(" \t　\u200b")
    if typed[:1] in ("", "|", ">", '"', "'", "[", "{", "!", "#", "-", "－") or (
        " # " in f"{typed} " or "\t#" in typed or ":" in typed or "：" in typed
    ):
        return
    loaded = load(f"点:\n  - {typed}\n  - 尾\n", "a.yaml", KEYS)
    assert tree(loaded.root) == {"点": [typed, "尾"]}


def test_no_character_is_hidden_that_could_not_be_restored() -> None:
    with pytest.raises(KeyError):
        Hiding("甲").stand_in("甲")


def composed(lines: list[YamlLine], text: str, parser: type) -> tuple[object, object]:
    notes = Notes("a.yaml", [line.text for line in lines])
    try:
        root = Composer(lines, Hiding(text), notes).compose(parser)
    except SpeechError:
        return None, ()  # syntax errors of the two parsers differ in wording, sometimes in place
    return root, notes.found()


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="the C parser is not built")
@given(st.one_of(outlines(), st.lists(st.tuples(st.integers(0, 4), texts).map(
    lambda pair: " " * pair[0] + pair[1]), max_size=6)))  # fmt: skip
def test_both_parsers_give_equal_nodes(lines: list[str]) -> None:
    text = "\n".join(lines)
    mended = Mender(lines, KEYS, Hiding(text), Notes("a.yaml", lines)).mend()
    assert composed(mended, text, yaml.CBaseLoader) == composed(mended, text, yaml.BaseLoader)


PLAIN = {
    "keys": "题: 甲\n文: 乙，丙\n",
    "without a last line break": "题: 甲",
    "line breaks of Windows": "题: 甲\r\n点:\r\n  - 乙\r\n",
    "a list": "点:\n  - 甲\n  - 乙\n",
    "a list at the key's column": "点:\n- 甲\n- 乙\n题: 丙\n",
    "mappings in a list": "点:\n  - 题: 甲\n    点:\n      - 乙\n  - 题: 丙\n",
    "lists in lists": "- - 甲\n  - 乙\n- 丙\n-   -  - 丁\n",
    "blank lines and comments": "# 说明\n题: 甲\n\n# 说明\n点:\n\n  - 乙\n",
    "colons in a text": "时间: 9:30\n题: 甲：乙\n点:\n  - 10:00开始\n",
    "wide gaps": "题:    甲\n点:\n    -    乙\n",
    "an indented file": "  题: 甲\n  点:\n    - 乙\n",
    "marks in a text": "题: C#、A&B，“甲”{乙}[丙]*!|>%@`\n",
    "no mapping": "- 甲\n- 乙\n",
    "nothing": "",
    "a whole outline": outline(2),
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_plain_lines_are_read_as_the_library_reads_them(text: str) -> None:
    """Nothing in them is touched but comments: the parser sees what was typed."""
    lines = text.replace("\r\n", "\n").split("\n")
    mended = Mender(lines, KEYS, Hiding(text), Notes("a.yaml", lines)).mend()
    assert not any(line.columns for line in mended)
    assert [one.text for one in mended] == ["" if at.startswith("#") else at for at in lines]
    assert load(text, "a.yaml", KEYS).diagnostics == ()


SAMPLES = (
    "类型: 讲话\n标题: 在校园安全会上的讲话\n称谓: \"各位老师:\"\n正文:\n  - 题: 统一思想\n"
    "    文: |\n      第一段。\n\n      第二段。\n    点:\n      - 场地要平整：月底前完成\n"
    "      - 抓好 #3 楼\n  - 题：守住底线\n    文：每天巡查\n结尾: 谢谢大家！\n",
    "标题：医院表彰会\n刚才:\n\t- 甲：乙\n\t－ 丙\n\t-丁\n材料: {一: 二, 三: [四, \"五\"]}\n"
    "文: >\n  折叠的\n  文字\n题: '引''号'\n",
    "- 题: \"跨行\n    引号 \\u4e00\"\n  点:\n  - 一\n  - - 二\n    - 三\n- [急] 四\n- &锚 五\n",
)  # fmt: skip
_PIECES = (
    "\t", "　", "\xa0", ": ", "：", "#", " #", "- ", "-", "－", '"', "'", "[", "]", "{", "}", "&a",
    "*a", "!!x ", "<<: ", "|", ">", "\n", "\r\n", "\\", "%", "@", "?", ", ", "---\n", "...\n",
    "\0", "\x0b", "\x85", "\u2028", "\ufeff", "\ud800", "𠮷", "  ", "题: ", "\U000f0041",
)  # fmt: skip


def mutated(sample: str, chance: random.Random) -> str:
    text = sample
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text) + 1)
        match chance.randrange(5):
            case 0:
                text = text[:at] + chance.choice(_PIECES) + text[at:]
            case 1:
                text = text[:at] + text[at + chance.randint(1, 4) :]
            case 2:
                lines = text.split("\n")
                chance.shuffle(lines)
                text = "\n".join(lines)
            case 3:
                lines = text.split("\n")
                which = chance.randrange(len(lines))
                lines[which] = chance.choice(_PIECES) + lines[which]
                text = "\n".join(lines)
            case _:
                lines = text.split("\n")
                lines.insert(chance.randrange(len(lines)), chance.choice(lines))
                text = "\n".join(lines)
    return text


@pytest.mark.parametrize("seed", range(4))
def test_any_text_gives_nodes_or_a_message(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(500):
        text = mutated(chance.choice(SAMPLES), chance)
        try:
            loaded = load(text, "a.yaml", KEYS)
        except SpeechError as wrong:
            assert wrong.diagnostics and str(wrong)
        else:
            assert_placed(loaded)


@pytest.mark.parametrize("seed", range(3))
def test_any_bytes_give_nodes_or_a_message(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(400):
        encoding = chance.choice(["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-8-sig"])
        raw = bytearray(chance.choice(SAMPLES).encode(encoding))
        for _ in range(chance.randint(0, 5)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        try:
            load(bytes(raw), "a.yaml", KEYS)
        except SpeechError as wrong:
            assert wrong.diagnostics and str(wrong)
