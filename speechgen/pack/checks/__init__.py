"""Where the cross-checks of a pack used to stand: `speechgen.pack.rules` has them now."""

from speechgen.pack.rules import RULES as RULES
from speechgen.pack.rules import check_pack as check_pack
