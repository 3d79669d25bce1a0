"""The version, as a literal: `speechgen --version` must not pay for importlib.metadata."""

__version__ = "0.1.0"
