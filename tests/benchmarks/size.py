"""How large the package is: `python -m tests.benchmarks.size [FOLDER]`.

A line of code is one that is neither blank nor comment nor part of a docstring.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

_LAYOUT = (
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
    tokenize.ENDMARKER,
)  # fmt: skip


def code_lines(source: str) -> int:
    """The lines of code in a module's source."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    lines = {
        line
        for token in tokens
        if token.type not in _LAYOUT
        for line in range(token.start[0], token.end[0] + 1)
    }
    return len(lines - set(_docstrings(ast.parse(source))))


def _docstrings(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        for _, value in ast.iter_fields(node):
            if not isinstance(value, list):
                continue
            for each in value:
                if (
                    isinstance(each, ast.Expr)
                    and isinstance(each.value, ast.Constant)
                    and isinstance(each.value.value, str)
                ):
                    yield from range(each.lineno, (each.end_lineno or each.lineno) + 1)


def main() -> None:
    """Code lines of every unit of the package, and the sum."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "speechgen")
    units: dict[str, list[int]] = {}
    for path in sorted(folder.rglob("*.py")):
        unit = path.relative_to(folder).parts[0]
        units.setdefault(unit, []).append(code_lines(path.read_text("utf-8")))
    for unit, counts in units.items():
        print(f"{sum(counts):6}  {len(counts):3} files  {unit}")
    every = [count for counts in units.values() for count in counts]
    print(f"{sum(every):6}  {len(every):3} files")


if __name__ == "__main__":
    main()
