"""Somebody stands in for somebody else: who may, for how long, what is refused, what ends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.builders.identity import account_make, actor_make, posting_make
from tests.builders.organisations import body_of, commune_make

from motcua.identity import services, substitutions
from motcua.identity.models import RightsRecord, Substitution, SubstitutionGround
from motcua.identity.services import SubstitutionInput
from motcua.identity.types import Absence, Actor, Capacity, NewWork, Role
from motcua.kernel.clock import clock_set
from motcua.kernel.errors import Invalid, NotFound, Refused, Stale
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 8, 24, 2, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock():
    with clock_set(NOW), scope_use(SYSTEM):
        yield


@pytest.fixture
def unit():
    return body_of(commune_make(), "kt")


def asked(away: Actor, there: Actor, **over) -> SubstitutionInput:
    base = SubstitutionInput(
        posting_id=away.postings[0].id,
        substitute_id=there.account_id,
        valid_from=None,
        valid_to=NOW + 5 * DAY,
        reason=Absence.LEAVE,
    )
    return replace(base, **over)


def pair(unit, role: Role = Role.SPECIALIST) -> tuple[Actor, Actor]:
    return actor_make(role=role, unit=unit), actor_make(role=role, unit=unit)


def test_an_official_names_a_substitute_who_stands_in_at_once_and_no_longer(unit):
    away, there = pair(unit)
    view = services.substitution_make(actor=away, asked=asked(away, there))
    found = substitutions.stand_in(away.account_id, unit_id=unit.id, role="specialist")
    assert found is not None
    assert found.substitute_id == there.account_id
    assert [one.id for one in substitutions.stands_in_for(there.account_id)] == [view.id]
    assert substitutions.stand_in(away.account_id, unit_id=unit.id, role="leader") is None
    assert substitutions.stand_in(there.account_id, unit_id=unit.id, role="specialist") is None
    with clock_set(NOW + 5 * DAY):  # half-open: at its end it is over
        assert substitutions.stand_in(away.account_id, unit_id=unit.id, role="specialist") is None
    kinds = set(RightsRecord.objects.values_list("kind", "account_id"))
    assert kinds == {("substitution_made", one.account_id) for one in (away, there)}


def test_a_coming_substitution_is_not_in_force_yet(unit):
    away, there = pair(unit)
    services.substitution_make(actor=away, asked=asked(away, there, valid_from=NOW + DAY))
    assert substitutions.stands_in_for(there.account_id) == []
    with clock_set(NOW + DAY):
        assert len(substitutions.stands_in_for(there.account_id)) == 1


def test_the_head_names_one_and_nobody_else_does(unit):
    away, there = pair(unit)
    head = actor_make(role=Role.LEADER, unit=unit)
    stranger = actor_make(role=Role.SPECIALIST, unit=unit)
    with pytest.raises(NotFound):
        services.substitution_make(actor=stranger, asked=asked(away, there))
    other_head = actor_make(role=Role.LEADER, unit=commune_make())
    with pytest.raises(NotFound):
        services.substitution_make(actor=other_head, asked=asked(away, there))
    view = services.substitution_make(actor=head, asked=asked(away, there))
    assert view.made_by_id == head.account_id


def test_the_substitute_holds_the_same_role_there_for_the_whole_time(unit):
    away, _there = pair(unit)
    for other in (
        actor_make(role=Role.COUNTER, unit=unit),
        actor_make(role=Role.SPECIALIST, unit=commune_make()),
        actor_make(role=Role.SPECIALIST, unit=unit, valid_to=NOW + 2 * DAY),
    ):
        with pytest.raises(Invalid) as refusal:
            services.substitution_make(actor=away, asked=asked(away, other))
        assert [problem.field for problem in refusal.value.problems] == ["substitute"]
    with pytest.raises(Invalid):
        services.substitution_make(actor=away, asked=asked(away, away))


def test_overlaps_chains_and_rings_are_refused(unit):
    first, second = pair(unit)
    third = actor_make(role=Role.SPECIALIST, unit=unit)
    services.substitution_make(actor=first, asked=asked(first, second))
    cases = {
        "substitution_overlaps": (first, third),
        "substitute_away": (third, first),
        "stands_in_already": (second, third),
    }
    for code, (away, there) in cases.items():
        with pytest.raises(Refused) as refusal:
            services.substitution_make(actor=away, asked=asked(away, there))
        assert refusal.value.code == code
    ring = asked(second, first, valid_from=NOW + DAY)
    with pytest.raises(Refused):
        services.substitution_make(actor=second, asked=ring)
    after = asked(first, third, valid_from=NOW + 5 * DAY, valid_to=NOW + 6 * DAY)
    assert services.substitution_make(actor=first, asked=after).valid_from == NOW + 5 * DAY


def test_the_database_repeats_that_a_posting_has_one_substitute_at_a_time(unit):
    away, there = pair(unit)
    services.substitution_make(actor=away, asked=asked(away, there))
    row = Substitution.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_leader_delegates_the_signature_with_a_document(unit):
    away, there = pair(unit, Role.LEADER)
    with pytest.raises(Invalid) as refusal:
        services.substitution_make(actor=away, asked=asked(away, there))
    assert {problem.field for problem in refusal.value.problems} == {"capacity", "document"}
    full = asked(away, there, capacity=Capacity.KT, document="15/UQ-UBND")
    view = services.substitution_make(actor=away, asked=full)
    assert (view.capacity, view.document) == (Capacity.KT, "15/UQ-UBND")


def test_rights_of_administrators_and_accountants_are_lent_to_nobody(unit):
    away, there = pair(unit, Role.FINANCE)
    with pytest.raises(Refused) as refusal:
        services.substitution_make(actor=away, asked=asked(away, there))
    assert refusal.value.code == "role_not_substituted"


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"valid_from": NOW - DAY}, "valid_from"),
        ({"valid_to": NOW}, "valid_to"),
        ({"valid_to": NOW + 400 * DAY}, "valid_to"),
    ],
)
def test_wrong_periods_are_refused(unit, over, field):
    away, there = pair(unit)
    with pytest.raises(Invalid) as refusal:
        services.substitution_make(actor=away, asked=asked(away, there, **over))
    assert [problem.field for problem in refusal.value.problems] == [field]


def test_it_is_extended_and_ended_by_whoever_may_and_the_second_of_two_learns_it(unit):
    away, there = pair(unit)
    view = services.substitution_make(actor=away, asked=asked(away, there))
    moved = services.substitution_move(
        actor=away, substitution_id=view.id, valid_to=NOW + 9 * DAY, version=view.version
    )
    assert moved.valid_to == NOW + 9 * DAY
    with pytest.raises(Stale):
        services.substitution_end(actor=away, substitution_id=view.id, version=view.version)
    with pytest.raises(NotFound):
        services.substitution_end(actor=there, substitution_id=view.id, version=moved.version)
    ended = services.substitution_end(actor=away, substitution_id=view.id, version=moved.version)
    assert ended.valid_to == NOW
    assert substitutions.stands_in_for(there.account_id) == []
    with pytest.raises(Refused):
        services.substitution_end(actor=away, substitution_id=view.id, version=ended.version)


def test_the_end_of_either_posting_or_account_ends_it(unit):
    away, there = pair(unit)
    for posting_id in (away.postings[0].id, there.postings[0].id):
        posting_make(account=away.account_id, unit=unit, role=Role.COORDINATOR)
        fresh, other = pair(unit)
        services.substitution_make(actor=fresh, asked=asked(fresh, other))
        ends = fresh if posting_id == away.postings[0].id else other
        services.posting_end(actor=None, posting_id=ends.postings[0].id, at=NOW + DAY)
        assert Substitution.objects.get(account_id=fresh.account_id).valid_to == NOW + DAY
    services.substitution_make(actor=away, asked=asked(away, there))
    services.account_deactivate(actor=None, account_id=there.account_id)
    assert Substitution.objects.get(account_id=away.account_id).valid_to == NOW


def test_the_reason_is_seen_by_the_person_and_the_head_alone(unit):
    away, there = pair(unit)
    asks = asked(away, there, reason=Absence.SICK, new_work=NewWork.POOL)
    view = services.substitution_make(actor=away, asked=asks)
    [own] = substitutions.substitutions_of(away.account_id)
    [other] = substitutions.substitutions_of(there.account_id)
    assert (own.reason, other.reason) == (Absence.SICK, None)
    head = actor_make(role=Role.LEADER, unit=unit)
    assert substitutions.may_see_reason(head, view)
    assert not substitutions.may_see_reason(there, view)
    with scope_use(actor_make(role=Role.LEADER, unit=commune_make()).scope):
        assert not SubstitutionGround.objects.exists()


def test_nobody_deactivated_stands_in(unit):
    away, _there = pair(unit)
    gone = account_make(is_active=False)
    posting_make(account=gone, unit=unit, role=Role.SPECIALIST)
    with pytest.raises(Invalid):
        services.substitution_make(
            actor=away, asked=replace(asked(away, away), substitute_id=gone.pk)
        )
