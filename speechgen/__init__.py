"""speechgen: a short YAML outline becomes a print-ready Chinese meeting document.

from speechgen import draft
draft("防汛.yaml").save("讲话.docx")
"""

from speechgen._version import __version__

TYPE_CHECKING = False  # as `typing` has it: importing that would double `speechgen --version`
if TYPE_CHECKING:
    from speechgen.api.checking import check as check
    from speechgen.api.drafted import Draft as Draft
    from speechgen.api.drafting import draft as draft
    from speechgen.api.reading import Imported as Imported
    from speechgen.api.reading import read as read
    from speechgen.diagnostics import Diagnostic as Diagnostic
    from speechgen.diagnostics import SpeechError as SpeechError
    from speechgen.rows import draft_many as draft_many
    from speechgen.rows import open_table as open_table

_HOMES = {
    "Diagnostic": "speechgen.diagnostics",
    "Draft": "speechgen.api.drafted",
    "Imported": "speechgen.api.reading",
    "SpeechError": "speechgen.diagnostics",
    "check": "speechgen.api.checking",
    "draft": "speechgen.api.drafting",
    "draft_many": "speechgen.rows",
    "open_table": "speechgen.rows",
    "read": "speechgen.api.reading",
}
__all__ = ["__version__", *_HOMES]  # noqa: PLE0604 (names are texts)


def __getattr__(name: str) -> object:
    """Public names are imported when first used: `speechgen --version` needs none of them."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
