"""API tokens: limited, shown once, ended with their posting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make, unit_make

from motcua.identity import queries, services
from motcua.identity.models import Account, ApiToken
from motcua.identity.types import Action, Role
from motcua.kernel.clock import clock_set
from motcua.kernel.errors import Forbidden, Invalid, NotFound

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)  # already 3 March where the law is


@pytest.fixture(autouse=True)
def _clock():
    with clock_set(NOW):
        yield


@pytest.fixture
def actor():
    return actor_make(role=Role.COUNTER, unit=commune_make())


def issue(actor, **over):
    fields = {
        "posting_id": actor.postings[0].id,
        "name": "máy quét",
        "actions": [Action.DOSSIER_READ],
        "expires_at": NOW + timedelta(days=30),
        **over,
    }
    return services.token_issue(actor=actor, **fields)


def test_a_token_acts_for_its_posting_with_its_scopes_only(actor):
    issued = issue(actor)
    acting = queries.actor_by_token(issued.secret)
    assert acting.account_id == actor.account_id
    assert acting.token_id == issued.token.id
    assert acting.may(Action.DOSSIER_READ)
    assert not acting.may(Action.DOSSIER_INTAKE)
    assert acting.postings[0].unit_ids == actor.postings[0].unit_ids


def test_the_secret_is_kept_nowhere(actor):
    issued = issue(actor)
    row = ApiToken.objects.values().get(pk=issued.token.id)
    assert issued.secret not in str(row)
    assert len(issued.secret) >= 43 + len("motcua_")


@pytest.mark.parametrize("secret", ["", "motcua_", "x" * 5000, "motcua_\u00e9", "' OR 1=1 --"])
def test_an_unknown_secret_is_nobody(secret):
    assert queries.actor_by_token(secret) is None


def test_one_statement_after_the_first_use_of_a_day(actor, django_assert_num_queries):
    secret = issue(actor).secret
    with django_assert_num_queries(3):  # has anything changed? the token; its day
        queries.actor_by_token(secret)
    with django_assert_num_queries(1):
        queries.actor_by_token(secret)
    assert queries.tokens_of(actor.account_id)[0].last_used_on == date(2026, 3, 3)


def test_a_token_is_refused_at_its_end_and_at_the_end_of_its_posting():
    end = NOW + timedelta(days=10)
    actor = actor_make(unit=unit_make(), valid_to=end)
    secret = issue(actor, expires_at=NOW + timedelta(days=30)).secret
    short = issue(actor, expires_at=NOW + timedelta(days=1)).secret
    with clock_set(NOW + timedelta(days=1)):
        assert queries.actor_by_token(short) is None
        assert queries.actor_by_token(secret) is not None
    with clock_set(end + timedelta(seconds=1)):
        assert queries.actor_by_token(secret) is None


def test_a_token_of_a_deactivated_account_is_refused(actor):
    secret = issue(actor).secret
    Account.objects.filter(pk=actor.account_id).update(is_active=False)
    assert queries.actor_by_token(secret) is None


def test_nobody_issues_a_token_for_another_persons_posting(actor):
    admin = actor_make(role=Role.TECHNICAL_ADMIN, unit=actor.postings[0].unit_id)
    with pytest.raises(NotFound):
        issue(admin, posting_id=actor.postings[0].id)
    with pytest.raises(Forbidden):
        issue(replace(actor, token_id=1))


def test_no_token_for_a_posting_that_ended(actor):
    services.posting_end(actor=None, posting_id=actor.postings[0].id)
    with pytest.raises(NotFound):
        issue(actor)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"actions": []}, "actions"),
        ({"actions": [Action.DOSSIER_APPROVE]}, "actions"),
        ({"actions": [Action.OFFICE_ENTER]}, "actions"),
        ({"expires_at": NOW}, "expires_at"),
        ({"expires_at": NOW + timedelta(days=367)}, "expires_at"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(actor, over, field):
    with pytest.raises(Invalid) as refusal:
        issue(actor, **over)
    assert [problem.field for problem in refusal.value.problems] == [field]


def test_a_token_is_revoked_by_its_holder_or_an_administrator_and_nobody_else(actor):
    first, second = issue(actor), issue(actor)
    for stranger in (
        actor_make(unit=unit_make()),
        actor_make(role=Role.TECHNICAL_ADMIN, unit=unit_make()),
    ):
        with pytest.raises(NotFound):
            services.token_revoke(actor=stranger, token_id=first.token.id)
    services.token_revoke(actor=actor, token_id=first.token.id)
    services.token_revoke(actor=actor, token_id=first.token.id)
    admin = actor_make(role=Role.TECHNICAL_ADMIN, unit=actor.postings[0].unit_id)
    services.token_revoke(actor=admin, token_id=second.token.id)
    assert queries.actor_by_token(first.secret) is None
    assert queries.actor_by_token(second.secret) is None
