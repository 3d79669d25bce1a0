"""The mutation fuzzer: outlines with bytes, lines, keys and nesting changed at random.

`python -m tests.fuzz --cases 20000 --seed 1` runs it alone; every failure prints the seed and
number that make it again. A case passes if it drafts, or is refused with Chinese diagnostics;
nothing else may be raised, and no Chinese word of the file may vanish unreported.
"""
