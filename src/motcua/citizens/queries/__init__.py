"""Reads of the citizens' realm."""

from motcua.citizens.queries.people import (
    actor_again,
    consent_in_force,
    consent_standing,
    consent_view,
    consents_of,
    help_digest,
    help_find,
    person_get,
    person_view,
    relation_for_officer,
    relation_view,
    relations_of,
    relations_to_confirm,
    secret_digest,
    session_find,
    sittings_helped,
)
from motcua.citizens.queries.reviews import (
    review_for_officer,
    review_others,
    reviews_closed,
    reviews_open,
)

__all__ = [
    "actor_again",
    "consent_in_force",
    "consent_standing",
    "consent_view",
    "consents_of",
    "help_digest",
    "help_find",
    "person_get",
    "person_view",
    "relation_for_officer",
    "relation_view",
    "relations_of",
    "relations_to_confirm",
    "review_for_officer",
    "review_others",
    "reviews_closed",
    "reviews_open",
    "secret_digest",
    "session_find",
    "sittings_helped",
]
