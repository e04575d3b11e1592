"""What a counter took in without a line: once, at its true time, and nothing is lost."""

from __future__ import annotations

import threading
from dataclasses import replace
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
from tests.builders.identity import actor_make
from tests.builders.interim import DEVICE, block_make, slip_come, slip_in_doubt, slip_input
from tests.builders.organisations import body_of, commune_make

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import dossier_submit
from motcua.dossiers.services.due import due_of
from motcua.dossiers.services.verify import verify_all
from motcua.dossiers.types import Channel, PartyInput, Status
from motcua.identity.types import Role
from motcua.indicators.models import Step
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.kernel.models import AccessRecord
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.interim import Doubt, InterimState, Kind
from motcua.reception.models import InterimBook, InterimSlip
from motcua.reception.queries.interim import (
    books_of,
    cash_open,
    slips_by_number,
    slips_in_doubt,
)
from motcua.reception.services.interim_books import book_make, book_open
from motcua.reception.services.interim_slips import (
    book_told,
    interim_cancel,
    interim_cash_settled,
    interim_forget,
    interim_join,
    interim_settle,
)

LATER = 5.0  # hours after the block was reserved the line is back


@pytest.fixture
def commune(db):
    with at(), scope_use(SYSTEM):
        yield commune_at_work()


@pytest.fixture
def book(commune):
    return block_make(commune)


def hour(hours):
    return MORNING + timedelta(hours=hours)


def person(commune, number, **over):
    party = PartyInput(name="Người Mẫu Khác", id_number=number)
    return submission_make(commune, parties=(party,), **over)


def test_the_true_reception_is_the_origin_of_the_clock(commune, book):
    with at(LATER):
        slip = slip_come(commune, book, slip_input(commune, 1, hour(1)))
    assert (slip.state, slip.doubts, slip.number) == (
        InterimState.ACCEPTED, (), "T260910-01-001",
    )  # fmt: skip
    dossier = dossier_get(slip.dossier_code)
    assert dossier.status is Status.ACCEPTED
    assert dossier.submitted_at == dossier.accepted_at == hour(1)
    due = due_of(commune.offering.version, commune.unit.id, hour(1))
    assert dossier.due_at == due.instant
    submitted = dossier.timeline[0]
    assert submitted.data["interim"] == {
        "number": "T260910-01-001", "by": commune.counter.account_id,
        "synced": hour(LATER).isoformat(timespec="microseconds"),
    }  # fmt: skip
    assert "T260910-01-001" in submitted.data["reason"]
    assert InterimSlip.objects.get().data == {}  # the dossier has it now
    assert verify_all().good


def test_sent_again_the_same_answer_comes_and_nothing_happens_twice(commune, book):
    sent = slip_input(commune, 1, hour(1))
    with at(LATER):
        first = slip_come(commune, book, sent)
        again = slip_come(commune, book, sent)
        changed = slip_come(commune, book, replace(sent, cash_vnd=1))
    assert again == first
    assert changed == replace(first, late=True)  # what came first stands, and it is said
    assert InterimSlip.objects.count() == 1


def test_a_colleague_synchronises_and_the_event_names_both(commune, book):
    colleague = actor_make(role=Role.COUNTER, unit=commune.centre)
    with at(LATER):
        slip = slip_come(commune, book, slip_input(commune, 1, hour(1)), actor=colleague)
    event = dossier_get(slip.dossier_code).timeline[0]
    assert event.account_id == colleague.account_id
    assert event.data["interim"]["by"] == commune.counter.account_id


@pytest.mark.parametrize(
    ("taken", "later", "doubt"),
    [(-1, LATER, Doubt.WINDOW), (13, 20, Doubt.WINDOW), (6, LATER, Doubt.WINDOW)],
    ids=["before the block", "after its end", "in the future"],
)
def test_a_time_outside_of_the_window_is_for_a_director(commune, book, taken, later, doubt):
    with at(later):
        slip = slip_come(commune, book, slip_input(commune, 1, hour(taken)))
        assert (slip.state, slip.doubts) == (InterimState.DOUBT, (doubt,))
        assert slip.dossier_code == ""
        decide = {
            "slip_id": slip.id,
            "submission": submission_make(commune),
            "reason": "Đã xem sổ.",
        }
        with pytest.raises(Refused, match="another person"):
            interim_settle(actor=commune.counter, **decide)
        with pytest.raises(Forbidden):
            interim_settle(actor=actor_make(role=Role.COUNTER, unit=commune.centre), **decide)
    with at(21):
        done = interim_settle(actor=commune.director, **decide)
    assert dossier_get(done.dossier_code).accepted_at == hour(taken)


