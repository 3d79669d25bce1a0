"""The library of meeting types: where their folders lie, and what each one declares.

A meeting type is a folder with a `meeting.yaml`; nothing is registered in code. Must not know
Jinja2 or how a section becomes text.
"""

from speechgen.library.model import MeetingType as MeetingType
from speechgen.library.search import LAYOUTS as LAYOUTS
from speechgen.library.search import builtin_templates as builtin_templates
from speechgen.library.search import described as described
from speechgen.library.search import file_within as file_within
from speechgen.library.search import find_section as find_section
from speechgen.library.search import find_type as find_type
from speechgen.library.search import layout_file as layout_file
from speechgen.library.search import nearest_type as nearest_type
from speechgen.library.search import read_type as read_type
from speechgen.library.search import starter as starter
from speechgen.library.search import template_roots as template_roots
from speechgen.library.search import types as types
from speechgen.library.search import types_and_faults as types_and_faults
