"""Slips written by hand: each number once, at its true time, nothing lost, nothing printed twice."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from tests.builders.dossiers import (
    MORNING,
    at,
    commune_at_work,
    dossier_registered,
    submission_make,
)
from tests.builders.hand import book_paper, hand_given
from tests.builders.identity import actor_make
from tests.builders.interim import block_make, slip_come, slip_input
from tests.builders.organisations import commune_make

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.due import due_of
from motcua.dossiers.services.verify import verify_all
from motcua.dossiers.types import Status
from motcua.identity.types import Role
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_units, scope_use
from motcua.reception.handwritten import Cause, Number
from motcua.reception.interim import Doubt, House, InterimState
from motcua.reception.models import InterimBook, InterimSlip
from motcua.reception.queries import interim_paper
from motcua.reception.queries.interim import slip_data
from motcua.reception.queries.interim_house import house_row
from motcua.reception.queries.interim_paper import numbers_find, numbers_open, paper_book
from motcua.reception.services.interim_books import book_open
from motcua.reception.services.interim_hand import hand_begin, hand_spoilt, hand_typed
from motcua.reception.services.interim_house import interim_house_set
from motcua.reception.services.interim_paper import (
    paper_close,
    paper_count,
    paper_make,
    paper_print,
)
from motcua.reception.services.interim_slips import interim_cancel, interim_join, interim_settle

LATER = 5.0


@pytest.fixture
def commune(db):
    with at(), scope_use(SYSTEM):
        yield commune_at_work()


@pytest.fixture
def book(commune):
    return book_paper(commune)


def hour(hours):
    return MORNING + timedelta(hours=hours)


def begin(commune, book, seq=1, hours=1.0, actor=None, **over):
    return hand_begin(
        actor=actor or commune.counter,
        book_id=book.book.id,
        seq=seq,
        given=hand_given(commune, hour(hours), **over),
    )


def settle(commune, slip, actor=None, **over):
    given = {"submission": submission_make(commune), "accept": True, **over}
    return interim_settle(actor=actor or commune.counter, slip_id=slip.id, **given)


def where(commune, book):
    return [one.stands for one in paper_book(book.book.id).numbers]


def test_a_slip_is_entered_at_its_true_time_with_a_note(commune, book):
    with at(LATER):
        slip = begin(commune, book)
        assert (slip.state, slip.doubts, slip.to_type) == (
            InterimState.DOUBT, (Doubt.WRITTEN,), True,
        )  # fmt: skip
        done = settle(commune, slip)
    dossier = dossier_get(done.dossier_code)
    assert dossier.status is Status.ACCEPTED
    assert dossier.submitted_at == dossier.accepted_at == hour(1)
    assert dossier.due_at == due_of(commune.offering.version, commune.unit.id, hour(1)).instant
    told = dossier.timeline[0].data
    assert told["interim"] == {
        "number": "T260910-01-001", "by": commune.counter.account_id, "hand": "power",
        "synced": hour(LATER).isoformat(timespec="microseconds"),
    }  # fmt: skip
    assert "T260910-01-001" in told["reason"]
    assert (done.state, InterimSlip.objects.get().data) == (InterimState.ACCEPTED, {})
    assert verify_all().good


def test_registered_only_is_no_difference_from_what_the_paper_says(commune, book):
    with at(LATER):
        done = settle(commune, begin(commune, book), accept=False)
    dossier = dossier_get(done.dossier_code)
    assert dossier.status is Status.REGISTERED
    assert "changed" not in dossier.timeline[0].data["interim"]


def test_a_number_is_brought_once(commune, book):
    with at(LATER):
        begin(commune, book)
        with pytest.raises(Refused, match="T260910-01-001 was brought already"):
            begin(commune, book)
        with pytest.raises(Refused, match="brought already"):
            hand_spoilt(actor=commune.counter, book_id=book.book.id, seq=1, reason="Rách.")
        with pytest.raises(NotFound):
            begin(commune, book, seq=book.book.numbers + 1)
        with pytest.raises(NotFound):
            begin(commune, book, seq=0)


@pytest.mark.parametrize(
    ("hours", "over", "field"),
    [
        (6, {}, "time"),
        (-1, {}, "time"),
        (1, {"taken_by": 0}, "taken_by"),
        (1, {"cause": Cause.OTHER}, "note"),
        (2.5, {}, "note"),  # noon
        (1, {"note": "x" * 501}, "note"),
        (1, {"cash_vnd": -1}, "cash"),
    ],
    ids=["to come", "before it was printed", "nobody", "no cause", "noon", "too long", "cash"],
)
def test_what_cannot_be_is_said_at_its_field(commune, book, hours, over, field):
    with at(LATER), pytest.raises(Invalid) as refused:
        begin(commune, book, hours=hours, **over)
    assert [one.field for one in refused.value.problems] == [field]
    assert not InterimSlip.objects.exists()


def test_outside_of_the_hours_the_note_stands_with_the_dossier(commune, book):
    with at(LATER):
        slip = begin(commune, book, hours=2.5, note="Làm thêm trưa vì đông.")
        assert slip.doubts == (Doubt.WRITTEN, Doubt.HOURS)
        done = settle(commune, slip)  # the note is the reason
    assert "Làm thêm trưa vì đông." in dossier_get(done.dossier_code).timeline[0].data["reason"]


def test_what_is_brought_days_later_is_typed_by_the_counter_and_entered_by_the_director(
    commune, book
):
    with at(24 * 5):
        slip = begin(commune, book, note="Mất điện cả tuần.")
        assert Doubt.WINDOW in slip.doubts
        with pytest.raises(Refused, match="another person"):
            settle(commune, slip)
        data = {"applicant-name": ["Nông Thị Mai Hương"], "applicant-id_number": ["019188000123"]}
        typed = hand_typed(
            actor=commune.counter,
            slip_id=slip.id,
            submission=submission_make(commune),
            data=data,
            accept=True,
        )
        assert (typed.to_type, typed.doubts) == (False, (Doubt.WINDOW,))
        assert slip_data(slip.id) == data
        colleague = actor_make(role=Role.COUNTER, unit=commune.centre)
        again = {**data, "applicant-phone": ["0912345678"]}
        anew = {"slip_id": slip.id, "submission": submission_make(commune), "accept": True}
        hand_typed(actor=colleague, data=again, **anew)  # what was wrong is put right
        assert slip_data(slip.id) == again
        with pytest.raises(Forbidden):
            settle(commune, slip, actor=colleague, reason="Đã xem.")
        done = settle(commune, slip, actor=commune.director, reason="Đã đối chiếu cuống phiếu.")
        with pytest.raises(Refused, match="decided about"):
            hand_typed(actor=commune.counter, data=data, **anew)
    assert dossier_get(done.dossier_code).accepted_at == hour(1)


def test_out_of_order_another_person_enters_it(commune, book):
    with at(LATER):
        settle(commune, begin(commune, book, seq=2, hours=1))
        slip = begin(commune, book, seq=1, hours=2, note="Xé nhầm tờ dưới.")
        assert slip.doubts == (Doubt.WRITTEN, Doubt.ORDER)
        with pytest.raises(Refused, match="another person"):
            settle(commune, slip)
        colleague = actor_make(role=Role.COUNTER, unit=commune.centre)
        other = submission_make(commune, subject="Bản thứ hai")
        with pytest.raises(Refused, match="by now"):
            settle(commune, slip, actor=colleague, submission=other)
        with pytest.raises(Invalid):  # the note told of the time, not of the double
            settle(commune, slip, actor=colleague, submission=other)
        assert settle(commune, slip, actor=colleague, submission=other, reason="Xin hai bản.")


def test_the_same_request_synchronised_from_a_browser_is_joined(commune, book):
    block = block_make(commune)
    with at(LATER):
        first = slip_come(commune, block, slip_input(commune, 1, hour(1)))
        slip = begin(commune, book, hours=1.2)
        with pytest.raises(Refused, match=first.dossier_code):
            settle(commune, slip)
        done = interim_join(
            actor=commune.counter, slip_id=slip.id, code=first.dossier_code, reason="Cùng một việc."
        )
    assert (done.state, done.dossier_code) == (InterimState.JOINED, first.dossier_code)
    assert where(commune, book)[0] is Number.USED


def test_a_slip_of_a_browser_that_is_broken_is_entered_from_its_copy(commune):
    block = block_make(commune)
    with at(LATER):
        [found] = numbers_find("t260910-01-003", [commune.centre.id])
        assert found.slip is None
        with pytest.raises(Invalid) as refused:  # why not from there
            begin(commune, block, seq=3)
        assert "synchronised" in str(refused.value.problems[0].message)
        slip = begin(commune, block, seq=3, note="Máy hỏng ổ cứng.")
        done = settle(commune, slip)
        late = slip_come(commune, block, slip_input(commune, 3, hour(1)))  # it was mended after all
    assert late.state is InterimState.DOUBT
    assert Doubt.TWICE in late.doubts
    assert late.doubles == (done.dossier_code,)


def test_of_a_broken_computer_the_numbers_before_the_one_brought_are_asked_for(commune):
    block = block_make(commune)
    with at(LATER):
        begin(commune, block, seq=3, note="Máy hỏng.")
        assert numbers_open([commune.centre.id]).books == ()  # it may synchronise still
    with at(13):
        [told] = numbers_open([commune.centre.id]).books
    assert (told.missing, told.paper) == (2, False)


def test_cash_is_booked_into_the_till_of_who_wrote_the_slip(commune, book):
    with at(LATER):
        mine = settle(commune, begin(commune, book, cash_vnd=8000))
        colleague = actor_make(role=Role.COUNTER, unit=commune.centre)
        slip = begin(commune, book, seq=2, cash_vnd=8000)
        with pytest.raises(Refused):
            settle(commune, slip, actor=colleague)  # a double of the first
        theirs = settle(commune, slip, actor=colleague, reason="Bản thứ hai.")
    assert (mine.cash_booked, theirs.cash_booked) == (True, False)


def test_a_spoilt_sheet_needs_a_reason_and_its_time_counts_for_nothing(commune, book):
    with at(LATER):
        with pytest.raises(Invalid):
            hand_spoilt(actor=commune.counter, book_id=book.book.id, seq=1, reason=" ")
        hand_spoilt(actor=commune.director, book_id=book.book.id, seq=1, reason="Đổ nước.")
        slip = begin(commune, book, seq=2)
    assert slip.doubts == (Doubt.WRITTEN,)
    assert where(commune, book)[:3] == [Number.SPOILT, Number.BEGUN, Number.BLANK]


def test_a_begun_slip_that_was_a_mistake_is_cancelled(commune, book):
    with at(LATER):
        slip = begin(commune, book)
        interim_cancel(actor=commune.counter, slip_id=slip.id, reason="Gõ nhầm số.")
    assert where(commune, book)[0] is Number.SPOILT


def test_a_spoilt_sheet_says_nothing_of_those_above_it_in_the_stack(commune, book):
    unit, book_id = [commune.centre.id], book.book.id
    with at(LATER):
        settle(commune, begin(commune, book, seq=2))
        hand_spoilt(actor=commune.counter, book_id=book_id, seq=20, reason="Rách.")
        assert numbers_open(unit).missing == 1
        assert [one.text[-3:] for one in paper_book(book_id).open] == ["001"]
        counted = paper_count(actor=commune.counter, book_id=book_id, next_blank=3)
        assert counted.next_blank == 3
        with pytest.raises(Invalid):
            paper_count(actor=commune.counter, book_id=book_id, next_blank=2)


def test_a_mistyped_number_is_free_again(commune, book):
    unit = [commune.centre.id]
    colleague = actor_make(role=Role.COUNTER, unit=commune.centre)
    with at(LATER):
        for _twice in range(2):
            slip = begin(commune, book, seq=20)
            assert numbers_open(unit).missing == 19
            freed = interim_cancel(
                actor=colleague, slip_id=slip.id, reason="Gõ nhầm số.", wrong_number=True
            )
            assert (freed.state, freed.number) == (InterimState.CANCELLED, slip.number)
        assert numbers_open(unit).books == ()
        assert set(where(commune, book)) == {Number.BLANK}
        [found] = numbers_find("T260910-01-020", unit)
        assert found.slip is None
        slip = begin(commune, book, seq=2, hours=0.2)  # no time before it counts
        assert slip.doubts == (Doubt.WRITTEN,)
        hand_typed(
            actor=commune.counter,
            slip_id=slip.id,
            submission=submission_make(commune),
            data={"applicant-name": ["Nông Thị Mai Hương"]},
            accept=True,
        )
        with pytest.raises(Refused, match="typed in already"):
            interim_cancel(actor=colleague, slip_id=slip.id, reason="Nhầm.", wrong_number=True)
        interim_cancel(actor=colleague, slip_id=slip.id, reason="Không nhận.")
        assert numbers_open(unit).books == ()


def test_a_collected_book_takes_no_more_spoilt_sheets(commune, book):
    with at(LATER):
        paper_close(actor=commune.director, book_id=book.book.id)
        with pytest.raises(Refused, match="was collected"):
            hand_spoilt(actor=commune.counter, book_id=book.book.id, seq=3, reason="Rách.")


def test_books_in_use_stand_before_collected_ones(commune, book, monkeypatch):
    monkeypatch.setattr(interim_paper, "SHOWN", 1)
    paper_close(actor=commune.director, book_id=book.book.id)
    used = book_paper(commune).book
    with at(1):
        later = book_paper(commune).book
        paper_close(actor=commune.director, book_id=later.id)
    assert [one.book.id for one in interim_paper.paper_books([commune.centre.id])] == [used.id]


def test_of_two_units_with_the_same_number_none_is_taken_in_silence(commune, book):
    other = commune_make(name="Phan Đình Phùng")
    away = actor_make(role=Role.COUNTER, unit=other)
    paper_make(actor=away, unit_id=other.id, place="Quầy 9", numbers=20)
    found = numbers_find("T260910-01-001", [commune.centre.id, other.id])
    assert [one.book.unit_id for one in found] == sorted([commune.centre.id, other.id])


def test_open_numbers_are_told_until_they_are_brought_or_spoilt(commune, book):
    unit = [commune.centre.id]
    assert numbers_open(unit).books == ()
    with at(LATER):
        settle(commune, begin(commune, book, seq=2))
        assert [(one.prefix, one.missing) for one in numbers_open(unit).books] == [
            ("T260910-01-", 1)
        ]
        paper_count(actor=commune.counter, book_id=book.book.id, next_blank=5)
        assert numbers_open(unit).missing == 3
        with pytest.raises(Invalid):
            paper_count(actor=commune.counter, book_id=book.book.id, next_blank=2)
        with pytest.raises(Refused, match="3 numbers are still"):
            paper_close(actor=commune.director, book_id=book.book.id)
        for seq in (1, 3, 4):
            hand_spoilt(actor=commune.counter, book_id=book.book.id, seq=seq, reason="Không dùng.")
        assert numbers_open(unit).books == ()
        with pytest.raises(Forbidden):
            paper_close(actor=commune.counter, book_id=book.book.id)
        paper_close(actor=commune.director, book_id=book.book.id)
        with pytest.raises(Refused, match="collected"):
            paper_print(actor=commune.counter, book_id=book.book.id, reason="Thêm.")
        late = begin(commune, book, seq=6, note="Tìm thấy trong ngăn kéo.")
    assert Doubt.WINDOW in late.doubts


def test_a_book_that_has_ended_is_to_be_collected(commune, book):
    with at(24 * 181):
        [told] = numbers_open([commune.centre.id]).books
    assert (told.ended, told.missing) == (True, 0)


def test_once_more_is_printed_only_what_is_blank_and_with_a_reason(commune, book):
    book_id = book.book.id
    first = paper_print(actor=commune.counter, book_id=book_id)
    assert (first.time, first.seqs) == (1, tuple(range(1, 21)))
    with pytest.raises(Invalid) as refused:
        paper_print(actor=commune.counter, book_id=book_id)
    assert [one.field for one in refused.value.problems] == ["reason"]
    with at(LATER):
        begin(commune, book, seq=2)
        with pytest.raises(Invalid) as refused:
            paper_print(actor=commune.counter, book_id=book_id, reason="Kẹt giấy.", seqs=[1, 2, 3])
        assert "001, 002" in refused.value.problems[0].message
        again = paper_print(actor=commune.counter, book_id=book_id, reason="Kẹt giấy.")
    assert (again.time, again.seqs) == (2, tuple(range(3, 21)))
    assert len(paper_book(book_id).prints) == 2


@pytest.mark.parametrize("given", [{"place": " "}, {"numbers": 4}, {"numbers": 101}])
def test_a_book_says_where_it_lies_and_is_a_stack(commune, given):
    made = {"place": "Quầy 1", "numbers": 20, **given}
    with pytest.raises(Invalid) as refused:
        paper_make(actor=commune.counter, unit_id=commune.centre.id, **made)
    assert [one.field for one in refused.value.problems] == list(given)


def test_books_on_paper_and_blocks_of_browsers_share_the_numbers_of_a_day(commune, book):
    assert book.book.prefix == "T260910-01-"
    assert block_make(commune).book.prefix == "T260910-02-"
    with pytest.raises(NotFound):  # no browser opens a book of paper
        book_open(actor=commune.counter, key=book.book.key, device="")


def test_another_unit_sees_and_touches_nothing(commune, book):
    other = commune_make(name="Phan Đình Phùng")
    away = actor_make(role=Role.COUNTER, unit=other)
    with pytest.raises(Forbidden):
        begin(commune, book, actor=away)
    with pytest.raises(Forbidden):
        hand_spoilt(actor=away, book_id=book.book.id, seq=1, reason="x")
    with pytest.raises(Forbidden):
        paper_print(actor=away, book_id=book.book.id)
    assert numbers_find("T260910-01-001", [other.id]) == []
    paper_print(actor=commune.counter, book_id=book.book.id)
    with scope_use(scope_units([other.id])):
        assert not InterimBook.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM reception_interimprint")
            assert cursor.fetchone() == (0,)


def test_a_decision_holds_for_what_is_given_out_afterwards(commune, book):
    house = House(hours=6, numbers=50, late_days=7, paper_days=60)
    with at(1):
        with pytest.raises(Forbidden):
            interim_house_set(
                actor=commune.counter, unit_id=commune.centre.id, house=house, reason="Thử."
            )
        interim_house_set(
            actor=commune.director,
            unit_id=commune.centre.id,
            house=house,
            reason="Vùng hay mất điện.",
        )
        block = block_make(commune)
        later = book_paper(commune)
    assert block.book.numbers == 50
    assert block.book.ends_at == hour(7)
    assert later.book.ends_at == hour(1) + timedelta(days=60)
    row = house_row(commune.centre.id, at=hour(2))
    assert (row.house, row.reason) == (house, "Vùng hay mất điện.")
    assert house_row(commune.centre.id, at=hour(0.5)).house == House()
    with at(24 * 5):  # the first book keeps the three days that held when it was made
        assert Doubt.WINDOW in begin(commune, book, note="Muộn.").doubts
        assert Doubt.WINDOW not in begin(commune, later, hours=2, note="Muộn.").doubts


def test_a_decision_keeps_to_its_bounds_and_says_why(commune):
    with pytest.raises(Invalid) as refused:
        interim_house_set(
            actor=commune.director,
            unit_id=commune.centre.id,
            house=House(hours=3, numbers=501),
            reason=" ",
        )
    assert [one.field for one in refused.value.problems] == ["hours", "numbers", "reason"]


def test_a_double_that_was_there_before_is_told(commune, book):
    with at(0.9):
        code = dossier_registered(commune)
    with at(LATER):
        slip = begin(commune, book)
        with pytest.raises(Refused, match=code):
            settle(commune, slip)
    assert InterimSlip.objects.get().doubts["doubles"] == [code]


@pytest.mark.invariant
def test_two_who_bring_the_same_slip_make_one(fresh_database):
    with at(), scope_use(SYSTEM):
        commune = commune_at_work()
        book = book_paper(commune)
    told = []

    def bring():
        try:
            with at(LATER), scope_use(SYSTEM):
                told.append(begin(commune, book).state.value)
        except Refused as refusal:
            told.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=bring) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["doubt", "number_used"]
    with scope_use(SYSTEM):
        assert InterimSlip.objects.count() == 1
