"""A pile of originals: one dossier, its fee, what is refused, its numbers, what is struck out."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from tests.builders.certified import (
    BOOK,
    CARD,
    DIPLOMA,
    batch_certified,
    batch_checked,
    batch_taken,
    certifying_commune,
)
from tests.builders.dossiers import MORNING, at, item_of, work_do
from tests.builders.identity import account_make, actor_make
from tests.builders.offices import office_held

from motcua.certification import services
from motcua.certification.models import Batch, Entry, EntryCancellation
from motcua.certification.queries import (
    batch_counts,
    batch_get,
    batches_in,
    register_page,
    row_fees,
)
from motcua.certification.types import Refusal, RowInput, RowState, Stage
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import dossier_collect_fee, dossier_reopen, dossier_withdraw
from motcua.dossiers.services.verify import verify_all
from motcua.dossiers.types import Status
from motcua.identity.capacity_rules import Office
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.kernel.scope import scope_use
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
DAY = clock.local(MORNING).date()


@pytest.fixture
def commune():
    with at():
        yield certifying_commune()


def fee_of(code: str) -> int:
    return sum(one.total_vnd for one in dossier_get(code).fees)


def numbers(code: str) -> list[int]:
    return [one.number for one in batch_get(code).entries]


def test_a_batch_becomes_one_dossier_with_its_fee_and_waits_to_be_compared(commune):
    code = batch_taken(commune)
    dossier, batch = dossier_get(code), batch_get(code)
    assert (dossier.status, batch.stage) == (Status.PROCESSING, Stage.CHECK)
    assert [one.fee_vnd for one in batch.rows] == [12_000, 14_000, 2_000]
    assert fee_of(code) == 28_000
    assert item_of(code, Act.APPRAISE).unit_id == commune.office.id
    assert dossier.due_at is not None and clock.local(dossier.due_at).date() == DAY
    assert batch.numbers == ()


def test_after_three_in_the_afternoon_it_is_due_on_the_next_working_day(commune):
    with at(hours=6.5):
        due = dossier_get(batch_taken(commune)).due_at
    assert (clock.local(due).date() - DAY).days == 1


def test_whoever_holds_both_posts_takes_in_and_compares_with_one_press(commune):
    account = account_make()
    actor_make(role=Role.COUNTER, unit=commune.centre, account=account)
    both = actor_make(role=Role.SPECIALIST, unit=commune.office, account=account)
    code = batch_taken(replace(commune, counter=both), compared=True)
    assert batch_get(code).stage is Stage.CERTIFY
    with pytest.raises(Refused):  # four eyes all the same
        services.batch_certify(actor=both, code=code)


def test_the_counter_alone_does_not_compare_for_the_office(commune):
    code = batch_taken(commune, compared=True)
    assert batch_get(code).stage is Stage.CHECK
    with pytest.raises(Forbidden):
        services.batch_check(actor=commune.counter, code=code)


def test_the_same_form_sent_twice_is_one_batch(commune):
    first = batch_taken(commune, idempotency_key="a" * 32)
    assert batch_taken(commune, idempotency_key="a" * 32) == first
    assert Batch.objects.count() == 1


@pytest.mark.parametrize(
    ("rows", "fields"),
    [
        ((), {"rows"}),
        ((RowInput("", 0, 1),), {"rows.0.name", "rows.0.pages"}),
        ((replace(CARD, ground="altered"),), {"rows"}),
        ((replace(CARD, ground="no such"), CARD), {"rows.0.ground"}),
        ((CARD,) * 51, {"rows"}),
    ],
)
def test_what_cannot_be_taken_in_is_told_and_nothing_is_written(commune, rows, fields):
    from motcua.dossiers.types import PartyInput

    with pytest.raises(Invalid) as refusal:
        services.batch_take_in(
            actor=commune.counter,
            unit_id=commune.unit.id,
            party=PartyInput(name="Nguyễn Văn Mẫu"),
            procedure_code=commune.offering.code,
            rows=rows,
        )
    assert {one.field for one in refusal.value.problems} == fields
    assert not Batch.objects.exists()


def test_a_paper_refused_at_the_counter_costs_nothing_and_gets_no_number(commune):
    code = batch_certified(commune, DIPLOMA, replace(BOOK, ground="altered", note="Sửa năm"))
    rows = batch_get(code).rows
    assert [one.state for one in rows] == [RowState.CERTIFIED, RowState.REFUSED]
    assert (fee_of(code), numbers(code)) == (12_000, [1])


def test_a_paper_refused_while_comparing_lowers_the_fee(commune):
    code = batch_taken(commune)
    too_much = services.rows_refuse(
        actor=commune.specialist, code=code, refusals=[Refusal(2, "damaged", "Rách")]
    )
    assert (too_much, fee_of(code)) == (0, 14_000)
    assert dossier_get(code).timeline[-1].type == "fee_changed"
    services.batch_check(actor=commune.specialist, code=code)
    services.batch_certify(actor=commune.leader, code=code)
    assert numbers(code) == [1, 2]
    assert verify_all(files=False).good


def test_what_was_paid_already_is_told_as_too_much(commune):
    code = batch_taken(commune)
    dossier_collect_fee(actor=commune.counter, code=code)
    too_much = services.rows_refuse(
        actor=commune.specialist, code=code, refusals=[Refusal(2, "secret")]
    )
    assert (too_much, fee_of(code)) == (14_000, 28_000)


def test_refusals_are_refused_by_law_and_in_time(commune):
    code = batch_taken(commune, DIPLOMA, CARD)
    actor = commune.specialist
    for wrong in ([], [Refusal(9, "secret")], [Refusal(1, "odd")], [Refusal(1, "secret")] * 2):
        with pytest.raises(Invalid):
            services.rows_refuse(actor=actor, code=code, refusals=wrong)
    with pytest.raises(Refused) as refusal:
        services.rows_refuse(
            actor=actor, code=code, refusals=[Refusal(1, "secret"), Refusal(2, "secret")]
        )
    assert refusal.value.code == "nothing_left"
    with pytest.raises(Forbidden):
        services.rows_refuse(actor=commune.counter, code=code, refusals=[Refusal(1, "secret")])
    services.batch_check(actor=actor, code=code)
    with pytest.raises(Refused):
        services.rows_refuse(actor=actor, code=code, refusals=[Refusal(1, "secret")])


def test_certifying_gives_one_number_for_each_paper(commune):
    first, second = batch_certified(commune), batch_certified(commune, CARD)
    assert (numbers(first), numbers(second)) == ([1, 2, 3], [4])
    entry = batch_get(first).entries[0]
    assert (entry.paper, entry.copies, entry.fee_vnd) == (DIPLOMA.name, 3, 12_000)
    assert entry.signer == commune.leader.name
    assert batch_get(first).stage is Stage.SEAL
    assert services.batch_seal(actor=commune.clerk, code=first) == "01-03, quyển số 01/2026-SCT/BS"
    assert dossier_get(first).status is Status.DONE
    assert dossier_get(first).results[-1].number == "01-03, quyển số 01/2026-SCT/BS"
    work_do(first, Act.RETURN, commune.counter, "given", receiver_name="Nguyễn Văn Mẫu")
    assert batch_get(first).stage is Stage.OVER


def test_the_second_of_two_signers_is_told_and_no_number_is_lost(commune):
    code = batch_certified(commune)
    with pytest.raises(Refused) as refusal:
        services.batch_certify(actor=commune.leader, code=code)
    assert refusal.value.code == "not_this_step"
    assert numbers(batch_certified(commune, CARD)) == [4]


def test_an_approval_on_another_page_cannot_pass_the_register_by(commune):
    code = batch_checked(commune)
    with pytest.raises(Refused) as refusal:
        work_do(code, Act.APPROVE, commune.leader, "approved")
    assert refusal.value.code == "certify_first"


def test_a_batch_sent_back_is_compared_again_and_numbered_once(commune):
    code = batch_checked(commune)
    with pytest.raises(Invalid):
        services.batch_send_back(actor=commune.leader, code=code, reason=" ")
    services.batch_send_back(actor=commune.leader, code=code, reason="Thiếu trang 3 của bằng")
    assert batch_get(code).stage is Stage.CHECK
    services.batch_check(actor=commune.specialist, code=code)
    services.batch_certify(actor=commune.leader, code=code)
    assert numbers(code) == [1, 2, 3]


def test_a_line_is_struck_out_by_another_person_and_its_number_stays(commune):
    code = batch_certified(commune)
    entry = batch_get(code).entries[1]
    deputy = actor_make(role=Role.LEADER, unit=commune.unit)
    cases = [
        (commune.leader, "Ghi nhầm tên", "own_entry"),
        (commune.clerk, "Ghi nhầm tên", "not_allowed"),
        (deputy, "x", "invalid"),
    ]
    for actor, reason, expected in cases:
        with pytest.raises(Refused) as refusal:
            services.entry_cancel(actor=actor, entry_id=entry.id, reason=reason)
        assert refusal.value.code == expected
    services.entry_cancel(actor=deputy, entry_id=entry.id, reason="Ghi nhầm tên giấy tờ")
    with pytest.raises(Refused):
        services.entry_cancel(actor=deputy, entry_id=entry.id, reason="Ghi nhầm tên giấy tờ")
    lines, _next = register_page(commune.unit.id, DAY, DAY)
    assert [one.number for one in lines] == [1, 2, 3]
    assert [one.cancel_reason for one in lines] == ["", "Ghi nhầm tên giấy tờ", ""]
    assert batch_get(code).stage is Stage.CHECK  # not sealed yet: it is compared again
    with pytest.raises(Refused):
        services.batch_seal(actor=commune.clerk, code=code)
    assert numbers(batch_certified(commune, CARD)) == [4]
    services.batch_check(actor=commune.specialist, code=code)
    services.batch_certify(actor=commune.leader, code=code)
    assert (
        services.batch_seal(actor=commune.clerk, code=code) == "01, 03, 05, quyển số 01/2026-SCT/BS"
    )
    assert dossier_get(code).status is Status.DONE
    assert verify_all(files=False).good


def test_what_was_struck_out_gets_a_new_number_when_the_dossier_is_opened_again(commune):
    code = batch_certified(commune, DIPLOMA, CARD)
    services.batch_seal(actor=commune.clerk, code=code)
    deputy = actor_make(role=Role.LEADER, unit=commune.unit)
    services.entry_cancel(
        actor=deputy, entry_id=batch_get(code).entries[0].id, reason="Sai số trang"
    )
    dossier_reopen(actor=commune.counter, code=code, reason="Sai số trang")
    services.batch_check(actor=commune.specialist, code=code)
    services.batch_certify(actor=commune.leader, code=code)
    assert numbers(code) == [1, 2, 3]
    assert [row.number[:2] for row in batch_get(code).rows] == ["03", "02"]


def test_a_withdrawn_batch_leaves_the_lists(commune):
    code = batch_taken(commune)
    assert batch_counts()[Stage.CHECK] == 1
    dossier_withdraw(actor=commune.counter, code=code, reason="Không cần nữa")
    assert batch_counts()[Stage.CHECK] == 0
    assert batches_in(Stage.CHECK) == ([], 0)


def test_a_long_list_goes_on_page_by_page(commune):
    codes = [batch_taken(commune, CARD) for _nth in range(3)]
    first, after = batches_in(Stage.CHECK, limit=2)
    rest, end = batches_in(Stage.CHECK, after=after, limit=2)
    assert ([one.code for one in (*first, *rest)], end) == (codes, 0)


def test_another_commune_sees_nothing_and_counts_by_itself(commune):
    other = certifying_commune(name="Phong Quang")
    code = batch_certified(commune, CARD)
    assert numbers(batch_certified(other, CARD)) == [1]
    with scope_use(other.leader.scope):
        assert Entry.objects.filter(dossier__code=code).count() == 0
        assert [one.unit_id for one in Entry.objects.all()] == [other.unit.id]
        with pytest.raises(NotFound):
            batch_get(code)
        with pytest.raises(NotFound):
            services.batch_certify(actor=other.leader, code=code)
        with pytest.raises(NotFound):
            services.entry_cancel(
                actor=other.leader, entry_id=1_000_000, reason="Không phải của mình"
            )


def test_the_register_is_found_by_number_name_and_paper(commune):
    batch_certified(commune)
    unit = commune.unit.id
    for text, found in [
        ("2", [2]),
        ("bang tot nghiep", [1]),
        ("nguyen mau", [1, 2, 3]),
        ("xyz", []),
    ]:
        lines, _next = register_page(unit, DAY, DAY, text=text)
        assert [one.number for one in lines] == found
    first, after = register_page(unit, DAY, DAY, limit=2)
    rest, _next = register_page(unit, DAY, DAY, after=after, limit=2)
    assert [one.number for one in (*first, *rest)] == [1, 2, 3]


@pytest.mark.parametrize("seed", [1, 2])
def test_random_histories_leave_no_gap_no_double_and_the_fee_of_the_rule(commune, seed):
    chance = random.Random(seed)
    deputy = actor_make(role=Role.LEADER, unit=commune.unit)
    office_held(deputy, Office.DEPUTY)
    for nth in range(8):
        rows = [
            RowInput(f"Giấy {nth}.{k}", chance.choice([1, 2, 3, 250]), chance.randint(1, 4))
            for k in range(chance.randint(1, 4))
        ]
        code = batch_taken(commune, *rows)
        left = list(range(1, len(rows) + 1))
        if len(rows) > 1 and chance.random() < 0.5:
            gone = chance.choice(left)
            services.rows_refuse(
                actor=commune.specialist, code=code, refusals=[Refusal(gone, "altered")]
            )
            left.remove(gone)
        version = commune.offering.version
        counts = [(rows[k - 1].pages, rows[k - 1].copies) for k in left]
        by_rule = row_fees(version, commune.unit.id, counts, on_day=DAY)
        assert fee_of(code) == sum(by_rule)
        assert [one.fee_vnd for one in batch_get(code).rows if one.position in left] == by_rule
        if chance.random() < 0.2:
            continue
        services.batch_check(actor=commune.specialist, code=code)
        if chance.random() < 0.3:
            services.batch_send_back(actor=commune.leader, code=code, reason="Xem lại")
            continue
        services.batch_certify(actor=chance.choice([commune.leader, deputy]), code=code)
        if chance.random() < 0.3:
            entry = batch_get(code).entries[0]
            other = deputy if entry.certified_by != deputy.account_id else commune.leader
            services.entry_cancel(actor=other, entry_id=entry.id, reason="Ghi nhầm")
    given = list(Entry.objects.order_by("number").values_list("number", flat=True))
    assert given == list(range(1, len(given) + 1))
    assert EntryCancellation.objects.count() <= len(given)
