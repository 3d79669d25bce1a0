"""Files of keys and values: what a key is, how its value is read, what editors are told of it.

fields (one key, and which was meant), values (what is read), reading (YAML -> values), pieces
(what a value is cut into before), dates, json (the JSON Schema). Outlines, layouts, meeting
types, defaults, word lists and packs are read with it. Must not know which keys
any of them has, nor 要点, which only outlines hold.
"""
