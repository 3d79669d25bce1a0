"""A user's files: read with limits, written atomically, never over somebody else's work."""

from speechgen.files.own import is_own_folder as is_own_folder
from speechgen.files.own import lock as lock
from speechgen.files.own import make_own_folder as make_own_folder
from speechgen.files.own import open_own as open_own
from speechgen.files.own import read_own as read_own
from speechgen.files.own import sync as sync
from speechgen.files.own import sync_folder as sync_folder
from speechgen.files.placing import RECORD as RECORD
from speechgen.files.placing import Moves as Moves
from speechgen.files.placing import copies_of as copies_of
from speechgen.files.placing import foreign as foreign
from speechgen.files.placing import is_temporary as is_temporary
from speechgen.files.placing import place as place
from speechgen.files.placing import put_aside as put_aside
from speechgen.files.placing import rewrite as rewrite
from speechgen.files.placing import sweep as sweep
from speechgen.files.placing import tidy_record as tidy_record
from speechgen.files.reading import FULL as FULL
from speechgen.files.reading import LARGEST_DOCX as LARGEST_DOCX
from speechgen.files.reading import StrangeFileError as StrangeFileError
from speechgen.files.reading import find_program as find_program
from speechgen.files.reading import is_file as is_file
from speechgen.files.reading import is_folder as is_folder
from speechgen.files.reading import open_file as open_file
from speechgen.files.reading import read_bytes as read_bytes
from speechgen.files.reading import reason as reason
