"""Who acts: postings in force, the units they reach, the scope, the number of statements."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.builders.identity import account_make, actor_make, actor_of, posting_make
from tests.builders.organisations import body_of, commune_make, province_make, unit_make

from motcua.identity import queries
from motcua.identity.types import Action, Role
from motcua.kernel.clock import clock_set
from motcua.kernel.errors import Forbidden
from motcua.kernel.scope import NOTHING
from motcua.organisations.queries import unit_descendant_ids

pytestmark = pytest.mark.django_db
END = datetime(2025, 9, 1, tzinfo=UTC)


def test_a_province_leader_reaches_every_dependant_and_nothing_else():
    province, other = province_make(code="19"), province_make(code="22", name="Quảng Ninh")
    communes = [commune_make(province=province, name=f"Số {n}") for n in range(3)]
    stranger = commune_make(province=other, name="Hạ Long")
    actor = actor_make(role=Role.LEADER, unit=province)
    (posting,) = actor.postings
    assert posting.unit_ids == unit_descendant_ids(province.id)
    assert {body_of(commune, "kt").id for commune in communes} < posting.unit_ids
    assert stranger.id not in posting.unit_ids
    assert actor.scope.setting == "{" + ",".join(map(str, sorted(posting.unit_ids))) + "}"
    assert actor.may(Action.DOSSIER_READ, communes[0].id)
    assert not actor.may(Action.DOSSIER_READ, stranger.id)


def test_a_unit_whose_id_begins_alike_is_no_dependant():
    units = [unit_make() for _ in range(12)]  # ids such as 7 and 70 side by side
    for unit in units:
        assert actor_make(unit=unit).postings[0].unit_ids == {unit.id}


def test_a_technical_administrator_has_an_empty_scope():
    actor = actor_make(role=Role.TECHNICAL_ADMIN, unit=province_make())
    assert actor.scope == NOTHING
    assert actor.may(Action.ACCOUNT_ADMIN)
    assert not actor.may(Action.DOSSIER_READ)


def test_the_scope_of_several_hats_leaves_out_the_technical_one():
    account = account_make()
    commune = commune_make()
    posting_make(account=account, unit=province_make(), role=Role.TECHNICAL_ADMIN)
    posting_make(account=account, unit=commune, role=Role.COUNTER)
    actor = actor_of(account)
    assert actor.unit_ids_for(Action.DOSSIER_READ) == unit_descendant_ids(commune.id)
    assert actor.scope.setting.count(",") == len(unit_descendant_ids(commune.id)) - 1


def test_a_posting_is_half_open():
    account = account_make()
    posting_make(
        account=account, unit=unit_make(), valid_from=END - timedelta(days=9), valid_to=END
    )
    for instant, there in (
        (END - timedelta(days=9, seconds=1), False),
        (END - timedelta(days=9), True),
        (END - timedelta(seconds=1), True),
        (END, False),
        (END + timedelta(seconds=1), False),
    ):
        with clock_set(instant):
            assert (queries.actor_get(account.pk) is not None) is there, instant


def test_a_deactivated_account_does_not_act():
    account = account_make(is_active=False)
    posting_make(account=account, unit=unit_make())
    assert queries.actor_get(account.pk) is None


def test_a_sample_account_acts_in_the_demo_only(settings):
    account = account_make(is_sample=True)
    posting_make(account=account, unit=unit_make(full_name="Xã Mẫu"), role=Role.CLERK)
    assert queries.actor_get(account.pk) is None
    assert queries.demo_accounts() == []
    settings.DEMO = True
    assert queries.actor_get(account.pk) is not None
    (shown,) = queries.demo_accounts()
    assert (shown.username, shown.role, shown.unit_name) == (account.username, Role.CLERK, "Xã Mẫu")


def test_the_posting_used_is_the_one_closest_to_the_work():
    account = account_make()
    province = province_make()
    commune = commune_make(province=province)
    posting_make(account=account, unit=province, role=Role.LEADER)
    near = posting_make(account=account, unit=commune, role=Role.LEADER)
    posting_make(account=account, unit=commune, role=Role.COUNTER)
    actor = actor_of(account)
    assert actor.posting_for(Action.DOSSIER_APPROVE, commune.id).id == near.pk
    assert actor.posting_for(Action.DOSSIER_INTAKE, commune.id).role is Role.COUNTER
    with pytest.raises(Forbidden) as refusal:
        actor.posting_for(Action.DOSSIER_INTAKE, province.id)
    assert refusal.value.code == "not_allowed"


@pytest.mark.parametrize("postings", [1, 4])
def test_one_statement_loads_an_actor_whatever_he_holds(django_assert_num_queries, postings):
    account = account_make()
    province = province_make()
    commune_make(province=province)
    for role in list(Role)[:postings]:
        posting_make(account=account, unit=province, role=role)
    with django_assert_num_queries(1):
        actor = queries.actor_get(account.pk)
    assert len(actor.postings) == postings


def test_people_of_a_unit_are_those_posted_right_there_now():
    commune = commune_make()
    here = actor_make(role=Role.SPECIALIST, unit=commune)
    actor_make(role=Role.SPECIALIST, unit=body_of(commune, "kt"))
    posting_make(role=Role.SPECIALIST, unit=commune, valid_to=END)
    actor_make(role=Role.CLERK, unit=commune)
    with clock_set(END):
        found = queries.people_of(unit_ids=[commune.id], role=Role.SPECIALIST)
    assert [posting.account_id for posting in found] == [here.account_id]
