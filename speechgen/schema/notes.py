"""What is wrong in a file of keys: findings, each with the line it stands on.

Owns which unknown keys are one finding, and what is asked about them. Must not know how a value is
read, nor which keys there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from speechgen.diagnostics import Diagnostic, Severity, Span, error, info, warning
from speechgen.numbering import STARTS
from speechgen.schema.fields import Field, did_you_mean, nearest
from speechgen.schema.values import Facts, Value
from speechgen.source import MappingNode, ScalarNode, YamlNode
from speechgen.text import Text, cut, place_of

_SHOWN: Final = 12  # characters of a text that are quoted


def line_of(span: Span, file: str, lines: Sequence[str]) -> str:
    """The line of a file that a span points to; empty for any other file."""
    return lines[span.line - 1] if span.file == file and 0 < span.line <= len(lines) else ""


class FileNotes:
    """What is wrong in one file, each finding with the line it stands on."""

    def __init__(self, file: str, lines: Sequence[str], notes: Iterable[Diagnostic] = ()) -> None:
        self.file = file
        self.lines = lines
        self.notes = list(notes)

    def fail(self, span: Span, rule: str, message: str, hint: str = "") -> None:
        """Note an error."""
        self.notes.append(error(span, rule, message, hint, line_of(span, self.file, self.lines)))

    def warn(self, span: Span, rule: str, message: str, hint: str = "") -> None:
        """Note what may be wrong."""
        self.notes.append(warning(span, rule, message, hint, line_of(span, self.file, self.lines)))

    def hint(self, span: Span, rule: str, message: str, hint: str = "") -> None:
        """Note what was taken in a way worth knowing."""
        self.notes.append(info(span, rule, message, hint, line_of(span, self.file, self.lines)))

    def check(self, text: Text, parse: Callable[[str], object], rule: str, hint: str) -> None:
        """Note an error where `parse` refuses the text with a ValueError."""
        try:
            parse(text)
        except ValueError as wrong:
            self.fail(self.place(text), rule, str(wrong), hint)

    def numbering(self, text: Text, parse: Callable[[str], object], hint: str) -> None:
        """Note an error where the text is no numbering, and a half-width comma in one."""
        self.check(text, parse, "outline-numbering", hint)
        if "," in text:
            said = f"编号“{text}”里的逗号是半角，照样印在序号后面"
            told = f"写全角的，如 {text.replace(',', '、')}"
            self.hint(self.place(text), "outline-numbering", said, told)

    def without_stop(
        self, text: Text, stops: str = "。；、，;,", why: str = "在这里不是一句整话"
    ) -> Text:
        """A text that is no sentence without the mark behind it, which is told."""
        if not text.endswith(tuple(stops)):
            return text
        end = len(text) - 1
        shown = text if end < _SHOWN else f"…{text[-_SHOWN:]}"
        said = f"“{shown}”{why}，末尾的“{text[-1]}”没有印"
        self.hint(place_of(cut(text, end)), "value-stop", said, f"删去末尾的“{text[-1]}”")
        return cut(text, 0, end)

    def unnumbered(self, items: Sequence[Text]) -> list[Text]:
        """The items of a list without typed labels that count them all (一是…, 二是…), which is
        told: where the list is printed it is counted, or runs on. Empty for any other list."""
        if len(items) < 2 or any(item[:1] not in tuple(STARTS) for item in items):
            return []
        from speechgen.numbering.labels import counting  # most outlines type none

        if labels := counting(items):
            said = f"手写的序号“{labels[0].text}”等 {len(items)} 处已去掉，由程序编"
            self.hint(self.place(items[0]), "outline-typed-label", said, "序号不用手写")
        return [cut(item, label.end) for item, label in zip(items, labels, strict=False)]

    def place(self, value: Value) -> Span:
        """Where a value stands: a group, or its first text; the file where nobody knows."""
        match value:
            case Text(origins=[(_, span), *_]) | Facts(span=span):
                return span
            case (first, *_):
                return self.place(first)
        return Span(self.file)

    @property
    def errors(self) -> list[Diagnostic]:
        """What keeps the file from being used."""
        return [note for note in self.notes if note.severity is Severity.ERROR]

    def guess(self, name: str, named: Mapping[str, Field]) -> str:
        """What a key that is in no table was meant to be; empty where nobody knows."""
        return nearest(name, named.values())

    def meant(self, name: str, named: Mapping[str, Field]) -> str:
        """The hint for a key that is in no table; empty where nobody has one."""
        return did_you_mean(self.guess(name, named))

    def known_pairs(
        self,
        mapping: MappingNode,
        named: Mapping[str, Field],
        rule: str,
        what: str = "不认识的字段",
        otherwise: str = "",
    ) -> Iterator[tuple[ScalarNode, Field, YamlNode]]:
        """The pairs of a mapping whose keys are in a table, each with its field; of the others
        what was meant is asked, or else told `otherwise`: by default all that may stand here."""
        unknown: list[tuple[ScalarNode, str]] = []
        for key, node in (*mapping.pairs, (None, None)):
            if key is not None and key.text not in named:
                hint = self.meant(key.text, named) or otherwise
                if unknown and not _with(unknown[-1], key.text, hint):
                    self._tell_unknown(unknown, named, rule, what)
                    unknown = []
                unknown.append((key, hint))
                continue
            if unknown:
                self._tell_unknown(unknown, named, rule, what)
                unknown = []
            if key is not None and node is not None:
                yield key, named[key.text], node

    def _tell_unknown(
        self,
        unknown: Sequence[tuple[ScalarNode, str]],
        named: Mapping[str, Field],
        rule: str,
        what: str,
    ) -> None:
        """One finding for keys of one cause, at the first."""
        key, hint = unknown[0]
        keys = "、".join(dict.fromkeys(field.key for field in named.values()))
        names = "".join(f"“{one.text}”" for one, _ in unknown)
        self.fail(key.span, rule, f"{what}{names}", hint or f"这里可以写：{keys}")


def _with(before: tuple[ScalarNode, str], name: str, hint: str) -> bool:
    """Whether an unknown key belongs where the one before it does, under it, or means the same."""
    key, said = before
    under = hint.partition(f"“{name}”写在")[2]
    if said == hint and hint.startswith("是不是"):
        return True
    return bool(under) and (said == f"“{key.text}”写在{under}" or under.startswith(f"“{key.text}”"))
