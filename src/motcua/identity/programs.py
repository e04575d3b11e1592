"""Reads of programs: their postings, and the API tokens of the units somebody administers."""

from __future__ import annotations

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from motcua.identity import rules
from motcua.identity.models import ApiToken, Posting
from motcua.identity.queries import posting_get, token_view
from motcua.identity.types import Action, Actor, PostingView, Role, TokenRow
from motcua.kernel import clock

TOKENS_SHOWN = 200


def tokens_administered(actor: Actor) -> list[TokenRow]:
    """Return the API tokens of the units that somebody administers, those in force first."""
    now = clock.now()
    rows = (
        ApiToken.objects.filter(posting__unit_id__in=actor.unit_ids_for(Action.ACCOUNT_ADMIN))
        .select_related("posting__account", "posting__unit")
        .order_by("-id")[:TOKENS_SHOWN]
    )
    shown = [
        TokenRow(
            token_view(row),
            row.posting.account_id,
            row.posting.account.full_name,
            Role(row.posting.role),
            row.posting.unit.full_name,
            in_force=row.revoked_at is None
            and row.expires_at > now
            and row.posting.account.is_active
            and rules.in_force(
                valid_from=row.posting.valid_from, valid_to=row.posting.valid_to, at=now
            ),
        )
        for row in rows
    ]
    return sorted(shown, key=lambda row: not row.in_force)


def program_postings(actor: Actor) -> list[tuple[PostingView, str]]:
    """Return the postings in force of programs in the actor's units, with the program's name."""
    held = Posting.objects.filter(
        account__password__startswith=UNUSABLE_PASSWORD_PREFIX,
        account__is_active=True,
        unit_id__in=actor.unit_ids_for(Action.ACCOUNT_ADMIN),
    ).order_by("account__full_name", "id")
    names = dict(held.values_list("id", "account__full_name"))
    now = clock.now()
    return [
        (view, names[view.id])
        for view in map(posting_get, names)
        if view is not None
        and rules.in_force(valid_from=view.valid_from, valid_to=view.valid_to, at=now)
    ]
