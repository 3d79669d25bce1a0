"""The fuzzers: outlines with bytes, lines, keys and nesting changed at random, and random Word,
text and Markdown files.

`python -m tests.fuzz --cases 20000 --seed 1` runs the first alone, `--word` and `--text` the
others (`--word --cases 2000 --seed $(git rev-parse HEAD)` in CI); every failure prints the seed
and number that make it again with `--only`. An outline passes if it drafts, or is refused with
Chinese diagnostics, and no Chinese word of the file vanishes unreported. A file passes if every
command ends with status 0, 1 or 2, no fault of our own, a Chinese sentence with status 2, and an
output that opens.
"""
