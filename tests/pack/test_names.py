"""Names of the roster in the lines of papers."""

from __future__ import annotations

from speechgen.diagnostics import Span
from speechgen.pack.roster import Person, Roster
from speechgen.pack.rules.names import Names
from speechgen.text import Text

PEOPLE = Roster(
    tuple(
        Person(Text(name), Text("区水务局"), Text("局长")) for name in ("何立新", "张伟", "张伟民")
    )
)


def test_thousands_of_names_in_one_line_take_linear_time() -> None:
    """The square of it takes a quarter of an hour."""
    said = "何立新、张伟民、" * 30_000 + "副局长 张伟民"
    line = Text(said, ((0, Span("稿.yaml", 1, 1, len(said) + 1)),))
    ((place, message, person),) = Names(PEOPLE).wrong_in(line)
    assert (place.column, place.end_column) == (len(said) - 6, len(said) + 1)
    assert message == "张伟民的职务是“局长”，这里写的是“副局长”"
    assert person.name == "张伟民"
