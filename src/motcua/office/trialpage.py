"""The page of a trial run: a draft's and a deployed version's are the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from motcua.identity.access import SignedInRequest
from motcua.kernel import clock
from motcua.kernel.errors import Invalid, Refused
from motcua.office.processdesk import trial_marks
from motcua.office.processtrial import (
    Move,
    Played,
    Run,
    StepForm,
    Tried,
    move_play,
    run_play,
    run_read,
)
from motcua.workflow.queries import process_data, process_palette, value_named


def trial_page(request: SignedInRequest, tried: Tried, template: str) -> HttpResponse:
    """Show where the sample dossier stands; `element` in the address finishes a step first."""
    if tried.problems:
        return render(request, template, {"tried": tried})
    try:
        played = run_play(tried, run_read(request.GET.get("run", ""), clock.now()))
    except Invalid as refusal:  # what was sound when it was approved need not be today
        problems = tuple(str(one.message) for one in refusal.problems)
        return render(request, template, {"tried": tried, "problems": problems})
    forms = [StepForm(step=step, prefix=step.element) for step in played.view.open]
    element = request.GET.get("element", "")
    if element:
        form = next((one for one in forms if one.step.element == element), None)
        if form is not None:
            form = StepForm(request.GET, step=form.step, prefix=element)
            moved = _move(request, played, form)
            if moved is not None:
                return redirect(f"{tried.place}?{urlencode({'run': moved.dump()})}")
            forms = [form if one.step.element == element else one for one in forms]
    return render(request, template, _context(tried, played, forms))


def _move(request: SignedInRequest, played: Played, form: StepForm) -> Run | None:
    """Return the run with one move more; None when the domain refuses, told at the form."""
    if not form.is_valid():
        return None
    step, view, run = form.step, played.view, played.run
    outcome = request.GET.get("outcome", "")[:40]
    at = max(form.cleaned_data["at"], view.at)
    move = Move(step.element, outcome, at, form.data_given())
    try:
        move_play(played.drawing, view, move)
    except Invalid as refusal:
        form.refusal(refusal)
        return None
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return None
    return Run(run.at, (*run.moves, move))


def _context(tried: Tried, played: Played, forms: list[StepForm]) -> dict[str, Any]:
    view, run = played.view, played.run
    palette = process_palette()
    shorter = Run(run.at, run.moves[:-1])
    return {
        "tried": tried,
        "trial": view,
        "run": run.dump(),
        "back": shorter.dump() if run.moves else "",
        "forms": forms,
        "words": [
            (
                form,
                next((one.name for one in palette.roles if one.code == form.step.role), ""),
                next((one.name for one in palette.parts if one.code == form.step.unit), ""),
            )
            for form in forms
        ],
        "done": [(one, played.names.get((one.element, one.outcome), "")) for one in view.done],
        "marks": trial_marks(view),
        "data": _data(tried, view.data),
    }


def _data(tried: Tried, data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the values of the sample by their labels, choices by the names of their answers."""
    known = {one.name: one for one in process_data(tried.bpmn)}
    return [
        (str(known[name].label) if name in known else name, value_named(known.get(name), value))
        for name, value in sorted(data.items())
    ]
