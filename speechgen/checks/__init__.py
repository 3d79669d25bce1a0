"""Checks: rules over a document, and the engine that runs them.

Owns the list of rules. A rule is a module in `rules/` with a `RULE` and a docstring that is its
page in `speechgen rules ID`. Must not know how documents are read, nor change any file.
"""

from __future__ import annotations

from types import ModuleType
from typing import Final

from speechgen.checks.engine import Selection, run, selection, worst
from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.ignores import Ignores, read_ignores
from speechgen.checks.paper import LeftOut, Manuscript, Officeholder, paper_of
from speechgen.checks.rules import (
    address_count,
    approx_double,
    cjk_space,
    clause_semicolon,
    closing,
    confusable_word,
    count_claim,
    dash_range,
    date_format,
    deng_misuse,
    dunhao_between_marks,
    duplicate_text,
    empty_section,
    enum_gap,
    fullwidth_alnum,
    half_width_punct,
    heading_duplicate,
    heading_end_punct,
    heading_parallel,
    import_residue,
    inline_count,
    level_skip,
    long_text,
    marker_mix,
    marker_punct,
    number_sense,
    ordinal_words,
    org_order,
    org_variants,
    placeholder,
    relative_year,
    repeat_punct,
    repeated_word,
    roster_mismatch,
    salutation,
    sensitive_data,
    speech_length,
    stale_phrase,
    truncated_para,
    unbalanced_pairs,
    year_conflict,
)
from speechgen.checks.words import Words, load_words

MODULES: Final[tuple[ModuleType, ...]] = (
    # structure and counts
    count_claim,
    enum_gap,
    inline_count,
    marker_mix,
    level_skip,
    marker_punct,
    heading_end_punct,
    heading_parallel,
    heading_duplicate,
    empty_section,
    ordinal_words,
    # completeness and residue
    placeholder,
    salutation,
    closing,
    truncated_para,
    import_residue,
    # dates, facts, names
    year_conflict,
    relative_year,
    stale_phrase,
    date_format,
    org_variants,
    org_order,
    roster_mismatch,
    # characters and punctuation
    half_width_punct,
    unbalanced_pairs,
    dunhao_between_marks,
    repeat_punct,
    dash_range,
    fullwidth_alnum,
    cjk_space,
    clause_semicolon,
    # wording, length, delivery
    confusable_word,
    repeated_word,
    duplicate_text,
    long_text,
    approx_double,
    number_sense,
    deng_misuse,
    speech_length,
    address_count,
    # only when selected
    sensitive_data,
)
"""Every rule's module, in the order of `speechgen rules`."""

RULES: Final[tuple[Rule, ...]] = tuple(module.RULE for module in MODULES)

__all__ = [
    "MODULES",
    "RULES",
    "Edit",
    "Finding",
    "Ignores",
    "LeftOut",
    "Manuscript",
    "Officeholder",
    "Rule",
    "Selection",
    "Words",
    "load_words",
    "paper_of",
    "read_ignores",
    "run",
    "selection",
    "worst",
]
