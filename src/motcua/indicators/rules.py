"""What every figure means, as pure functions: from facts to increments, from increments to figures.

Sources: classes of domain brief 3.7, columns of form II.06a of domain brief 6.4. The proof that
increments and facts give the same figures stands in the package's ALGEBRA.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from functools import cache

from motcua.dossiers import rules as dossier_rules
from motcua.dossiers.events import DossierChanged
from motcua.dossiers.types import ENDED, Channel, Fact, FactType, State, Status
from motcua.indicators.types import (
    COLUMNS,
    INTAKE,
    RECEIVED,
    Check,
    Figure,
    Figures,
    Increment,
    Measure,
    Window,
)

M = Measure
TICK = timedelta(microseconds=1)
"""The database's smallest time: a dossier is overdue from its due instant plus one tick."""
EARLY_MARGIN = timedelta(0)
"""How long before its due instant a result is "early"; nothing says more than 0."""

EARLY = frozenset({M.DONE_EARLY})
ON_TIME = frozenset({M.DONE_ON_TIME, M.WITHDRAWN, M.STOPPED})
LATE = frozenset({M.DONE_LATE, M.WITHDRAWN_LATE, M.STOPPED_LATE})
ENDS = EARLY | ON_TIME | LATE
OPEN = frozenset({M.RUNNING, M.PAUSED})
UNFINISHED = OPEN | {M.WAITING}
ALL_INTAKE = frozenset(INTAKE.values())
ALL_RECEIVED = frozenset(RECEIVED.values())
MOVING = frozenset({FactType.ASSIGNED, FactType.APPRAISED})
"""Facts that may change whose dossier it is without changing where it stands."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an accepted dossier is counted; `due` only while the clock runs."""

    measure: Measure
    due: datetime | None = None


def standing_of(state: State | None, before: State | None = None) -> Standing | None:
    """Return where a dossier is counted, None before its acceptance.

    `before` is the state that an end followed: nothing is late that ends while the clock stands.
    """
    if state is None or state.status is None or state.accepted_at is None:
        return None
    if state.status in ENDED:
        paused = before is not None and before.suspended_from is not None
        return Standing(_end_of(state, paused=paused))
    if state.status is Status.SUPPLEMENT:
        return Standing(M.WAITING)
    if state.suspended_from is not None:
        return Standing(M.PAUSED)
    return Standing(M.RUNNING, state.due_at)


def _end_of(state: State, *, paused: bool) -> Measure:
    """Return the class of an end (domain brief 3.7), compared at the full instant."""
    ended, due = state.ended_at, state.due_at
    if ended is None or due is None:
        raise ValueError("an accepted dossier that ended has an end and a due instant")
    late = ended > due and not paused
    if state.status is Status.WITHDRAWN:
        return M.WITHDRAWN_LATE if late else M.WITHDRAWN
    if state.status is Status.STOPPED:
        return M.STOPPED_LATE if late else M.STOPPED
    if late:
        return M.DONE_LATE
    return M.DONE_EARLY if ended + EARLY_MARGIN < due else M.DONE_ON_TIME


def concerns(change: DossierChanged) -> bool:
    """Tell whether a change can have increments at all; most facts have none."""
    after = standing_of(change.after, change.before)
    if after is None:
        return False
    return standing_of(change.before) != after or change.fact.type in MOVING


def increments_of(change: DossierChanged, official_before: int) -> tuple[Increment, ...]:
    """Return what a change adds to the figures; `official_before`: whose it was, or 0.

    The standing before is taken back at the fact's instant, the standing after is put in its
    place; OVERDUE is put and taken back at the later of the due instant and the fact.
    """
    old, new = standing_of(change.before), standing_of(change.after, change.before)
    official = change.official_id or 0
    if new is None or (old == new and official == official_before):
        return ()
    at = change.fact.at
    rows: list[Increment] = []
    if old is None:
        taken_in = _step(change, INTAKE[change.channel], 1, official, at)
        rows.append(replace(taken_in, unit_id=change.receiving_unit_id))
        rows.append(_step(change, RECEIVED[change.channel], 1, official, at))
    else:
        left = _step(change, old.measure, -1, official_before, at)
        rows.append(replace(left, ended_at=change.before.ended_at if change.before else None))
        if old.due is not None:
            at_due = max(at, old.due + TICK)
            rows.append(_step(change, M.OVERDUE, -1, official_before, at_due))
    rows.append(_step(change, new.measure, 1, official, at))
    if new.due is not None:
        rows.append(_step(change, M.OVERDUE, 1, official, max(at, new.due + TICK)))
    return tuple(rows)


def _step(
    change: DossierChanged, measure: Measure, delta: int, official: int, at: datetime
) -> Increment:
    return Increment(
        dossier_id=change.dossier_id,
        unit_id=change.competent_unit_id,
        procedure_id=change.procedure_id,
        official_id=official,
        at=at,
        known_at=change.fact.at,
        measure=measure,
        delta=delta,
    )


