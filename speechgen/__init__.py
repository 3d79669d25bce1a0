"""speechgen: a short YAML outline becomes a print-ready Chinese meeting document."""
