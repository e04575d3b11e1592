"""A trial run as the address carries it: how it began and what was done, played anew each time.

Nothing is stored: going back is the browser's own "back", and a run can be sent as a link.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from motcua.kernel.errors import Invalid, Refused
from motcua.workflow.drawn import TrialStep, TrialView
from motcua.workflow.queries import TrialDrawing, trial_begin, trial_go_on, trial_read
from motcua.workflow.types import FieldView

MOVES_MAX = 60
LENGTH_MAX = 8_000


@dataclass(frozen=True)
class Move:
    """One step finished in a trial run."""

    element: str
    outcome: str
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """How a trial run began, and the moves since."""

    at: datetime
    moves: tuple[Move, ...] = ()

    def dump(self) -> str:
        """Return the run as the address carries it."""
        moves = [
            [one.element, one.outcome, one.at.isoformat(timespec="minutes"), dict(one.data)]
            for one in self.moves
        ]
        return json.dumps([self.at.isoformat(timespec="minutes"), moves], separators=(",", ":"))


def run_read(text: str, now: datetime) -> Run:
    """Return the run of an address; a damaged one begins anew."""
    if not text or len(text) > LENGTH_MAX:
        return Run(now)
    try:
        at, moves = json.loads(text)
        read = tuple(
            Move(str(element), str(outcome), _instant(when, now), dict(data))
            for element, outcome, when, data in moves[:MOVES_MAX]
        )
        return Run(_instant(at, now), read)
    except (ValueError, TypeError):
        return Run(now)


def _instant(text: str, now: datetime) -> datetime:
    """Return an instant of the run; one far away would make calendars long."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None or abs(instant - now) > timedelta(days=1500):
        raise ValueError("not an instant of a run")
    return instant


@dataclass(frozen=True)
class Tried:
    """What is tried out: a draft or a deployed version, by the calendar of a unit."""

    name: str
    bpmn: str
    unit_id: int
    place: str  # address of the trial run
    back: str  # address of the drawing
    problems: tuple[str, ...] = ()  # what must be mended first


@dataclass(frozen=True)
class Played:
    """Where a run stands, the moves that fitted, and the names of the outcomes chosen."""

    drawing: TrialDrawing
    view: TrialView
    run: Run
    names: Mapping[tuple[str, str], str]


def run_play(tried: Tried, run: Run) -> Played:
    """Play a run; what no longer fits the drawing is left out. Raises Invalid with errors."""
    drawing = trial_read(tried.bpmn)
    view = trial_begin(drawing, unit_id=tried.unit_id, at=run.at)
    played: list[Move] = []
    names: dict[tuple[str, str], str] = {}
    for move in run.moves:
        for step in view.open:
            names |= {(step.element, one.code): one.name for one in step.outcomes}
        try:
            view = move_play(drawing, view, move)
        except Refused:
            break
        played.append(move)
    return Played(drawing, view, Run(run.at, tuple(played)), names)


def move_play(drawing: TrialDrawing, view: TrialView, move: Move) -> TrialView:
    """Play one move. Raises Invalid, Refused `step_not_open`, `trial_changed`."""
    return trial_go_on(
        drawing,
        dict(view.state),
        element=move.element,
        outcome=move.outcome,
        data=dict(move.data),
        at=move.at,
    )


class StepForm(forms.Form):
    """What finishing a step asks: when, and what the official fills in."""

    def __init__(self, *args: Any, step: TrialStep, **more: Any) -> None:
        super().__init__(*args, **more)
        self.step = step
        self.fields["at"] = forms.DateTimeField(
            label=_("Finished at"),
            initial=step.due_at,
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        )
        for one in step.fields:
            self.fields[f"data_{one.name}"] = _field(one)

    @property
    def names(self) -> Iterable[Any]:
        """Return the bound fields that the official fills in."""
        return [self[name] for name in self.fields if name != "at"]

    def data_given(self) -> dict[str, Any]:
        """Return what was filled in, as plain values."""
        found = {}
        for one in self.step.fields:
            value = self.cleaned_data.get(f"data_{one.name}")
            if value not in (None, ""):
                found[one.name] = float(value) if one.kind == "number" else value
        return found

    def refusal(self, refusal: Invalid) -> None:
        """Put what the domain says at the fields."""
        for problem in refusal.problems:
            name = problem.field if problem.field in self.fields else f"data_{problem.field}"
            self.add_error(name if name in self.fields else None, str(problem.message))


def _field(one: FieldView) -> forms.Field:
    """Return a field that is never required here: the domain says what must be filled in."""
    kind, label = one.kind, str(one.label)
    if kind == "number":
        return forms.DecimalField(label=label, required=False)
    if kind == "boolean":
        return forms.BooleanField(label=label, required=False)
    if kind == "choice":
        choices = [("", _("Choose")), *((option.code, option.name) for option in one.options)]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    return forms.CharField(label=label, max_length=200, required=False)
