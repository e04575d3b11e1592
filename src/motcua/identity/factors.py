"""Reads of the second factor: whether there is one, whether it is demanded, its fresh key."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from motcua.identity import totp
from motcua.identity.models import Account, FactorRule, RecoveryCode, SecondFactor
from motcua.identity.types import Actor, FactorKey, FactorRuleView, FactorState, Role
from motcua.kernel import clock
from motcua.kernel.vault import vault_take


def factor_has(account_id: int) -> bool:
    """Return whether the account has a confirmed second factor; every sign-in asks for it."""
    return SecondFactor.objects.filter(pk=account_id, confirmed_at__isnull=False).exists()


def factor_state(actor: Actor) -> FactorState:
    """Return where the actor's second factor stands."""
    row = SecondFactor.objects.filter(pk=actor.account_id).first()
    left = RecoveryCode.objects.filter(factor_id=actor.account_id, used_at__isnull=True).count()
    return FactorState(
        confirmed_at=row.confirmed_at if row else None,
        codes_left=left,
        begun=row is not None and row.fresh is not None,
        demanded=factor_days(roles_of(actor)) is not None,
        due_at=factor_due(actor.account_id, roles_of(actor)),
    )


def factor_key(actor: Actor) -> FactorKey | None:
    """Return the key that waits for its first code; None when none was begun."""
    row = SecondFactor.objects.filter(pk=actor.account_id, fresh__isnull=False).first()
    if row is None or row.fresh is None:
        return None
    secret = vault_take(row.fresh, owner=factor_owner(actor.account_id))
    address = totp.key_address(secret, issuer="Motcua", username=actor.username)
    return FactorKey(totp.key_text(secret), address)


def factor_owner(account_id: int) -> str:
    """Return the name to which an account's secret is bound in the vault."""
    return f"factor:{account_id}"


def factor_days(roles: Iterable[Role]) -> int | None:
    """Return the days of grace that these roles leave today; None when none demands anything."""
    if not settings.SECOND_FACTOR:
        return None
    rules = _in_force(clock.now()).filter(role__in=[role.value for role in roles])
    return min((rule.grace_days for rule in rules), default=None)


def factor_due(account_id: int, roles: Iterable[Role]) -> datetime | None:
    """Return from when on the account gets nowhere without a second factor; None: nothing is due.

    Before the first sign-in at which it was asked for, the days of grace are counted from now.
    """
    days = factor_days(roles)
    if days is None or factor_has(account_id):
        return None
    asked = Account.objects.filter(pk=account_id).values_list("factor_asked_at", flat=True).first()
    return (asked or clock.now()) + timedelta(days=days)


def factor_rules() -> list[FactorRuleView]:
    """Return every rule about roles, ended ones too, by role and beginning."""
    return [
        FactorRuleView(
            Role(rule.role), rule.valid_from, rule.valid_to, rule.grace_days, rule.source
        )
        for rule in FactorRule.objects.order_by("role", "valid_from", "id")
    ]


def roles_of(actor: Actor) -> frozenset[Role]:
    """Return the roles that an actor holds anywhere."""
    return frozenset(posting.role for posting in actor.postings)


def _in_force(at: datetime) -> QuerySet[FactorRule]:
    return FactorRule.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=at), valid_from__lte=at
    )


def demo_code(username: str) -> str:
    """Return the code that a sample account's authenticator would show; empty outside the demo.

    Never one that was used already: a visitor may sign in twice within thirty seconds.
    """
    if not settings.DEMO:
        return ""
    rows = SecondFactor.objects.filter(confirmed_at__isnull=False, account__is_sample=True)
    row = rows.filter(account__username=username).first()
    if row is None or row.secret is None:
        return ""
    secret = vault_take(row.secret, owner=factor_owner(row.pk))
    return totp.code_of(secret, max(totp.step_of(clock.now()), row.last_step + 1))
