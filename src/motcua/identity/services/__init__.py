"""Writes of identity; every one is atomic and leaves a line in the record of rights."""

from __future__ import annotations

from motcua.identity.services.accounts import (
    account_deactivate,
    account_make,
    account_reactivate,
    account_sign_out,
    accounts_close_idle,
    password_change,
)
from motcua.identity.services.factors import (
    CodeTriesSpent,
    factor_begin,
    factor_check,
    factor_codes_renew,
    factor_confirm,
    factor_demand,
    factor_remove,
    factor_reset,
    factor_rule_set,
)
from motcua.identity.services.offices import OfficeInput, office_set
from motcua.identity.services.postings import posting_end, posting_open
from motcua.identity.services.substitutions import (
    SubstitutionInput,
    substitution_end,
    substitution_make,
    substitution_move,
    substitution_settled,
)
from motcua.identity.services.tokens import token_issue, token_revoke

__all__ = [
    "CodeTriesSpent",
    "OfficeInput",
    "SubstitutionInput",
    "account_deactivate",
    "account_make",
    "account_reactivate",
    "account_sign_out",
    "accounts_close_idle",
    "factor_begin",
    "factor_check",
    "factor_codes_renew",
    "factor_confirm",
    "factor_demand",
    "factor_remove",
    "factor_reset",
    "factor_rule_set",
    "office_set",
    "password_change",
    "posting_end",
    "posting_open",
    "substitution_end",
    "substitution_make",
    "substitution_move",
    "substitution_settled",
    "token_issue",
    "token_revoke",
]
