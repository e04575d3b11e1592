"""Writes of identity; every one is atomic and leaves a line in the record of rights."""

from __future__ import annotations

from motcua.identity.services.accounts import (
    account_deactivate,
    account_make,
    account_sign_out,
    password_change,
)
from motcua.identity.services.postings import posting_end, posting_open
from motcua.identity.services.tokens import token_issue, token_revoke

__all__ = [
    "account_deactivate",
    "account_make",
    "account_sign_out",
    "password_change",
    "posting_end",
    "posting_open",
    "token_issue",
    "token_revoke",
]
