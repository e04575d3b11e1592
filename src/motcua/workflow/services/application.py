"""Where a version is to hold: kept with its draft, checked when it is submitted and approved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound
from motcua.organisations.queries import units_by_ids
from motcua.procedures.queries import procedure_get
from motcua.procedures.rules import roles_needed
from motcua.procedures.types import UnitRole
from motcua.workflow.drawn import Application
from motcua.workflow.models import Draft
from motcua.workflow.queries.joining import unit_belongs
from motcua.workflow.rules.findings import Checked

UNITS_MAX, PROCEDURES_MAX = 200, 200
_ALWAYS = frozenset({UnitRole.RECEIVING, UnitRole.HANDLING, UnitRole.COMPETENT})


def application_put(row: Draft, application: Application) -> None:
    """Keep with a draft where its version is to hold."""
    row.procedures = list(dict.fromkeys(application.procedures))[:PROCEDURES_MAX]
    row.unit_ids = sorted(set(application.unit_ids) or {row.unit_id})[:UNITS_MAX]
    row.effective_on = application.effective_on
    row.parts = {part: int(unit) for part, unit in application.parts.items()}


def procedures_check(codes: Iterable[str]) -> None:
    """Raise Invalid `procedures` for codes that the catalogue does not know, or too many."""
    problems = _procedures_wrong(Application(tuple(codes)))
    if problems:
        raise Invalid(problems)


def application_check(row: Draft, application: Application, checked: Checked) -> None:
    """Raise Invalid at each thing that keeps a sound drawing from holding there."""
    problems = [*_procedures_wrong(application), *_units_wrong(row, application)]
    day: date | None = application.effective_on
    if day is None or day < clock.today():
        problems.append(FieldProblem("effective_on", _("Choose today or a later day.")))
    problems += _parts_wrong(application, checked)
    problems += parts_far(row.unit_id, application, checked)
    if problems:
        raise Invalid(problems)


def parts_used(application: Application, checked: Checked) -> Application:
    """Return it without parts that the drawing does not use: their units would see dossiers."""
    assert checked.flat is not None, "a sound drawing has a flat form"
    asked = checked.flat.parts
    used = {part: unit for part, unit in application.parts.items() if part in asked}
    return replace(application, parts=used)


def parts_far(unit_id: int, application: Application, checked: Checked) -> list[FieldProblem]:
    """Return the parts whose unit may not see the dossiers of each place where it is to hold.

    The rule is that of hand-overs (`unit_belongs`): never another commune.
    """
    owners = set(application.unit_ids) or {unit_id}
    text = _("Choose a unit of the same commune, or one of its province.")
    return [
        FieldProblem(f"parts_{part}", text)
        for part, unit in parts_used(application, checked).parts.items()
        if not unit_belongs(unit, owners)
    ]


def _procedures_wrong(application: Application) -> list[FieldProblem]:
    problems = []
    for code in application.procedures[: PROCEDURES_MAX + 1]:
        try:
            procedure_get(code)
        except NotFound:
            text = _("There is no procedure “%(code)s”.") % {"code": code}
            problems.append(FieldProblem("procedures", text))
    if len(application.procedures) > PROCEDURES_MAX:
        problems.append(FieldProblem("procedures", _("Too many values.")))
    return problems


def _units_wrong(row: Draft, application: Application) -> list[FieldProblem]:
    units = units_by_ids(application.unit_ids)
    outside = [
        one
        for one in application.unit_ids
        if one not in units or row.unit_id not in units[one].path_ids
    ]
    if outside or len(application.unit_ids) > UNITS_MAX:
        text = _("A process holds for the unit that draws it and for units below it.")
        return [FieldProblem("unit_ids", text)]
    return []


def _parts_wrong(application: Application, checked: Checked) -> list[FieldProblem]:
    """Return the parts for which some unit's offering may know nobody."""
    assert checked.flat is not None, "a sound drawing has a flat form"
    asked = checked.flat.parts
    there = units_by_ids(application.parts.values())
    problems = [
        FieldProblem(f"parts_{part}", _("There is no such unit."))
        for part, unit in application.parts.items()
        if part not in set(UnitRole) or unit not in there
    ]
    named = set(application.parts) | {role.value for role in _ALWAYS}
    for code in application.procedures:
        try:
            offered = roles_needed(procedure_get(code).version.process_key)
        except NotFound:
            continue
        missing = asked - named - {role.value for role in offered}
        problems += [
            FieldProblem(f"parts_{part}", _("Choose the unit that does this part."))
            for part in sorted(missing)
        ]
        named |= missing
    return problems
