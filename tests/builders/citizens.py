"""Citizens and organisations for tests, and browsers in which they are signed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import Client

from motcua.citizens.models import IdentityReview, Person, Relation, Session
from motcua.citizens.queries import person_view, secret_digest
from motcua.citizens.services import relation_request, session_open
from motcua.citizens.types import (
    CitizenActor,
    PersonKind,
    RelationKind,
    RelationRequest,
    RelationState,
)
from motcua.documents.services import file_store
from motcua.feedback.models import Petition
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.documents import pdf_make

_number = count(1)


def citizen_make(**over: Any) -> CitizenActor:
    """Make a person who signed in at level 2, and return who acts: the person for itself."""
    n = next(_number)
    fields = {
        "kind": PersonKind.PERSON.value,
        "id_number": f"0190900{n:05d}",
        "technical_id": f"tech-{n:06d}",
        "name": f"Nguyễn Thị Mẫu {n}",
        "birth_date": date(1990, 5, 17),
        "sex": "female",
        "address": "Tổ 4, phường Bách Quang, tỉnh Thái Nguyên",
        "phone": "0912 000 001",
        "email": f"mau{n}@example.vn",
        "assurance": 2,
        **over,
    }
    with scope_use(SYSTEM):
        person = person_view(Person.objects.create(**fields))
    return CitizenActor(person=person, subject=person)


def acting_for(
    citizen: CitizenActor,
    subject: CitizenActor,
    kind: RelationKind = RelationKind.AUTHORISED,
    **over: Any,
) -> CitizenActor:
    """Make a confirmed relation, and return the citizen as acting for the other."""
    fields = {"state": RelationState.CONFIRMED.value, "valid_to": None, **over}
    other = subject.person
    with scope_use(SYSTEM):
        relation = Relation.objects.create(
            kind=kind.value,
            person_id=citizen.person_id,
            subject_id=other.id,
            subject_kind=other.kind.value,
            subject_name=other.name,
            subject_id_number=other.id_number,
            **fields,
        )
    return replace(citizen, subject=other, relation_id=relation.pk, relation_kind=kind)


def client_of(citizen: CitizenActor, **over: Any) -> Client:
    """Return a browser in which this person is signed in, acting for whom `citizen` says."""
    client = Client(**over)
    with scope_use(SYSTEM):
        secret = session_open(person_id=citizen.person_id, assurance=citizen.assurance)
        Session.objects.filter(digest=secret_digest(secret)).update(
            relation_id=citizen.relation_id, helper_id=citizen.helper_id
        )
    client.cookies[settings.CITIZEN_COOKIE_NAME] = secret
    return client


def relation_asked(
    *, unit_id: int, name: str = "Trẻ Mẫu", number: str = "019222000001", by: Any = None
) -> int:
    """Make a request to act for a child, with its paper, and return its id."""
    stored = file_store(data=pdf_make(text=name), name="giay-khai-sinh.pdf")
    wanted = RelationRequest(
        kind=RelationKind.GUARDIAN,
        subject_name=name,
        subject_id_number=number,
        subject_birth_date=date(2022, 2, 2),
        valid_to=None,
        unit_id=unit_id,
        proof_file_id=stored.id,
        proof_name=stored.name,
    )
    with scope_use(SYSTEM):
        return relation_request(citizen=by or citizen_make(), wanted=wanted)


def petition_asked(unit_id: int, code: str, *, text: str) -> str:
    """Make a petition of a citizen about a dossier, and return its number."""
    number = f"PA-{code}"[:24]
    if not Petition.objects.filter(number=number).exists():
        Petition.objects.create(
            number=number,
            kind="behaviour",
            text=text,
            dossier_code=code,
            person_id=citizen_make().person_id,
            unit_id=unit_id,
            key=uuid4(),
            received_at=clock.now(),
            due_at=clock.now() + timedelta(days=20),
        )
    return number


def review_make(*, unit_id: int | None, name: str = "Kẻ Mẫu", number: str = "", **over: Any) -> Any:
    """Make a sign-in that was refused because its number is known under another account."""
    fields = {
        "kind": PersonKind.PERSON.value,
        "id_number": number,
        "technical_id": "tech-claimed",
        "name": name,
        "reason": "other_technical_id",
        "last_at": clock.now(),
        "unit_id": unit_id,
        "language": "vi",
        **over,
    }
    key = {name: fields.pop(name) for name in ("kind", "id_number", "technical_id")}
    return IdentityReview.objects.get_or_create(**key, defaults=fields)[0]
