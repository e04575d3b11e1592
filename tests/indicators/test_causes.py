"""Who was overdue not long ago is found among few, and is the same as among all."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import timedelta

import pytest
from tests.builders.dossiers import MORNING, at, commune_at_work, dossier_at

from motcua.dossiers import services
from motcua.dossiers.rules import TransitionRefused
from motcua.indicators.queries import causes, window_of
from motcua.indicators.types import Figure, Period
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.organisations.queries import unit_descendant_ids
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
DAYS = 24
ACTS = (Act.ASSIGN, Act.APPRAISE, Act.APPRAISE, Act.APPROVE, Act.RETURN)


def lives(commune, chance):
    """Take dossiers in on several days; end, ask and withdraw some of them days later."""
    open_ = []
    for day in range(4):
        with at(day * DAYS):
            open_ += [dossier_at(commune, chance.choice(ACTS)) for _ in range(2)]
    for day in range(4, 12):
        if not open_:
            break
        with at(day * DAYS + chance.randrange(6)):
            code = open_.pop(chance.randrange(len(open_)))
            with suppress(
                Refused, TransitionRefused
            ):  # not every one may be asked or ended where it stands
                if chance.random() < 0.5:
                    services.dossier_withdraw(
                        actor=commune.counter, code=code, reason="Không còn cần"
                    )
                else:
                    services.dossier_request_obligation(
                        actor=commune.specialist,
                        code=code,
                        payer="Chủ hồ sơ",
                        notice_number="1",
                        amount_vnd=1000,
                    )


def overdue(units, window):
    found = causes.causes_of(units, window, (Figure.OVERDUE,))
    return sorted((row.dossier_id, row.unit_id, row.cause) for row in found.rows)


@pytest.mark.parametrize("seed", range(3))
def test_the_overdue_of_not_long_ago_are_those_of_the_increments(seed, monkeypatch):
    commune = commune_at_work()
    lives(commune, random.Random(seed))
    units, seen = unit_descendant_ids(commune.unit.id), 0
    for hours in range(4 * DAYS, 13 * DAYS, 7):
        until = MORNING + timedelta(hours=hours)
        day = clock.local(until).date()
        for later in (0, 30, 47):
            with at(hours + later):
                window = window_of(Period(day, day), as_of=until)
                short = overdue(units, window)
                with monkeypatch.context() as plain:
                    plain.setattr(causes, "RECENT", timedelta(days=-9999))
                    assert overdue(units, window) == short
                seen += len(short)
    assert seen
