"""What a unit takes in: opening and closing a procedure for intake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.events import emit
from motcua.organisations import queries as organisations
from motcua.organisations.types import UnitKind, UnitView
from motcua.procedures import queries
from motcua.procedures.events import OfferingClosed, OfferingOpened
from motcua.procedures.labels import parts_text
from motcua.procedures.models import Offering
from motcua.procedures.rules import roles_needed
from motcua.procedures.types import Level, OfferingView, UnitRole, VersionView

_COMMUNE = {UnitKind.COMMUNE, UnitKind.WARD, UnitKind.SPECIAL_ZONE}
_PROVINCE = {UnitKind.PROVINCE, UnitKind.CITY}


def offering_open(
    *, actor: Actor | None, unit_id: int, code: str, units: Mapping[str, int], at: datetime
) -> OfferingView:
    """Open a procedure for intake in a competent unit from `at`.

    That is a commune, a province, or a body that `data/competences.csv` names for the procedure.

    `units` names the units of the process by resolver (`UnitRole`); receiving, handling and
    competent are the unit itself unless given. `actor` is None for system work (demo, CLI).
    Opening again with the same units changes nothing; with other units it is refused. Refused
    when the record is incomplete (`procedure_incomplete`, with the list), repealed, or not of
    the unit's tier. Raises Forbidden, NotFound, Invalid.
    """
    if actor is not None:
        actor.posting_for(Action.PROCEDURE_OFFER, unit_id)
    unit = organisations.unit_get(unit_id)
    procedure = queries.procedure_get(code)
    _version_check(procedure.version, unit, at)
    roles = _roles(procedure.version, unit_id, units)
    with transaction.atomic():
        _lock(unit_id, procedure.id)
        present = Offering.objects.filter(
            unit_id=unit_id, procedure_id=procedure.id, closed_at=None
        ).first()
        if present is not None:
            if present.roles_units == roles:
                return _view(present, procedure.version)
            raise Refused(
                "procedure_open_already",
                _("This unit already takes in this procedure, with other units. Close it first."),
            )
        _time_check(unit_id, procedure.id, at)
        offering = Offering.objects.create(
            unit_id=unit_id,
            procedure_id=procedure.id,
            opened_version_id=procedure.version.id,
            roles_units=roles,
            opened_at=at,
            opened_by_id=actor.account_id if actor else None,
        )
        emit(OfferingOpened(offering.pk, unit_id, code, at))
    return _view(offering, procedure.version)


def offering_close(*, actor: Actor | None, unit_id: int, code: str, at: datetime) -> OfferingView:
    """Cease to take in a procedure from `at`; the row stays as history, dossiers go on.

    Raises Forbidden, NotFound (not open here), Refused (`at` before the opening).
    """
    if actor is not None:
        actor.posting_for(Action.PROCEDURE_OFFER, unit_id)
    with transaction.atomic():
        offering = (
            Offering.objects.select_for_update(of=("self",))
            .filter(unit_id=unit_id, procedure__code=code, closed_at=None)
            .first()
        )
        if offering is None:
            raise NotFound(
                "procedure_not_offered",
                _("This unit does not take in this procedure."),
                procedure=code,
            )
        if at < offering.opened_at:
            raise Refused("closed_before_opened", _("It cannot close before it was opened."))
        offering.closed_at = at
        offering.closed_by_id = actor.account_id if actor else None
        offering.save(update_fields=["closed_at", "closed_by"])
        emit(OfferingClosed(offering.pk, unit_id, code, at))
    return _view(offering, queries.procedure_get(code).version)


def _version_check(version: VersionView, unit: UnitView, at: datetime) -> None:
    if version.repealed_on(clock.local(at).date()):
        raise Refused("procedure_repealed", _("This procedure has been repealed."))
    if version.missing:
        raise Refused(
            "procedure_incomplete",
            _("The record of this procedure is incomplete. It lacks: %(parts)s.")
            % {"parts": parts_text(version.missing)},
            missing=list(version.missing),
        )
    if unit.valid_to is not None:
        raise Refused("unit_ended", _("This unit has ended."))
    if queries.body_competent(version.code, unit, clock.local(at).date()):
        return
    wanted = Level.COMMUNE if unit.kind in _COMMUNE else Level.PROVINCE
    if unit.kind not in _COMMUNE | _PROVINCE or wanted not in version.levels:
        raise Refused(
            "procedure_other_level",
            _("Units of this level are not competent for this procedure."),
            levels=list(version.levels),
        )


def _roles(version: VersionView, unit_id: int, units: Mapping[str, int]) -> dict[str, int]:
    known = {role.value for role in UnitRole}
    problems = [
        FieldProblem(role, _("No process asks for such a unit."))
        for role in units
        if role not in known
    ]
    base = (UnitRole.RECEIVING, UnitRole.HANDLING, UnitRole.COMPETENT)
    roles = {role.value: unit_id for role in base} | {role: int(units[role]) for role in units}
    problems += [
        FieldProblem(role.value, _("The process of this procedure needs this unit."))
        for role in roles_needed(version.process_key)
        if role.value not in roles
    ]
    there = organisations.units_by_ids(roles.values())
    problems += [
        FieldProblem(role, _("There is no such unit."))
        for role, id_ in roles.items()
        if id_ not in there
    ]
    if roles[UnitRole.COMPETENT] != unit_id:
        problems.append(
            FieldProblem("competent", _("The competent unit is the one that opens the procedure."))
        )
    if problems:
        raise Invalid(problems)
    return dict(sorted(roles.items()))


def _time_check(unit_id: int, procedure_id: int, at: datetime) -> None:
    before = Offering.objects.filter(
        unit_id=unit_id, procedure_id=procedure_id, closed_at__gt=at
    ).exists()
    if before:
        raise Refused(
            "procedure_open_then", _("At that time this unit already took in this procedure.")
        )


def _lock(unit_id: int, procedure_id: int) -> None:
    """Let two officers who open the same procedure at once come one after the other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"offering:{unit_id}:{procedure_id}"],
        )


def _view(offering: Offering, version: VersionView) -> OfferingView:
    return OfferingView(
        id=offering.pk,
        unit_id=offering.unit_id,
        version=version,
        roles_units=offering.roles_units,
        opened_at=offering.opened_at,
        closed_at=offering.closed_at,
    )
