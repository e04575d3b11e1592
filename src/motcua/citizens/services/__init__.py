"""Writes of the citizens' realm: one operation each."""

from motcua.citizens.services.kept import form_keep, form_resume
from motcua.citizens.services.sessions import session_end, session_open, session_seen
from motcua.citizens.services.sign_in import (
    AttemptStale,
    IdentityInReview,
    attempt_take,
    provider_logout,
    sign_in_begin,
    sign_in_finish,
)

__all__ = [
    "AttemptStale",
    "IdentityInReview",
    "attempt_take",
    "form_keep",
    "form_resume",
    "provider_logout",
    "session_end",
    "session_open",
    "session_seen",
    "sign_in_begin",
    "sign_in_finish",
]
