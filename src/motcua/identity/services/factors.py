"""The second factor: begun, confirmed, asked for, renewed, taken away, reset."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity import totp
from motcua.identity.events import FactorReset
from motcua.identity.factors import factor_days, factor_due, factor_has, factor_owner, roles_of
from motcua.identity.models import Account, FactorRule, RecoveryCode, SecondFactor
from motcua.identity.services._common import (
    account_lock,
    administers,
    rights_record,
    sessions_end,
    units_held,
)
from motcua.identity.types import Actor, Role
from motcua.kernel import clock, events
from motcua.kernel.budget import budget_left, budget_spend
from motcua.kernel.errors import FieldProblem, Forbidden, Invalid, NotFound, Refused
from motcua.kernel.signing import keyed_digest
from motcua.kernel.text import nfc
from motcua.kernel.vault import vault_put, vault_take

TRIES = 6  # wrong codes in a quarter of an hour …
TRIES_SECONDS = 15 * 60
DAY_TRIES = 30  # … and in a day: 90 guesses of a million at most
DAY_SECONDS = 86_400
REASON_MAX = 500


class CodeTriesSpent(Refused):
    """Too many wrong codes for this account; only waiting helps."""

    status = 429


@transaction.atomic
def factor_begin(*, actor: Actor) -> None:
    """Make a fresh key for the actor's authenticator; the one before holds until it is confirmed.

    Raises Forbidden for an API token.
    """
    _by_person(actor)
    account_lock(actor.account_id)
    sealed = vault_put(totp.secret_make(), owner=factor_owner(actor.account_id))
    SecondFactor.objects.update_or_create(account_id=actor.account_id, defaults={"fresh": sealed})


@transaction.atomic
def factor_confirm(*, actor: Actor, code: str, session_key: str | None = None) -> list[str]:
    """Confirm the fresh key with its first code; return recovery codes, shown this once.

    All other sessions of the account end. Raises Refused when no key waits, Invalid at `code`.
    """
    _by_person(actor)
    account_lock(actor.account_id)
    row = SecondFactor.objects.select_for_update().filter(pk=actor.account_id).first()
    if row is None or row.fresh is None:
        raise Refused("factor_not_begun", _("There is no key to confirm. Begin again."))
    secret = vault_take(row.fresh, owner=factor_owner(actor.account_id))
    step = totp.step_matched(secret, code, at=clock.now(), after=0)
    if step is None:
        message = _(
            "This is not the code that belongs to the key. Wait for the next one, and check that "
            "the phone's clock is right."
        )
        raise Invalid([FieldProblem("code", message)])
    row.secret, row.fresh, row.last_step, row.confirmed_at = row.fresh, None, step, clock.now()
    row.save()
    sessions_end(actor.account_id, but=session_key)
    rights_record("factor_confirmed", account_id=actor.account_id, actor=actor)
    return _codes_renew(row)


@transaction.atomic
def factor_codes_renew(*, actor: Actor) -> list[str]:
    """Return ten fresh recovery codes, shown this once; the ones before stop working.

    Raises Refused without a confirmed second factor.
    """
    _by_person(actor)
    row = _confirmed(actor.account_id)
    rights_record("factor_codes_renewed", account_id=actor.account_id, actor=actor)
    return _codes_renew(row)


@transaction.atomic
def factor_remove(*, actor: Actor) -> None:
    """Do without a second factor again; refused where a role of the actor demands one."""
    _by_person(actor)
    row = _confirmed(actor.account_id)
    if factor_days(roles_of(actor)) is not None:
        raise Refused("factor_demanded", _("Your role must have a second factor."))
    row.delete()
    rights_record("factor_removed", account_id=actor.account_id, actor=actor)


@transaction.atomic
def factor_check(*, account_id: int, typed: str) -> bool:
    """Tell whether the code is good: one of the authenticator, or a recovery code; each works once.

    Wrong ones are counted: the caller must let the transaction commit. Raises CodeTriesSpent
    after six in a quarter of an hour or thirty in a day, right codes included from then on.
    """
    row = _confirmed(account_id)  # its lock makes parallel tries wait for each other
    key = str(account_id)
    if not (
        budget_left("factor", key, TRIES, TRIES_SECONDS)
        and budget_left("factor-day", key, DAY_TRIES, DAY_SECONDS)
    ):
        raise CodeTriesSpent(
            "code_tries_spent", _("Too many wrong codes. Please try again in 15 minutes.")
        )
    if _code_use(row, typed):
        return True
    budget_spend("factor", key, TRIES, TRIES_SECONDS)
    budget_spend("factor-day", key, DAY_TRIES, DAY_SECONDS)
    return False


@transaction.atomic
def factor_reset(*, actor: Actor | None, account_id: int, reason: str) -> None:
    """Take away the second factor of somebody who lost it; all sessions of the account end.

    The person is told by e-mail and at the next sign-in, where a role that must have one asks
    for a new one at once: days of grace do not come back. `actor` None is the command line.
    Raises NotFound outside the actor's units, Refused for the own account or where there is
    none, Invalid at `reason`.
    """
    account = account_lock(account_id)
    if not administers(actor, *units_held(account)):
        raise NotFound("account_unknown", _("There is no such account."))
    if actor is not None and actor.account_id == account_id:
        raise Refused(
            "own_account", _("Nobody resets his own second factor this way. Ask a colleague.")
        )
    reason = nfc(reason)
    if not 0 < len(reason) <= REASON_MAX:
        message = _("Say in at most 500 characters how you made sure whom you help.")
        raise Invalid([FieldProblem("reason", message)])
    gone, _kinds = SecondFactor.objects.filter(pk=account_id).delete()
    if not gone:
        raise Refused("factor_none", _("This account has no second factor."))
    sessions_end(account_id)
    record = rights_record("factor_reset", account_id=account_id, actor=actor, reason=reason)
    events.emit(FactorReset(account_id, record, clock.now(), account.email))


@transaction.atomic
def factor_demand(*, account_id: int, roles: Iterable[Role]) -> datetime | None:
    """Note that a second factor is asked for; return from when on it is due, None if it is not."""
    roles = frozenset(roles)
    if factor_days(roles) is None or factor_has(account_id):
        return None
    Account.objects.filter(pk=account_id, factor_asked_at__isnull=True).update(
        factor_asked_at=clock.now()
    )
    return factor_due(account_id, roles)


@transaction.atomic
def factor_rule_set(
    *, role: Role, valid_from: datetime, grace_days: int | None, source: str
) -> None:
    """Say from when on a role must have a second factor; `grace_days` None: from then on not.

    For the command line. The rule in force until then ends there. Raises Invalid for a beginning
    that is not after the rule before, or without a source.
    """
    if not source.strip():
        raise Invalid([FieldProblem("source", _("Name the decision that says so."))])
    before = FactorRule.objects.select_for_update().filter(role=role.value, valid_to__isnull=True)
    for rule in before:
        if valid_from <= rule.valid_from:
            message = _("It must begin after the rule before.")
            raise Invalid([FieldProblem("valid_from", message)])
        rule.valid_to = valid_from
        rule.save(update_fields=["valid_to"])
    if grace_days is not None:
        FactorRule.objects.create(
            role=role.value, valid_from=valid_from, grace_days=grace_days, source=source.strip()
        )


def _by_person(actor: Actor) -> None:
    if actor.token_id is not None:
        raise Forbidden("not_allowed", _("An API token has no second factor."))


def _confirmed(account_id: int) -> SecondFactor:
    rows = SecondFactor.objects.select_for_update()
    row = rows.filter(pk=account_id, confirmed_at__isnull=False).first()
    if row is None:
        raise Refused("factor_none", _("This account has no second factor."))
    return row


def _code_use(row: SecondFactor, typed: str) -> bool:
    """Use up the code that was typed; return whether it was good."""
    now = clock.now()
    secret = vault_take(row.secret or b"", owner=factor_owner(row.pk))
    step = totp.step_matched(secret, typed, at=now, after=row.last_step)
    if step is not None:
        row.last_step = step
        row.save(update_fields=["last_step"])
        return True
    codes = RecoveryCode.objects.filter(digest=_digest(row.pk, typed), used_at__isnull=True)
    if not codes.filter(factor=row).update(used_at=now):
        return False
    rights_record("factor_code_used", account_id=row.pk, actor=None)
    return True


def _codes_renew(row: SecondFactor) -> list[str]:
    made = totp.recovery_make()
    row.codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(factor=row, digest=_digest(row.pk, code)) for code in made
    )
    return made


def _digest(account_id: int, code: str) -> str:
    return keyed_digest("recovery", f"{account_id}:{totp.recovery_clean(code)}").hex()
