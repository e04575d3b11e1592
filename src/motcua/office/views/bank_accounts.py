"""Bank accounts of the units: the one that fees go to, those before, and what waits."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.office.payments import CHANGES, SAMPLE_VND
from motcua.organisations.queries import units_by_ids
from motcua.payments.queries import account_changes, accounts_of, transfer_qr
from motcua.payments.types import AccountPeriod


@requires(Action.REFUND_APPROVE)
@require_safe
def bank_accounts(request: SignedInRequest) -> HttpResponse:
    """Show the account that holds with its code to try, the changes that wait, and the past."""
    ids = request.actor.unit_ids_for(Action.REFUND_APPROVE)
    above = {key for unit in units_by_ids(ids).values() for key in unit.path_ids}
    periods, waiting = accounts_of({*ids, *above}), account_changes(waiting=True)
    ended = account_changes(waiting=False)
    changes = [*waiting, *ended]
    shown = {one.unit_id for one in periods} | {one.unit_id for one in changes}
    units = units_by_ids(shown | set(ids))
    people = {one.entered_by for one in periods} | {one.confirmed_by for one in periods}
    people |= {one.entered_by for one in changes} | {one.decided_by for one in changes}
    names = {
        key: account.name
        for key, account in accounts_by_ids(key for key in people if key is not None).items()
    }
    today = clock.today()
    context = {
        "holding": [
            (one, units[one.unit_id], _code(one), one.unit_id in ids)
            for one in periods
            if one.valid_from <= today and (one.valid_to is None or today < one.valid_to)
        ],
        "waiting": [
            (one, units[one.unit_id], names.get(one.entered_by, ""), one.entered_by)
            for one in waiting
        ],
        "history": [
            (one, units[one.unit_id], names.get(one.entered_by or 0, ""),
             names.get(one.confirmed_by or 0, ""))
            for one in periods
        ],
        "dropped": [
            (one, units[one.unit_id], *CHANGES[one.state], names.get(one.decided_by or 0, ""))
            for one in ended
            if one.state in CHANGES
        ],
        "me": request.actor.account_id,
        "may_enter": request.actor.may(Action.PAYMENT_RECONCILE),
    }  # fmt: skip
    return render(request, "office/bank_accounts.html", context)


def _code(one: AccountPeriod) -> str:
    return transfer_qr(one.account, reference="MOTCUA THU", amount_vnd=SAMPLE_VND)
