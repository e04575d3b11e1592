"""What the services share: locks, the record of rights, the end of sessions and tokens."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.identity.models import Account, ApiToken, Posting, RightsRecord, Session
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import NotFound


def account_lock(account_id: int) -> Account:
    """Return the account, its row locked: changes of one person's rights wait for each other.

    Raises NotFound.
    """
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NotFound("account_unknown", _("There is no such account."))
    return account


def administers(actor: Actor | None, *unit_ids: int) -> bool:
    """Return whether the actor administers all these units; the command line (None) does."""
    if actor is None:
        return True
    return actor.may(Action.ACCOUNT_ADMIN) and actor.unit_ids_for(Action.ACCOUNT_ADMIN).issuperset(
        unit_ids
    )


def rights_record(kind: str, *, account_id: int, actor: Actor | None, **data: Any) -> int:
    """Write who gave or took which right; return the line's id."""
    return RightsRecord.objects.create(
        kind=kind, account_id=account_id, by_id=actor.account_id if actor else None, data=data
    ).pk


def units_held(account: Account) -> list[int]:
    """Return the units of the account's postings that have not ended."""
    rows = Posting.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=clock.now()), account=account
    )
    return list(rows.values_list("unit_id", flat=True))


def tokens_revoke(condition: Q) -> int:
    """Revoke tokens that are still good; return how many."""
    return ApiToken.objects.filter(condition, revoked_at__isnull=True).update(
        revoked_at=clock.now()
    )


def sessions_end(account_id: int, *, but: str | None = None) -> int:
    """End the sessions of an account (but one); return how many."""
    sessions = Session.objects.filter(account_id=account_id).exclude(session_key=but or "")
    return sessions.delete()[0]


def has_posting(account_id: int) -> bool:
    """Return whether a posting of the account is in force now."""
    now = clock.now()
    rows = Posting.objects.filter(account_id=account_id, valid_from__lte=now)
    return rows.exclude(valid_to__lte=now).exists()
