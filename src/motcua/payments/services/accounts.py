"""The bank account of a unit, as dated data."""

from __future__ import annotations

import re
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.payments.models import BankAccount
from motcua.payments.types import BankAccountView


def account_set(
    *,
    unit_id: int,
    account: BankAccountView,
    valid_from: date,
    source: str,
    actor: Actor | None = None,
) -> None:
    """Let transfers to a unit (and what is below it) go to an account from a day on.

    The account before ends on that day. `actor` is None for an installation's own set-up. Raises
    Invalid for a number that no bank knows, Forbidden without the right.
    """
    if actor is not None:
        actor.posting_for(Action.PAYMENT_RECONCILE, unit_id)
    problems = []
    if not re.fullmatch(r"\d{6}", account.bank_bin):
        problems.append(FieldProblem("bank_bin", _("A bank's number has six digits.")))
    if not re.fullmatch(r"[A-Z0-9]{1,19}", account.number):
        problems.append(FieldProblem("number", _("An account has at most 19 letters and digits.")))
    if not account.holder.strip() or not account.bank_name.strip():
        problems.append(FieldProblem("holder", _("Name the bank and the holder of the account.")))
    if problems:
        raise Invalid(problems)
    with transaction.atomic():
        BankAccount.objects.filter(unit_id=unit_id, valid_to=None).update(valid_to=valid_from)
        BankAccount.objects.create(
            unit_id=unit_id,
            bank_bin=account.bank_bin,
            bank_name=account.bank_name.strip()[:120],
            number=account.number,
            holder=account.holder.strip()[:120],
            valid_from=valid_from,
            source=source[:300],
        )
