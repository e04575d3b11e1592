"""Each turn of a relation is told to whom it concerns, once, and names nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.citizens import acting_for, citizen_make, relation_asked
from tests.builders.identity import actor_make
from tests.builders.organisations import unit_make

from motcua.citizens import services
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.notices.models import Notice
from motcua.notices.queries import notices_of_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system_scope")]


def told():
    return sorted(Notice.objects.values_list("person_id", "template"))


@pytest.mark.parametrize("confirm", [True, False])
def test_the_decision_is_told_to_whoever_asked_and_a_confirmed_one_to_the_other(confirm):
    unit, citizen = unit_make(), citizen_make()
    other = citizen_make(name="Bà Mẫu")
    asked = relation_asked(
        unit_id=unit.id, by=citizen, name="Bà Mẫu", number=other.person.id_number
    )
    services.relation_decide(
        actor=actor_make(role=Role.COUNTER, unit=unit),
        relation_id=asked,
        confirm=confirm,
        note="" if confirm else "Thiếu giấy",
    )
    if confirm:
        assert told() == [
            (citizen.person_id, "relation_confirmed"),
            (other.person_id, "relation_given"),
        ]
    else:
        assert told() == [(citizen.person_id, "relation_refused")]
    for language in ("vi", "en", "id"):
        notice = notices_of_person(citizen.person_id, language=language)[0]
        assert notice.path == "/my/relations/"
        assert other.person.name not in notice.title + notice.text
        assert "Thiếu giấy" not in notice.text


@pytest.mark.parametrize("side", ["person", "subject"])
def test_whoever_ends_it_is_not_told_but_the_other_side_is(side):
    citizen, other = citizen_make(), citizen_make()
    relation_id = acting_for(citizen, other).relation_id
    who, whom = (citizen, other) if side == "person" else (other, citizen)
    for _time in range(2):
        services.relation_revoke(citizen=who, relation_id=relation_id)
    assert told() == [(whom.person_id, "relation_ended")]


def test_the_last_day_over_is_told_to_both_sides_once_and_an_old_one_not():
    citizen, other = citizen_make(), citizen_make()
    acting_for(citizen, other, valid_to=clock.today())
    acting_for(citizen, citizen_make(), valid_to=clock.today() - timedelta(days=30))
    assert services.relations_expire() == 0, "the last day still counts"
    with clock.clock_set(clock.now() + timedelta(days=1)):
        for _time in range(2):
            services.relations_expire()
    assert told() == [
        (citizen.person_id, "relation_expired"),
        (other.person_id, "relation_expired"),
    ]
