"""The positioned nodes of a YAML file: texts, lists and mappings, each with its place.

Owns their shape. Must not know YAML's library, nor what an outline's keys mean.
"""

from __future__ import annotations

from speechgen.diagnostics import Diagnostic, Span
from speechgen.frozen import frozen

Origins = tuple[tuple[int, Span], ...]


@frozen
class ScalarNode:
    """A text. Nothing is ever read as a number, a date or a truth value.

    `span` is where it stands on its first line, quotation marks included. `style` is `plain`,
    `quoted`, `literal` (`|`) or `folded` (`>`). Lines of a text that runs over several are
    joined, without a space between Chinese characters; a literal keeps its line breaks; neither
    literal nor folded ends in one.
    """

    text: str
    span: Span
    style: str = "plain"
    pieces: Origins = ()

    @property
    def origins(self) -> Origins:
        """Where the characters stand, in the form of `document.Text.origins`."""
        return self.pieces or (((0, self.span),) if self.text else ())


@frozen
class SequenceNode:
    """A list. `span` is its first dash or its brackets (as far as the first line goes).

    `raw` is what was typed if it is written in brackets (lines joined as in a text), else empty.
    """

    items: tuple[YamlNode, ...]
    span: Span
    raw: str = ""


@frozen
class MappingNode:
    """Keys and values in the order of the file, no key twice. `span` is the first key, or the
    braces (as far as the first line goes); `raw` as in `SequenceNode`."""

    pairs: tuple[tuple[ScalarNode, YamlNode], ...]
    span: Span
    raw: str = ""


YamlNode = ScalarNode | SequenceNode | MappingNode


@frozen
class Loaded:
    """What came out of a file: `root` is None when it holds nothing. `lines` are the file's own
    lines (without line breaks), for showing beside a finding."""

    root: YamlNode | None
    diagnostics: tuple[Diagnostic, ...]
    lines: tuple[str, ...]
