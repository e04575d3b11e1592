"""Where the sample's fees go: an account that no bank has."""

from __future__ import annotations

from motcua.kernel import clock
from motcua.payments.queries import account_of
from motcua.payments.services import account_set
from motcua.payments.types import BankAccountView


def account_open(unit_id: int) -> None:
    """Give a unit (and everything below it) the sample account, unless it has one."""
    if account_of(unit_id) is None:
        account_set(
            unit_id=unit_id,
            account=BankAccountView("999999", "Ngân hàng Mẫu", "0000000000", "TAI KHOAN MAU"),
            valid_from=clock.today(),
            source="sample",
        )
