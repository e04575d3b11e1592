"""Increments and index are held to the same numbers where they mean the same, over random lives.

Boards and II.06a count from increments, the Service Index and the reports on online services and
digitisation from versions of dossiers. What is received, handled, ended with a result, and in time
means the same in both; where the law lets them differ (a second supplement, a clock that was stopped
after the due instant) the difference is named here too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders.indicators import DAY_ONE, changes_of, lives, windows
from tests.builders.organisations import commune_make, province_make, unit_make
from tests.builders.procedures import offering_make

from motcua.dossiers import rules as dossier_rules
from motcua.dossiers.types import ENDED, Channel, Fact, FactType, Finance, State, Status
from motcua.indicators import rules
from motcua.indicators.index import sample
from motcua.indicators.index.asking import counts_of, keys_of
from motcua.indicators.index.build import Side
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Count, Span
from motcua.indicators.index.fold import as_dict, index_versions
from motcua.indicators.index.runners.postgres import Postgres
from motcua.indicators.models import Case
from motcua.indicators.queries.counted import counted_units, until_of
from motcua.indicators.queries.counted_board import board_of
from motcua.indicators.queries.index import index_of
from motcua.indicators.reports.catalogue import REPORTS
from motcua.indicators.reports.sheets import report_sheet, reports_of
from motcua.indicators.rules import Life
from motcua.indicators.services.increments import changes_record
from motcua.indicators.types import Figure, Period
from motcua.kernel import clock
from motcua.kernel.scope import scope_units, scope_use
from motcua.organisations.models import Succession
from motcua.organisations.queries import unit_children, unit_descendant_ids
from motcua.organisations.types import Transfer, UnitKind

NOT_ASKED = {"3.3:result": "not_asked"}
SETTINGS = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def said(life: Life, **more: object) -> tuple[Fact, ...]:
    """Return a life's facts with what its submission tells."""
    data = {
        "competent": sample.UNIT,
        "receiving": 2,
        "procedure": "1.1",
        "version": 11,
        "channel": int(life.channel),
        "finance": int(Finance.NONE),
        "parts": {"paper": 1, "file": 0, "data": 0, "population": 0},
        **more,
    }
    first, *rest = life.facts
    return (replace(first, data={**first.data, **data}), *rest)


def differs(life: Life, until: datetime) -> bool:
    """Tell whether index and II.06a may tell otherwise of a dossier whether it was in time.

    The index: a second supplement is late whatever came of it; what waits, is paused or ended while
    paused is held to the instant at which its clock stopped. II.06a: whoever waits at the end of the
    period is on time, and nobody is late while the clock stands.
    """
    state, supplements, paused_end = State(), 0, False
    for fact in life.facts:
        if fact.at > until:
            break
        before, state = state, dossier_rules.apply(state, fact)
        if fact.type is FactType.SUPPLEMENT_REQUESTED and before.accepted_at is not None:
            supplements += 1
        if state.status in ENDED and before.status not in ENDED:
            paused_end = before.suspended_from is not None or before.status is Status.SUPPLEMENT
        elif state.status not in ENDED:
            paused_end = False
    stands = state.suspended_from is not None or state.status is Status.SUPPLEMENT
    return supplements > 1 or stands or paused_end


@pytest.mark.django_db
@SETTINGS
@given(st.lists(lives, max_size=6), windows())
def test_received_handled_ended_and_in_time_are_the_same_in_both(some, window):
    rows = []
    steps = []
    for number, life in enumerate(some):
        rows += [as_dict(row) for row in index_versions(f"d{number}", said(life))]
        official = 0
        for change in changes_of(life, dossier_id=number):
            if rules.concerns(change):
                steps += rules.increments_of(change, official)
                official = change.official_id or 0
    figures = rules.figures_of(rules.sums_of(steps, window))
    span, place = Span(window.before + rules.TICK, window.until), [(1, sample.UNIT)]
    tables = {"dossier": rows, "procedure": [sample.procedure("1.1", 11)]}
    with Postgres(tables) as engine:

        def count(indicator, **options):
            found = counts_of(engine, [INDICATORS[indicator]], span, place, options=options)
            return found.get((indicator, 1, ""), Count())

        filed, handled, resolved = count("3.3", **NOT_ASKED), count("2.1"), count("4.2")
        timely = keys_of(engine, INDICATORS["2.1"], Side.NUMERATOR, span, place)
    assert filed.denominator == figures[Figure.C4] + figures[Figure.C5]
    assert filed.numerator == figures[Figure.C4] == figures[Figure.RECEIVED_ONLINE]
    assert handled.denominator == figures[Figure.C3]
    assert handled.unknown == 0
    ended = figures[Figure.RESOLVED] - figures[Figure.WITHDRAWN] - figures[Figure.STOPPED]
    assert resolved.denominator + resolved.unknown == ended
    for number, life in enumerate(some):
        own = rules.figures_from_events([life], window)
        good = own[Figure.C8] + own[Figure.C9] + own[Figure.C12]
        if own[Figure.C3] and not differs(life, window.until):
            assert (f"d{number}" in timely) == bool(good), life


