"""What is written by one, approved by another and dated: processes, templates of results."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404

from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action, Actor
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.office.acting import version_read
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitView


def seats_for(actor: Actor, action: Action) -> list[UnitView]:
    """Return the communes and provinces where this person has the right, the nearest first."""
    units = units_by_ids(actor.unit_ids_for(action))
    seats = [
        unit
        for unit in units.values()
        if unit.kind in COMMUNE_KINDS | PROVINCE_KINDS and unit.valid_to is None
    ]
    return sorted(seats, key=lambda unit: (len(unit.path_ids), unit.code))


def revision_done(
    request: SignedInRequest,
    operation: Callable[[int], object],
    names: Mapping[str, object] | None = None,
) -> bool:
    """Do one thing with the version that the page showed; a refusal becomes a message.

    `names` says what people call the fields. Answers 404 and 403 for what is not there or allowed.
    """
    try:
        operation(version_read(request))
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Invalid as refusal:
        for problem in refusal.problems:
            label = (names or {}).get(problem.field, "")
            messages.error(request, f"{label}: {problem.message}" if label else problem.message)
        return False
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return False
    return True
