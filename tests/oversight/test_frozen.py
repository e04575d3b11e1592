"""Frozen reports: kept as they were, signed off by two, sent; every later difference explained."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from motcua.documents.queries import file_open
from motcua.documents.signatures.types import SigningRefused
from motcua.indicators.reports.types import TOTAL
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.outbox import outbox_deliver
from motcua.kernel.scope import scope_use
from motcua.kernel.scopes import scope_units
from motcua.oversight.frozen.models import FrozenReport, ReportFile
from motcua.oversight.frozen.queries import (
    codes_behind,
    lines_received,
    unseen_count,
    waiting_for,
)
from motcua.oversight.frozen.services import acting, asking, sending
from motcua.oversight.frozen.services.looking import report_look
from motcua.oversight.frozen.services.verify import reports_verify
from motcua.oversight.frozen.types import Fact, State
from tests.builders.frozen import (
    MONTH,
    OCTOBER,
    approved,
    bureau_at_work,
    frozen_make,
    late_entry,
    renewed,
    row_of,
    seen,
    send,
    sent,
    seq,
    signed,
)
from tests.builders.signatures import commune_keys, signers

RECEIVED = (TOTAL, "c3")


@pytest.fixture
def bureau(system_scope):
    with bureau_at_work() as made:
        yield made


def test_it_is_frozen_signed_approved_sent_and_received(bureau):
    code = frozen_make(bureau)
    assert code == f"{bureau.commune.unit.code}-ii06a-2026-09-v1"
    assert len(codes_behind(bureau.maker, code, RECEIVED)) == 2
    assert [one.code for one in waiting_for(bureau.maker)] == [code]
    signed(bureau, code)
    assert waiting_for(bureau.maker) == []
    assert [one.code for one in waiting_for(bureau.leader)] == [code]
    acting.report_approve(actor=bureau.leader, code=code, version=seq(bureau, code))
    send(bureau, code, seq(bureau, code))
    found = seen(bureau, code)
    assert found.standing.state is State.SENT
    who = [(one.fact, one.name, one.role, one.unit) for one in found.steps]
    there = bureau.commune.unit.full_name
    assert who == [
        (Fact.DRAFTED, "Mẫu Lập Biểu", "controller", there),
        (Fact.SIGNED, "Mẫu Lập Biểu", "controller", there),
        (Fact.APPROVED, "Mẫu Lãnh Đạo", "leader", there),
        (Fact.SENT, "Mẫu Lập Biểu", "controller", there),
    ]
    assert found.line.to_id == bureau.province.id
    assert unseen_count(bureau.above) == 1
    acting.report_seen(actor=bureau.above, code=code)
    assert unseen_count(bureau.above) == 0
    assert lines_received(bureau.province.id)[0][0].seen
    with pytest.raises(Refused) as refusal:
        acting.report_seen(actor=bureau.above, code=code)
    assert refusal.value.code == "seen_already"


def test_four_eyes_and_only_people_of_the_unit(bureau):
    code = frozen_make(bureau)
    with pytest.raises(Forbidden):
        acting.report_sign(actor=bureau.above, code=code, version=1)
    with pytest.raises(NotFound):
        acting.report_sign(actor=bureau.stranger, code=code, version=1)
    acting.report_sign(actor=bureau.leader, code=code, version=1)
    with pytest.raises(Refused) as refusal:
        acting.report_approve(actor=bureau.leader, code=code, version=2)
    assert refusal.value.code == "own_signature"
    with pytest.raises(Forbidden):
        acting.report_approve(actor=bureau.maker, code=code, version=2)
    assert waiting_for(bureau.leader) == []


def test_what_cannot_follow_is_refused_and_says_so(bureau):
    code = frozen_make(bureau)
    with pytest.raises(Refused) as refusal:
        frozen_make(bureau)
    assert refusal.value.code == "there_already"
    with pytest.raises(Refused):
        send(bureau, code, 1)
    with pytest.raises(Stale):
        acting.report_sign(actor=bureau.maker, code=code, version=7)
    with pytest.raises(Refused):
        acting.report_approve(actor=bureau.leader, code=code, version=1)
    approved(bureau, code)
    with pytest.raises(Invalid):
        acting.report_return(actor=bureau.leader, code=code, version=3, text=" ")
    acting.report_return(actor=bureau.leader, code=code, version=3, text="Thiếu căn cứ")
    assert seen(bureau, code).standing.state is State.RETURNED
    sent(bureau, code)
    with pytest.raises(Refused):
        acting.report_withdraw(actor=bureau.maker, code=code, version=seq(bureau, code), text="Sai")
    with pytest.raises(Refused) as refusal:
        frozen_make(bureau, period=Period(MONTH.first, date(2026, 10, 2)))
    assert refusal.value.code == "not_over"


def test_a_correction_is_a_new_version_with_its_difference_explained(bureau):
    code = sent(bureau, frozen_make(bureau))
    before = row_of(code).sheet
    with pytest.raises(Refused) as refusal:
        renewed(bureau, code)
    assert refusal.value.code == "same"
    late = late_entry(bureau)
    look = report_look(row_of(code))
    assert look.good and look.differs
    assert {late} == set(look.difference.codes)
    second = renewed(bureau, code)
    found = seen(bureau, second)
    changed = {(one.line, one.column): one for one in found.difference.cells}
    assert (changed[RECEIVED].before, changed[RECEIVED].after) == (2, 3)
    assert changed[RECEIVED].came == (late,)
    assert [one.type for one in found.difference.events[late]][-1] == "accepted"
    assert found.difference.unexplained == ()
    assert seen(bureau, code).standing.state is State.SENT  # holds until the new one is sent
    sent(bureau, second)
    old = seen(bureau, code)
    assert (old.standing.state, old.standing.replaced_by) == (State.REPLACED, second)
    assert row_of(code).sheet == before
    assert [one.version for one in old.versions] == [1, 2]
    assert list(reports_verify()) == []


def test_an_unsent_version_is_replaced_at_once_but_never_under_a_signature(bureau):
    code = signed(bureau, frozen_make(bureau))
    late_entry(bureau)
    with pytest.raises(Refused) as refusal:
        renewed(bureau, code)
    assert refusal.value.code == "in_hand"
    acting.report_return(actor=bureau.leader, code=code, version=2, text="Có hồ sơ nhập muộn")
    second = renewed(bureau, code)
    assert seen(bureau, code).standing.replaced_by == second
    acting.report_withdraw(actor=bureau.maker, code=second, version=1, text="Chốt lại")
    third = renewed(bureau, second)  # nothing differs, but nothing stands either
    assert seen(bureau, third).difference.cells == ()
    with pytest.raises(Stale):
        asking.report_renew(actor=bureau.maker, code=code, version=seq(bureau, code), reason="Cũ")


def test_a_late_entry_does_not_stop_sending_what_was_frozen(bureau):
    code = approved(bureau, frozen_make(bureau))
    late_entry(bureau)
    send(bureau, code, 3)
    assert seen(bureau, code).standing.state is State.SENT


def test_its_rows_are_the_units_and_nobody_changes_them(bureau):
    code = sent(bureau, frozen_make(bureau))
    outbox_deliver()
    assert ReportFile.objects.count() == 1
    with scope_use(scope_units([bureau.stranger.postings[0].unit_id])):
        assert not FrozenReport.objects.exists()
        assert not ReportFile.objects.exists()
        with pytest.raises(NotFound):
            seen(bureau, code, bureau.stranger)
    for table in ("frozenreport", "reportstep", "reportfile"):
        for change in (
            f"UPDATE oversight_{table} SET unit_id = 1",
            f"DELETE FROM oversight_{table}",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                connection.cursor().execute(change)


def test_the_paper_bears_the_units_seal_or_waits_for_its_key(bureau, tmp_path):
    code = sent(bureau, frozen_make(bureau))
    keys = commune_keys(bureau.commune)
    with signers(tmp_path, keys):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sending, "pdf_sign", away)
            outbox_deliver()
        assert not ReportFile.objects.exists()
        with clock.clock_set(OCTOBER + timedelta(hours=3)):
            outbox_deliver()
    paper = ReportFile.objects.get()
    assert [one["role"] for one in paper.signatures] == ["seal"]
    assert seen(bureau, code).sealed_by == f"UBND {bureau.commune.unit.full_name}"
    with file_open(paper.file_id) as stream:
        assert b"/ByteRange" in stream.read()


def away(_order):
    raise SigningRefused("signing_key_away", "The key cannot be reached.")
