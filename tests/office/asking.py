"""A question to another unit at a dossier, for the tests of everything that is done with it."""

from __future__ import annotations

from typing import Any

from tests.builders.dossiers import Commune, at, dossier_at
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of
from tests.office.acting import seen

from motcua.dossiers import services
from motcua.identity.types import Actor, Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.types import UnitView
from motcua.workflow.types import Act


def economy_of(commune: Commune) -> tuple[UnitView, Actor]:
    """Return a department of the commune and somebody there who may answer."""
    with scope_use(SYSTEM):
        unit = body_of(commune.unit, "kt")
        return unit, actor_make(role=Role.SPECIALIST, unit=unit)


def asked_make(commune: Commune, unit: UnitView, **over: Any) -> str:
    """Return a dossier under appraisal about which this unit was asked an hour later."""
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, Act.APPRAISE)
    asked = {"unit_ids": (unit.id,), "question": "Đất?", "limit": "4wh", **over}
    with scope_use(SYSTEM), at(1):
        services.opinion_ask(actor=commune.specialist, code=code, asked=services.Asked(**asked))
    return code


def form_of(code: str, unit: UnitView, **over: Any) -> dict[str, Any]:
    """Return what the form of a question sends."""
    return {
        "version": seen(code).version,
        "units": [unit.id],
        "question": "Is the plot in the corridor of the dyke?\nAnd the path?",
        "amount": 4,
        "unit_of_time": "wh",
        "share": ["people"],
        "mandatory": "on",
        **over,
    }
