"""Writes of the citizens' realm: one operation each."""

from motcua.citizens.services.consents import (
    consent_give,
    consent_give_once,
    consent_withdraw,
    consent_withdraw_one,
    language_choose,
)
from motcua.citizens.services.helping import help_accept, help_code_make, help_end
from motcua.citizens.services.kept import form_keep, form_resume, forms_forget
from motcua.citizens.services.places import commune_forget, commune_say
from motcua.citizens.services.relations import (
    relation_decide,
    relation_request,
    relation_revoke,
    relations_expire,
    session_act,
)
from motcua.citizens.services.reviews import identity_review_decide
from motcua.citizens.services.sessions import session_end, session_open, session_seen
from motcua.citizens.services.sign_in import (
    AttemptStale,
    IdentityInReview,
    attempt_take,
    person_vouched,
    provider_logout,
    sign_in_begin,
    sign_in_finish,
)

__all__ = [
    "AttemptStale",
    "IdentityInReview",
    "attempt_take",
    "commune_forget",
    "commune_say",
    "consent_give",
    "consent_give_once",
    "consent_withdraw",
    "consent_withdraw_one",
    "form_keep",
    "form_resume",
    "forms_forget",
    "help_accept",
    "help_code_make",
    "help_end",
    "identity_review_decide",
    "language_choose",
    "person_vouched",
    "provider_logout",
    "relation_decide",
    "relation_request",
    "relation_revoke",
    "relations_expire",
    "session_act",
    "session_end",
    "session_open",
    "session_seen",
    "sign_in_begin",
    "sign_in_finish",
]
