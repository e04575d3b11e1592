"""Form 04: once, with a cause and a working day; the due date and the figures stay."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders.documents import pdf_text
from tests.builders.dossiers import at, commune_at_work, dossier_at, dossier_registered

from motcua.dossiers import services
from motcua.dossiers.chain import tracking_token
from motcua.dossiers.queries import dossier_get, dossier_track
from motcua.dossiers.queries.papers import paper_pdf
from motcua.dossiers.services.due import dossiers_recompute_due
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import LateCause, PaperForm
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, Refused
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
BEFORE, LATE = 24, 24 * 6  # due on Tuesday 2026-09-15
NEW_DAY = date(2026, 9, 21)


@pytest.fixture
def commune():
    with at():
        yield commune_at_work()


@pytest.fixture
def code(commune):
    return dossier_at(commune, Act.APPRAISE)


def apologise(commune, code, *, hours=LATE, actor=None, **over):
    said = {"cause": LateCause.COORDINATION, "reason": "Chờ Văn phòng đăng ký đất đai trả lời"}
    with at(hours):
        return services.dossier_apologise(
            actor=actor or commune.leader, code=code, **{**said, "promised_on": NEW_DAY, **over}
        )


def test_the_new_date_stands_beside_the_due_date(commune, code):
    before = dossier_get(code)
    apologise(commune, code)
    after = dossier_get(code)
    assert (after.due_at, after.due_original_at) == (before.due_at, before.due_original_at)
    assert f"{clock.local(after.promised_at):%d/%m/%Y %H:%M}" == "21/09/2026 17:00"
    assert after.late_cause is LateCause.COORDINATION
    assert not after.timeline[-1].data["in_time"]
    with at(LATE):
        dossiers_recompute_due(unit_id=commune.unit.id, reason="lịch mới")
    assert dossier_get(code).promised_at == after.promised_at
    assert not list(chains_verify())


def test_before_the_due_date_it_is_in_time(commune, code):
    apologise(commune, code, hours=BEFORE)
    assert dossier_get(code).timeline[-1].data["in_time"]


def test_the_letter_says_what_the_law_wants(commune, code):
    apologise(commune, code)
    dossier = dossier_get(code)
    [paper] = dossier.papers
    assert (paper.form, paper.number) == (PaperForm.APOLOGY, "01/PXL-UBND")
    printed = pdf_text(paper_pdf(dossier.id, paper.id)[1])
    for line in (
        "Bách Quang, ngày 16 tháng 9 năm 2026",
        "V/v xin lỗi và đề nghị gia hạn thời gian giải quyết hồ sơ",
        "Nguyễn Văn Mẫu",
        f"Ngày 10/9/2026, {commune.centre.full_name} đã tiếp nhận hồ sơ",
        "cơ quan phối hợp chưa có ý kiến trả lời; Chờ Văn phòng đăng ký đất đai trả lời.",
        "xin lỗi Nguyễn Văn Mẫu",
        "17 giờ 00 phút, thứ Hai, ngày 21 tháng 9 năm 2026",
        commune.leader.name,
    ):
        assert line in printed


def test_once_is_all_the_law_allows(commune, code):
    apologise(commune, code)
    with pytest.raises(Refused) as refused:
        apologise(commune, code, promised_on=date(2026, 9, 28))
    assert refused.value.code == "apologised_already"
    assert len(dossier_get(code).papers) == 1


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"cause": LateCause.NONE}, "cause"),
        ({"reason": " "}, "reason"),
        ({"promised_on": date(2026, 9, 20)}, "promised_on"),  # a Sunday
        ({"promised_on": date(2026, 9, 15)}, "promised_on"),  # the due date itself, past
        ({"promised_on": date(2199, 1, 1)}, "promised_on"),  # nobody knows that calendar
    ],
)
def test_cause_words_and_a_working_day_to_come_are_asked(commune, code, over, field):
    with pytest.raises(Invalid) as invalid:
        apologise(commune, code, **over)
    assert [one.field for one in invalid.value.problems] == [field]
    assert dossier_get(code).promised_at is None


def test_nothing_is_late_before_acceptance_or_while_the_clock_stands(commune, code):
    with pytest.raises(Refused, match="status"):
        apologise(commune, dossier_registered(commune))
    services.dossier_propose_supplement(
        actor=commune.specialist, code=code, items=["Ảnh"], reason="Thiếu"
    )
    services.dossier_approve_supplement(actor=commune.leader, code=code)
    with pytest.raises(Refused) as refused:
        apologise(commune, code)
    assert refused.value.code == "clock_stands"


def test_only_the_leader_of_the_resolving_unit_apologises(commune, code):
    for other in (commune.specialist, commune.counter, commune.director):
        with pytest.raises(Forbidden):
            apologise(commune, code, actor=other)


def test_tracking_tells_the_promise_and_its_cause(commune, code):
    apologise(commune, code)
    with at(LATE):
        view = dossier_track(code, tracking_token(code))
    assert view.promised_at == dossier_get(code).promised_at
    assert view.late_cause is LateCause.COORDINATION


def test_a_cause_is_recorded_for_what_is_late_and_nothing_else(commune, code):
    with pytest.raises(Refused) as refused:
        services.lateness_explain(actor=commune.specialist, code=code, cause=LateCause.STAFF)
    assert refused.value.code == "not_late"
    with at(LATE), pytest.raises(Invalid):
        services.lateness_explain(actor=commune.specialist, code=code, cause=LateCause.NONE)
    with at(LATE):
        services.lateness_explain(
            actor=commune.leader, code=code, cause=LateCause.SYSTEM, reason="Mất điện hai ngày"
        )
    told = dossier_get(code).timeline[-1].data
    assert (told["cause"], told["reason"]) == ("system", "Mất điện hai ngày")
    assert not list(chains_verify())
