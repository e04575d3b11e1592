"""Increments and a naive fold of the facts give the same figures, for every lawful history."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.indicators import DAY_ONE, changes_of, lives, windows

from motcua.dossiers.types import Channel, Fact, FactType
from motcua.indicators import rules
from motcua.indicators.rules import Life
from motcua.indicators.types import COLUMNS, Figure, Increment, Measure, Window


def increments_of(life: Life, **over: object) -> list[Increment]:
    rows: list[Increment] = []
    official = 0
    for change in changes_of(life, **over):  # type: ignore[arg-type]
        if rules.concerns(change):
            rows += rules.increments_of(change, official)
            official = change.official_id or 0
    return rows


def figures(life: Life, window: Window) -> rules.Figures:
    return rules.figures_of(rules.sums_of(increments_of(life), window))


@settings(max_examples=400, deadline=None)
@given(st.lists(lives, max_size=4), windows())
def test_figures_by_increments_are_the_figures_of_the_events(some, window):
    rows = [
        row for number, life in enumerate(some) for row in increments_of(life, dossier_id=number)
    ]
    assert rules.figures_of(rules.sums_of(rows, window)) == rules.figures_from_events(some, window)


@settings(max_examples=200, deadline=None)
@given(st.lists(lives, max_size=4), windows())
def test_the_identities_of_the_form_hold_in_every_period(some, window):
    values = rules.figures_from_events(some, window)
    line = [values[column] for column in COLUMNS]
    assert all(check.holds for check in rules.identities_check([line], line))
    assert min(values.values()) >= 0


@settings(max_examples=200, deadline=None)
@given(lives, windows(), st.integers(0, 14))
def test_what_happens_later_changes_no_figure_of_the_past(life, window, keep):
    cut = Life(life.channel, life.facts[: 1 + keep])
    if len(cut.facts) < len(life.facts) and life.facts[len(cut.facts)].at > window.until:
        assert figures(cut, window) == figures(life, window)


@settings(max_examples=200, deadline=None)
@given(lives, windows(), st.lists(st.integers(1, 3), min_size=1, max_size=5))
def test_officials_who_take_turns_add_up_to_the_unit(life, window, officials):
    rows = increments_of(life, officials=tuple(officials))
    together = rules.figures_of(rules.sums_of(rows, window))
    assert together == figures(life, window)
    per_official = [
        rules.figures_of(rules.sums_of([r for r in rows if r.official_id == one], window))
        for one in {row.official_id for row in rows}
    ]
    for figure in Figure:
        assert sum(part[figure] for part in per_official) == together[figure]


def life_of(*steps: tuple[FactType, float, dict[str, object]]) -> Life:
    facts = tuple(Fact(kind, DAY_ONE + timedelta(hours=h), data) for kind, h, data in steps)
    return Life(Channel.ONLINE, facts)


def due(hours: float) -> dict[str, object]:
    return {"due_at": (DAY_ONE + timedelta(hours=hours)).isoformat()}


def at_hours(start: float, end: float, ahead: float = 24) -> Window:
    return Window(*(DAY_ONE + timedelta(hours=h) for h in (start, end, end + ahead)))


START = ((FactType.SUBMITTED, 0, {}), (FactType.ACCEPTED, 1, due(50)), (FactType.ASSIGNED, 2, {}))


def seen(life: Life, window: Window) -> set[str]:
    return {figure.value for figure, value in figures(life, window).items() if value}


def test_an_open_dossier_is_overdue_only_after_its_due_instant():
    life = life_of(*START)
    assert figures(life, at_hours(-1, 50))[Figure.OVERDUE] == 0
    assert figures(life, at_hours(-1, 50))[Figure.DUE_SOON] == 1
    assert figures(life, at_hours(-1, 50.001))[Figure.OVERDUE] == 1


def test_done_at_the_due_instant_is_on_time_and_a_moment_later_is_late():
    for hours, wanted in ((49, Figure.EARLY), (50, Figure.ON_TIME), (50.5, Figure.LATE)):
        life = life_of(*START, (FactType.DONE, hours, {}))
        assert figures(life, at_hours(-1, 100))[wanted] == 1


def test_a_suspended_dossier_is_not_overdue_while_it_waits():
    life = life_of(
        *START,
        (FactType.SUPPLEMENT_REQUESTED, 10, {}),
        (FactType.SUPPLEMENT_RECEIVED, 100, due(140)),
    )
    assert {"waiting", "c7", "c9"} <= seen(life, at_hours(-1, 90))
    assert "overdue" not in seen(life, at_hours(-1, 90))
    assert "overdue" not in seen(life, at_hours(-1, 139))
    assert "overdue" in seen(life, at_hours(-1, 141))


def test_a_due_date_that_moves_away_ends_being_overdue_and_leaves_the_past_as_it_was():
    life = life_of(*START, (FactType.DUE_CHANGED, 60, due(80)))
    assert "overdue" in seen(life, at_hours(-1, 55))
    assert "overdue" not in seen(life, at_hours(-1, 70))
    assert "overdue" in seen(life, at_hours(-1, 81))


def test_a_reopened_dossier_is_carried_over_and_its_first_end_stays_in_its_period():
    life = life_of(
        *START, (FactType.DONE, 20, {}), (FactType.REOPENED, 45, {}), (FactType.DONE, 60, {})
    )
    assert {"early", "c8", "c3", "c4"} <= seen(life, at_hours(-1, 30))
    later = figures(life, at_hours(30, 100))
    assert (later[Figure.C6], later[Figure.C3], later[Figure.C10]) == (1, 1, 1)
    assert (later[Figure.C8], later[Figure.EARLY]) == (0, 0)


def test_withdrawn_in_time_counts_as_on_time_and_after_the_due_instant_as_late():
    intime = life_of(*START, (FactType.WITHDRAWN, 40, {}))
    assert {"on-time", "withdrawn", "c9"} <= seen(intime, at_hours(-1, 100))
    late = life_of(*START, (FactType.WITHDRAWN, 60, {}))
    assert {"late", "withdrawn", "c10"} <= seen(late, at_hours(-1, 100))


def test_what_was_never_accepted_is_in_no_figure():
    life = life_of((FactType.SUBMITTED, 0, {}), (FactType.REFUSED, 5, {}))
    assert increments_of(life) == []


def test_intake_belongs_to_the_receiving_unit_and_the_rest_to_the_competent_one():
    rows = increments_of(life_of(*START))
    intake = [row for row in rows if row.measure is Measure.INTAKE_ONLINE]
    assert [row.unit_id for row in intake] == [2]
    assert {row.unit_id for row in rows if row not in intake} == {1}


def test_most_facts_need_no_increment():
    changes = changes_of(
        life_of(*START, (FactType.DOCUMENT_ADDED, 3, {}), (FactType.APPROVED, 4, {}))
    )
    assert [rules.concerns(change) for change in changes] == [False, True, True, False, False]
