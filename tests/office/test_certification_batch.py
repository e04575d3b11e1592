"""The page of a batch: what is due, by whom, and what another unit sees: nothing."""

from __future__ import annotations

import pytest
from tests.builders.certified import (
    CARD,
    batch_certified,
    batch_checked,
    batch_taken,
    certifying_commune,
)
from tests.builders.identity import client_for
from tests.office.certified import HOME, certifying

from motcua.kernel.models import AccessRecord
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["certifying"]


def page_of(actor, code):
    answer = client_for(actor).get(f"{HOME}batches/{code}/")
    return answer.status_code, answer.content.decode()


def test_each_step_is_offered_to_whoever_does_it(certifying):
    with scope_use(SYSTEM):
        taken, checked, done = (
            batch_taken(certifying), batch_checked(certifying), batch_certified(certifying),
        )  # fmt: skip
    for code, actor, offered in [
        (taken, certifying.specialist, ["Compared: pass on", "Refuse this paper"]),
        (checked, certifying.leader, ["Certify", "Send back"]),
        (done, certifying.clerk, ["Sealed", "Print the clauses"]),
    ]:
        status, page = page_of(actor, code)
        assert status == 200
        assert all(words in page for words in offered)
        assert 'name="step"' not in page_of(certifying.counter, code)[1]
    assert "quyển số 01/2026-SCT/BS" in page_of(certifying.counter, done)[1]


def test_whoever_may_not_act_reads_whose_turn_it_is(certifying):
    with scope_use(SYSTEM):
        taken, checked = batch_taken(certifying), batch_checked(certifying)
    for code, actor in [(taken, certifying.specialist), (checked, certifying.leader)]:
        page = page_of(certifying.counter, code)[1]
        assert f"It is the turn of {certifying.office.full_name}" in page or (
            f"It is the turn of {certifying.unit.full_name}" in page
        )
        assert actor.name in page.partition("goes on with it:")[2].partition("</p>")[0]
        assert "It is the turn of" not in page_of(actor, code)[1]


def test_the_reading_is_recorded_and_other_units_get_nothing(certifying):
    with scope_use(SYSTEM):
        code = batch_taken(certifying, CARD)
        other = certifying_commune(name="Phong Quang")
    assert page_of(certifying.counter, code)[0] == 200
    assert page_of(other.leader, code)[0] == 404
    with scope_use(SYSTEM):
        found = AccessRecord.objects.filter(purpose="certified copies")
        assert found.count() == 1
