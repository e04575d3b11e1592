"""One account: postings opened and ended, sessions ended, the record of rights."""

from __future__ import annotations

import pytest
from tests.builders.factors import factor_make
from tests.builders.identity import account_make, actor_make, client_for
from tests.builders.organisations import commune_make
from tests.office.acting import text

from motcua.identity.factors import factor_has
from motcua.identity.queries import actor_get, postings_of, rights_of, sessions_count
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def admin(commune):
    with scope_use(SYSTEM):
        return actor_make(role=Role.TECHNICAL_ADMIN, unit=commune.unit)


def url(actor_or_account):
    number = getattr(actor_or_account, "account_id", None) or actor_or_account.pk
    return f"/office/accounts/{number}/"


def test_a_posting_is_opened_by_code_and_ended_again(commune, admin):
    with scope_use(SYSTEM):
        fresh = account_make(full_name="Mới")
    client = client_for(admin)
    data = {"act": "open", "role": "clerk", "unit_code": commune.unit.code, "kind": "permanent"}
    assert "The posting is open" in text(client.post(url(fresh), data, follow=True))
    (posting,) = postings_of(fresh.pk)
    assert (posting.role, posting.unit_id) == (Role.CLERK, commune.unit.id)
    ended = client.post(url(fresh), {"act": "end", "posting": posting.id}, follow=True)
    assert "The posting has ended" in text(ended)
    assert actor_get(fresh.pk) is None or not actor_get(fresh.pk).postings
    kinds = [one.kind for one in rights_of(fresh.pk)]
    assert kinds == ["posting_ended", "posting_opened"]
    page = text(client.get(url(fresh)))
    assert "Posting opened" in page
    assert f"by {admin.name}" in page


def test_a_unit_is_named_by_the_list_its_code_or_its_whole_name(commune, admin):
    client = client_for(admin)
    line = f"{commune.office.full_name}, {commune.unit.full_name} ({commune.office.code})"
    with scope_use(SYSTEM):
        account_make(full_name="Mới")
    for typed in (line, commune.unit.full_name.upper(), commune.centre.code):
        with scope_use(SYSTEM):
            fresh = account_make()
        page = text(client.get(url(fresh)))
        assert f'<option value="{line}">' in page
        data = {"act": "open", "role": "clerk", "unit_code": typed, "kind": "permanent"}
        assert "The posting is open" in text(client.post(url(fresh), data, follow=True)), typed
    answer = client.post(url(fresh), data | {"unit_code": commune.unit.name})
    assert "Several units fit" in text(answer)
    part = commune.centre.full_name[:-1]
    answer = client.post(url(fresh), data | {"unit_code": part})
    assert "Choose it of the list." in text(answer), "nobody is put into a unit by a guess"


@pytest.mark.parametrize("code", ["", "99999", "'; DROP", "x" * 70])
def test_a_unit_that_is_not_ones_own_is_refused_at_the_field(commune, admin, code):
    with scope_use(SYSTEM):
        fresh = account_make()
        far = commune_make(name="Xa").code
    for wrong in (code, far):
        data = {"act": "open", "role": "clerk", "unit_code": wrong, "kind": "permanent"}
        answer = client_for(admin).post(url(fresh), data)
        assert answer.status_code == 422
        assert 'href="#id_unit_code"' in text(answer)
    assert postings_of(fresh.pk) == []


def test_a_day_that_has_passed_is_refused(commune, admin):
    with scope_use(SYSTEM):
        fresh = account_make()
    data = {"act": "open", "role": "clerk", "unit_code": commune.unit.code, "kind": "permanent"}
    answer = client_for(admin).post(url(fresh), data | {"until": "2020-01-01"})
    assert 'href="#id_until"' in text(answer)


def test_sessions_end_and_the_account_is_deactivated(commune, admin):
    theirs = client_for(commune.clerk)
    assert theirs.get("/office/profile/").status_code == 200
    assert sessions_count(commune.clerk.account_id) == 1
    client_for(admin).post(url(commune.clerk), {"act": "sign_out"})
    assert theirs.get("/office/profile/").status_code == 302
    client_for(admin).post(url(commune.clerk), {"act": "deactivate"})
    assert actor_get(commune.clerk.account_id) is None
    assert "Deactivated" in text(client_for(admin).get(url(commune.clerk)))


def test_nobody_acts_on_himself(admin):
    client = client_for(admin)
    page = text(client.get(url(admin)))
    assert "Deactivate the account" not in page
    assert client.post(url(admin), {"act": "deactivate"}).status_code == 422
    assert client.get("/office/profile/").status_code == 200


def test_accounts_of_other_units_are_not_there(commune, admin):
    with scope_use(SYSTEM):
        stranger = actor_make(role=Role.COUNTER, unit=commune_make(name="Xa"))
    client = client_for(admin)
    assert client.get(url(stranger)).status_code == 404
    assert client.post(url(stranger), {"act": "deactivate"}).status_code == 404
    assert client.get("/office/accounts/999999/").status_code == 404
    assert client.post(url(commune.clerk), {"act": "end", "posting": "1x"}).status_code == 404
    assert client.post(url(commune.clerk), {"act": "revoke", "token": "1"}).status_code == 404
    assert client_for(commune.leader).get(url(commune.clerk)).status_code == 404


def test_a_second_factor_is_reset_with_a_reason(commune, admin):
    with scope_use(SYSTEM):
        factor_make(commune.clerk)
    client = client_for(admin)
    assert "Reset the second factor" in text(client.get(url(commune.clerk)))
    silent = client.post(url(commune.clerk), {"act": "reset_factor", "reason": ""})
    assert silent.status_code == 422
    assert 'href="#id_reason"' in text(silent)
    data = {"act": "reset_factor", "reason": "Gặp tận mặt, có thẻ"}
    assert "The second factor is reset" in text(client.post(url(commune.clerk), data, follow=True))
    assert not factor_has(commune.clerk.account_id)
    assert "Reset the second factor" not in text(client.get(url(commune.clerk)))
    assert client.post(url(commune.clerk), data).status_code == 422


def test_a_closed_account_is_opened_again(commune, admin):
    client = client_for(admin)
    client.post(url(commune.clerk), {"act": "deactivate"})
    page = text(client.post(url(commune.clerk), {"act": "reactivate"}, follow=True))
    assert "The account is open again" in page
    assert actor_get(commune.clerk.account_id) is not None
    assert client.post(url(commune.clerk), {"act": "reactivate"}).status_code == 422
