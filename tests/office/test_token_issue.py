"""A token for a program: its secret is shown once; never for a person's posting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.identity import account_make, actor_make, client_for, posting_make
from tests.builders.organisations import unit_make

from motcua.identity.models import Account, RightsRecord
from motcua.identity.queries import actor_by_token, tokens_of
from motcua.identity.types import Action, Role
from motcua.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HERE = "/office/accounts/tokens/new/"


@pytest.fixture
def unit(db):
    return unit_make()


@pytest.fixture
def admin(unit):
    return actor_make(role=Role.TECHNICAL_ADMIN, unit=unit)


@pytest.fixture
def program(unit):
    return posting_make(
        account=account_make(password=None, full_name="Cổng tỉnh"), unit=unit, role=Role.COUNTER
    )


def data(posting, **over):
    day = clock.local(clock.now()).date() + timedelta(days=30)
    return {
        "posting": posting.pk,
        "name": "Máy chủ 1",
        "actions": ["dossier.read", "dossier.intake"],
        "expires_at": day.isoformat(),
        **over,
    }


def test_an_account_for_a_program_gets_a_token_whose_secret_is_shown_once(admin, unit):
    client = client_for(admin)
    assert "There is no program" in client.get(HERE).content.decode()
    made = client.post(
        "/office/accounts/", {"full_name": "Cổng tỉnh", "username": "cong.tinh", "program": "on"}
    )
    account = Account.objects.get(username="cong.tinh")
    assert made["Location"] == f"/office/accounts/{account.pk}/"
    assert not account.has_usable_password()
    posting = posting_make(account=account, unit=unit, role=Role.COUNTER)
    assert "Cổng tỉnh" in client.get(HERE).content.decode()
    form = client.get(HERE, {"posting": posting.pk}).content.decode()
    assert "Read dossiers" in form
    assert "Manage accounts" not in form
    answer = client.post(HERE, data(posting))
    secret = answer.context["issued"].secret
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    acting = actor_by_token(secret)
    assert acting.may(Action.DOSSIER_INTAKE)
    assert not acting.may(Action.WORK_READ)
    assert secret not in client.get(HERE).content.decode()
    assert RightsRecord.objects.get(kind="token_issued").by_id == admin.account_id


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"actions": []}, "actions"),
        ({"actions": ["account.admin"]}, "actions"),
        ({"actions": ["dossier.approve"]}, "actions"),
        ({"expires_at": ""}, "expires_at"),
        ({"expires_at": "2026-02-30"}, "expires_at"),
        ({"expires_at": "2020-01-01"}, "expires_at"),
        ({"expires_at": "2999-01-01"}, "expires_at"),
        ({"expires_at": "9999-12-31"}, "expires_at"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(admin, program, over, field):
    answer = client_for(admin).post(HERE, data(program, **over))
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert tokens_of(program.account_id) == []


def test_never_for_a_person_or_another_unit(admin, unit):
    person = posting_make(unit=unit, role=Role.CLERK)
    far = posting_make(account=account_make(password=None), unit=unit_make(), role=Role.CLERK)
    over = posting_make(
        account=account_make(password=None), unit=unit, role=Role.CLERK,
        valid_to=clock.now() - timedelta(days=1),
    )  # fmt: skip
    client = client_for(admin)
    for posting in (person, far, over):
        answer = client.post(HERE, data(posting))
        assert answer.context["issued"] is None
        assert tokens_of(posting.account_id) == []


def test_a_person_needs_a_first_password(admin):
    answer = client_for(admin).post("/office/accounts/", {"full_name": "A", "username": "a.b.c"})
    assert answer.status_code == 422
    assert "Enter a first password" in answer.content.decode()
