"""Rules of the catalogue, plain Python: what a record must say, and what a fee comes to."""

from __future__ import annotations

from motcua.procedures.rules.fees import (
    PAGE,
    ExemptionGroup,
    FeeQuote,
    FeeStep,
    QuoteLine,
    fees_due,
)
from motcua.procedures.rules.record import (
    CODE,
    DUE_RULES,
    LIMIT,
    RETENTION,
    SAME_DAY,
    due_rule_of,
    fee_state_of,
    limit_from,
    missing_parts,
    roles_needed,
)

__all__ = (
    "CODE",
    "DUE_RULES",
    "LIMIT",
    "PAGE",
    "RETENTION",
    "SAME_DAY",
    "ExemptionGroup",
    "FeeQuote",
    "FeeStep",
    "QuoteLine",
    "due_rule_of",
    "fee_state_of",
    "fees_due",
    "limit_from",
    "missing_parts",
    "roles_needed",
)
