"""Hours of the steps and the instants by which each is due; working time of the unit's calendar.

The hours in a diagram are shares: a process drawn for 40 hours serves a limit of 4 hours as well
as one of 20 working days, every step keeping its part (`minutes_planned`). The legal limit
always wins over the sum of the steps (domain brief 2.8), so no step is due so late that those
after it lose their hours (3.6): due of step k = min(planned k, total - hours remaining after k).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from motcua.deadlines.rules import Calendar, working_minutes_between
from motcua.deadlines.rules.measure import consume, from_legal, to_legal
from motcua.workflow.rules.elements import Diagram, Node, NodeKind, Timer

ONE_DAY = timedelta(days=1)
EDGE = "__edge"  # how the gateway after a step with timers at its edge is called (`rules.flat`)
GRAIN = 5  # minutes; scaled steps are rounded down to it, so that their sum keeps to the limit


def minutes_planned(
    diagram: Diagram,
    *,
    limit_hours: Decimal | None = None,
    hours: Mapping[str, Decimal] | None = None,
) -> dict[str, int]:
    """Return the working minutes of every step, by element.

    `limit_hours` scales the diagram's hours so that the straight way through fills it; `hours`
    then overrides by act or, before that, by element. A timer at the edge of a step that counts
    working hours keeps its share of the step (docs/adr/0017); one of calendar time stays.
    """
    own = {node.id: node.step.hours for node in diagram.steps if node.step}
    factor = Decimal(1)
    if limit_hours is not None:
        drawn = minutes_to_end(diagram, {step: int(h * 60) for step, h in own.items()})
        start = diagram.of_kind(NodeKind.START)[0].id
        waits = minutes_to_end(diagram, timer_minutes(diagram))[start]
        factor = max(limit_hours * 60 - waits, Decimal(GRAIN)) / max(drawn[start], 1)
    given = hours or {}
    planned: dict[str, int] = {}
    for node in diagram.steps:
        assert node.step is not None, "a deployed step is complete"
        override = given.get(node.id, given.get(node.step.act))
        share = factor if override is None else override / node.step.hours
        if override is None:
            minutes = int(node.step.hours * 60 * factor)
            planned[node.id] = max(minutes // GRAIN, 1) * GRAIN
        else:
            planned[node.id] = max(int(override * 60), 1)
        for edge in diagram.edges_of(node.id):
            if edge.timer.hours is not None:
                planned[edge.id] = max(int(edge.timer.hours * 60 * share), GRAIN)
    return planned | timer_minutes(diagram)


def timer_minutes(diagram: Diagram) -> dict[str, int]:
    """Return the working minutes that timers take; of a calendar day 8 hours count as work."""
    return {
        node.id: int(node.timer.hours * 60) if node.timer.hours else node.timer.minutes // 3
        for node in diagram.of_kind(NodeKind.TIMER)
        if node.timer
    }


def longest_hours(diagram: Diagram) -> Decimal:
    """Return the working hours of the longest way through (`longest_way`)."""
    return sum(longest_way(diagram).values(), Decimal(0)) / 60


def longest_way(diagram: Diagram) -> dict[str, Decimal]:
    """Return the steps and timers of the longest way through, with their minutes; none twice.

    Parallel branches count by the longest. Ways back are left out: a loop is what happens when
    work is sent back, and the limit goes on meanwhile.
    """
    minutes: dict[str, Decimal] = {
        node.id: node.step.hours * 60 for node in diagram.steps if node.step
    }
    minutes |= {element: Decimal(m) for element, m in timer_minutes(diagram).items()}
    onward = _without_ways_back(diagram)
    known: dict[str, Decimal] = {}
    after: dict[str, str] = {}
    for element in _after_first(diagram, onward):
        if onward[element]:
            after[element] = max(onward[element], key=known.__getitem__)
        rest = known[after[element]] if element in after else Decimal(0)
        known[element] = minutes.get(element, Decimal(0)) + rest
    way: dict[str, Decimal] = {}
    at = max(known, key=known.__getitem__, default=None)
    while at is not None:
        if at in minutes:
            way[at] = minutes[at]
        at = after.get(at)
    return way


def _without_ways_back(diagram: Diagram) -> dict[str, list[str]]:
    """Return what follows each element, without the flows that lead back to where one came from."""
    onward: dict[str, list[str]] = {element: [] for element in diagram.nodes}
    state: dict[str, int] = {}
    starts = [node.id for node in diagram.of_kind(NodeKind.START)]
    for first in [*starts, *diagram.nodes]:
        if first in state:
            continue
        state[first] = 1
        path = [(first, iter(diagram.nodes[first].outgoing))]
        while path:
            element, ways = path[-1]
            flow = next(ways, None)
            if flow is None:
                state[element] = 2
                path.pop()
            elif state.get(flow.target) != 1 and flow.target in onward:
                onward[element].append(flow.target)
                if flow.target not in state:
                    state[flow.target] = 1
                    path.append((flow.target, iter(diagram.nodes[flow.target].outgoing)))
    return onward


def _after_first(diagram: Diagram, onward: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the elements so that each comes after all that follow it."""
    order: list[str] = []
    seen: set[str] = set()
    for first in diagram.nodes:
        path = [(first, iter(onward[first]))] if first not in seen else []
        seen.add(first)
        while path:
            element, ways = path[-1]
            target = next(ways, None)
            if target is None:
                order.append(element)
                path.pop()
            elif target not in seen:
                seen.add(target)
                path.append((target, iter(onward[target])))
    return order


