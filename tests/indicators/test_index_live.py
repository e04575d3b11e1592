"""The live index: the worker keeps its dossiers up with the events, and numbers open to lists."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from tests.builders.dossiers import (
    MORNING,
    at,
    commune_at_work,
    dossier_accepted,
    dossier_at,
    dossier_registered,
    work_do,
)

from motcua.indicators.index.build import By, Side
from motcua.indicators.index.standing import following
from motcua.indicators.models import Case, Reading
from motcua.indicators.queries import index_totals
from motcua.indicators.queries.index import index_list, index_of
from motcua.indicators.services import cases, cases_follow, cases_rebuild, cases_verify
from motcua.indicators.services.index_totals import totals_keep
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_units, scope_use
from motcua.workflow.types import Act

TODAY = Period(clock.local(MORNING).date(), clock.local(MORNING).date())


@pytest.fixture
def commune(fresh_database, settings, tmp_path):
    settings.SEALS_FILE = tmp_path / "seals.log"
    with at(), scope_use(SYSTEM):
        return commune_at_work()


def worked(commune):
    """Return the codes of a dossier that is open, one that is done, one that nobody accepted."""
    with at(), scope_use(SYSTEM):
        open_, registered = dossier_accepted(commune), dossier_registered(commune)
        done = dossier_at(commune, Act.ISSUE)
        work_do(done, Act.ISSUE, commune.clerk, "issued", number="01/GKS")
    return open_, done, registered


def read():
    with at(1):
        return cases_follow()


def value(index, id_):
    return next(one for one in index.whole.values if one.indicator.id == id_)


def test_the_worker_reads_what_happened_and_numbers_open_to_their_lists(commune):
    open_, done, _registered = worked(commune)
    assert read() > 5
    assert read() == 0
    with at(1), scope_use(SYSTEM):
        index = index_of(commune.unit.id, TODAY, by=By.PROCEDURE)
        timely = value(index, "2.1")
        assert (timely.count.numerator, timely.count.denominator, timely.points) == (2, 2, 20)
        listed = index_list("2.1", Side.NUMERATOR, commune.unit.id, TODAY)
        assert listed == sorted([open_, done])
        assert (
            index_list("2.1", Side.NUMERATOR, commune.unit.id, TODAY, after=listed[0]) == listed[1:]
        )
        rest = index_list("4.2", Side.REST, commune.unit.id, TODAY)
        assert rest == [done], "nothing of it is digital, whatever the catalogue says of the result"
        code = commune.offering.code
        assert index.parts[commune.unit.id, code].values[4].count == timely.count
        with pytest.raises(NotFound):
            index_list("9.9", Side.REST, commune.unit.id, TODAY)


def test_units_above_show_the_sum_and_a_neighbour_nothing(commune):
    worked(commune)
    read()
    with at(1), scope_use(SYSTEM):
        province = index_of(commune.unit.parent_id, TODAY, unit_ids=[commune.unit.id])
        assert value(province, "2.1").count.denominator == 2
        assert province.parts[commune.unit.id, ""].values[4].count.denominator == 2
        assert value(index_of(commune.unit.id + 10_000, TODAY), "2.1").points is None


def test_a_running_month_of_a_province_stands_as_at_midnight_from_kept_totals(commune, monkeypatch):
    worked(commune)
    read()
    unit, province = commune.unit.id, commune.unit.parent_id
    first = clock.local(MORNING).date().replace(day=1)
    with at(24):
        totals_keep()
        with scope_use(SYSTEM):
            late = dossier_accepted(commune)
        assert cases_follow() > 0
    with at(25), scope_use(SYSTEM):
        today = clock.today()
        month = Period(first, today)
        midnight = datetime.combine(today, time(), clock.LEGAL_ZONE)
        assert index_of(unit, month).span.until == clock.now()
        assert value(index_of(unit, month), "2.1").count.denominator == 3
        assert late in index_list("2.1", Side.NUMERATOR, unit, month)
        for running in (month, Period(first, following(first) - timedelta(days=1))):
            with monkeypatch.context() as kept:
                kept.setattr(index_totals, "totals_count", pytest.fail)
                found = index_of(province, running, unit_ids=[unit])
            assert midnight - timedelta(seconds=1) < found.span.until < midnight
            assert value(found, "2.1").count.denominator == 2
            assert found.parts[unit, ""].values[4].count.denominator == 2
            assert late not in index_list("2.1", Side.NUMERATOR, province, running)
        only = Period(today, today)
        listed = index_list("2.1", Side.NUMERATOR, province, only)
        assert late in listed, "nothing of today lies behind a midnight"


def test_a_rebuild_may_stop_anywhere_and_gives_the_same(commune):
    worked(commune)
    read()

    def stored():
        with scope_use(SYSTEM):
            return list(
                Case.objects.order_by("code", "version").values_list("code", "version", "ended_at")
            )

    before = stored()
    cases_rebuild()
    assert stored() == before, "rows stay until they are replaced"
    while cases_follow(limit=2):
        with scope_use(SYSTEM):
            assert {row[0] for row in stored()} == {row[0] for row in before}
    assert stored() == before
    with scope_use(SYSTEM):
        assert list(cases_verify()) == []


def test_verify_names_a_changed_row_and_waits_for_the_worker(commune):
    open_, done, _registered = worked(commune)
    with scope_use(SYSTEM):
        assert list(cases_verify()) == [], "what is not read yet is no breach"
    read()
    with scope_use(SYSTEM):
        Case.objects.filter(code=done, ended_at__isnull=False).update(due_at=MORNING)
        assert [breach.where for breach in cases_verify()] == [done]
        Case.objects.filter(code=open_).delete()
        assert sorted(breach.where for breach in cases_verify()) == sorted([open_, done])


def test_a_number_is_refused_while_a_dossier_cannot_be_read(commune):
    worked(commune)
    read()
    with at(1), scope_use(SYSTEM):
        Reading.objects.update(problem="H19-1")
        with pytest.raises(Refused) as refused:
            index_of(commune.unit.id, TODAY)
    assert refused.value.code == "index_unsound"


def test_what_cannot_be_read_is_named_and_stops_nobody_else(commune, monkeypatch):
    open_, done, _registered = worked(commune)
    sound = cases.index_versions

    def versions(code, facts):
        if code == done:
            raise KeyError("due_at")
        return sound(code, facts)

    def problem():
        with scope_use(SYSTEM):
            return Reading.objects.get(name=cases.NAME).problem

    with monkeypatch.context() as broken:
        broken.setattr(cases, "index_versions", versions)
        read()
        assert problem() == done
        with scope_use(SYSTEM):
            assert Case.objects.filter(code=open_).exists()
            assert not Case.objects.filter(code=done).exists()
        with at(1), scope_use(SYSTEM), pytest.raises(Refused, match="of 1 dossier were") as told:
            index_of(commune.unit.id, TODAY)
        assert told.value.details["codes"] == (done,), "for whoever may know it"
        cases_rebuild()
        assert problem() == done, "not read yet is not sound"
        while read():
            pass
        assert problem() == done
    cases_rebuild()
    read()
    assert problem() == ""
    with at(1), scope_use(SYSTEM):
        assert value(index_of(commune.unit.id, TODAY), "2.1").count.denominator == 2


def test_another_unit_sees_no_dossier_of_the_index(commune):
    worked(commune)
    read()
    with scope_use(scope_units([commune.unit.id + 10_000])):
        assert not Case.objects.exists()
    with scope_use(scope_units([commune.unit.id])):
        assert Case.objects.exists()
