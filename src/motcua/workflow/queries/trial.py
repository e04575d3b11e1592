"""Trying a drawing out: the engine runs it on a sample, and nothing is written anywhere.

The state is plain JSON that the caller keeps; it belongs to one drawing and says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.workflow.drawn import Coverage, CoverageRun, TrialDone, TrialStep, TrialView
from motcua.workflow.queries.definitions import fields_in, name_in, outcomes_in
from motcua.workflow.queries.drawings import drawing_checked
from motcua.workflow.rules.decisions import value_told
from motcua.workflow.rules.elements import Diagram, Edge, Node, NodeKind, Timer
from motcua.workflow.rules.engine import Run, run_begin, run_load, specification_of
from motcua.workflow.rules.expressions import Facts
from motcua.workflow.rules.fields import fields_read
from motcua.workflow.rules.flat import drawn_name
from motcua.workflow.rules.hours import (
    minutes_planned,
    minutes_to_end,
    step_due,
    timer_due,
    working_time_add,
)
from motcua.workflow.rules.plays import plays
from motcua.workflow.types import Act, ElementState
from motcua.workflow.words import DOSSIER_DATA, FIELD_WRONG, service_told, told


@dataclass(frozen=True, eq=False)
class TrialDrawing:
    """A drawing that was read and checked once for all moves of a trial run."""

    sha: str
    drawn: Diagram
    flat: Diagram


@dataclass
class _Trial:
    """A drawing with a state of its trial run."""

    drawn: Diagram
    flat: Diagram
    state: dict[str, Any]

    @property
    def facts(self) -> Facts:
        """What conditions read."""
        return Facts(self.state["last"], self.state["outcomes"], self.state["data"])

    def edge(self, element: str) -> Edge | None:
        """Return a timer at the edge of a step."""
        return next((edge for edge in self.flat.edges if edge.id == element), None)

    def timer(self, element: str) -> Timer | None:
        """Return the time of an element that waits for one."""
        found = self.edge(element) or self.flat.nodes.get(element)
        return found.timer if found else None

    @property
    def at(self) -> datetime:
        """The instant at which the sample stands."""
        return datetime.fromisoformat(self.state["at"])


def trial_read(bpmn: str) -> TrialDrawing:
    """Return a drawing that can be tried. Raises Invalid with a problem per element."""
    checked = drawing_checked(bpmn)
    if not checked.runs or checked.flat is None:
        wrong = [problem for problem, advice in checked.problems if not advice]
        raise Invalid([FieldProblem(one.element or "bpmn", told(one)) for one in wrong])
    sha = hashlib.sha256(bpmn.encode()).hexdigest()
    return TrialDrawing(sha, checked.diagram, checked.flat)


def trial_begin(
    bpmn: str | TrialDrawing,
    *,
    unit_id: int,
    at: datetime,
    limit_hours: Decimal | None = None,
    data: Mapping[str, Any] | None = None,
) -> TrialView:
    """Start a sample at an instant, by the calendar of a unit.

    `limit_hours` scales the hours as for a real dossier; `data` are the dossier's own facts.
    Raises Invalid with a problem per element when the drawing has errors.
    """
    drawing = _read(bpmn)
    flat = drawing.flat
    minutes = minutes_planned(flat, limit_hours=limit_hours)
    calendar = calendar_for(unit_id)
    start = flat.of_kind(NodeKind.START)[0].id
    total = minutes_to_end(flat, minutes)[start] if limit_hours is None else int(limit_hours * 60)
    state = {
        "sha": drawing.sha,
        "unit": unit_id,
        "minutes": minutes,
        "deadline": working_time_add(at, total, calendar).isoformat(),
        "at": at.isoformat(),
        "last": None,
        "outcomes": {},
        "data": {k: v for k, v in (data or {}).items() if k in DOSSIER_DATA},
        "open": {},
        "done": [],
    }
    trial = _Trial(drawing.drawn, flat, state)
    facts = trial.facts
    run = run_begin(specification_of(flat), flat, facts)
    _opened(trial, run, facts)
    return _view(trial)


def trial_go_on(
    bpmn: str | TrialDrawing,
    state: Mapping[str, Any],
    *,
    element: str,
    outcome: str = "",
    data: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> TrialView:
    """Finish an open step (or let the time of a timer pass) and return what is open then.

    Raises Refused `trial_changed` (the drawing is another one), `step_not_open`; Invalid
    `outcome`, and the names of questions that are not answered rightly.
    """
    drawing = _read(bpmn)
    if state.get("sha") != drawing.sha:
        raise Refused("trial_changed", _("The drawing has changed. Begin the trial run again."))
    flat = drawing.flat
    trial = _Trial(drawing.drawn, flat, _copied(state))
    if element not in trial.state["open"]:
        raise Refused("step_not_open", _("This step is not open."))
    step, code, values = _finished(trial, element, outcome, data or {})
    opened = trial.state["open"].pop(element)
    if step != element:
        trial.state["open"].pop(step, None)
    for edge in flat.edges_of(step):
        trial.state["open"].pop(edge.id, None)
    moment = max(at or trial.at, trial.at, _timed(trial, element, opened))
    trial.state["at"] = moment.isoformat()
    trial.state["data"] |= values
    if code:
        trial.state["outcomes"][step] = trial.state["last"] = code
    trial.state["done"].append([element, outcome, *opened, moment.isoformat(), ""])
    facts = trial.facts
    run = run_load(specification_of(flat), flat, trial.state["run"], facts)
    run.complete(step)
    _opened(trial, run, facts)
    return _view(trial)


def trial_coverage(bpmn: str) -> Coverage:
    """Play all ways through a drawing. Raises Invalid when it has errors."""
    drawing = _read(bpmn)
    drawn, flat = drawing.drawn, drawing.flat
    given = {name: values or (None,) for name, (_k, _l, values) in DOSSIER_DATA.items()}
    runs, complete = plays(flat, given)
    fired = {code.removeprefix("timer:") for run in runs for _s, code in run.steps}
    reached = frozenset(e for run in runs for e in run.elements) | (fired & drawn.nodes.keys())
    return Coverage(
        runs=tuple(CoverageRun(r.steps, r.elements, r.hours, r.ends) for r in runs),
        reached=reached,
        never=frozenset(drawn.nodes.keys() - reached),
        longest_hours=max((run.hours for run in runs), default=Decimal(0)),
        complete=complete,
    )


def _copied(state: Mapping[str, Any]) -> dict[str, Any]:
    plain = dict(state)
    for name in ("outcomes", "data", "open"):
        plain[name] = dict(plain[name])
    plain["done"] = list(plain["done"])
    return plain


def _read(bpmn: str | TrialDrawing) -> TrialDrawing:
    return trial_read(bpmn) if isinstance(bpmn, str) else bpmn


def _timed(trial: _Trial, element: str, opened: list[str]) -> datetime:
    """Return when this can be over at the earliest: a timer's time, a step at once."""
    timed = _kind(trial, element) == "timer"
    return datetime.fromisoformat(opened[1] if timed else opened[0])


