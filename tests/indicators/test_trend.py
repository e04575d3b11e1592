"""The trend of months tells what the period holds, not what lies before or after it in a month."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted

from motcua.indicators.queries import board
from motcua.indicators.services.rollup import rollup_fold
from motcua.indicators.types import Figure, Period
from motcua.organisations.queries import unit_descendant_ids
from motcua.procedures.queries import procedure_ids

pytestmark = pytest.mark.usefixtures("system_scope")
DAY = 24


@pytest.fixture
def commune():
    """Dossiers of 8 and 10 September, 10 and 17 November 2026."""
    with at(-2 * DAY):
        made = commune_at_work()
    for days in (-2, 0, 61, 68):
        with at(days * DAY):
            dossier_accepted(made)
    return made


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 9, 9), date(2026, 11, 12), [1, 0, 1]),  # over, and both ends within a month
        (date(2026, 9, 9), date(2026, 11, 20), [1, 0, 2]),  # runs
        (date(2026, 9, 1), date(2026, 11, 30), [2, 0, 2]),
        (date(2026, 7, 15), date(2026, 9, 30), [0, 0, 2]),
    ],
)
def test_months_hold_what_the_period_holds(commune, first, last, months):
    units = unit_descendant_ids(commune.unit.id)
    own = list(procedure_ids([commune.offering.version.code]).values())
    with at(71 * DAY):  # 20 November
        for _folded in range(2):
            for procedures in (None, own):
                found = board(units, Period(first, last), procedure_ids=procedures)
                assert [one.received for one in found.trend] == months
                assert sum(months) == found.totals[Figure.RECEIVED]
            while rollup_fold():
                pass