def a_life(*facts: tuple[FactType, int, dict[str, object]]) -> Life:
    return Life(
        Channel.ONLINE,
        tuple(Fact(kind, DAY_ONE + timedelta(hours=hour), data) for kind, hour, data in facts),
    )


def due(hour: int) -> dict[str, object]:
    return {"due_at": (DAY_ONE + timedelta(hours=hour)).isoformat()}


# --- real units and sheets ----------------------------------------------------------------------


@pytest.fixture
def country(system_scope):
    """A province with its department and three communes; one of them is taken over by another."""
    province = province_make(code="98", name="Mẫu")
    communes = [commune_make(code=f"9800{n}", name=f"Số {n}", province=province) for n in (1, 2)]
    department = unit_children(province.id, UnitKind.DEPARTMENT)[0]
    merged = unit_make(
        code="98003",
        full_name="Xã Số 3",
        parent_id=province.id,
        valid_from=date(2025, 7, 1),
        valid_to=date(2026, 9, 6),
    )
    Succession.objects.create(
        old_id=merged.id,
        new_id=communes[0].id,
        transfer=Transfer.WHOLE.value,
        is_split=False,
        effective_on=date(2026, 9, 6),
    )
    units = [*communes, department, merged]
    offerings = [offering_make(unit=units[0]), offering_make(unit=units[1])]
    return province, units, offerings


periods = st.tuples(st.integers(0, 16), st.integers(0, 12)).map(
    lambda pair: Period(
        date(2026, 9, 1) + timedelta(days=pair[0]),
        date(2026, 9, 1) + timedelta(days=sum(pair)),
    )
)


def lived(country, some):
    """Write increments and index of lives that units and procedures take in turn."""
    _province, units, offerings = country
    for number, (life, place, offer, fold) in enumerate(some, 1):
        offering, unit = offerings[offer], units[place]
        facts = said(life, competent=unit.id, procedure=offering.code, version=offering.version.id)
        over = {
            "procedure_id": offering.version.procedure_id,
            "competent_unit_id": unit.id,
            "receiving_unit_id": unit.id,
        }
        changes_record(changes_of(life, dossier_id=number, **over), fold=fold)
        Case.objects.bulk_create(
            Case(dossier_id=number, **as_dict(row))
            for row in index_versions(f"98.{number:03d}", facts)
        )


cases = st.lists(st.tuples(lives, st.integers(0, 3), st.integers(0, 1), st.booleans()), max_size=6)


class Undone(Exception):
    """Takes back what one example wrote."""


@settings(SETTINGS, max_examples=8)
@given(some=cases, period=periods)
def test_sheets_keep_their_identities_and_agree_with_board_and_index(country, some, period):
    province, units, _offerings = country
    with clock.clock_set(DAY_ONE + timedelta(days=60)), pytest.raises(Undone), transaction.atomic():
        lived(country, some)
        for unit in (province, units[0], units[-1]):
            agreed(unit, period)
        raise Undone