def _finished(
    trial: _Trial, element: str, outcome: str, data: Mapping[str, Any]
) -> tuple[str, str, dict[str, Any]]:
    """Return the step that is done, its outcome, and the values filled in."""
    edge = trial.edge(element)
    if edge is not None:
        return edge.step, edge.code, {}
    node = trial.flat.nodes[element]
    if node.step is None:
        return element, "", {}
    if outcome not in {one.code for one in node.step.outcomes}:
        raise Invalid([FieldProblem("outcome", _("Choose one of the possible outcomes."))])
    values, wrong = fields_read(node.step.fields, data)
    if wrong:
        raise Invalid([FieldProblem(n, str(FIELD_WRONG[code])) for n, code in wrong.items()])
    return element, outcome, values


def _opened(trial: _Trial, run: Run, facts: Facts) -> None:
    """Note what is open now, with its due instants, and what tables have decided."""
    state = trial.state
    state["run"] = run.dump()
    state["finished"] = run.finished
    now, minutes = state["at"], state["minutes"]
    for element, row in facts.decided:
        node = trial.flat.nodes[element]
        decided = node.decision.row(row) if node.decision else {}
        words = ", ".join(f"{name} = {_shown(value)}" for name, value in decided.items())
        number = {"row": (row or 0) + 1, "values": words}
        text = _("No row fits.") if row is None else _("Row %(row)s: %(values)s") % number
        state["done"].append([element, "", now, None, now, text])
    for element in run.ready:
        if element not in state["open"]:
            state["open"][element] = [now, _due(trial, trial.flat.nodes[element]).isoformat()]
            for edge in trial.flat.edges_of(element):
                calendar = calendar_for(state["unit"])
                over = timer_due(edge.timer, trial.at, calendar, minutes.get(edge.id))
                state["open"][edge.id] = [now, over.isoformat()]