def test_a_clock_that_was_moved_is_marked_and_needs_a_reason(commune, book):
    with at(LATER):
        moved = slip_input(commune, 1, hour(1), device_at=hour(LATER) - timedelta(hours=2))
        slip = slip_come(commune, book, moved)
        assert slip.doubts == (Doubt.CLOCK,)
        decide = {"actor": commune.counter, "slip_id": slip.id}
        with pytest.raises(Refused, match="another person"):
            interim_settle(submission=submission_make(commune), reason="Máy sai giờ.", **decide)
        decide["actor"] = actor_make(role=Role.COUNTER, unit=commune.centre)
        with pytest.raises(Invalid):
            interim_settle(submission=submission_make(commune), **decide)
        done = interim_settle(
            submission=submission_make(commune), reason="Máy bị chỉnh lại giờ.", **decide
        )
    event = dossier_get(done.dossier_code).timeline[0]
    assert event.data["interim"]["clock_ms"] == 2 * 3600 * 1000
    assert "Máy bị chỉnh lại giờ." in event.data["reason"]


def test_a_higher_number_cannot_be_earlier(commune, book):
    with at(LATER):
        slip_come(commune, book, slip_input(commune, 2, hour(2)))
        late = slip_input(commune, 3, hour(1), submission=person(commune, "019090000009"))
        assert slip_come(commune, book, late).doubts == (Doubt.ORDER,)
        early = slip_input(commune, 1, hour(1), submission=person(commune, "019090000008"))
        assert slip_come(commune, book, early).state is InterimState.ACCEPTED


def test_the_same_request_twice_waits_for_somebody_who_decides(commune, book):
    with at(LATER):
        first = slip_come(commune, book, slip_input(commune, 1, hour(1)))
        second = slip_come(commune, book, slip_input(commune, 2, hour(2)))
        assert second.doubts == (Doubt.DOUBLE,)
        assert second.doubles == (first.dossier_code,)
        decide = {"actor": commune.counter, "slip_id": second.id, "reason": "Đã nộp lúc sáng."}
        with pytest.raises(NotFound):
            interim_join(code="H19.99-260910-9999", **decide)
        joined = interim_join(code=first.dossier_code, **decide)
        assert (joined.state, joined.dossier_code) == (InterimState.JOINED, first.dossier_code)
        with pytest.raises(Refused, match="already"):
            interim_cancel(**decide)
    last = dossier_get(first.dossier_code).timeline[-1]
    assert last.data["interim"]["number"] == "T260910-01-002"
    assert verify_all().good


def test_what_was_filed_from_home_meanwhile_is_seen(commune, book):
    with at(0.5):
        code = dossier_registered(commune, channel=Channel.ONLINE)
    with at(LATER):
        slip = slip_come(commune, book, slip_input(commune, 1, hour(1)))
    assert (slip.doubts, slip.doubles) == ((Doubt.DOUBLE,), (code,))


def test_what_the_checks_refuse_waits_with_all_its_data(commune, book):
    incomplete = submission_make(commune, components=())
    typed = {"applicant-name": ["Nguyễn Văn Mẫu"], "applicant-phone": ["09"]}
    typed["applicant-id_number"] = ["019 090 000 001"]
    with at(LATER):
        missing = slip_come(
            commune, book, slip_input(commune, 1, hour(1), submission=incomplete, data=typed)
        )
        unread = slip_come(
            commune, book, slip_input(commune, 2, hour(2), submission=None, problems=("sai",))
        )
    assert missing.doubts == unread.doubts == (Doubt.INVALID,)
    assert missing.problems
    assert InterimSlip.objects.get(seq=1).data == typed
    assert [one.id for one in slips_in_doubt([commune.centre.id])] == [missing.id, unread.id]
    with at(LATER):
        done = interim_settle(
            actor=commune.counter, slip_id=missing.id, submission=submission_make(commune)
        )
    assert done.state is InterimState.ACCEPTED


