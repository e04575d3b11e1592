"""The step on one or many batches: each by itself, what failed is told."""

from __future__ import annotations

import pytest
from tests.builders.certified import CARD, batch_checked, batch_taken
from tests.builders.identity import client_for
from tests.office.certified import HOME, certifying

from motcua.certification.queries import batch_get
from motcua.certification.types import Stage
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["certifying"]
STEP = HOME + "step/"


def do(actor, step, *codes, **more):
    answer = client_for(actor).post(STEP, {"step": step, "code": codes, **more}, follow=True)
    return answer.content.decode()


def stages(*codes):
    with scope_use(SYSTEM):
        return [batch_get(code).stage for code in codes]


def test_many_are_certified_at_once_and_what_fails_is_told(certifying):
    with scope_use(SYSTEM):
        good = [batch_checked(certifying, CARD) for _nth in range(2)]
        early = batch_taken(certifying, CARD)
    page = do(certifying.leader, "certify", *good, early)
    assert "2 batches done." in page
    assert f"{early}: another step is due" in page
    assert stages(*good, early) == [Stage.SEAL, Stage.SEAL, Stage.CHECK]


def test_the_whole_way_by_the_buttons(certifying):
    with scope_use(SYSTEM):
        code = batch_taken(certifying, CARD)
    do(certifying.specialist, "check", code, **{"from": "batch"})
    do(certifying.leader, "back", code, reason="Thiếu trang 2")
    assert stages(code) == [Stage.CHECK]
    do(certifying.specialist, "check", code)
    assert "01, quyển số 01/2026-SCT/BS" in do(certifying.leader, "certify", code)
    assert "01, quyển số 01/2026-SCT/BS" in do(certifying.clerk, "seal", code, stage="seal")
    assert stages(code) == [Stage.GIVE]


@pytest.mark.parametrize(
    ("step", "codes"), [("certify", []), ("odd", ["H19-1"]), ("check", ["'; DROP"])]
)
def test_nothing_chosen_is_told(certifying, step, codes):
    assert "Choose at least one batch first." in do(certifying.leader, step, *codes)


def test_whoever_may_not_is_told_and_nothing_changes(certifying):
    with scope_use(SYSTEM):
        code = batch_checked(certifying, CARD)
    assert "None of your postings allows this here." in do(certifying.clerk, "certify", code)
    assert "Say why you send it back." in do(certifying.leader, "back", code)
    assert stages(code) == [Stage.CERTIFY]
