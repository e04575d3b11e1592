"""Accounts that nobody uses close by themselves, and an administrator opens them again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.builders.identity import LONG_AGO, account_make, actor_make, posting_make
from tests.builders.organisations import unit_make

from motcua.identity import services
from motcua.identity.events import AccountDeactivated
from motcua.identity.models import Account, ApiToken, RightsRecord
from motcua.identity.queries import actor_get
from motcua.identity.types import Action, Role
from motcua.kernel import events
from motcua.kernel.clock import clock_set
from motcua.kernel.errors import NotFound, Refused

NOW = datetime(2026, 12, 1, 2, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still(db):
    with clock_set(NOW):
        yield


def account(days: int, **over):
    """Return an account made long ago, last used so many days ago."""
    made = account_make(created_at=LONG_AGO, last_login=NOW - timedelta(days=days), **over)
    posting_make(account=made, unit=unit_make())
    return made


def active(made):
    return Account.objects.get(pk=made.pk).is_active


def test_after_45_days_without_sign_in_an_account_is_closed_and_it_is_told(monkeypatch):
    told = []
    monkeypatch.setattr(events, "emit", told.append)
    used, idle, sample = account(44), account(46), account(400, is_sample=True)
    never = account_make(created_at=NOW - timedelta(days=46))
    fresh = account_make(created_at=NOW - timedelta(days=44))
    assert services.accounts_close_idle(days=45) == 2
    assert [active(one) for one in (used, idle, sample, never, fresh)] == [
        True, False, True, False, True,
    ]  # fmt: skip
    assert told == [AccountDeactivated(idle.pk), AccountDeactivated(never.pk)]
    assert actor_get(idle.pk) is None
    assert RightsRecord.objects.get(account=idle).kind == "account_idle"
    assert services.accounts_close_idle(days=45) == 0


def test_one_that_cannot_be_closed_holds_up_no_other(monkeypatch):
    stuck, idle = account(60), account(60)

    def hand_over(event):
        if event.account_id == stuck.pk:
            raise RuntimeError("its work cannot be handed over")

    monkeypatch.setattr(events, "emit", hand_over)
    assert services.accounts_close_idle(days=45) == 1
    assert [active(stuck), active(idle)] == [True, False]
    assert not Account.objects.get(pk=stuck.pk).closed_idle


def test_an_account_that_a_program_uses_stays():
    one = account(90)
    posting = one.postings.get()
    token = ApiToken.objects.create(
        posting=posting, name="t", digest="d" * 64, actions=[Action.DOSSIER_READ.value],
        created_at=LONG_AGO, expires_at=NOW + timedelta(days=9),
        last_used_on=(NOW - timedelta(days=3)).date(),
    )  # fmt: skip
    assert services.accounts_close_idle(days=45) == 0
    ApiToken.objects.filter(pk=token.pk).update(last_used_on=(NOW - timedelta(days=60)).date())
    assert services.accounts_close_idle(days=45) == 1
    token.refresh_from_db()
    assert token.revoked_at == NOW


def test_an_administrator_of_its_units_opens_it_again():
    unit = unit_make()
    admin = actor_make(role=Role.TECHNICAL_ADMIN, unit=unit)
    Account.objects.filter(pk=admin.account_id).update(created_at=NOW)
    idle = account_make(created_at=LONG_AGO)
    posting_make(account=idle, unit=unit, role=Role.CLERK)
    services.accounts_close_idle(days=45)
    stranger = actor_make(role=Role.TECHNICAL_ADMIN, unit=unit_make())
    with pytest.raises(NotFound):
        services.account_reactivate(actor=stranger, account_id=idle.pk)
    services.account_reactivate(actor=admin, account_id=idle.pk)
    assert actor_get(idle.pk) is not None
    with pytest.raises(Refused, match="open already"):
        services.account_reactivate(actor=admin, account_id=idle.pk)
    # The days begin anew: the next night does not close it again.
    with clock_set(NOW + timedelta(days=44)):
        services.accounts_close_idle(days=45)
    assert active(idle)
    with clock_set(NOW + timedelta(days=46)):
        services.accounts_close_idle(days=45)
    assert not active(idle)