def told(commune, book, used):
    given = {"book_key": book.book.key, "device": DEVICE}
    book_told(actor=commune.counter, used=used, **given)


def test_a_number_given_out_after_the_device_counted_cannot_be_earlier(commune, book):
    with at(3):
        told(commune, book, 1)
    with at(LATER):
        early = slip_come(commune, book, slip_input(commune, 2, hour(2)))
        other = slip_input(commune, 3, hour(4), submission=person(commune, "019090000009"))
        assert slip_come(commune, book, other).state is InterimState.ACCEPTED
    assert early.doubts == (Doubt.WINDOW,)


def test_a_slip_that_comes_days_after_its_block_is_for_a_director(commune, book):
    with at(12 + 71):
        first = slip_come(commune, book, slip_input(commune, 1, hour(1)))
    with at(12 + 73):
        other = slip_input(commune, 2, hour(1.5), submission=person(commune, "019090000009"))
        late = slip_come(commune, book, other)
    assert (first.state, late.doubts) == (InterimState.ACCEPTED, (Doubt.WINDOW,))


def test_where_no_colleague_sits_the_director_decides_about_the_clock(commune, book):
    with at(LATER):
        moved = slip_input(commune, 1, hour(1), device_at=hour(LATER) - timedelta(hours=2))
        slip = slip_come(commune, book, moved)
        decide = {"actor": commune.counter, "slip_id": slip.id, "reason": "Máy sai giờ."}
        with pytest.raises(Refused, match="another person"):
            interim_cancel(**decide)
        decide["actor"] = commune.director
        done = interim_settle(submission=submission_make(commune), **decide)
    assert done.state is InterimState.ACCEPTED


def test_a_double_that_came_meanwhile_is_seen_when_it_is_settled(commune, book):
    with at(LATER):
        unread = slip_input(commune, 1, hour(1), submission=None, problems=("sai",))
        slip = slip_come(commune, book, unread)
        code = dossier_registered(commune)
        decide = {"actor": commune.counter, "slip_id": slip.id, "reason": "Đã sửa."}
        with pytest.raises(Refused, match=code) as refused:
            interim_settle(submission=submission_make(commune), **decide)
        assert refused.value.code == "double_found"
        [waits] = slips_in_doubt([commune.centre.id])
        assert (waits.doubts, waits.doubles) == ((Doubt.INVALID, Doubt.DOUBLE), (code,))
        with pytest.raises(Invalid):
            interim_settle(submission=submission_make(commune), **decide | {"reason": ""})
        done = interim_settle(submission=submission_make(commune), **decide)
    assert done.state is InterimState.ACCEPTED


def test_the_dossier_of_the_same_form_is_named_though_the_number_differs(commune, book):
    with at(0.5):
        code = dossier_submit(
            actor=commune.counter, submission=submission_make(commune), idempotency_key="a" * 32
        ).code
    other = person(commune, "019090000009")
    with at(LATER):
        sent = slip_input(commune, 1, hour(1), submission=other, form_key="a" * 32)
        slip = slip_come(commune, book, sent)
        assert (slip.doubts, slip.doubles) == ((Doubt.DOUBLE,), (code,))
        plain = slip_input(commune, 2, hour(2), submission=other, form_key="b" * 32)
        assert slip_come(commune, book, plain).state is InterimState.ACCEPTED