def agreed(unit, period):
    sheets = {key: report_sheet(key, unit.id, period) for key in reports_of(unit.id)}
    told = {
        key: dict(zip((one.key for one in sheet.columns), sheet.totals, strict=True))
        for key, sheet in sheets.items()
    }
    assert all(sheet.good for sheet in sheets.values()), unit.code
    form, net, scans, late = (told[key] for key in ("ii06a", "online", "digitisation", "lateness"))
    assert net["received"] == scans["received"] == form["c4"] + form["c5"]
    assert net["online"] == form["c4"]
    for key in ("ii06b", "vpcp06"):
        if key in sheets:
            assert sheets[key].totals == sheets["ii06a"].totals
    # Line by line too: a unit that was merged stands on its own line, once.
    lines = {line.key: line.cells for line in sheets["online"].lines}
    for line in sheets["ii06a"].lines:
        if line.key in lines:
            assert lines[line.key][5] == line.cells[1] + line.cells[2]
    index = {one.indicator.id: one.count for one in index_of(unit.id, period).whole.values}
    assert index["2.1"].denominator == form["c3"]
    assert index["3.3"].denominator + index["3.3"].unknown == net["received"]
    assert (index["4.2"].numerator, index["4.3"].numerator) == (scans["digital"], scans["reused"])
    assert index["3.1"].denominator + index["3.1"].unknown == net["procedures"]
    assert late["late"] == late["overdue"] == 0, "nobody has dossiers here: causes have no rows"
    shown = board_of(counted_units(unit.id, until_of(period)), period).totals
    assert shown[Figure.RESOLVED] == form["c7"] - shown[Figure.WAITING]
    assert (shown[Figure.OPEN], shown[Figure.OVERDUE]) == (form["c11"], form["c13"])


@pytest.mark.parametrize("key", sorted(REPORTS))
def test_every_report_has_a_maker_with_as_many_cells_as_columns(country, key):
    province, _units, _offerings = country
    if key in reports_of(province.id):
        with clock.clock_set(DAY_ONE + timedelta(days=60)):
            sheet = report_sheet(key, province.id, Period(date(2026, 9, 1), date(2026, 9, 30)))
        assert sheet.good
        assert len(sheet.totals) == len(REPORTS[key].columns)


def test_a_merged_unit_stands_under_both_and_counts_once(country):
    province, (heir, _other, _department, merged), _offerings = country
    life = a_life((FactType.SUBMITTED, 0, {}), (FactType.ACCEPTED, 1, due(500)))
    period = Period(date(2026, 9, 1), date(2026, 9, 10))
    with clock.clock_set(DAY_ONE + timedelta(days=60)):
        lived(country, [(life, 3, 0, True), (life, 0, 0, False)])
        whole = report_sheet("ii06a", province.id, period)
        mine = report_sheet("ii06a", heir.id, period)
        before = report_sheet("ii06a", heir.id, Period(period.first, date(2026, 9, 5)))
        old = report_sheet("ii06a", merged.id, period)
        there = report_sheet("ii06a", merged.id, Period(period.first, date(2026, 9, 5)))
        online = report_sheet("online", heir.id, period)
    assert whole.totals[0] == 2
    assert [(one.unit_id, one.cells[0]) for one in mine.lines] == [(heir.id, 1), (merged.id, 1)]
    assert mine.totals[0] == 2
    assert online.totals[5] == 2
    assert old.totals[0] == 1
    assert before.totals[0] == 1, "until the merger it answered for itself"
    for sheet in (whole, mine, old, online):
        assert ("merged", (merged.full_name,)) in [(one.key, one.values) for one in sheet.notes]
        assert sheet.good
    for sheet in (before, there):
        assert "merged" not in {one.key for one in sheet.notes}, "it was still there"


def test_an_officer_of_the_heir_counts_what_was_taken_over_and_nobody_else_does(country):
    _province, (heir, other, _department, merged), _offerings = country
    life = a_life((FactType.SUBMITTED, 0, {}), (FactType.ACCEPTED, 1, due(500)))
    period = Period(date(2026, 9, 1), date(2026, 9, 10))
    with clock.clock_set(DAY_ONE + timedelta(days=60)):
        lived(country, [(life, 3, 0, True)])
        for unit, seen in ((heir, 1), (other, 0)):
            with scope_use(scope_units(unit_descendant_ids(unit.id))):
                assert report_sheet("ii06a", heir.id, period).totals[0] == seen
                assert report_sheet("online", heir.id, period).totals[5] == seen
                assert report_sheet("ii06a", merged.id, period).totals[0] == 0
