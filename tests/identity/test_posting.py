"""Postings opened and ended: who may, what is refused, what ends with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.builders.identity import (
    account_make,
    actor_make,
    actor_of,
    client_for,
    posting_make,
)
from tests.builders.organisations import body_of, commune_make, province_make, unit_make

from motcua.identity import queries, services
from motcua.identity.events import PostingEnded, PostingOpened
from motcua.identity.models import Posting, RightsRecord, Session
from motcua.identity.types import Action, Role
from motcua.kernel import events
from motcua.kernel.clock import clock_set
from motcua.kernel.errors import Invalid, NotFound, Refused

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock():
    with clock_set(NOW):
        yield


@pytest.fixture
def heard():
    facts = []
    for kind in (PostingOpened, PostingEnded):
        events._listeners[kind].append(facts.append)
    yield facts
    for kind in (PostingOpened, PostingEnded):
        events._listeners[kind].remove(facts.append)


def test_an_administrator_opens_a_posting_below_his_unit(heard):
    commune = commune_make()
    admin = actor_make(role=Role.TECHNICAL_ADMIN, unit=commune)
    account = account_make()
    posting = services.posting_open(
        actor=admin, account_id=account.pk, unit_id=body_of(commune, "kt").id, role=Role.SPECIALIST
    )
    assert actor_of(account).may(Action.DOSSIER_APPRAISE, body_of(commune, "kt").id)
    record = RightsRecord.objects.get(account=account)
    assert (record.kind, record.by_id, record.data["role"]) == (
        "posting_opened",
        admin.account_id,
        "specialist",
    )
    assert heard == [PostingOpened(posting.id, account.pk, posting.unit_id, Role.SPECIALIST, NOW)]


def test_nobody_opens_a_posting_for_himself():
    commune = commune_make()
    admin = actor_make(role=Role.TECHNICAL_ADMIN, unit=commune)
    with pytest.raises(Refused) as refusal:
        services.posting_open(
            actor=admin, account_id=admin.account_id, unit_id=commune.id, role=Role.LEADER
        )
    assert refusal.value.code == "own_posting"
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.create(
            account_id=admin.account_id,
            unit_id=commune.id,
            role=Role.LEADER,
            valid_from=NOW,
            opened_by_id=admin.account_id,
        )


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.TECHNICAL_ADMIN])
def test_no_other_role_opens_postings(role):
    commune = commune_make()
    with pytest.raises(NotFound):
        services.posting_open(
            actor=actor_make(role=role, unit=commune),
            account_id=account_make().pk,
            unit_id=commune.id,
            role=Role.VIEWER,
        )


def test_an_administrator_reaches_no_unit_beside_or_above_his():
    province = province_make()
    commune, sibling = commune_make(province=province), commune_make(province=province, name="Kế")
    admin = actor_make(role=Role.TECHNICAL_ADMIN, unit=commune)
    for unit in (sibling, province):
        with pytest.raises(NotFound):
            services.posting_open(
                actor=admin, account_id=account_make().pk, unit_id=unit.id, role=Role.LEADER
            )
        foreign = posting_make(unit=unit)
        with pytest.raises(NotFound):
            services.posting_end(actor=admin, posting_id=foreign.pk)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"valid_from": NOW - timedelta(seconds=1)}, "valid_from"),
        ({"valid_to": NOW}, "valid_to"),
        ({"valid_to": NOW - timedelta(days=1)}, "valid_to"),
    ],
)
def test_a_period_in_the_past_or_turned_round_is_refused_at_its_field(over, field):
    unit = unit_make()
    admin = actor_make(role=Role.TECHNICAL_ADMIN, unit=unit)
    with pytest.raises(Invalid) as refusal:
        services.posting_open(
            actor=admin, account_id=account_make().pk, unit_id=unit.id, role=Role.CLERK, **over
        )
    assert [problem.field for problem in refusal.value.problems] == [field]


def test_the_same_role_in_the_same_unit_and_time_is_refused_and_later_is_not():
    unit, account = unit_make(), account_make()
    first = {"actor": None, "account_id": account.pk, "unit_id": unit.id, "role": Role.CLERK}
    services.posting_open(**first, valid_to=NOW + timedelta(days=30))
    with pytest.raises(Refused) as refusal:
        services.posting_open(**first, valid_from=NOW + timedelta(days=29))
    assert refusal.value.code == "posting_exists"
    services.posting_open(**first, valid_from=NOW + timedelta(days=30))
    services.posting_open(**{**first, "role": Role.COUNTER})


def test_unknown_people_and_units_are_refused():
    with pytest.raises(NotFound, match="account"):
        services.posting_open(actor=None, account_id=0, unit_id=unit_make().id, role=Role.CLERK)
    with pytest.raises(NotFound, match="unit"):
        services.posting_open(actor=None, account_id=account_make().pk, unit_id=0, role=Role.CLERK)
    with pytest.raises(Refused) as refusal:
        services.posting_open(
            actor=None,
            account_id=account_make(is_active=False).pk,
            unit_id=unit_make().id,
            role=Role.CLERK,
        )
    assert refusal.value.code == "account_inactive"


def test_ending_the_last_posting_ends_sessions_and_tokens(heard):
    actor = actor_make(role=Role.COUNTER, unit=unit_make())
    client_for(actor)
    client_for(actor)
    other = client_for(actor_make(unit=unit_make()))
    issued = services.token_issue(
        actor=actor,
        posting_id=actor.postings[0].id,
        name="kiosk",
        actions=[Action.DOSSIER_READ],
        expires_at=NOW + timedelta(days=30),
    )
    assert queries.actor_by_token(issued.secret) is not None
    services.posting_end(actor=None, posting_id=actor.postings[0].id)
    assert queries.actor_get(actor.account_id) is None
    assert not Session.objects.filter(account_id=actor.account_id).exists()
    assert Session.objects.filter(session_key=other.session.session_key).exists()
    assert queries.actor_by_token(issued.secret) is None
    assert queries.tokens_of(actor.account_id)[0].revoked_at == NOW
    assert heard[-1] == PostingEnded(
        actor.postings[0].id, actor.account_id, actor.postings[0].unit_id, Role.COUNTER, NOW
    )


def test_with_another_posting_in_force_the_session_lives_on():
    account = account_make()
    first = posting_make(account=account, unit=unit_make())
    posting_make(account=account, unit=unit_make(), role=Role.CLERK)
    client_for(actor_of(account))
    services.posting_end(actor=None, posting_id=first.pk)
    assert Session.objects.filter(account_id=account.pk).count() == 1
    assert [posting.role for posting in actor_of(account).postings] == [Role.CLERK]


def test_a_posting_ends_once_and_never_in_the_past():
    posting = posting_make(unit=unit_make())
    with pytest.raises(Invalid) as refusal:
        services.posting_end(actor=None, posting_id=posting.pk, at=NOW - timedelta(seconds=1))
    assert refusal.value.problems[0].field == "at"
    services.posting_end(actor=None, posting_id=posting.pk)
    with pytest.raises(Refused) as again:
        services.posting_end(actor=None, posting_id=posting.pk)
    assert again.value.code == "posting_ended"


def test_a_posting_that_never_began_can_be_taken_back():
    posting = posting_make(unit=unit_make(), valid_from=NOW + timedelta(days=5))
    services.posting_end(actor=None, posting_id=posting.pk)
    with clock_set(NOW + timedelta(days=6)):
        assert queries.actor_get(posting.account_id) is None


def test_an_end_in_the_future_ends_the_rights_then():
    actor = actor_make(unit=unit_make())
    end = NOW + timedelta(days=3)
    services.posting_end(actor=None, posting_id=actor.postings[0].id, at=end)
    assert queries.actor_get(actor.account_id) is not None
    with clock_set(end):
        assert queries.actor_get(actor.account_id) is None


def test_the_record_of_rights_can_only_grow():
    posting = posting_make(unit=unit_make())
    services.posting_end(actor=None, posting_id=posting.pk)
    from django.db import DatabaseError

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        RightsRecord.objects.all().delete()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        RightsRecord.objects.update(kind="nothing")
