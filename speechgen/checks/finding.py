"""What a rule is and what it reports: offsets into a paper's text, one sentence, maybe a mend.

Owns the shapes of a rule and its findings. Must not know any rule, nor how a finding is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from speechgen.diagnostics import Severity, Span
from speechgen.frozen import frozen

if TYPE_CHECKING:
    from speechgen.checks.paper import Manuscript


@frozen
class Edit:
    """Put `text` where `paper.text[start:end]` stands. A mend that is not `safe` is only offered:
    it is right nearly always, but a person should look."""

    start: int
    end: int
    text: str
    safe: bool = True


@frozen
class Finding:
    """One finding at `paper.text[start:end]`. `message` and `hint` are Chinese.

    `severity` differs from the rule's own only where a single case is more or less certain.
    `span` is for findings outside the paper's text (indents, lines left out); `mend` is then the
    text that shall stand there.
    """

    start: int
    end: int
    message: str
    hint: str = ""
    edit: Edit | None = None
    severity: Severity | None = None
    span: Span | None = None
    mend: str | None = None


@frozen
class Rule:
    """A rule: English id, how bad its findings are, and the function that finds them.

    An `opt_in` rule runs only when it is selected by name.
    """

    id: str
    severity: Severity
    check: Callable[[Manuscript], Iterator[Finding]]
    opt_in: bool = False
