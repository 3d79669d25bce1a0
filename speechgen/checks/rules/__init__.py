"""One rule a file; the list of them is in `speechgen.checks`."""
