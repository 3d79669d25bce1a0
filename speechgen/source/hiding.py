"""Characters that YAML would take for its own, put out of its sight and back again.

Owns the one-for-one exchange of single characters with private ones. One for one, so that no
column changes. Must not know where in a line a character means something to YAML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from speechgen.diagnostics import Diagnostic, Span, error, refusal, warning
from speechgen.source.notes import Notes

_CONTROLS: Final = (
    *map(chr, (*range(1, 9), *range(11, 13), *range(14, 32), *range(0x7F, 0xA0))),
    "\0", "\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff",
)  # fmt: skip
_INDICATORS: Final = tuple("-?:,[]{}#&*!|>'\"%@`\\<.=\t")
_HIDDEN: Final = {char: at for at, char in enumerate(_CONTROLS + _INDICATORS)}
_CONTROL: Final = "[\\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\uf8ff\ufffe\uffff]"
_ENTITY: Final = r"&(?:#\d{1,6}|#x[\da-f]{1,5}|[a-z]{2,8});"
"""How a web page writes a sign (`&nbsp;`)."""
_NAMES: Final = {
    "\0": "空字符", "\x08": "退格符", "\x0b": "垂直制表符（Word 的手动换行）", "\x0c": "分页符",
    "\x1b": "转义符", "\x7f": "删除符", "\x85": "换行控制符", "\u2028": "行分隔符",
    "\u2029": "段分隔符",
}  # fmt: skip
_SILENT: Final = "\ufeff"  # a zero-width space inside a text harms nobody


class Hiding:
    """Private stand-ins for single characters that the text at hand does not use itself."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _base(self) -> int:
        """The first stand-in. Looked for when something is to be hidden: most files hide nothing.

        Raises SpeechError if the text uses up the private characters itself.
        """
        used = {ord(char) >> 8 for char in set(re.findall("[\U000f0000-\U0010ffff]", self._text))}
        free = next((page for page in range(0xF00, 0x10FF) if page not in used), None)
        if free is None:
            raise refusal(Span(), "source-not-text", "文件里几乎全是自造字，读不了")
        return free << 8

    @cached_property
    def _restore(self) -> dict[int, str]:
        return {self._base + at: char for char, at in _HIDDEN.items()}

    def stand_in(self, char: str) -> str:
        """The private character that stands for `char`; U+FFFD for half of one."""
        return "\ufffd" if "\ud800" <= char <= "\udfff" else chr(self._base + _HIDDEN[char])

    def restored(self, text: str) -> str:
        """`text` with every stand-in turned back."""
        return text if text.isprintable() else text.translate(self._restore)  # a stand-in never is


def hide_controls(text: str, lines: tuple[str, ...], hiding: Hiding, notes: Notes) -> list[str]:
    """`lines` with control characters hidden, and a finding for each that matters."""
    if all(map(str.isprintable, lines)) or not re.search(_CONTROL, text):
        return list(lines)
    for at, line in enumerate(lines):
        for match in re.finditer(_CONTROL, line):
            if match.group() not in _SILENT:
                notes.take(control(match[0], Span(notes.file, at + 1, match.start() + 1), line))
    hidden = _CONTROL.replace("\uf8ff", "\udfff")  # a font's own signs mean nothing to YAML
    return [re.sub(hidden, lambda found: hiding.stand_in(found[0]), line) for line in lines]


def tell_entities(text: str, lines: Sequence[str], notes: Notes) -> None:
    """A finding for each sign that is written as a web page does."""
    if not re.search(_ENTITY, text):
        return
    from html import unescape

    for at, line in enumerate(lines):
        for found in re.finditer(_ENTITY, "" if line.lstrip().startswith("#") else line):
            if (meant := unescape(found[0])) != found[0]:
                shown = "一个空格" if meant.isspace() else f"“{meant}”"
                notes.slip("entity", (at, *found.span()), found[0], shown)


def is_private(char: str) -> bool:
    """Whether a character is a font's own: Wingdings before an item in Word."""
    return "\ue000" <= char <= "\uf8ff"


def control(char: str, span: Span, source: str) -> Diagnostic:
    """What to say about a control character at `span`."""
    rule = "source-control-character"
    code = f"U+{ord(char):04X}"
    span = Span(span.file, span.line, span.column, span.column + 1)
    if "\ud800" <= char <= "\udfff":
        return error(span, rule, f"这里有半个字符（{code}），无法保存", "请删去后重新输入", source)
    if is_private(char):
        said, hint = (
            f"这里有某种字体自带的符号（{code}），会印成方框",
            "删去，或换成通用的符号；是列表项的，换成“- ”",
        )
        return warning(span, rule, said, hint, source)
    name = _NAMES.get(char, "控制字符")
    if char == "\0":
        return error(span, rule, f"这里有{name}（{code}），不能出现在文稿里", "请删去它", source)
    hint = "多半是从别处复制时带来的，请删去；要分段就另起一行"
    return warning(span, rule, f"这里有看不见的{name}（{code}）", hint, source)


def controls_in(text: str) -> list[str]:
    """The control characters in `text` that a reader should hear about."""
    if text.isprintable():
        return []
    return [char for char in re.findall(_CONTROL, text) if char not in _SILENT]
