"""Writes of the figures: increments with each change, their roll-up, and the check of both."""

from __future__ import annotations

from motcua.indicators.services.cases import cases_follow, cases_rebuild, cases_verify
from motcua.indicators.services.increments import changes_record
from motcua.indicators.services.rollup import rollup_fold
from motcua.indicators.services.verify import figures_verify

__all__ = [
    "cases_follow",
    "cases_rebuild",
    "cases_verify",
    "changes_record",
    "figures_verify",
    "rollup_fold",
]
