"""Causes of lateness: the sums are the board's, every cell leads to its dossiers, files agree."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make
from tests.office.acting import get, text

from motcua.dossiers import services
from motcua.dossiers.types import LateCause
from motcua.identity.types import Role
from motcua.indicators.queries import window_of
from motcua.indicators.queries.causes import causes_of
from motcua.indicators.queries.figures import figures_by
from motcua.indicators.types import Dimension, Figure, Period
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/office/lateness/"
LATE = 24 * 6


@pytest.fixture
def codes(commune):
    with scope_use(SYSTEM), at():
        made = [dossier_at(commune, Act.APPRAISE) for _ in range(3)]
    with scope_use(SYSTEM), at(LATE):
        for code, cause in zip(made, (LateCause.STAFF, LateCause.STAFF), strict=False):
            services.lateness_explain(actor=commune.leader, code=code, cause=cause)
    return made


def test_the_sums_are_those_of_the_board(commune, codes):
    with scope_use(SYSTEM), at(LATE + 1):
        day = clock.today()
        window = window_of(Period(day.replace(day=1), day))
        found = causes_of([commune.unit.id], window)
        split = figures_by(
            [commune.unit.id], window, (Dimension.UNIT,), (Figure.LATE, Figure.OVERDUE)
        )
    figures = split[Dimension.UNIT][commune.unit.id]
    assert len(found.rows) == sum(figures.values()) == 3
    assert found.counts()[LateCause.STAFF] == 2
    assert found.counts(Figure.OVERDUE)[LateCause.NONE] == 1
    assert len(found.behind(cause=LateCause.STAFF, figure=Figure.OVERDUE)) == 2
    assert found.behind(cause=LateCause.STAFF, figure=Figure.LATE) == []
    assert found.by("unit_id")[commune.unit.id] == {LateCause.STAFF: 2, LateCause.NONE: 1}


def test_a_changed_cause_is_counted_once(commune, codes):
    with scope_use(SYSTEM), at(LATE + 1):
        services.lateness_explain(actor=commune.leader, code=codes[0], cause=LateCause.SYSTEM)
        day = clock.today()
        found = causes_of([commune.unit.id], window_of(Period(day.replace(day=1), day)))
    counts = found.counts()
    assert (counts[LateCause.STAFF], counts[LateCause.SYSTEM], counts[LateCause.NONE]) == (1, 1, 1)


def test_the_page_leads_to_the_dossiers(commune, codes):
    page = text(get(commune.leader, URL, hours=LATE + 1))
    assert "2 of 3 late dossiers have a cause on record" in page
    listed = text(get(commune.leader, f"{URL}?cause=staff", hours=LATE + 1))
    assert codes[0] in listed
    assert codes[2] not in listed
    nobody = text(get(commune.leader, f"{URL}?cause=none", hours=LATE + 1))
    assert codes[2] in nobody
    assert codes[0] not in text(get(commune.leader, f"{URL}?cause=nonsense", hours=LATE + 1))


def test_nothing_late_says_so_and_strangers_see_nothing(commune, codes):
    assert "No dossier was late" in text(get(commune.leader, URL, hours=2))
    assert get(commune.specialist, URL).status_code == 404
    with scope_use(SYSTEM):
        stranger = actor_make(role=Role.LEADER, unit=commune_make(name="Xa"))
    assert "No dossier was late" in text(get(stranger, URL, hours=LATE + 1))
    own = commune.unit.code
    assert get(stranger, f"{URL}?unit={own}", hours=LATE + 1).status_code == 404
