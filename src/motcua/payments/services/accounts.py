"""The bank account of a unit, as dated data that two people change."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.payments.models import AccountChange, BankAccount
from motcua.payments.services.locks import name_lock
from motcua.payments.types import BankAccountView, ChangeState

CONFIRMS = Action.REFUND_APPROVE  # whoever answers for money that leaves: leader, director, finance


def account_set(*, unit_id: int, account: BankAccountView, valid_from: date, source: str) -> None:
    """Let transfers to a unit (and what is below it) go to an account from a day on.

    For an installation's own set-up; people enter an account and another one confirms it. The
    account before ends on that day. Raises Invalid for a number that no bank knows.
    """
    problems = account_problems(account)
    if problems:
        raise Invalid(problems)
    with transaction.atomic():
        _begin(unit_id, _clean(account), valid_from, source)


def account_enter(
    *, actor: Actor, unit_id: int, account: BankAccountView, valid_from: date, source: str
) -> int:
    """Enter a new account of a unit and return the change; it holds once somebody confirms it.

    `source` names the decision or the bank's paper. Raises Forbidden, Invalid, Refused
    `change_waits` while another change of the unit waits.
    """
    posting = actor.posting_for(Action.PAYMENT_RECONCILE, unit_id)
    paper = " ".join(source.split())
    problems = account_problems(account)
    if valid_from < clock.today():
        problems.append(FieldProblem("valid_from", _("An account holds from today or later.")))
    if len(paper) < 5:
        problems.append(FieldProblem("source", _("Name the decision or the bank's paper.")))
    if problems:
        raise Invalid(problems)
    known = _clean(account)
    with transaction.atomic():
        name_lock(f"account:{unit_id}")  # two who enter one at once: the second is told so
        if AccountChange.objects.filter(unit_id=unit_id, state=ChangeState.WAITING.value).exists():
            raise Refused(
                "change_waits",
                _("Another account of this unit waits to be confirmed. Decide on that one first."),
            )
        row = AccountChange.objects.create(
            unit_id=unit_id,
            bank_bin=known.bank_bin,
            bank_name=known.bank_name,
            number=known.number,
            holder=known.holder,
            valid_from=valid_from,
            source=paper[:300],
            state=ChangeState.WAITING.value,
            entered_by=posting.account_id,
            entered_at=clock.now(),
        )
    return row.pk


def account_confirm(*, actor: Actor, change_id: int, number: str) -> None:
    """Confirm an entered account as another person, who types its number from the paper anew.

    Raises NotFound, Forbidden, Invalid when the number differs, Refused.
    """
    with transaction.atomic():
        row = _locked(change_id)
        posting = actor.posting_for(CONFIRMS, row.unit_id)
        _open_check(row)
        if row.entered_by == posting.account_id:
            raise Refused(
                "account_by_two",
                _("Whoever entered an account cannot confirm it. Ask a colleague."),
            )
        if _compact(number) != row.number:
            raise Invalid(
                [
                    FieldProblem(
                        "number",
                        _("This is not the number that was entered. Compare it with the paper."),
                    )
                ]
            )
        _decide(row, ChangeState.CONFIRMED, posting.account_id)
        _begin(
            row.unit_id,
            BankAccountView(row.bank_bin, row.bank_name, row.number, row.holder),
            max(row.valid_from, clock.today()),
            row.source,
            by=(row.entered_by, posting.account_id),
        )


def account_refuse(*, actor: Actor, change_id: int, reason: str) -> None:
    """Decide against an entered account; by whoever entered it, this takes it back.

    Raises NotFound, Forbidden, Invalid without a reason, Refused.
    """
    words = " ".join(reason.split())
    if not 5 <= len(words) <= 500:
        raise Invalid([FieldProblem("reason", _("Say in a few words why not."))])
    with transaction.atomic():
        row = _locked(change_id)
        own = row.entered_by == actor.account_id
        posting = actor.posting_for(Action.PAYMENT_RECONCILE if own else CONFIRMS, row.unit_id)
        _open_check(row)
        state = ChangeState.WITHDRAWN if own else ChangeState.REFUSED
        _decide(row, state, posting.account_id, words)


def account_problems(account: BankAccountView) -> list[FieldProblem]:
    """Return what is wrong with an account as it was typed."""
    problems = []
    if not re.fullmatch(r"\d{6}", _compact(account.bank_bin)):
        problems.append(FieldProblem("bank_bin", _("A bank's number has six digits.")))
    if not re.fullmatch(r"[A-Z0-9]{1,19}", _compact(account.number)):
        problems.append(FieldProblem("number", _("An account has at most 19 letters and digits.")))
    if not account.holder.strip():
        problems.append(FieldProblem("holder", _("Name the bank and the holder of the account.")))
    if not account.bank_name.strip():
        problems.append(
            FieldProblem("bank_name", _("Name the bank and the holder of the account."))
        )
    return problems


def _begin(
    unit_id: int,
    account: BankAccountView,
    valid_from: date,
    source: str,
    by: tuple[int | None, int | None] = (None, None),
) -> None:
    """End whatever reaches beyond the day, then begin; periods of a unit never overlap."""
    rows = BankAccount.objects.filter(unit_id=unit_id)
    rows.filter(Q(valid_to=None) | Q(valid_to__gt=valid_from)).update(valid_to=valid_from)
    BankAccount.objects.create(
        unit_id=unit_id,
        bank_bin=account.bank_bin,
        bank_name=account.bank_name,
        number=account.number,
        holder=account.holder,
        valid_from=valid_from,
        source=source[:300],
        entered_by=by[0],
        confirmed_by=by[1],
    )


def _clean(account: BankAccountView) -> BankAccountView:
    return replace(
        account,
        bank_bin=_compact(account.bank_bin),
        bank_name=" ".join(account.bank_name.split())[:120],
        number=_compact(account.number),
        holder=" ".join(account.holder.split())[:120],
    )


def _compact(number: str) -> str:
    """Return a number without the blanks and dots that papers group it with."""
    return re.sub(r"[\s.-]", "", number).upper()


def _locked(change_id: int) -> AccountChange:
    row = AccountChange.objects.select_for_update().filter(pk=change_id).first()
    if row is None:
        raise NotFound("change_unknown", _("There is no such change of an account here."))
    return row


def _open_check(row: AccountChange) -> None:
    if row.state != ChangeState.WAITING:
        raise Refused("change_decided", _("Somebody has decided on this account already."))


def _decide(row: AccountChange, state: ChangeState, account_id: int, reason: str = "") -> None:
    row.state, row.decided_by, row.decided_at = state.value, account_id, clock.now()
    row.reason = reason
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])
