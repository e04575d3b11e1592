"""A dossier of a group waits for another one's result before anybody may accept it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.citizens import citizen_make
from tests.builders.dossiers import MORNING, commune_at_work, submission_make

from motcua.deadlines.explain import explanation_lines
from motcua.dossiers import services
from motcua.dossiers.queries import actions_allowed, dossier_get
from motcua.dossiers.queries.answer import dossiers_to_answer
from motcua.dossiers.services.citizen import dossier_submit_online
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.services.waiting import dossier_end_waiting, dossier_hold, dossier_release
from motcua.dossiers.types import Channel, GroupPlace, Status
from motcua.indicators.services import figures_verify
from motcua.kernel import clock
from motcua.kernel.errors import Refused

pytestmark = pytest.mark.usefixtures("system_scope")
LATER = MORNING + timedelta(days=1)
PLACE = GroupPlace(
    group="H19.055.28-260910-0001",
    part="residence",
    waits_for=("H19.055.28-260910-0002",),
    limit="2wd",
    basis="63/2024/NĐ-CP",
)


@pytest.fixture
def commune():
    with clock.clock_set(MORNING):
        return commune_at_work()


@pytest.fixture
def waiting(commune):
    with clock.clock_set(MORNING):
        receipt = dossier_submit_online(
            citizen=citizen_make(),
            submission=submission_make(commune, channel=Channel.ONLINE),
            idempotency_key="w1",
            place=PLACE,
        )
    return dossier_get(receipt.code)


def whole():
    return [*chains_verify(), *figures_verify()]


def test_nobody_accepts_it_before_and_its_clock_says_why_it_started_later(commune, waiting):
    assert waiting.waiting
    assert waiting.due_explanation[0]["code"] == "waits_for"
    assert "accept" not in [one.name for one in actions_allowed(commune.counter, waiting)]
    with clock.clock_set(MORNING + timedelta(hours=20)):
        assert dossiers_to_answer(unit_ids=[commune.centre.id]) == ((), "")
        with pytest.raises(Refused) as refusal:
            services.dossier_accept(actor=commune.counter, code=waiting.code)
    assert refusal.value.code == "waits_for_another"
    with clock.clock_set(LATER):
        assert dossier_release(waiting.id)
        assert not dossier_release(waiting.id)
        services.dossier_accept(actor=commune.counter, code=waiting.code)
    accepted = dossier_get(waiting.code)
    assert accepted.status is Status.ACCEPTED
    assert accepted.due_at == LATER + timedelta(days=4)  # two working days, over the weekend
    first = explanation_lines(accepted.due_explanation)[0]
    assert PLACE.waits_for[0] in first
    assert PLACE.basis in first
    assert whole() == []


def test_a_result_that_is_taken_back_holds_it_until_it_is_there_again(commune, waiting):
    with clock.clock_set(LATER):
        dossier_release(waiting.id)
        assert dossier_hold(waiting.id)
        assert not dossier_hold(waiting.id)
        assert dossier_get(waiting.code).waiting
        dossier_release(waiting.id)
        services.dossier_accept(actor=commune.counter, code=waiting.code)
        assert not dossier_hold(waiting.id)
    assert whole() == []


@pytest.mark.parametrize(
    ("withdrawn", "status"), [(True, Status.WITHDRAWN), (False, Status.REFUSED)]
)
def test_what_waits_for_nothing_any_more_ends_with_its_reason(waiting, withdrawn, status):
    with clock.clock_set(LATER):
        ended = dossier_end_waiting(
            waiting.id, withdrawn=withdrawn, reason="Không có kết quả khai sinh", basis="Luật"
        )
        assert ended
        again = dossier_end_waiting(waiting.id, withdrawn=withdrawn, reason="x", basis="y")
        assert not again
    view = dossier_get(waiting.code)
    assert (view.status, view.waiting) == (status, False)
    assert view.timeline[-1].data["reason"] == "Không có kết quả khai sinh"
    assert whole() == []
