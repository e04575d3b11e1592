"""Giving and withdrawing a consent."""

from __future__ import annotations

import pytest

from motcua.citizens.queries import consent_in_force, consents_of
from motcua.citizens.services import consent_give_once
from motcua.citizens.types import ConsentPurpose
from motcua.kernel.scope import scope_use
from tests.builders.citizens import citizen_make, client_of

pytestmark = pytest.mark.django_db
PURPOSE = ConsentPurpose.DOCUMENT_STORE


def test_given_twice_is_once_and_withdrawn_is_kept_with_its_time():
    citizen = citizen_make()
    client = client_of(citizen)
    for give in ("1", "1", "0"):
        client.post("/my/consent/", {"purpose": PURPOSE.value, "give": give})
    with scope_use(citizen.scope):
        assert not consent_in_force(citizen.subject_id, PURPOSE)
        assert [c.withdrawn_at is not None for c in consents_of(citizen.subject_id)] == [True]
    with scope_use(citizen_make().scope):
        assert consents_of(citizen.subject_id) == []


def test_an_unknown_purpose_is_not_there():
    assert client_of(citizen_make()).post("/my/consent/", {"purpose": "x"}).status_code == 404


def test_a_consent_to_one_filing_is_withdrawn_by_itself_and_only_by_its_person():
    citizen = citizen_make()
    with scope_use(citizen.scope):
        given = consent_give_once(
            citizen=citizen, purpose=ConsentPurpose.POPULATION_DATA, about="2.000635"
        )
        assert not consent_in_force(citizen.subject_id, ConsentPurpose.POPULATION_DATA)
    data = {"consent": str(given.id)}
    assert client_of(citizen_make()).post("/my/consent/", data).status_code == 404
    assert client_of(citizen).post("/my/consent/", data).url == "/my/data/"
    with scope_use(citizen.scope):
        (one,) = consents_of(citizen.subject_id)
    assert one.withdrawn_at is not None
    assert one.text_version > 0
