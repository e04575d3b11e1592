"""API tokens as their administrator sees them: scopes, last use, the end; never the secret."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.identity import account_make, actor_make, client_for, posting_make
from tests.builders.organisations import unit_make

from motcua.identity.queries import actor_by_token
from motcua.identity.services import token_issue
from motcua.identity.types import Action, Role
from motcua.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HERE = "/office/accounts/tokens/"


@pytest.fixture
def unit(db):
    return unit_make()


@pytest.fixture
def client(unit):
    return client_for(actor_make(role=Role.TECHNICAL_ADMIN, unit=unit))


def issued(unit, name="Máy quét phòng 3"):
    program = account_make(password=None, full_name="Phần mềm quét")
    posting = posting_make(account=program, unit=unit, role=Role.COUNTER)
    return token_issue(
        actor=None,
        posting_id=posting.pk,
        name=name,
        actions=[Action.DOSSIER_READ],
        expires_at=clock.now() + timedelta(days=9),
    )


def test_the_page_tells_scopes_and_last_use_and_never_the_secret(client, unit):
    assert "No program has a token" in client.get(HERE).content.decode()
    made = issued(unit)
    page = client.get(HERE).content.decode()
    assert "Máy quét phòng 3" in page
    assert "Phần mềm quét" in page
    assert "Read dossiers" in page
    assert "never" in page
    assert made.secret not in page
    actor_by_token(made.secret)
    assert "never" not in client.get(HERE).content.decode().split("<tbody>")[1].split("</tbody>")[0]


def test_an_ended_token_opens_nothing(client, unit):
    made = issued(unit)
    page = client.post(HERE, {"token": made.token.id}, follow=True).content.decode()
    assert "The token has ended" in page
    assert actor_by_token(made.secret) is None


def test_tokens_of_other_units_are_not_there(client):
    made = issued(unit_make(), "Của xã khác")
    assert "Của xã khác" not in client.get(HERE).content.decode()
    assert client.post(HERE, {"token": made.token.id}).status_code == 404
    for strange in ("x", "9" * 30, "²"):
        assert client.post(HERE, {"token": strange}).status_code == 404
    assert client.post(HERE, {})["Location"] == HERE
    assert actor_by_token(made.secret) is not None