def _shown(value: Any) -> str:
    number = isinstance(value, float | int) and not isinstance(value, bool)
    return value_told(Decimal(str(value)) if number else value)


def _due(trial: _Trial, node: Node) -> datetime:
    calendar = calendar_for(trial.state["unit"])
    if node.timer is not None:
        return timer_due(node.timer, trial.at, calendar)
    minutes: dict[str, int] = trial.state["minutes"]
    return step_due(
        opened=trial.at,
        minutes=minutes[node.id],
        remaining=minutes_to_end(trial.flat, minutes)[node.id] - minutes[node.id],
        deadline=datetime.fromisoformat(trial.state["deadline"]),
        calendar=calendar,
    )


def _view(trial: _Trial) -> TrialView:
    state = trial.state
    elements = dict.fromkeys(trial.drawn.nodes, ElementState.FUTURE)
    elements[trial.drawn.of_kind(NodeKind.START)[0].id] = ElementState.DONE
    for done in state["done"]:
        elements[drawn_name(done[0])] = ElementState.DONE
    for element in state["open"]:
        elements[drawn_name(element)] = ElementState.CURRENT
    if state["finished"]:
        elements |= {n.id: ElementState.DONE for n in trial.drawn.of_kind(NodeKind.END)[:1]}
    done_ = [done[0] for done in state["done"] if done[0] in trial.flat.nodes]
    hours = sum(state["minutes"].get(element, 0) for element in done_)
    return TrialView(
        state=state,
        at=trial.at,
        open=tuple(_step(trial, element, times) for element, times in state["open"].items()),
        done=tuple(_done(trial, one) for one in state["done"]),
        data=dict(state["data"]),
        elements=elements,
        finished=state["finished"],
        total_hours=Decimal(hours) / 60,
    )


def _step(trial: _Trial, element: str, times: list[str]) -> TrialStep:
    due = datetime.fromisoformat(times[1])
    node, timer = trial.flat.nodes.get(element), trial.timer(element)
    if node is None or node.step is None:
        name, unit = _name(trial, element), timer.unit if timer else ""
        hours = (timer.hours if timer else None) or Decimal(0)
        return TrialStep(element, "timer", name, None, "", unit, hours, due, (), ())
    return TrialStep(
        element=element,
        kind=_kind(trial, element),
        name=name_in(node.names),
        act=Act(node.step.act),
        role=node.step.role,
        unit=node.step.unit,
        hours=Decimal(trial.state["minutes"][element]) / 60,
        due_at=due,
        outcomes=outcomes_in(node),
        fields=fields_in(node),
        service=service_told(node.service.action, node.service.text) if node.service else "",
    )


def _kind(trial: _Trial, element: str) -> str:
    if trial.timer(element) is not None:
        return "timer"
    return (trial.drawn.nodes.get(element) or trial.flat.nodes[element]).kind.value


def _name(trial: _Trial, element: str) -> str:
    return name_in((trial.edge(element) or trial.flat.nodes[element]).names)


def _done(trial: _Trial, one: list[Any]) -> TrialDone:
    element, outcome, opened, due, done, words = one
    return TrialDone(
        element=element,
        name=_name(trial, element),
        kind=_kind(trial, element),
        outcome=outcome,
        opened_at=datetime.fromisoformat(opened),
        due_at=datetime.fromisoformat(due) if due else None,
        done_at=datetime.fromisoformat(done),
        told=words,
    )
