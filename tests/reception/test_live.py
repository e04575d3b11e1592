"""The live process over real connections: fast, never a call missed, whatever breaks.

Times here are generous: they say that something comes at all. How fast it comes is measured by
`motcua bench`.
"""

from __future__ import annotations

import os
from datetime import timedelta
from functools import partial

import psycopg
import pytest
from tests.builders.live import Screens, live_served, until
from tests.builders.reception import hall_make

from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.queries.hours import Hours
from motcua.reception.services import tickets
from motcua.reception.types import Step

SCREENS = 200
SOON = 5.0


@pytest.fixture
def hall(fresh_database, monkeypatch):
    # The live process lives in the present, be it a Sunday night.
    late = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(tickets, "hours_of", lambda _unit, _now: Hours(late, None))
    with scope_use(SYSTEM):
        return hall_make()


@pytest.fixture
def live(fresh_database, hall):
    with live_served(fresh_database) as process:
        yield process


@pytest.fixture
def screens(live, hall):
    made = Screens(live.port, hall.centre.id)
    yield made
    made.close()


def call(hall, counter=0):
    with scope_use(SYSTEM):
        ticket = hall.take()
        called = hall.call(counter)
        assert called is not None
        for step in (Step.STARTED, Step.DONE):
            hall.step(step, counter)
    return ticket.name


def test_a_call_reaches_every_screen_and_none_is_lost_by_a_kill_or_a_lost_database(
    live, hall, screens, fresh_database
):
    screens.open(range(SCREENS))
    assert set(screens.status.values()) == {200}
    first = call(hall)
    assert until(partial(screens.reached, 1), SOON) < SOON
    assert {tuple(screens.names(s)) for s in range(SCREENS)} == {(first,)}

    live.kill()
    until(lambda: screens.read() and screens.connected == 0, SOON)
    missed = [call(hall), call(hall)]
    live.start()
    screens.open(range(SCREENS))
    until(partial(screens.reached, 3), SOON)
    assert {tuple(screens.names(s)) for s in range(SCREENS)} == {(first, *missed)}

    with psycopg.connect(os.environ["MOTCUA_TEST_SUPERUSER_URL"], autocommit=True) as server:
        cut = server.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE application_name = 'motcua live'"
        ).fetchone()
    assert cut == (1,)
    meanwhile = call(hall)
    until(partial(screens.reached, 4), 30)
    until(lambda: live.well() and screens.read(), 30)
    after = call(hall)
    until(partial(screens.reached, 5), SOON)
    assert {tuple(screens.names(s)) for s in range(SCREENS)} == {(first, *missed, meanwhile, after)}
    assert screens.connected == SCREENS, "the screens noticed nothing"