@pytest.mark.parametrize(
    ("how", "changed"),
    [
        ({"accept": False}, ["kind"]),
        ({"number": "019090000009"}, ["owner"]),
        ({"accept": False, "number": "019090000009"}, ["kind", "owner"]),
    ],
)
def test_what_is_settled_otherwise_than_the_slip_says_leaves_a_trace(commune, book, how, changed):
    accept, number = how.get("accept", True), how.get("number", "019090000001")
    with at(LATER):
        sent = slip_input(commune, 1, hour(1), problems=("sai",))
        slip = slip_come(commune, book, sent)
        decide = {"actor": commune.counter, "slip_id": slip.id, "accept": accept}
        decide["submission"] = person(commune, number)
        with pytest.raises(Invalid):
            interim_settle(**decide)
        done = interim_settle(reason="Người dân đưa nhầm thẻ.", **decide)
    event = dossier_get(done.dossier_code).timeline[0].data["interim"]
    assert (event["kind"], event["changed"]) == ("accept", changed)
    assert event["settled"] == ("accept" if accept else "register")
    assert done.kind is Kind.ACCEPT  # what the counter did stays


def test_a_clock_a_little_ahead_does_no_harm(commune, book):
    with at(LATER):
        ahead = slip_input(commune, 1, hour(LATER) + timedelta(seconds=90))
        slip = slip_come(commune, book, ahead)
    assert slip.state is InterimState.ACCEPTED
    assert dossier_get(slip.dossier_code).accepted_at == hour(LATER)


def test_cash_of_a_cancelled_slip_is_listed_until_it_is_settled(commune, book):
    with at(LATER):
        gone = slip_input(commune, 1, hour(1), kind=Kind.CANCEL, reason="Đổi ý.", cash_vnd=8000)
        slip = slip_come(commune, book, gone)
    assert [one.id for one in cash_open([commune.centre.id])] == [slip.id]
    assert InterimSlip.objects.get().data == gone.data
    interim_cash_settled(actor=commune.director, slip_id=slip.id)
    assert cash_open([commune.centre.id]) == []


def test_papers_that_are_missing_leave_it_registered(commune, book):
    incomplete = submission_make(commune, components=())
    with at(LATER):
        slip = slip_come(
            commune,
            book,
            slip_input(commune, 1, hour(1), submission=incomplete, kind=Kind.REGISTER),
        )
    assert dossier_get(slip.dossier_code).status is Status.REGISTERED


def test_another_version_of_the_procedure_is_looked_at(commune, book):
    with at(LATER):
        slip = slip_come(commune, book, slip_input(commune, 1, hour(1), version_id=1))
    assert slip.doubts == (Doubt.VERSION,)


def test_a_cancelled_number_comes_in_with_its_reason_and_is_never_used_again(commune, book):
    with at(LATER):
        plain = slip_input(commune, 1, hour(1), kind=Kind.CANCEL, submission=None)
        with pytest.raises(Invalid):
            slip_come(commune, book, plain)
        slip = slip_come(commune, book, replace(plain, reason="Người dân đổi ý."))
        assert slip.state is InterimState.CANCELLED
        other = slip_come(commune, book, slip_input(commune, 1, hour(1.1)))
        assert Doubt.TWICE in other.doubts
        assert other.number == slip.number


def test_numbers_that_were_never_reserved_are_refused(commune, book):
    with at(LATER):
        for seq in (0, 201):
            with pytest.raises(Refused, match="reserved"):
                slip_come(commune, book, slip_input(commune, seq, hour(1)))
    assert not InterimSlip.objects.exists()


def test_another_browser_and_another_commune_find_no_block(commune, book):
    stranger = actor_make(role=Role.COUNTER, unit=body_of(commune_make(), "ttpvhcc"))
    sent = slip_input(commune, 1, hour(1))
    with at(LATER):
        with pytest.raises(NotFound):
            slip_come(commune, book, sent, device="f" * 32)
        with pytest.raises(NotFound):
            book_open(actor=commune.counter, key=book.book.key, device="f" * 32)
    with scope_use(stranger.scope), at(LATER):
        with pytest.raises(NotFound):
            slip_come(commune, book, sent, actor=stranger)
        assert not InterimBook.objects.exists()
        assert books_of([commune.centre.id]) == []
    with pytest.raises(Forbidden):
        block_make(commune, actor=stranger)