class Over(Enum):
    """Over which increments a term sums."""

    __hash__ = object.__hash__

    FLOW = "flow"  # at in (before, until]; what was re-opened after an earlier end is not taken off
    START = "start"  # at <= before
    END = "end"  # at <= until
    REOPENED = "reopened"  # ends before the period that were re-opened in it
    AHEAD = "ahead"  # at in (until, ahead], of facts known at `until`


@dataclass(frozen=True, slots=True)
class Term:
    """One summand of a figure."""

    measures: frozenset[Measure]
    over: Over
    weight: int = 1


def _flow(measures: Iterable[Measure]) -> tuple[Term, ...]:
    return (Term(frozenset(measures), Over.FLOW),)


def _stock(measures: Iterable[Measure]) -> tuple[Term, ...]:
    return (Term(frozenset(measures), Over.END),)


_OVERDUE = _stock({M.OVERDUE})
_OPEN_IN_TIME = (*_stock(OPEN), Term(frozenset({M.OVERDUE}), Over.END, -1))
_CARRIED = (Term(UNFINISHED, Over.START), Term(ENDS, Over.REOPENED))
_C9 = (*_flow(ON_TIME), *_stock({M.WAITING}))

DEFINITIONS: Mapping[Figure, tuple[Term, ...]] = {
    Figure.RECEIVED: _flow(ALL_INTAKE),
    Figure.RECEIVED_ONLINE: _flow({M.INTAKE_ONLINE}),
    Figure.RECEIVED_COUNTER: _flow({M.INTAKE_COUNTER}),
    Figure.RECEIVED_POST: _flow({M.INTAKE_POST}),
    Figure.RESOLVED: _flow(ENDS),
    Figure.RESOLVED_IN_TIME: _flow(EARLY | ON_TIME),
    Figure.EARLY: _flow(EARLY),
    Figure.ON_TIME: _flow(ON_TIME),
    Figure.LATE: _flow(LATE),
    Figure.WITHDRAWN: _flow({M.WITHDRAWN, M.WITHDRAWN_LATE}),
    Figure.STOPPED: _flow({M.STOPPED, M.STOPPED_LATE}),
    Figure.OPEN: _stock(OPEN),
    Figure.OPEN_IN_TIME: _OPEN_IN_TIME,
    Figure.OVERDUE: _OVERDUE,
    Figure.DUE_SOON: (Term(frozenset({M.OVERDUE}), Over.AHEAD),),
    Figure.WAITING: _stock({M.WAITING}),
    Figure.PAUSED: _stock({M.PAUSED}),
    Figure.C3: (*_flow(ALL_RECEIVED), *_CARRIED),
    Figure.C4: _flow({M.RECEIVED_ONLINE}),
    Figure.C5: _flow({M.RECEIVED_COUNTER, M.RECEIVED_POST}),
    Figure.C6: _CARRIED,
    Figure.C7: (*_flow(EARLY | LATE), *_C9),
    Figure.C8: _flow(EARLY),
    Figure.C9: _C9,
    Figure.C10: _flow(LATE),
    Figure.C11: _stock(OPEN),
    Figure.C12: _OPEN_IN_TIME,
    Figure.C13: _OVERDUE,
}
STOCKS = frozenset(
    measure
    for terms in DEFINITIONS.values()
    for term in terms
    if term.over in {Over.START, Over.END}
    for measure in term.measures
)
"""Measures that are read as they stand at an instant; all others only as what came in a window."""


def asks(wanted: Iterable[Figure], over: Over) -> bool:
    """Tell whether a figure is made of increments over a part of the window."""
    return any(term.over is over for figure in wanted for term in DEFINITIONS[figure])


IDENTITIES: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...] = (
    ("(3) = (4) + (5) + (6)", (3,), (4, 5, 6)),
    ("(3) = (7) + (11)", (3,), (7, 11)),
    ("(7) = (8) + (9) + (10)", (7,), (8, 9, 10)),
    ("(11) = (12) + (13)", (11,), (12, 13)),
)


def identities_check(lines: Sequence[Sequence[int]], totals: Sequence[int]) -> tuple[Check, ...]:
    """Check the identities of II.06a in every line and the total, and the total against the lines.

    Each line has the figures of columns (3) to (13).
    """
    checks = [
        Check(
            text,
            all(
                sum(line[n - 3] for n in left) == sum(line[n - 3] for n in right)
                for line in (*lines, totals)
            ),
        )
        for text, left, right in IDENTITIES
    ]
    summed = tuple(map(sum, zip(*lines, strict=True))) if lines else (0,) * len(COLUMNS)
    return (*checks, Check("Σ", summed == tuple(totals)))


SUMMED: tuple[tuple[Over, Measure], ...] = tuple(
    dict.fromkeys(
        (term.over, measure)
        for terms in DEFINITIONS.values()
        for term in terms
        for measure in sorted(term.measures)
    )
)
"""The sums that figures are made of, in the order in which `figures_of` wants them."""
PLACES: Mapping[tuple[Over, Measure], int] = {part: place for place, part in enumerate(SUMMED)}


