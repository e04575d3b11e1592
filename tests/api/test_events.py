"""The feed: CloudEvents of one's own dossiers, in order, none skipped, nobody named."""

from __future__ import annotations

import pytest
from tests.builders.api import Api, api_for
from tests.builders.dossiers import commune_at_work, dossier_accepted

from motcua.kernel.scope import SYSTEM, scope_use


@pytest.fixture
def two(fresh_database):
    from tests.builders.dossiers import at

    with at(), scope_use(SYSTEM):
        here, there = commune_at_work(), commune_at_work(name="Phong Quang")
        machine = api_for(here.counter)
    with scope_use(SYSTEM):
        code = dossier_accepted(here)
        dossier_accepted(there)
    return machine, code


def read(machine, path):
    return machine.get(path).json()


def test_events_of_one_s_own_dossiers_come_in_order_and_only_once(two):
    machine, code = two
    first = read(machine, "events?limit=1")
    second = read(machine, first["next"])
    last = read(machine, second["next"])
    events = first["items"] + second["items"]
    assert [one["type"] for one in events] == [
        "motcua.dossier.submitted",
        "motcua.dossier.accepted",
    ]
    assert {one["subject"] for one in events} == {code}
    assert {one["specversion"] for one in events} == {"1.0"}
    assert (first["more"], last["items"], last["more"]) == (True, [], False)
    assert "Mẫu" not in str(events)


def test_a_wrong_place_is_refused(two):
    machine, _code = two
    assert machine.get("events?after=x").status_code == 422


def test_events_need_a_token(commune):
    assert Api().get("events").status_code == 401


def test_an_event_of_a_running_transaction_is_waited_for(two):
    import psycopg
    from django.db import connection

    machine, _code = two
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"], user=settings["USER"], dbname=settings["NAME"]
    ) as other:
        other.execute("SELECT pg_current_xact_id()")  # an older transaction is still at it
        before = read(machine, "events")
        with scope_use(SYSTEM):
            late = dossier_accepted(commune_at_work(name="Quan Triều"))
        after = read(machine, before["next"])
        assert after["items"] == []
        other.rollback()
    assert late
