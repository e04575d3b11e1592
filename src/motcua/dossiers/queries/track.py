"""Tracking: code and second factor show the state of one dossier and nothing of any person."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from motcua.dossiers import chain
from motcua.dossiers.models import Dossier, Event, Fee, Obligation, SupplementRequest
from motcua.dossiers.queries.detail import supplement_view
from motcua.dossiers.types import Finance, Phase, ReturnMethod, Status, StopKind
from motcua.dossiers.views import TrackStep, TrackView
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import scope_dossier, scope_use
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import TERRITORIAL_KINDS, UnitView
from motcua.procedures.queries import version_get
from motcua.workflow.queries import process_progress


def dossier_track(code: str, second_factor: str) -> TrackView:
    """Return what tracking shows; raises NotFound alike for a wrong code and a wrong factor.

    The factor is a function of the code and the installation's key, so that checking it costs
    the same whether the dossier exists or not. Callers keep the budget of wrong tries.
    """
    wanted = code.strip().upper()
    good = chain.second_factor_valid(wanted, second_factor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT motcua_dossier_id(%s)", [wanted])
        dossier_id = cursor.fetchone()[0]
    if not good or dossier_id is None:
        raise NotFound(
            "not_found_or_wrong_code",
            _("No dossier has this code and this security code. Check both on the slip."),
        )
    with scope_use(scope_dossier(dossier_id)):
        return _track(Dossier.objects.get(pk=dossier_id))


def track_mark(code: str) -> tuple[datetime | None, str] | None:
    """Return the due date and a mark of everything that `dossier_track` reads of a code.

    As long as the mark is the same, so is what tracking shows (but for what the clock changes).
    None for an unknown code. For codes whose second factor was good; one statement.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT due_at, mark FROM motcua_track_mark(%s)", [code])
        due_at, mark = cursor.fetchone()
    return None if mark is None else (due_at, mark)


def _called(unit: UnitView, around: dict[int, UnitView]) -> str:
    """Return a unit's name; a body's with the commune or province that it belongs to."""
    parent = around.get(unit.parent_id or 0)
    if unit.kind in TERRITORIAL_KINDS or parent is None:
        return unit.full_name
    return f"{unit.full_name}, {parent.full_name}"


def _waits(dossier: Dossier) -> tuple[SupplementRequest | None, int, int]:
    """Return what the applicant is asked for: supplement, unpaid fee, obligation (in dong)."""
    supplement, unpaid, owed = None, 0, 0
    if dossier.status == Status.SUPPLEMENT:
        supplement = SupplementRequest.objects.filter(dossier=dossier, state="requested").first()
    if dossier.finance == Finance.UNPAID:
        fees = Fee.objects.filter(dossier=dossier, paid_at__isnull=True)
        unpaid = sum(fee.amount_vnd * fee.quantity for fee in fees)
    if dossier.status == Status.OBLIGATION:
        open_ = Obligation.objects.filter(dossier=dossier, fulfilled_at__isnull=True)
        owed = sum(one.amount_vnd for one in open_)
    return supplement, unpaid, owed


def _track(dossier: Dossier) -> TrackView:
    progress = process_progress(dossier.process_id) if dossier.process_id else None
    steps = progress.steps if progress else ()
    ids = {step.unit_id for step in steps if step.unit_id is not None}
    ids |= {dossier.receiving_unit_id, dossier.competent_unit_id, dossier.return_unit_id}
    units = units_by_ids(ids)
    around = units_by_ids(unit.parent_id for unit in units.values() if unit.parent_id)
    names = {key: _called(unit, around) for key, unit in units.items()}
    current = [step for step in steps if step.state.value == "current"]
    holder = current[0].unit_id if current else dossier.receiving_unit_id
    version = version_get(dossier.procedure_version_id)
    supplement, unpaid, owed = _waits(dossier)
    return TrackView(
        code=dossier.code,
        status=Status(dossier.status),
        phase=Phase(dossier.phase),
        procedure_code=version.code,
        procedure_name=version.name,
        receiving_unit_name=names[dossier.receiving_unit_id],
        competent_unit_name=names[dossier.competent_unit_id],
        return_unit_name=names[dossier.return_unit_id],
        holder_unit_name=names.get(holder or 0, ""),
        return_method=ReturnMethod(dossier.return_method),
        submitted_at=dossier.submitted_at,
        accepted_at=dossier.accepted_at,
        due_at=dossier.due_at,
        due_explanation=tuple(dossier.due_explanation),
        due_original_at=dossier.due_original_at,
        suspended_from=dossier.suspended_from,
        ended_at=dossier.ended_at,
        returned_at=dossier.returned_at,
        stop_kind=StopKind(dossier.stop_kind),
        supplement=supplement_view(supplement) if supplement else None,
        unpaid_vnd=unpaid,
        obligation_vnd=owed,
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
        events=tuple(
            Event.objects.filter(dossier=dossier).order_by("seq").values_list("type", "at")
        ),
    )
