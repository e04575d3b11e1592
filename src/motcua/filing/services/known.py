"""What is known before anybody types: the identity that signed in, for whom, and data sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from motcua.citizens.types import CitizenActor, PersonKind, PersonView
from motcua.filing.models import Draft
from motcua.filing.sources import SourceAnswer, account_label
from motcua.filing.types import SourceState
from motcua.forms.queries import answers_follow, form_get, marks_read
from motcua.forms.queries.places import address_complete
from motcua.forms.types import Source
from motcua.organisations.queries import address_place


def sources_of(citizen: CitizenActor, known: Mapping[str, SourceAnswer]) -> list[Source]:
    """Return what forms may be prefilled from: who is signed in, for whom, and data sources.

    `represented` is there only when somebody acts for another; `person_female` and `person_male`
    only for a person of that sex (the bride or the groom, the mother or the father).
    """
    found = _account(citizen)
    found += [
        Source(key, one.label, dict(one.fields)) for key, one in known.items() if one.satisfies
    ]
    return found


def known_follow(citizen: CitizenActor, row: Draft, before: Mapping[str, Any]) -> None:
    """Fill in what the answers of a draft make needed and is known; the row is the caller's."""
    form = form_get(row.form_id)
    if not any(one.prefill for one in form.questions):
        return
    asked = [
        Source(key, str(one.get("label", "")), dict(one.get("fields", {})))
        for key, one in row.sources.items()
        if one.get("state") == SourceState.CONFIRMED.value
    ]
    answers, marks = answers_follow(
        form,
        before,
        row.answers,
        marks=marks_read(row.marks),
        sources=[*_account(citizen), *asked],
    )
    row.answers, row.marks = answers, [mark.to_dict() for mark in marks]


def _account(citizen: CitizenActor) -> list[Source]:
    label = account_label()
    person = person_data(citizen.person)
    found = [
        Source("person", label, person),
        Source("subject", label, person_data(citizen.subject)),
    ]
    if citizen.acts_for_another:
        represented = person_data(citizen.subject) | {"for_self": False, "for_other": True}
        found.append(Source("represented", label, represented))
    if citizen.person.sex in {"female", "male"}:
        found.append(Source(f"person_{citizen.person.sex}", label, person))
    return found


def person_data(person: PersonView) -> dict[str, Any]:
    """Return a person as forms name the parts."""
    return {
        "name": person.name,
        "id_number": person.id_number,
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "sex": person.sex,
        "address": person.address,
        "residence": residence_of(person),
        "phone": "".join(one for one in person.phone if one.isdigit() or one == "+"),
        "email": person.email,
        "nationality": "Việt Nam" if person.kind is PersonKind.PERSON else "",
    }


def residence_of(person: PersonView) -> dict[str, Any]:
    """Return the commune of a person as forms name an address; empty when none is known.

    House and street come from the address only where it says the same commune.
    """
    if not person.unit_code:
        return {}
    place = address_place(person.address)
    detail = place.detail if place and place.commune.code == person.unit_code else ""
    found, problem = address_complete({"commune": person.unit_code, "detail": detail})
    return {} if problem or "commune" not in found else found
