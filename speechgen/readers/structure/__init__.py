"""The one heuristic core: lines of any format become classified passages and documents.

Owns the order of the steps; each step is a module beside this one. Must not know any format.
"""

from speechgen.readers.structure.core import structure

__all__ = ["structure"]
