"""Bank accounts of units: the one that holds, those before, and those that wait for somebody."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import unit_get
from motcua.payments.models import AccountChange, BankAccount
from motcua.payments.rules import qr_payload
from motcua.payments.types import (
    AccountChangeView,
    AccountPeriod,
    BankAccountView,
    ChangeState,
)


def account_of(unit_id: int) -> BankAccountView | None:
    """Return the account that a unit's fees go to: its own or the nearest above; two statements."""
    day = clock.today()
    path = unit_get(unit_id).path_ids
    rows = BankAccount.objects.filter(unit_id__in=path, valid_from__lte=day)
    open_ = [row for row in rows if row.valid_to is None or day < row.valid_to]
    if not open_:
        return None
    row = max(open_, key=lambda one: path.index(one.unit_id))
    return BankAccountView(row.bank_bin, row.bank_name, row.number, row.holder)


def accounts_of(unit_ids: Iterable[int]) -> list[AccountPeriod]:
    """Return the accounts of units, past ones too, the latest first."""
    rows = BankAccount.objects.filter(unit_id__in=list(unit_ids)).order_by("-valid_from", "-id")
    return [
        AccountPeriod(
            row.unit_id,
            BankAccountView(row.bank_bin, row.bank_name, row.number, row.holder),
            row.valid_from,
            row.valid_to,
            row.source,
            row.entered_by,
            row.confirmed_by,
        )
        for row in rows
        if row.valid_to is None or row.valid_from < row.valid_to
    ]


def account_changes(*, waiting: bool) -> list[AccountChangeView]:
    """Return entered accounts of the scope: those that wait, or the latest decided ones."""
    rows = AccountChange.objects.order_by("-id")
    state = ChangeState.WAITING.value
    found = rows.filter(state=state) if waiting else rows.exclude(state=state)[:50]
    return [_change(row) for row in found]


def account_change_get(change_id: int) -> AccountChangeView:
    """Return one entered account; raises NotFound when the scope does not show it."""
    row = AccountChange.objects.filter(pk=change_id).first()
    if row is None:
        raise NotFound("change_unknown", _("There is no such change of an account here."))
    return _change(row)


def _change(row: AccountChange) -> AccountChangeView:
    return AccountChangeView(
        id=row.pk,
        unit_id=row.unit_id,
        account=BankAccountView(row.bank_bin, row.bank_name, row.number, row.holder),
        valid_from=row.valid_from,
        source=row.source,
        state=ChangeState(row.state),
        entered_by=row.entered_by,
        entered_at=row.entered_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
    )


def transfer_qr(account: BankAccountView, *, reference: str, amount_vnd: int) -> str:
    """Return the text of the QR code that pays an attempt by transfer."""
    return qr_payload(
        bank_bin=account.bank_bin, account=account.number, amount_vnd=amount_vnd, purpose=reference
    )
