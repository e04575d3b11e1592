"""What a dossier keeps of its place in a group, and how it says what it waits for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from motcua.dossiers import chain
from motcua.dossiers.services.due import WAITED
from motcua.dossiers.types import GroupPlace

WAITS = "waits_for"


def place_columns(place: GroupPlace) -> dict[str, Any]:
    """Return the columns that a dossier of a group has apart from others."""
    explanation = [waits_step(place.waits_for, place.basis)] if place.waits_for else []
    return {"own_limit": place.limit, "due_explanation": explanation}


def place_told(place: GroupPlace) -> dict[str, Any]:
    """Return what the first event tells: the parent, the part, what it waits for."""
    told: dict[str, Any] = {"group": place.group, "part": place.part}
    if not place.leads:
        told["beside"] = True
    if place.waits_for:
        told["waits_for"] = list(place.waits_for)
    return told


def waits_step(codes: tuple[str, ...], basis: str) -> dict[str, Any]:
    """Return the step that explains why there is no date yet."""
    return {"code": WAITS, "params": {"dossiers": ", ".join(codes), "basis": basis}}


def waited_step(step: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Return the step that explains why the clock could not start before `at`."""
    return {"code": WAITED, "params": {**step["params"], "at": chain.instant_text(at)}}
