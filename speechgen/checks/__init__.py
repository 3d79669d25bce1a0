"""Checks: rules over a document, and the engine that runs them.

Owns the list of rules. A rule is a function in `rules/`, a row here, and a page in
`explained/checks.md` for `speechgen rules ID`. Must not know how documents are read, nor change
any file.
"""

from __future__ import annotations

from typing import Final

from speechgen.checks.engine import Ignores as Ignores
from speechgen.checks.engine import Rule
from speechgen.checks.engine import Selection as Selection
from speechgen.checks.engine import read_ignores as read_ignores
from speechgen.checks.engine import run as run
from speechgen.checks.engine import selection as selection
from speechgen.checks.paper import LeftOut as LeftOut
from speechgen.checks.paper import Manuscript as Manuscript
from speechgen.checks.paper import Officeholder as Officeholder
from speechgen.checks.paper import paper_of as paper_of
from speechgen.checks.rules import (
    bodies,
    calendar,
    canon,
    completeness,
    counts,
    dates,
    delivery,
    headings,
    history,
    labels,
    levels,
    names,
    numbers,
    patterns,
    punctuation,
    slips,
    spacing,
    sums,
    wording,
)
from speechgen.checks.words import load_words as load_words
from speechgen.checks.words.model import Words as Words
from speechgen.diagnostics import Severity

_WORDED: Final = frozenset({"confusable-word", "near-miss", "body-name"})
_REPEATS: Final = frozenset({"repeat-punct"})

RULES: Final[tuple[Rule, ...]] = (
    # structure and counts
    Rule("count-claim", Severity.ERROR, counts.count_claim),
    Rule("enum-gap", Severity.ERROR, labels.enum_gap),
    Rule("inline-count", Severity.WARNING, counts.inline_count),
    Rule("marker-mix", Severity.WARNING, labels.marker_mix),
    Rule("level-skip", Severity.WARNING, levels.level_skip),
    Rule("marker-punct", Severity.WARNING, labels.marker_punct),
    Rule("heading-end-punct", Severity.WARNING, headings.heading_end_punct),
    Rule("heading-parallel", Severity.INFO, headings.heading_parallel),
    Rule("heading-duplicate", Severity.WARNING, headings.heading_duplicate),
    Rule("empty-section", Severity.ERROR, headings.empty_section),
    Rule("ordinal-words", Severity.WARNING, labels.ordinal_words),
    # completeness and residue
    Rule("placeholder", Severity.ERROR, completeness.placeholder),
    Rule("salutation", Severity.WARNING, completeness.salutation),
    Rule("closing", Severity.WARNING, completeness.closing),
    Rule("truncated-para", Severity.WARNING, completeness.truncated_para),
    Rule("import-residue", Severity.ERROR, completeness.import_residue),
    Rule("pasted-residue", Severity.ERROR, completeness.pasted_residue),
    # dates, facts, names
    Rule("year-conflict", Severity.WARNING, dates.year_conflict),
    Rule("relative-year", Severity.WARNING, dates.relative_year),
    Rule("stale-phrase", Severity.WARNING, dates.stale_phrase),
    Rule("year-fact", Severity.WARNING, history.year_fact),
    Rule("date-format", Severity.WARNING, dates.date_format),
    Rule("impossible-time", Severity.WARNING, calendar.impossible_time),
    Rule("day-order", Severity.WARNING, calendar.day_order),
    Rule("org-variants", Severity.WARNING, names.org_variants),
    Rule("org-order", Severity.WARNING, names.org_order),
    Rule("near-miss", Severity.WARNING, canon.near_miss, before=frozenset({"confusable-word"})),
    Rule("body-name", Severity.WARNING, bodies.body_name),
    Rule("office-title", Severity.WARNING, bodies.office_title),
    Rule("roster-mismatch", Severity.ERROR, names.roster_mismatch),
    # characters and punctuation
    Rule("half-width-punct", Severity.WARNING, punctuation.half_width_punct),
    Rule("unbalanced-pairs", Severity.ERROR, punctuation.unbalanced_pairs),
    Rule("dunhao-between-marks", Severity.WARNING, punctuation.dunhao_between_marks),
    Rule("repeat-punct", Severity.ERROR, punctuation.repeat_punct),
    Rule("mark-usage", Severity.WARNING, patterns.by_rows("mark-usage"), before=_REPEATS),
    Rule("document-number", Severity.WARNING, patterns.by_rows("document-number")),
    Rule("typing-residue", Severity.WARNING, patterns.by_rows("typing-residue")),
    Rule("dash-range", Severity.WARNING, punctuation.dash_range),
    Rule("fullwidth-alnum", Severity.WARNING, punctuation.fullwidth_alnum),
    Rule("cjk-space", Severity.WARNING, spacing.cjk_space),
    Rule("clause-semicolon", Severity.INFO, punctuation.clause_semicolon),
    # wording, length, delivery
    Rule("confusable-word", Severity.WARNING, wording.confusable_word),
    Rule("sentence-pattern", Severity.WARNING, patterns.by_rows("sentence-pattern")),
    Rule("particle", Severity.WARNING, patterns.by_rows("particle")),
    Rule("measure-word", Severity.WARNING, wording.measure_word),
    Rule("misspelt-word", Severity.WARNING, slips.misspelt_word, before=_WORDED),
    Rule("traditional-form", Severity.WARNING, slips.traditional_form),
    Rule("repeated-word", Severity.ERROR, wording.repeated_word),
    Rule("duplicate-text", Severity.WARNING, wording.duplicate_text),
    Rule("long-text", Severity.WARNING, delivery.long_text),
    Rule("approx-double", Severity.WARNING, patterns.by_rows("approx-double")),
    Rule("number-sense", Severity.WARNING, numbers.number_sense),
    Rule("sum-mismatch", Severity.WARNING, sums.sum_mismatch),
    Rule("deng-misuse", Severity.INFO, patterns.by_rows("deng-misuse")),
    Rule("speech-length", Severity.WARNING, delivery.speech_length),
    Rule("address-count", Severity.INFO, delivery.address_count),
    # only when selected
    Rule("sensitive-data", Severity.WARNING, numbers.sensitive_data, opt_in=True),
)
"""Every rule, in the order of `speechgen rules`."""
