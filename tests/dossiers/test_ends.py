"""When a dossier ends nothing of it is owed or waited for, and no end precedes what it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.builders.dossiers import (
    at,
    commune_at_work,
    dossier_accepted,
    dossier_at,
    dossier_registered,
)

from motcua.dossiers import rules, services
from motcua.dossiers.chain import security_code
from motcua.dossiers.queries import actions_allowed, dossier_get, dossier_track
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import Fact, FactType, Finance, Status, StopKind
from motcua.kernel.errors import Refused
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture
def commune():
    return commune_at_work()


def supplement_ask(commune, code):
    services.dossier_propose_supplement(
        actor=commune.specialist, code=code, items=["Bản sao"], reason="Thiếu"
    )
    services.dossier_approve_supplement(actor=commune.leader, code=code)


def test_a_withdrawn_dossier_waits_for_nothing_and_owes_nothing(commune):
    with at():
        code = dossier_at(commune, Act.APPRAISE)
        assert dossier_get(code).unpaid_vnd
        supplement_ask(commune, code)
        assert dossier_track(code, security_code(code)).supplement is not None
        services.dossier_withdraw(actor=commune.counter, code=code, reason="Không cần nữa")
        dossier, track = dossier_get(code), dossier_track(code, security_code(code))
    assert (dossier.finance, dossier.unpaid_vnd) == (Finance.CANCELLED, 0)
    assert (dossier.open_supplement, dossier.supplements[0].state) == (None, "cancelled")
    assert (track.supplement, track.unpaid_vnd) == (None, 0)
    assert list(chains_verify()) == []


def test_a_stopped_dossier_has_no_obligation_any_more(commune):
    with at():
        code = dossier_at(commune, Act.APPRAISE)
        services.dossier_request_obligation(
            actor=commune.specialist, code=code, payer="A", notice_number="1", amount_vnd=5
        )
        assert dossier_track(code, security_code(code)).obligation_vnd == 5
        services.dossier_stop(
            actor=commune.leader, code=code, reason="x", legal_basis="y", kind=StopKind.FINAL
        )
        assert dossier_track(code, security_code(code)).obligation_vnd == 0
        assert dossier_get(code).open_obligation is None


def test_a_supplement_that_never_comes_before_acceptance_ends_in_refusal(commune):
    with at():
        code = dossier_registered(commune)
        services.dossier_request_supplement_at_intake(
            actor=commune.counter, code=code, items=["Tờ khai"], reason="Chưa ký"
        )
    with at(24 * 12):
        assert "refuse" in {o.name for o in actions_allowed(commune.counter, dossier_get(code))}
        services.dossier_refuse(
            actor=commune.counter, code=code, reason="Quá hạn bổ sung", legal_basis="NĐ 118"
        )
    dossier = dossier_get(code)
    assert (dossier.status, dossier.supplements[0].state) == (Status.REFUSED, "cancelled")
    assert list(chains_verify()) == []


def test_after_acceptance_a_supplement_does_not_end_in_refusal(commune):
    with at():
        code = dossier_at(commune, Act.APPRAISE)
        supplement_ask(commune, code)
        with pytest.raises(Refused):
            services.dossier_refuse(actor=commune.counter, code=code, reason="x", legal_basis="y")


START = datetime(2025, 7, 3, 2, 0, tzinfo=UTC)


def fold(*steps):
    data = {"due_at": "2025-07-08T02:00:00+00:00", "kind": "grant"}
    return rules.fold(Fact(FactType(kind), START + timedelta(hours=h), data) for kind, h in steps)


@pytest.mark.parametrize(
    "steps",
    [
        (("done", 30), ("returned", 29)),
        (("supplement_requested", 30), ("supplement_received", 29)),
        (("supplement_requested", 30), ("withdrawn", 29)),
        (("done", 30), ("reopened", 29)),
    ],
)
def test_nothing_lies_before_what_it_follows(steps):
    before = (("submitted", 0), ("accepted", 1), ("assigned", 2))
    with pytest.raises(rules.TransitionRefused):
        fold(*before, *steps)
    (first, hour), (second, _earlier) = steps
    fold(*before, (first, hour), (second, hour))


def test_a_result_made_elsewhere_is_not_reopened_here(commune):
    from motcua.dossiers.models import Result

    with at():
        code = dossier_at(commune, Act.RETURN)
        Result.objects.all().delete()
        with pytest.raises(Refused) as refused:
            services.dossier_reopen(actor=commune.counter, code=code, reason="Sai")
    assert refused.value.code == "no_result_here"


def test_a_dossier_accepted_is_not_refused(commune):
    with at():
        code = dossier_accepted(commune)
        with pytest.raises(Refused):
            services.dossier_refuse(actor=commune.counter, code=code, reason="x", legal_basis="y")


def test_closing_a_procedure_leaves_the_filed_dossiers_alone(commune):
    from motcua.kernel import clock
    from motcua.procedures.services import offering_close

    with at():
        code = dossier_registered(commune)
    with at(5):
        offering_close(
            actor=None,
            unit_id=commune.unit.id,
            code=commune.offering.version.code,
            at=clock.now(),
        )
    with at(24):
        services.dossier_accept(actor=commune.counter, code=code)
    assert dossier_get(code).status is Status.ACCEPTED
