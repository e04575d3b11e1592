"""Acting for another: asked for with proof, confirmed by an officer, ended by either side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.builders.citizens import acting_for, citizen_make, relation_asked
from tests.builders.identity import actor_make
from tests.builders.organisations import unit_make

from motcua.citizens import queries, services
from motcua.citizens.models import Person, Relation
from motcua.citizens.rules import day_of_age
from motcua.citizens.types import RelationKind, RelationRequest, RelationState
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system_scope")]


def wanted(**over) -> RelationRequest:
    fields = {
        "kind": RelationKind.AUTHORISED,
        "subject_name": "Ông Mẫu",
        "subject_id_number": "019055000001",
        "subject_birth_date": None,
        "valid_to": clock.today() + timedelta(days=30),
        "unit_id": 1,
        "proof_file_id": 1,
        **over,
    }
    return RelationRequest(**fields)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"subject_name": ""}, "subject_name"),
        ({"subject_id_number": "123"}, "subject_id_number"),
        ({"valid_to": None}, "valid_to"),
        ({"valid_to": date(2020, 1, 1)}, "valid_to"),
        ({"valid_to": date(2099, 1, 1)}, "valid_to"),
        ({"proof_file_id": None}, "proof"),
        ({"unit_id": None}, "unit"),
        ({"kind": RelationKind.GUARDIAN}, "subject_birth_date"),
        (
            {"kind": RelationKind.GUARDIAN, "subject_birth_date": date(1990, 1, 1)},
            "subject_birth_date",
        ),
    ],
)
def test_what_is_missing_is_said_at_its_field(over, field):
    with pytest.raises(Invalid) as refusal:
        services.relation_request(citizen=citizen_make(), wanted=wanted(**over))
    assert [problem.field for problem in refusal.value.problems] == [field]


def test_nobody_asks_to_act_for_oneself_or_while_acting_for_another():
    citizen = citizen_make()
    with pytest.raises(Invalid):
        services.relation_request(
            citizen=citizen, wanted=wanted(subject_id_number=citizen.person.id_number)
        )
    with pytest.raises(Refused):
        services.relation_request(citizen=acting_for(citizen, citizen_make()), wanted=wanted())


def test_the_same_request_twice_is_told_and_too_many_are_refused():
    citizen = citizen_make()
    services.relation_request(citizen=citizen, wanted=wanted())
    with pytest.raises(Refused, match="already"):
        services.relation_request(citizen=citizen, wanted=wanted())
    for n in range(9):
        services.relation_request(
            citizen=citizen, wanted=wanted(subject_id_number=f"01905500001{n}")
        )
    with pytest.raises(Refused, match="Ten"):
        services.relation_request(citizen=citizen, wanted=wanted(subject_id_number="019055000099"))


def test_an_officer_confirms_and_only_then_one_may_act_until_the_child_is_of_age():
    unit, citizen = unit_make(), citizen_make()
    officer = actor_make(role=Role.COUNTER, unit=unit)
    asked = relation_asked(unit_id=unit.id, by=citizen)
    assert not queries.relations_of(citizen.person_id)[0].in_force
    assert Person.objects.count() == 1, "a claim makes nobody"
    services.relation_decide(actor=officer, relation_id=asked, confirm=True)
    relation = queries.relations_of(citizen.person_id)[0]
    assert relation.in_force
    assert relation.valid_to == date(2040, 2, 1)
    child = Person.objects.get(pk=relation.subject_id)
    assert (child.technical_id, child.assurance) == (None, 0)
    with pytest.raises(Stale):
        services.relation_decide(actor=officer, relation_id=asked, confirm=False, note="x")


def test_only_officers_of_that_unit_decide_and_a_refusal_needs_a_reason():
    unit = unit_make()
    asked = relation_asked(unit_id=unit.id)
    for role, where in ((Role.SPECIALIST, unit), (Role.COUNTER, unit_make())):
        with pytest.raises(Forbidden):
            services.relation_decide(
                actor=actor_make(role=role, unit=where), relation_id=asked, confirm=True
            )
    officer = actor_make(role=Role.COUNTER, unit=unit)
    with pytest.raises(Invalid):
        services.relation_decide(actor=officer, relation_id=asked, confirm=False, note=" ")
    services.relation_decide(actor=officer, relation_id=asked, confirm=False, note="Thiếu giấy")
    assert Relation.objects.get().state == RelationState.REFUSED


def test_a_number_known_under_another_name_is_not_confirmed():
    unit, known = unit_make(), citizen_make(name="Người Khác")
    asked = relation_asked(unit_id=unit.id, number=known.person.id_number)
    with pytest.raises(Refused, match="another name"):
        services.relation_decide(
            actor=actor_make(role=Role.COUNTER, unit=unit), relation_id=asked, confirm=True
        )


@pytest.mark.parametrize("side", ["person", "subject"])
def test_either_side_ends_it_and_nobody_else(side):
    citizen, other = citizen_make(), citizen_make()
    relation_id = acting_for(citizen, other).relation_id
    with pytest.raises(NotFound):
        services.relation_revoke(citizen=citizen_make(), relation_id=relation_id)
    who = citizen if side == "person" else other
    services.relation_revoke(citizen=who, relation_id=relation_id)
    assert Relation.objects.get().state == RelationState.REVOKED


def test_one_acts_only_under_ones_own_relation_in_force():
    citizen, thief = citizen_make(), citizen_make()
    relation_id = acting_for(citizen, citizen_make()).relation_id
    with pytest.raises(NotFound):
        services.session_act(session_id=1, citizen=thief, relation_id=relation_id)
    with pytest.raises(Refused):
        services.session_act(session_id=1, citizen=replace(citizen, fixed=True), relation_id=None)


def test_the_last_day_before_one_is_of_age():
    assert day_of_age(date(2020, 6, 6)) == date(2038, 6, 5)
    assert day_of_age(date(2020, 2, 29)) == date(2038, 2, 28)
