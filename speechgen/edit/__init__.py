"""Changes to an existing file with everything else kept byte for byte.

Owns text files (`text`), Word files (`word`, `freeze`, `renumber`, over the byte map of `places`)
and comments (`annotate`). Must not know which rule asked for a change.
"""