def figures_of(sums: Sequence[int], wanted: tuple[Figure, ...] = tuple(Figure)) -> Figures:
    """Return figures from the sums of increments over each of `SUMMED`."""
    found = dict.fromkeys(wanted, 0)
    for n, terms in zip(sums, _terms(wanted), strict=True):
        if n:
            for figure, weight in terms:
                found[figure] += weight * n
    return found


@cache
def _terms(wanted: tuple[Figure, ...]) -> tuple[tuple[tuple[Figure, int], ...], ...]:
    """Return into which figures each of `SUMMED` goes: a board has hundreds of keys."""
    return tuple(
        tuple(
            (figure, term.weight)
            for figure in wanted
            for term in DEFINITIONS[figure]
            if term.over is over and measure in term.measures
        )
        for over, measure in SUMMED
    )


def sums_of(increments: Iterable[Increment], window: Window) -> list[int]:
    """Return the sums by which `figures_of` works; the queries compute the same in SQL."""
    sums = [0] * len(SUMMED)
    for row in increments:
        for over, delta in _counted(row, window):
            place = PLACES.get((over, row.measure))
            if place is not None:
                sums[place] += delta
    return sums


def _counted(row: Increment, window: Window) -> Iterator[tuple[Over, int]]:
    if row.at <= window.before:
        yield Over.START, row.delta
    if row.at <= window.until:
        yield Over.END, row.delta
    if window.before < row.at <= window.until:
        if row.delta < 0 and row.ended_at is not None and row.ended_at <= window.before:
            yield Over.REOPENED, -row.delta
        else:
            yield Over.FLOW, row.delta
    if window.until < row.at <= window.ahead and row.known_at <= window.until:
        yield Over.AHEAD, row.delta


@dataclass(frozen=True, slots=True)
class Life:
    """A dossier's channel and whole chain of facts."""

    channel: Channel
    facts: tuple[Fact, ...]


def figures_from_events(lives: Iterable[Life], window: Window) -> Figures:
    """Return every figure straight from the facts: the definition that increments must meet.

    Each chain is folded up to the window's ends; nothing of later facts is looked at. Instants
    along a chain must not go backwards.
    """
    figures: Figures = dict.fromkeys(Figure, 0)
    for life in lives:
        for figure in _figures_of_life(life, window):
            figures[figure] += 1
    return figures


def _figures_of_life(life: Life, window: Window) -> Iterator[Figure]:
    start, _, _ = _folded(life.facts, window.before)
    state, end, reopened = _folded(life.facts, window.until, since=window.before)
    if state.accepted_at is None or end is None:
        return
    if start.accepted_at is None:
        yield from _received(life.channel)
    elif start.status not in ENDED or reopened:
        yield Figure.C3
        yield Figure.C6
    if end in ENDS:
        if start.accepted_at is None or start.status not in ENDED or reopened:
            yield from _resolved(end)
    elif end is M.WAITING:
        yield from (Figure.WAITING, Figure.C7, Figure.C9)
    else:
        yield from _running(state, end, window)


def _folded(
    facts: Iterable[Fact], until: datetime, since: datetime | None = None
) -> tuple[State, Measure | None, bool]:
    """Return the state at an instant, its class, and whether it was re-opened after `since`."""
    state, measure, reopened = State(), None, False
    for fact in facts:
        if fact.at > until:
            break
        before, state = state, dossier_rules.apply(state, fact)
        if state.status in ENDED and before.status in ENDED:
            continue
        standing = standing_of(state, before)
        measure = standing.measure if standing else None
        if since is not None and fact.at > since and fact.type is FactType.REOPENED:
            reopened = True
    return state, measure, reopened


def _received(channel: Channel) -> Iterator[Figure]:
    yield from (Figure.RECEIVED, Figure.C3)
    if channel is Channel.ONLINE:
        yield from (Figure.RECEIVED_ONLINE, Figure.C4)
    else:
        yield Figure.C5
        counter = channel is Channel.COUNTER
        yield Figure.RECEIVED_COUNTER if counter else Figure.RECEIVED_POST


def _resolved(end: Measure) -> Iterator[Figure]:
    yield from (Figure.RESOLVED, Figure.C7)
    if end in EARLY:
        yield from (Figure.EARLY, Figure.RESOLVED_IN_TIME, Figure.C8)
    elif end in ON_TIME:
        yield from (Figure.ON_TIME, Figure.RESOLVED_IN_TIME, Figure.C9)
    else:
        yield from (Figure.LATE, Figure.C10)
    if end in {M.WITHDRAWN, M.WITHDRAWN_LATE}:
        yield Figure.WITHDRAWN
    if end in {M.STOPPED, M.STOPPED_LATE}:
        yield Figure.STOPPED


def _running(state: State, end: Measure, window: Window) -> Iterator[Figure]:
    yield from (Figure.OPEN, Figure.C11)
    if end is M.PAUSED:
        yield from (Figure.PAUSED, Figure.OPEN_IN_TIME, Figure.C12)
        return
    assert state.due_at is not None
    if state.due_at < window.until:
        yield from (Figure.OVERDUE, Figure.C13)
        return
    yield from (Figure.OPEN_IN_TIME, Figure.C12)
    if state.due_at < window.ahead:
        yield Figure.DUE_SOON
