"""Changes to an existing file with everything else kept byte for byte.

Owns text files (`text`), Word packages (`package`, `word`) and comments (`annotate`). Must not
know which rule asked for a change.
"""
