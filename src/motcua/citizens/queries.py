"""Reads of the citizens' realm."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

from django.conf import settings

from motcua.citizens.models import Person, Session
from motcua.citizens.rules import relation_in_force, session_over
from motcua.citizens.types import (
    CitizenActor,
    PersonKind,
    PersonView,
    RelationKind,
    RelationState,
    SessionView,
)
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import SYSTEM, scope_use


def person_view(person: Person) -> PersonView:
    """Return a person as others see it."""
    return PersonView(
        id=person.pk,
        kind=PersonKind(person.kind),
        name=person.name,
        id_number=person.id_number,
        assurance=person.assurance,
        former_id_number=person.former_id_number,
        unit_code=person.unit_code,
        birth_date=person.birth_date,
        sex=person.sex,
        address=person.address,
        phone=person.phone,
        email=person.email,
        language=person.language,
    )


def person_get(person_id: int) -> PersonView:
    """Return a person that the present scope shows; raises NotFound."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NotFound("person_unknown", "")
    return person_view(person)


def secret_digest(secret: str) -> str:
    """Return what is kept of a session's secret (256 random bits, so no salt)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def session_find(secret: str) -> SessionView | None:
    """Return the sitting whose secret a browser holds, with who acts when it still goes on.

    Reads under the system's scope: until here nobody is known.
    """
    now = clock.now()
    with scope_use(SYSTEM):
        row = (
            Session.objects.select_related("person", "relation__subject")
            .filter(digest=secret_digest(secret))
            .first()
        )
    if row is None:
        return None
    over = session_over(
        started_at=row.started_at,
        seen_at=row.seen_at,
        ended_at=row.ended_at,
        at=now,
        idle=timedelta(seconds=settings.CITIZEN_SESSION_IDLE_SECONDS),
        absolute=timedelta(seconds=settings.CITIZEN_SESSION_SECONDS),
    )
    return SessionView(
        id=row.pk, person_id=row.person_id, seen_at=row.seen_at, actor=None if over else _actor(row)
    )


def _actor(row: Session) -> CitizenActor | None:
    # The level is that of this sign-in, not the best one ever seen.
    person = replace(person_view(row.person), assurance=row.assurance)
    relation = row.relation
    if (
        relation is None
        or relation.subject is None
        or relation.person_id != row.person_id
        or not relation_in_force(
            confirmed=relation.state == RelationState.CONFIRMED,
            valid_to=relation.valid_to,
            today=clock.today(),
        )
    ):
        if row.fixed:  # an organisation's account acts for the organisation or not at all
            return None
        return CitizenActor(person=person, subject=person, helper_id=row.helper_id)
    return CitizenActor(
        person=person,
        subject=person_view(relation.subject),
        relation_id=relation.pk,
        relation_kind=RelationKind(relation.kind),
        helper_id=row.helper_id,
        fixed=row.fixed,
    )
