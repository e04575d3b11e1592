"""Whoever tracks a dossier, or filed it from home, reads it; the database sees to it that no more."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection
from tests.builders.dossiers import at, commune_at_work, dossier_at, work_do

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.types import Status
from motcua.kernel.scope import SYSTEM, scope_dossier, scope_persons, scope_use
from motcua.workflow.types import Act

pytestmark = pytest.mark.django_db
OF_DOSSIER = (
    "dossiers_party",
    "dossiers_component",
    "dossiers_attachment",
    "dossiers_fee",
    "dossiers_supplementrequest",
    "dossiers_obligation",
    "dossiers_result",
)
OF_PROCESS = ("workflow_process", "workflow_workitem", "workflow_handover")


@pytest.fixture
def commune():
    with scope_use(SYSTEM):
        return commune_at_work()


@pytest.fixture
def dossier(commune):
    with scope_use(SYSTEM), at():
        return dossier_get(dossier_at(commune, Act.APPROVE))


@pytest.fixture(params=["tracking", "person"])
def scope(request, dossier):
    if request.param == "tracking":
        return scope_dossier(dossier.id)
    with scope_use(SYSTEM):
        Dossier.objects.filter(pk=dossier.id).update(visible_persons=[7])
    return scope_persons([7, 8])


def test_another_person_sees_nothing(dossier):
    with scope_use(SYSTEM):
        Dossier.objects.filter(pk=dossier.id).update(visible_persons=[7])
    with scope_use(scope_persons([8])):
        for table in ("dossiers_dossier", *OF_DOSSIER, "dossiers_event", *OF_PROCESS):
            assert run(f"SELECT 1 FROM {table}") == 0, table


def run(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


def test_it_reads_the_dossier_and_all_that_belongs_to_it(dossier, scope):
    with scope_use(scope):
        seen = dossier_get(dossier.code)
    assert seen.parties == dossier.parties
    assert seen.components == dossier.components
    assert seen.timeline == dossier.timeline
    assert seen.progress == dossier.progress
    assert len(seen.items) == len(dossier.items)
    assert seen.hand_overs == dossier.hand_overs


@pytest.mark.parametrize("table", ["dossiers_dossier", *OF_DOSSIER, *OF_PROCESS])
def test_it_changes_and_deletes_no_row(dossier, scope, table):
    with scope_use(scope):
        assert run(f"UPDATE {table} SET id = id") == 0
        if table != "dossiers_dossier":
            assert run(f"DELETE FROM {table}") == 0


@pytest.mark.parametrize(
    "sql",
    [
        (
            "INSERT INTO dossiers_fee (dossier_id, name, amount_vnd, quantity, basis)"
            " VALUES (%s, 'x', 1, 1, '')"
        ),
        (
            "INSERT INTO dossiers_event (dossier_id, seq, type, at, payload, prev_hash, hash)"
            " VALUES (%s, 99, 'stopped', now(), '{}', '', '')"
        ),
    ],
)
def test_it_adds_no_row(dossier, scope, sql):
    with (
        scope_use(SYSTEM),
        pytest.raises(ProgrammingError, match="row-level security"),
        scope_use(scope),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, [dossier.id])


def test_officials_write_in_their_own_scope_as_before(commune, dossier):
    with at(1), scope_use(commune.leader.scope):
        work_do(dossier.code, Act.APPROVE, commune.leader, "approved")
    with at(2), scope_use(commune.clerk.scope):
        done = work_do(dossier.code, Act.ISSUE, commune.clerk, "issued", number="1/GXN")
    assert done.status is Status.DONE


def test_it_adds_nothing_to_the_figures(dossier, scope):
    with scope_use(SYSTEM):
        assert run("SELECT 1 FROM indicators_step") > 0
    with scope_use(scope):
        assert run("SELECT 1 FROM indicators_step") == 0
        assert run("UPDATE indicators_step SET folded = folded") == 0
