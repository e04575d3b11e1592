"""Which sample certificates the demonstration makes: those of its leaders, and the seals."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from motcua.config.demo import plan
from motcua.config.demo.certificates import Sample, folder_make
from motcua.identity.types import Role
from motcua.organisations.types import UnitView

Bodies = Mapping[str, Mapping[str, UnitView]]


def keys_make(bodies: Bodies) -> str:
    """Make the keys where the settings look for them; return what is told about it."""
    if not settings.SIGNERS_FILE:
        return ""
    samples = _seals(bodies)
    folder_make(Path(settings.SIGNERS_FILE).parent, samples)
    return f"{len(samples)} keys"


def _seals(bodies: Bodies) -> list[Sample]:
    """Return whose keys are made: staffed communes, the province, bodies with a head, leaders."""
    seats = {one.code: bodies[one.code][""] for one in plan.COMMUNES if one.staffed}
    names = {code: _committee(seat.full_name) for code, seat in seats.items()}
    leaders = [one for one in plan.ACCOUNTS if one.role is Role.LEADER]
    for one in leaders:
        if one.place:  # a body beside the committees has a seal of its own
            body = bodies[one.unit][one.place]
            names[body.code] = body.full_name
        elif one.unit not in names:  # the province's committee
            names[one.unit] = _committee(bodies[one.unit][""].full_name)
    samples = [Sample(f"unit:{code}", name, name) for code, name in names.items()]
    samples += [
        Sample(
            f"account:{one.username}",
            one.name,
            names[f"{one.unit}.{one.place}" if one.place else one.unit],
        )
        for one in leaders
    ]
    return samples


def _committee(unit: str) -> str:
    """Return the name of a unit's People's Committee, as its seal has it."""
    return f"UBND {unit[:1].lower()}{unit[1:]}"
