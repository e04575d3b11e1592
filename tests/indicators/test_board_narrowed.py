"""The board of some procedures alone counts by the same definition; whether something was added."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at

from motcua.indicators.queries import board, dossiers_behind
from motcua.indicators.queries.live import figures_mark
from motcua.indicators.services.rollup import rollup_fold
from motcua.indicators.types import Figure, Period
from motcua.kernel import clock
from motcua.organisations.queries import unit_descendant_ids
from motcua.procedures.queries import procedure_fields, procedure_ids
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture
def commune():
    with at():
        made = commune_at_work()
        dossier_accepted(made)
        dossier_at(made, Act.RETURN)
    return made


def boards(commune, procedures):
    units = unit_descendant_ids(commune.unit.id)
    day = clock.today()
    period = Period(day, day)
    return (
        board(units, period, main_unit_id=commune.unit.id),
        board(units, period, main_unit_id=commune.unit.id, procedure_ids=procedures),
    )


def test_all_procedures_are_the_whole_folded_or_not(commune):
    with at(1):
        own = procedure_ids([commune.offering.version.code]).values()
        for _round in range(2):
            whole, narrowed = boards(commune, own)
            assert whole.totals[Figure.RECEIVED] == 2
            assert narrowed.totals == whole.totals
            assert narrowed.by_unit == whole.by_unit
            assert narrowed.by_procedure == whole.by_procedure
            assert narrowed.trend == whole.trend
            assert narrowed.by_official == ()
            while rollup_fold():
                pass


def test_another_procedure_counts_nothing(commune):
    with at(1):
        _whole, narrowed = boards(commune, [2**40])
        assert not any(narrowed.totals.values())
        assert all(point.received == 0 for point in narrowed.trend)


def test_behind_procedures_are_as_many_dossiers_as_the_figure_says(commune):
    with at(1):
        own = list(procedure_ids([commune.offering.version.code]).values())
        _whole, narrowed = boards(commune, own)
        for figure in (Figure.RECEIVED, Figure.RESOLVED, Figure.OPEN, Figure.DUE_SOON):
            found = dossiers_behind(figure, narrowed.unit_ids, narrowed.window, procedure_ids=own)
            assert found.total == narrowed.totals[figure], figure
        nothing = dossiers_behind(
            Figure.RECEIVED, narrowed.unit_ids, narrowed.window, procedure_ids=[]
        )
        assert nothing.total == 0


def test_every_procedure_has_its_field(commune):
    (own,) = procedure_ids([commune.offering.version.code]).values()
    assert procedure_fields()[own] == commune.offering.version.field.code


def test_an_act_changes_the_mark_and_another_units_act_does_not(commune):
    other = commune_at_work(name="Phong Quang")
    with at(2):
        units = unit_descendant_ids(commune.unit.id)
        while rollup_fold():
            pass
        before = figures_mark(units)
        assert figures_mark(units) == before
        dossier_accepted(other)
        assert figures_mark(units) == before
        dossier_accepted(commune)
        after = figures_mark(units)
        assert after != before
        while rollup_fold():
            pass
        assert figures_mark(units) == after


def test_what_is_entered_late_is_noticed_while_it_is_not_folded(commune):
    units = unit_descendant_ids(commune.unit.id)
    with at(30):
        before = figures_mark(units)
    with at(26):
        dossier_accepted(commune)
    with at(30):
        assert figures_mark(units) != before
