"""The commune of a person: read from the address that was vouched for, or as the person says."""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.citizens.models import Person
from motcua.citizens.types import CitizenActor
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import address_place, units_by_codes
from motcua.organisations.types import COMMUNE_KINDS

BY_ADDRESS, BY_PERSON = "address", "person"


def commune_follow(person: Person, *, moved: bool) -> None:
    """Set the commune from the address; what the person said stands until the address changes.

    The caller saves. A commune that was merged since is read anew at the next sign-in.
    """
    if person.unit_source == BY_PERSON and not moved:
        return
    place = address_place(person.address) if person.address else None
    person.unit_code = place.commune.code if place else ""
    person.unit_source = BY_ADDRESS if place else ""


def commune_say(*, citizen: CitizenActor, unit_code: str) -> None:
    """Record which commune whoever it is for lives in; raises NotFound for none of today's."""
    unit = units_by_codes([unit_code]).get(unit_code)
    if unit is None or unit.kind not in COMMUNE_KINDS or unit.valid_to is not None:
        raise NotFound("unit_unknown", _("There is no such commune."))
    with scope_use(SYSTEM):
        Person.objects.filter(pk=citizen.subject_id).update(
            unit_code=unit.code, unit_source=BY_PERSON
        )


def commune_forget(*, citizen: CitizenActor) -> None:
    """Go back to what the address says."""
    with scope_use(SYSTEM):
        person = Person.objects.select_for_update().get(pk=citizen.subject_id)
        commune_follow(person, moved=True)
        person.save(update_fields=["unit_code", "unit_source"])
