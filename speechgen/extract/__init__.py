"""Extraction: what a reader found becomes an outline that a person could have written.

`outline` writes it (`kinds` says of which type; `skeleton` a new one without facts), over `tree`
(blocks -> nodes), `shape` (each node in its shortest form) and `text` (YAML as text, quoted where
it must be); `compare` asks whether its draft is the same text.
Must not know files, formats or the command line.
"""
