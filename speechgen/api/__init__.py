"""The library's front door: `draft()` and what it returns; no printing, no sys.exit.

Must not know arguments, consoles or exit codes.
"""

from speechgen.api.drafted import Draft as Draft
from speechgen.api.drafted import Options as Options
from speechgen.api.drafted import PathLike as PathLike
from speechgen.api.drafted import format_of as format_of
from speechgen.api.drafted import undisturbed as undisturbed
from speechgen.api.drafting import MAX_OUTLINE as MAX_OUTLINE
from speechgen.api.drafting import draft as draft
from speechgen.api.drafting import draft_as as draft_as
from speechgen.api.drafting import draft_tree as draft_tree
from speechgen.api.drafting import open_outline as open_outline
from speechgen.api.drafting import read_outline as read_outline
from speechgen.api.drafting import search_roots as search_roots
