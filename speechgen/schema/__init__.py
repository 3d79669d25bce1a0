"""Files of keys and values: what a key is, how its value is read, what editors are told of it.

The public face of the folder: fields (one key), values (what is read), reading (YAML -> values),
dates, `json` (the JSON Schema). Outlines, layouts, meeting types, defaults, word lists and packs
are read with it. Must not know which keys any of them has.
"""

from speechgen.schema.dates import (
    WEEKDAYS,
    clock,
    parse_clock,
    parse_date,
    parse_minutes,
)
from speechgen.schema.fields import (
    Field,
    Kind,
    by_name,
    did_you_mean,
    find_field,
    nearest,
    nearest_word,
    paths_of,
    without,
)
from speechgen.schema.reading import FileNotes, Reader, facts, line_of, read_settings
from speechgen.schema.values import (
    Date,
    Facts,
    Lines,
    Missing,
    Paragraphs,
    Value,
    text_of,
    texts_of,
)

__all__ = [
    "WEEKDAYS",
    "Date",
    "Facts",
    "Field",
    "FileNotes",
    "Kind",
    "Lines",
    "Missing",
    "Paragraphs",
    "Reader",
    "Value",
    "by_name",
    "clock",
    "did_you_mean",
    "facts",
    "find_field",
    "line_of",
    "nearest",
    "nearest_word",
    "parse_clock",
    "parse_date",
    "parse_minutes",
    "paths_of",
    "read_settings",
    "text_of",
    "texts_of",
    "without",
]
