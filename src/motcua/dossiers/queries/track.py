"""Tracking: code and second factor show the state of one dossier and nothing of any person."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from motcua.dossiers import chain
from motcua.dossiers.models import SupplementRequest
from motcua.dossiers.queries.detail import supplement_view
from motcua.dossiers.types import LateCause, Phase, ReturnMethod, Status, StopKind
from motcua.dossiers.views import SupplementView, TrackStep, TrackView
from motcua.kernel.errors import NotFound
from motcua.kernel.marks import Marks
from motcua.kernel.scope import scope_dossier, scope_use
from motcua.organisations.types import TERRITORIAL_KINDS
from motcua.procedures.queries import version_get
from motcua.workflow.queries import progress_of
from motcua.workflow.types import ItemFacts, ProgressStep


def dossier_track(code: str, second_factor: str) -> TrackView:
    """Return what tracking shows; raises NotFound alike for a wrong code and a wrong factor.

    The factor is a function of the code and the installation's key, so that checking it costs
    the same whether the dossier exists or not. Callers keep the budget of wrong tries.
    One statement, which sees the one dossier only (one more where a supplement is asked for).
    """
    wanted = code.strip().upper()
    good = chain.second_factor_valid(wanted, second_factor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT motcua_track(%s)::text", [wanted])
        text = cursor.fetchone()[0]
    if not good or text is None:
        raise NotFound(
            "not_found_or_wrong_code",
            _("No dossier has this code and this security code. Check both on the slip."),
        )
    return _track(json.loads(text))


def _names(facts: dict[str, Any]) -> dict[int, str]:
    """Return the names of units; a body's with the commune or province that it belongs to."""
    return {
        number: name if kind in TERRITORIAL_KINDS or around is None else f"{name}, {around}"
        for number, name, kind, around in facts["units"]
    }


def _steps(facts: dict[str, Any]) -> tuple[ProgressStep, ...]:
    process = facts["process"]
    if process is None:
        return ()
    items = (
        ItemFacts(element, state, unit, *map(_instant, instants))
        for element, state, unit, *instants in facts["items"] or ()
    )
    return progress_of(
        process_id=process["id"],
        definition_id=process["definition_id"],
        sha256=process["sha256"],
        status=process["status"],
        units=process["units"],
        items=items,
    ).steps


def _supplement(facts: dict[str, Any]) -> SupplementView | None:
    """Return what the applicant is asked to hand in, while that is the dossier's state."""
    if facts["status"] != Status.SUPPLEMENT:
        return None
    with scope_use(scope_dossier(facts["id"])):
        row = SupplementRequest.objects.filter(dossier_id=facts["id"], state="requested").first()
    return supplement_view(row) if row else None


def _track(facts: dict[str, Any]) -> TrackView:
    steps, names = _steps(facts), _names(facts)
    current = next((step.unit_id for step in steps if step.state.value == "current"), None)
    version = version_get(facts["version_id"])
    instants = (
        "submitted_at", "accepted_at", "due_at", "due_original_at", "suspended_from", "ended_at",
        "returned_at", "promised_at",
    )  # fmt: skip
    return TrackView(
        id=facts["id"],
        code=facts["code"],
        status=Status(facts["status"]),
        phase=Phase(facts["phase"]),
        procedure_code=version.code,
        procedure_name=version.name,
        receiving_unit_name=names[facts["receiving"]],
        competent_unit_name=names[facts["competent"]],
        return_unit_name=names[facts["returning"]],
        holder_unit_name=names.get(current or facts["receiving"], ""),
        return_method=ReturnMethod(facts["return_method"]),
        due_explanation=tuple(facts["due_explanation"]),
        stop_kind=StopKind(facts["stop_kind"]),
        supplement=_supplement(facts),
        unpaid_vnd=facts["unpaid"] or 0,
        obligation_vnd=facts["owed"] or 0,
        steps=tuple(
            TrackStep(
                name=step.name,
                state=step.state.value,
                unit_name=names.get(step.unit_id or 0, ""),
                since=step.opened_at,
                done_at=step.done_at,
                due_at=step.due_at,
            )
            for step in steps
        ),
        events=tuple((kind, _instant(at)) for kind, at in facts["events"] or ()),
        late_cause=LateCause(facts["late_cause"]),
        marks=_marks(facts),
        **{name: _instant(facts[name]) for name in instants},
    )


def _marks(facts: dict[str, Any]) -> Marks:
    subjects = ("units", f"dossier:{facts['id']}", f"process:{facts['process_id']}")
    found = facts["marks"] or {}
    return Marks(subjects, tuple(found.get(subject, 0) for subject in subjects))


def _instant(text: str | None) -> Any:
    return None if text is None else datetime.fromisoformat(text)
