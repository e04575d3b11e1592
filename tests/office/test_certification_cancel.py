"""Striking a line out: by another person, with a reason, once."""

from __future__ import annotations

import pytest
from tests.builders.certified import CARD, batch_certified, certifying_commune
from tests.builders.identity import actor_make, client_for
from tests.office.certified import HOME, certifying

from motcua.certification.queries import batch_get
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["certifying"]


@pytest.fixture
def entry(certifying):
    with scope_use(SYSTEM):
        return batch_get(batch_certified(certifying, CARD)).entries[0]


def url(entry):
    return f"{HOME}register/{entry.id}/cancel/"


def test_another_person_who_may_certify_strikes_it_out(certifying, entry):
    with scope_use(SYSTEM):
        deputy = client_for(actor_make(role=Role.LEADER, unit=certifying.unit))
    assert "The number is never given again" in deputy.get(url(entry)).content.decode()
    assert deputy.post(url(entry), {"reason": "x"}).status_code == 422
    page = deputy.post(url(entry), {"reason": "Nhầm số bản"}, follow=True).content.decode()
    assert "is struck out" in page
    assert "has been struck out already" in deputy.get(url(entry)).content.decode()
    again = deputy.post(url(entry), {"reason": "Nhầm số bản"})
    assert again.status_code == 422


def test_whoever_certified_it_is_told_and_others_see_nothing(certifying, entry):
    own = client_for(certifying.leader)
    assert "You certified this yourself" in own.get(url(entry)).content.decode()
    assert own.post(url(entry), {"reason": "Nhầm số bản"}).status_code == 422
    with scope_use(SYSTEM):
        other = client_for(certifying_commune(name="Phong Quang").leader)
    assert other.get(url(entry)).status_code == 404
    assert client_for(certifying.counter).get(url(entry)).status_code == 404
