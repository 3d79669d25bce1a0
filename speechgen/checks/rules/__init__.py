"""The rules, those of one kind in a file; the list of them is in `speechgen.checks`."""
