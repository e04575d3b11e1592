"""Reminders of corrective actions: in working hours, once a rung, to whom it concerns."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.deadlines import holidays_there
from tests.builders.dossiers import MORNING
from tests.builders.quality import acted, checked, done, kept_make, reported

from motcua.identity.models import Account
from motcua.kernel import clock
from motcua.notices.models import Notice
from motcua.quality.models import ActionReminder
from motcua.quality.services.reminders import actions_sweep

pytestmark = pytest.mark.usefixtures("system_scope")


def told(day: int, hours: float = 0) -> set[tuple[str, int]]:
    """Sweep so many days later; return what was written."""
    before = set(ActionReminder.objects.values_list("pk", flat=True))
    with clock.clock_set(MORNING + timedelta(days=day, hours=hours)):
        actions_sweep()
    rows = ActionReminder.objects.exclude(pk__in=before)
    return set(rows.values_list("rung", "account_id"))


def test_each_rung_once_and_a_check_is_asked_of_others():
    with clock.clock_set(MORNING):
        holidays_there()
        kept = kept_make()
        Account.objects.filter(pk=kept.officer.account_id).update(email="mau@example.org")
        code = reported(kept)
        number = acted(kept, code, days=7)
    owner = kept.officer.account_id
    keepers = {kept.keeper.account_id, kept.auditor.account_id, kept.leader.account_id}
    assert told(1) == set()
    assert told(5) == {("soon", owner)}
    assert told(6) == set()
    assert told(8, 12) == set()  # at night
    assert told(8) == {("late", one) for one in (owner, *keepers)}
    assert told(11) == set()
    assert told(15) == {("late", one) for one in (owner, *keepers)}
    assert Notice.objects.filter(template="corrective_actions").count() == 3
    with clock.clock_set(MORNING + timedelta(days=15, hours=1)):
        done(kept, code, number, by=kept.leader)
    assert told(19) == {("check", one) for one in keepers - {kept.leader.account_id}}
    with clock.clock_set(MORNING + timedelta(days=19, hours=1)):
        checked(kept, code, number, by=kept.keeper)
    assert told(40) == set()


def test_many_that_are_stuck_hide_none():
    with clock.clock_set(MORNING):
        holidays_there()
        kept = kept_make()
        for _ in range(30):
            acted(kept, reported(kept), days=0)
    owner = kept.officer.account_id
    told(1)
    assert ActionReminder.objects.filter(rung="late", account_id=owner).count() == 30