def minutes_to_end(diagram: Diagram, minutes: Mapping[str, int]) -> dict[str, int]:
    """Return for every element the least working minutes from its beginning to the end.

    A gateway that chooses takes the way of fewest elements, parallel branches count by the longest.
    """
    onward = straight_ways(diagram)
    known: dict[str, int] = {}
    for element in _after_first(diagram, onward):
        after = max((known.get(target, 0) for target in onward[element]), default=0)
        known[element] = minutes.get(element, 0) + after
    return known


@lru_cache(maxsize=256)
def straight_ways(diagram: Diagram) -> Mapping[str, tuple[str, ...]]:
    """Return what follows each element when every choice takes the way of fewest elements."""
    distance = _distances(diagram)
    onward: dict[str, tuple[str, ...]] = {}
    for node in diagram.nodes.values():
        targets = tuple(flow.target for flow in node.outgoing)
        if node.kind is NodeKind.CHOICE and node.id.endswith(EDGE):
            # A time that is over is never the usual way.
            targets = tuple(flow.target for flow in node.outgoing if flow.id == node.default)
        elif node.kind is NodeKind.CHOICE:
            targets = (min(targets, key=distance.__getitem__),)
        onward[node.id] = targets
    return onward


def steps_ahead(diagram: Diagram, elements: Iterable[str]) -> frozenset[str]:
    """Return the steps that follow `elements` on the straight way to the end."""
    onward = straight_ways(diagram)
    found: set[str] = set()
    edge = [target for element in elements for target in onward[element]]
    while edge:
        element = edge.pop()
        if element not in found:
            found.add(element)
            edge.extend(onward[element])
    return frozenset(e for e in found if diagram.nodes[e].kind is NodeKind.STEP)


def _distances(diagram: Diagram) -> dict[str, int]:
    """Return the number of elements from each element to the end, by the shortest way."""
    distance = {node.id: 0 for node in diagram.of_kind(NodeKind.END)}
    edge: list[Node] = [diagram.nodes[element] for element in distance]
    while edge:
        before = []
        for node in edge:
            for flow in node.incoming:
                if flow.source not in distance:
                    distance[flow.source] = distance[node.id] + 1
                    before.append(diagram.nodes[flow.source])
        edge = before
    return distance


def working_time_add(instant: datetime, minutes: int, calendar: Calendar) -> datetime:
    """Return the instant (UTC) by which `minutes` of the unit's sessions have passed."""
    return from_legal(consume(to_legal(instant), timedelta(minutes=minutes), calendar))


def working_time_subtract(instant: datetime, minutes: int, calendar: Calendar) -> datetime:
    """Return the latest instant (UTC) with `minutes` of the unit's sessions left to `instant`."""
    moment, left = to_legal(instant), timedelta(minutes=minutes)
    if minutes <= 0:
        return instant
    day = calendar.day(moment.date())
    while True:
        for opens, closes in reversed(day.spans):
            end = min(closes, moment)
            if opens < end:
                if left <= end - opens:
                    return from_legal(end - left)
                left -= end - opens
        day = calendar.day(day.date - ONE_DAY)


def timer_due(
    timer: Timer, opened: datetime, calendar: Calendar, minutes: int | None = None
) -> datetime:
    """Return when the time of a timer that was set at an instant is over.

    `minutes` are the planned ones of a timer at an edge (`minutes_planned`).
    """
    if timer.hours is not None:
        planned = int(timer.hours * 60) if minutes is None else minutes
        return working_time_add(opened, planned, calendar)
    return opened + timedelta(minutes=timer.minutes)


def step_due(
    *,
    opened: datetime,
    minutes: int,
    remaining: int,
    deadline: datetime | None,
    calendar: Calendar,
) -> datetime:
    """Return when a step is due; `remaining` are the minutes that the steps after it need.

    When too little time is left for them, the step is due at the deadline at the latest, and
    never before it was opened unless the deadline itself has passed.
    """
    planned = working_time_add(opened, minutes, calendar)
    if deadline is None:
        return planned
    latest = step_latest(opened=opened, remaining=remaining, deadline=deadline, calendar=calendar)
    return min(planned, latest)


def step_latest(
    *, opened: datetime, remaining: int, deadline: datetime, calendar: Calendar
) -> datetime:
    """Return the latest instant at which a step may be due, whatever its own hours (3.6)."""
    cap = working_time_subtract(deadline, remaining, calendar) if deadline > opened else deadline
    return cap if cap > opened else deadline


def due_moved(
    due: datetime, *, suspended: datetime, resumed: datetime, calendar: Calendar
) -> datetime:
    """Return the due instant after a suspension: the working time left then is left now.

    What was overdue before the suspension stays as late as it was.
    """
    if due <= suspended:
        return due
    left = working_minutes_between(suspended, due, calendar)
    return max(due, working_time_add(resumed, left, calendar))
