"""The figures of `speechgen/decisions/`: what each choice costs and what it saves.

    python -m tests.benchmarks.decisions [--only WORD]

Prints one line a figure, as ratios of contenders that took turns. Needs LibreOffice for the one
about pages. The ordinary tests assert none of it.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2
import yaml

from speechgen import draft, office
from speechgen.api.drafted import Draft
from speechgen.compose.budget import Budget, spending
from speechgen.compose.filters import FILTERS
from speechgen.compose.sandbox import Environment
from speechgen.files.sealing import is_untouched
from speechgen.source import load
from speechgen.writers.docx import write
from speechgen.writers.docx.body import Body
from tests.writers.docx.test_reference import by_python_docx

from .__main__ import draft_command
from .outlines import outline
from .timing import Timing, environment_for_children, interleaved, process

BY_DATACLASS = """
import dataclasses, sys, speechgen.frozen
made = dataclasses.dataclass(frozen=True, slots=True)
speechgen.frozen.frozen = lambda cls: made(cls)
from speechgen.__main__ import main
main()
"""
COMPILED_ANEW = """
from speechgen import expression
expression._kept, expression.keep = dict, lambda: None
from speechgen.__main__ import main
main()
"""
RICH = "import rich.console, rich.markdown, rich.panel, rich.table, rich.traceback"
LOOP = "{% for one in many %}{{ one.name }}：{{ one.text }}。\n{% endfor %}"


@dataclass(frozen=True)
class Desk:
    """The speech that everything is measured on, and a folder to work in."""

    folder: Path
    source: Path
    made: Draft


def compared(name: str, timings: Mapping[str, Timing]) -> str:
    """Every contender but the last against the last, which is 1.00."""
    *others, reference = timings
    said = [f"{other} {timings[other].against(timings[reference])[1]:.3g} ×" for other in others]
    return f"{name:22} {', '.join(said)} of {reference} ({timings[reference].median * 1e3:.2f} ms)"


def in_turns(name: str, rounds: int, **contenders: Callable[[], object]) -> str:
    """One line of the report."""
    named = {word.replace("_", " "): run for word, run in contenders.items()}
    return compared(name, interleaved(named, rounds))


def body_as_text(desk: Desk) -> Iterator[str]:
    """document.xml written as text, against python-docx building the same paragraphs."""
    document, layout = desk.made.document, desk.made.layout
    yield in_turns(
        "document.xml as text", 40,
        body_alone=lambda: Body(document, layout, desk.made.printing, None).xml("<w:sectPr/>"),
        write=lambda: write(document, layout),
        python_docx=lambda: by_python_docx(document, layout).save(io.BytesIO()),
    )  # fmt: skip


def pagination(desk: Desk) -> Iterator[str]:
    """Sheets by our own breaking of lines and pages, against LibreOffice printing them."""
    word = desk.made.to("docx")
    yield in_turns(
        "own pagination", 3,
        html=lambda: desk.made.to("html"),
        LibreOffice=lambda: office.convert(word, ".docx", "pdf"),
    )  # fmt: skip


def value_classes(desk: Desk) -> Iterator[str]:
    """A whole draft with `@frozen`, against the same with the standard library's dataclass."""
    command = draft_command(desk.source, desk.folder / "a.docx")
    plain = [sys.executable, "-c", BY_DATACLASS, *command[1:]]
    yield in_turns("@frozen", 30, draft=process(command, desk.folder),
                   with_dataclass=process(plain, desk.folder))  # fmt: skip


def disk_cache(desk: Desk) -> Iterator[str]:
    """A whole draft with nothing kept between runs, against one with the cache."""
    command = draft_command(desk.source, desk.folder / "b.docx")
    env = ["env", "SPEECHGEN_CACHE=/dev/null/none"]
    yield in_turns("disk cache", 20, without=process([*env, *command], desk.folder),
                   draft=process(command, desk.folder))  # fmt: skip


def expressions(desk: Desk) -> Iterator[str]:
    """A whole check that compiles each expression it needs, against one that finds them kept."""
    paper = desk.folder / "paper.txt"
    paper.write_bytes(desk.made.to("txt"))
    check = [*draft_command(desk.source, paper)[:-4], "check", paper]
    anew = [sys.executable, "-c", COMPILED_ANEW, "check", paper]
    yield in_turns("kept expressions", 30,
                   compiled_anew=process(anew, desk.folder, (0, 1)),
                   check=process(check, desk.folder, (0, 1)))  # fmt: skip


def terminal(desk: Desk) -> Iterator[str]:
    """What importing rich would add to a start."""
    bare = [sys.executable, "-c", "import typer"]
    yield in_turns("typer without rich", 30,
                   with_rich=process([*bare[:2], f"{RICH}, typer"], desk.folder),
                   typer=process(bare, desk.folder))  # fmt: skip


def reading(desk: Desk) -> Iterator[str]:
    """The mended, positioned reading, against the library's own, and against a whole draft."""
    data = desk.source.read_bytes()
    yield in_turns(
        "mended YAML", 100,
        load=lambda: load(data),
        C_parser_alone=lambda: yaml.compose(data, yaml.CBaseLoader),
        Python_loader=lambda: yaml.load(data, yaml.SafeLoader),
        draft=lambda: draft(data).to("docx"),
    )  # fmt: skip


def seal(desk: Desk) -> Iterator[str]:
    """Reading a file's seal back, against drafting it."""
    data, word = desk.source.read_bytes(), desk.made.to("docx")
    yield in_turns("digest in the DOCX", 100, is_untouched=lambda: is_untouched(word),
                   draft=lambda: draft(data).to("docx"))  # fmt: skip


def sandbox(_desk: Desk) -> Iterator[str]:
    """A loop in the bounded sandbox, against the same in a plain Jinja2 environment."""
    many = [{"name": f"第{n}项", "text": "要抓紧办好"} for n in range(200)]
    ours = Environment(jinja2.DictLoader({"a": LOOP}), FILTERS).get_template("a")
    plain = jinja2.Environment(autoescape=True).from_string(LOOP)

    def bounded() -> None:
        token = spending.set(Budget())
        ours.render(many=many)
        spending.reset(token)

    yield in_turns("sandbox", 100, sandbox=bounded, plain=lambda: plain.render(many=many))


FIGURES = (
    body_as_text, pagination, value_classes, disk_cache, expressions, terminal, reading, seal,
    sandbox,
)  # fmt: skip


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--only", default="", help="only figures whose name holds this word")
    only = parser.parse_args().only
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment_for_children(folder / "cache")
        os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
        source = folder / "speech.yaml"
        source.write_text(outline(), encoding="utf-8")
        desk = Desk(folder, source, draft(source))
        for figure in FIGURES:
            if only in figure.__name__:
                for line in figure(desk):
                    print(line, flush=True)


if __name__ == "__main__":
    main()