def test_blocks_follow_each_other_and_say_where_they_stand(commune, book):
    other = block_make(commune, device="a" * 32, device_name="Quầy 2")
    assert [book.book.prefix, other.book.prefix] == ["T260910-01-", "T260910-02-"]
    assert book.secret != other.secret
    for wrong in ({"device_name": " "}, {"device": "kẻ lạ"}):
        with pytest.raises(Invalid):
            block_make(commune, **wrong)


def test_the_secret_is_given_again_and_the_opening_is_recorded(commune, book):
    colleague = actor_make(role=Role.COUNTER, unit=commune.centre)
    assert book_open(actor=colleague, key=book.book.key, device=DEVICE).secret == book.secret
    assert book.secret.encode() not in bytes(InterimBook.objects.get().secret)
    assert AccessRecord.objects.filter(subject=f"interim-book:{book.book.id}").count() == 1


def test_every_number_is_accounted_for(commune, book):
    with at(LATER):
        slip_come(commune, book, slip_input(commune, 1, hour(1)), used=4)
        gone = slip_input(commune, 3, hour(2), kind=Kind.CANCEL, reason="Nhầm.")
        slip_come(commune, book, gone, used=4)
    [lines] = books_of([commune.centre.id])
    assert [slip.seq for slip in lines.slips] == [1, 3]
    assert lines.missing == ("T260910-01-002", "T260910-01-004")
    assert lines.never_used == 196
    assert [one.seq for one in slips_by_number("t260910 - 01-003", [commune.centre.id])] == [3]


def test_the_figures_count_it_on_the_day_of_its_true_reception(commune, book):
    with at(30):  # the next day
        slip_come(commune, book, slip_input(commune, 1, hour(2)))
    assert min(step.at for step in Step.objects.all()) == hour(2)
    assert not Step.objects.filter(at__gte=hour(24), at__lt=hour(48)).exists()


def test_what_was_typed_on_a_cancelled_slip_is_erased_in_time(commune, book):
    slip_id = slip_in_doubt(commune)
    InterimSlip.objects.update(cash_vnd=8000)
    interim_cancel(actor=commune.director, slip_id=slip_id, reason="Phát nhầm.")
    other = slip_in_doubt(commune)
    with at(24 * 89):
        assert interim_forget() == 0
    with at(24 * 91):
        assert interim_forget() == 0  # its cash must find its way back first
        interim_cash_settled(actor=commune.director, slip_id=slip_id)
        assert interim_forget() == 1
        assert interim_forget() == 0
    assert InterimSlip.objects.get(id=slip_id).data == {}
    assert InterimSlip.objects.get(id=other).data  # it waits still


def test_a_slip_cannot_be_taken_away(commune, book):
    slip_in_doubt(commune)
    from django.db import ProgrammingError, transaction

    with pytest.raises(ProgrammingError), transaction.atomic():
        InterimSlip.objects.all().delete()


@pytest.mark.invariant
def test_two_tabs_synchronise_at_once_and_it_happens_once(fresh_database):
    with scope_use(SYSTEM), at():
        commune = commune_at_work()
        book = block_make(commune)
        sent = [
            slip_input(commune, 1, hour(1)),
            slip_input(commune, 2, hour(1.5), submission=person(commune, "019090000002")),
        ]
    found: list[tuple[str, str]] = []
    gate = threading.Barrier(2)

    def tab():
        try:
            gate.wait()
            for one in sent:
                with scope_use(commune.counter.scope), at(LATER):
                    slip = slip_come(commune, book, one)
                found.append((slip.number, slip.dossier_code))
        finally:
            connection.close()

    tabs = [threading.Thread(target=tab) for _ in range(2)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()
    assert len(found) == 4
    assert len(set(found)) == 2
    with scope_use(SYSTEM):
        assert InterimSlip.objects.count() == 2
        assert verify_all().good


def test_book_make_is_refused_after_the_last_block_of_a_day(commune, monkeypatch):
    from motcua.reception.services import interim_books

    monkeypatch.setattr(interim_books, "HOUSE", replace(interim_books.HOUSE, books_a_day=1))
    block_make(commune)
    with pytest.raises(Refused, match="today"):
        block_make(commune, device="b" * 32)
    assert book_make is interim_books.book_make
