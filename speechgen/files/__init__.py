"""A user's files: read with limits, written atomically, never over somebody else's work.

`reading` opens what a user names, `beside` what an outline names; `placing` decides whose a file is
and puts one in its place, `own` opens what is ours; `naming` makes names; `zipped`, `sealing`,
`anchoring` and `word` know the package of a DOCX. What follows is for everybody.
"""

from speechgen.files.own import read_own as read_own
from speechgen.files.placing import carried as carried
from speechgen.files.placing import is_ours as is_ours
from speechgen.files.placing import place as place
from speechgen.files.placing import rewrite as rewrite
from speechgen.files.reading import LARGEST_DOCX as LARGEST_DOCX
from speechgen.files.reading import find_program as find_program
from speechgen.files.reading import is_file as is_file
from speechgen.files.reading import is_folder as is_folder
from speechgen.files.reading import open_file as open_file
from speechgen.files.reading import read_bytes as read_bytes
from speechgen.files.reading import reason as reason
