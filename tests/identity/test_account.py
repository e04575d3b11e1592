"""Accounts made, deactivated; passwords changed."""

from __future__ import annotations

import pytest
from tests.builders.identity import PASSWORD, account_make, actor_make, client_for, posting_make
from tests.builders.organisations import unit_make

from motcua.identity import queries, services
from motcua.identity.models import Account, Session
from motcua.identity.types import Role
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused

pytestmark = pytest.mark.django_db
GOOD = {"username": "an.nguyen", "full_name": "Nguyễn Văn An", "password": "sen-hong-no-som"}


def fields_of(refusal):
    return [problem.field for problem in refusal.value.problems]


def test_an_account_is_made_without_any_right():
    admin = actor_make(role=Role.TECHNICAL_ADMIN, unit=unit_make())
    view = services.account_make(actor=admin, **{**GOOD, "username": " An.Nguyen "})
    assert (view.username, view.name, view.is_active) == ("an.nguyen", "Nguyễn Văn An", True)
    assert queries.actor_get(view.id) is None
    assert queries.account_find("AN.NGUYEN") == view
    assert Account.objects.get(pk=view.id).check_password(GOOD["password"])


def test_a_name_in_another_normal_form_is_the_same_name():
    import unicodedata

    view = services.account_make(
        actor=None, **{**GOOD, "full_name": unicodedata.normalize("NFD", "Nguyễn Văn An")}
    )
    assert view.name == "Nguyễn Văn An"


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"username": "an"}, "username"),
        ({"username": "an nguyen"}, "username"),
        ({"username": "<script>"}, "username"),
        ({"username": "a" * 81}, "username"),
        ({"full_name": "  "}, "full_name"),
        ({"full_name": "n" * 201}, "full_name"),
        ({"email": "nobody"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "an.nguyen1"}, "password"),
        ({"password": "1234567890"}, "password"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(over, field):
    with pytest.raises(Invalid) as refusal:
        services.account_make(actor=None, **{**GOOD, **over})
    assert set(fields_of(refusal)) == {field}


def test_a_taken_name_is_refused():
    services.account_make(actor=None, **GOOD)
    with pytest.raises(Invalid) as refusal:
        services.account_make(actor=None, **{**GOOD, "username": "AN.nguyen"})
    assert fields_of(refusal) == ["username"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.TECHNICAL_ADMIN])
def test_no_other_role_makes_accounts(role):
    with pytest.raises(Forbidden):
        services.account_make(actor=actor_make(role=role, unit=unit_make()), **GOOD)


def test_deactivating_ends_sessions_and_rights():
    unit = unit_make()
    admin = actor_make(role=Role.TECHNICAL_ADMIN, unit=unit)
    actor = actor_make(unit=unit)
    client_for(actor)
    services.account_deactivate(actor=admin, account_id=actor.account_id)
    assert queries.actor_get(actor.account_id) is None
    assert not Session.objects.filter(account_id=actor.account_id).exists()
    assert queries.accounts_by_ids([actor.account_id])[actor.account_id].name == actor.name
    with pytest.raises(Refused) as again:
        services.account_deactivate(actor=admin, account_id=actor.account_id)
    assert again.value.code == "account_inactive"


def test_an_administrator_deactivates_neither_himself_nor_strangers():
    unit = unit_make()
    admin = actor_make(role=Role.TECHNICAL_ADMIN, unit=unit)
    with pytest.raises(Refused) as refusal:
        services.account_deactivate(actor=admin, account_id=admin.account_id)
    assert refusal.value.code == "own_account"
    both = account_make()
    posting_make(account=both, unit=unit)
    posting_make(account=both, unit=unit_make())
    for account_id in (actor_make(unit=unit_make()).account_id, both.pk, 0):
        with pytest.raises(NotFound):
            services.account_deactivate(actor=admin, account_id=account_id)


def test_changing_the_password_ends_the_other_sessions():
    actor = actor_make(unit=unit_make())
    here, elsewhere = client_for(actor), client_for(actor)
    services.password_change(
        actor=actor, old=PASSWORD, new="sen-trang-no-muon", session_key=here.session.session_key
    )
    kept = Session.objects.filter(account_id=actor.account_id).values_list("session_key", flat=True)
    assert list(kept) == [here.session.session_key]
    assert elsewhere.session.session_key not in kept
    assert Account.objects.get(pk=actor.account_id).check_password("sen-trang-no-muon")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("wrong", "sen-trang-no-muon", "old"),
        (PASSWORD, "short", "new"),
        (PASSWORD, PASSWORD, "new"),
    ],
)
def test_a_wrong_old_or_weak_new_password_is_refused(old, new, field):
    actor = actor_make(unit=unit_make())
    with pytest.raises(Invalid) as refusal:
        services.password_change(actor=actor, old=old, new=new)
    assert fields_of(refusal) == [field]
    assert Account.objects.get(pk=actor.account_id).check_password(PASSWORD)


def test_passwords_are_kept_as_argon2():
    from motcua.config.settings import base

    assert base.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
