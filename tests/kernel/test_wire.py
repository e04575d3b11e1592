"""Prepared statements in one journey: values, order, the lead, errors; what is remembered."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from datetime import UTC, date, datetime

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.kernel import batch, wire
from motcua.kernel.errors import Refused
from motcua.kernel.kept import Kept, MarksMoved, marks_held, marks_now, marks_watch
from motcua.kernel.models import Change, OutboxMessage
from motcua.kernel.scope import SYSTEM, scope_current, scope_use

TEXT = st.text(st.characters(blacklist_characters="\x00", blacklist_categories=("Cs",)))
NO_RESET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


def _echo(kind, value):
    return wire.fetch(f"SELECT %s::{kind}", [value])[0][0]


@NO_RESET
@given(
    text=TEXT, texts=st.lists(st.none() | TEXT, max_size=4), number=st.integers(-(2**63), 2**63 - 1)
)
def test_values_come_back_as_they_went(system_scope, text, texts, number):
    assert _echo("text", text) == text
    assert _echo("text[]", texts) == texts
    assert _echo("bigint", number) == number


def test_values_of_other_kinds(system_scope):
    at = datetime(2026, 9, 10, 2, 0, 0, 7, tzinfo=UTC)
    assert _echo("timestamptz", at) == at
    assert _echo("timestamptz[]", [at, None]) == [at, None]
    assert _echo("date", date(2026, 9, 10)) == date(2026, 9, 10)
    assert _echo("bytea", b"\0\xff") == b"\0\xff"
    assert (_echo("boolean", True), _echo("boolean", False), _echo("text", None)) == (
        True,
        False,
        None,
    )
    with pytest.raises(DataError):
        wire.fetch("SELECT %s::text", ["a\0b"])
    with pytest.raises(TypeError):
        wire.fetch("SELECT %s::text", [object()])
    with pytest.raises(DataError):  # behind one that can be sent
        wire.exchange([wire.Statement("SELECT 1"), wire.Statement("SELECT %s::text", ["a\0b"])])
    assert _echo("text", "still good") == "still good"


def test_many_statements_are_one_journey_in_order(system_scope):
    calls = [wire.Statement("SELECT %s::int", [n]) for n in range(50)]
    with CaptureQueriesContext(connection) as seen:
        answers = wire.exchange(calls)
    assert [answer.rows for answer in answers] == [[(n,)] for n in range(50)]
    assert len(seen) == 1


def test_after_an_error_nothing_more_is_done_and_the_connection_is_good(system_scope):
    row = OutboxMessage(topic="t", subject="s", data={})
    with pytest.raises(IntegrityError), transaction.atomic():
        wire.exchange(
            [
                wire.Statement("INSERT INTO kernel_change (subject, mark) VALUES ('x', 1)"),
                wire.Statement("INSERT INTO kernel_change (subject, mark) VALUES ('x', 2)"),
                wire.Statement("INSERT INTO kernel_change (subject, mark) VALUES ('y', 3)"),
            ]
        )
    batch.insert([row])
    assert not Change.objects.filter(subject__in=["x", "y"]).exists()
    assert OutboxMessage.objects.count() == 1


def test_a_lead_is_sent_before_whatever_comes_and_dropped_after_an_error(system_scope):
    seen = []
    with wire.leading():
        wire.lead("SELECT 1", then=lambda answer: seen.append(answer.rows))
        assert seen == []
        assert not OutboxMessage.objects.exists()  # a cursor of Django's
        assert seen == [[(1,)]]
        wire.lead("SELECT 2", then=lambda answer: seen.append(answer.rows))
    assert seen[1:] == [[(2,)]]
    with pytest.raises(RuntimeError), wire.leading():
        wire.lead("SELECT 3", then=lambda answer: seen.append(answer.rows))
        raise RuntimeError
    wire.fetch("SELECT 4")
    assert len(seen) == 2


def test_a_scope_without_statements_sends_nothing(fresh_database):
    with CaptureQueriesContext(connection) as seen, scope_use(SYSTEM):
        assert scope_current() == SYSTEM
    assert [one["sql"] for one in seen if one["sql"] not in {"BEGIN", "COMMIT"}] == []
    with scope_use(SYSTEM):
        assert wire.fetch("SELECT current_setting('motcua.scope')") == [("*",)]
    assert wire.fetch("SELECT current_setting('motcua.scope', true)") != [("*",)]


def test_writes_that_wait_are_in_the_transaction_or_nowhere(fresh_database):
    with scope_use(SYSTEM), batch.refusal_ends_all():
        batch.insert([OutboxMessage(topic="t", subject="kept", data={})])
    with pytest.raises(RuntimeError), scope_use(SYSTEM), batch.refusal_ends_all():
        batch.insert([OutboxMessage(topic="t", subject="lost", data={})])
        raise RuntimeError
    with scope_use(SYSTEM):
        subjects = list(OutboxMessage.objects.values_list("subject", flat=True))
    assert subjects == ["kept"]


def test_what_is_remembered_goes_with_its_mark(system_scope):
    kept, read = Kept[list[int]]("wire-test"), []

    def value():
        read.append(1)
        return [len(read)]

    assert kept.get("a", value) == kept.get("a", value) == [1]
    wire.fetch("SELECT motcua_changed('wire-test')::text")
    assert kept.get("a", value) == [2]
    assert kept.get("b", list) == []
    assert kept.get("b", value) == [3]  # nothing found is not remembered
    with wire.leading(), marks_held(), CaptureQueriesContext(connection) as seen:
        assert kept.get("a", value) == [2]
        assert kept.get("a", value) == [2]
    assert len(seen) == 1


def test_a_guard_refuses_before_commit_what_touches_other_rows(fresh_database):
    with scope_use(SYSTEM):
        batch.insert([OutboxMessage(topic="t", subject="old", data={})])
        row = OutboxMessage.objects.get()
    row.subject = "new"
    second = Refused("second", "Somebody was quicker.")
    for number, wrong in ((row.pk, None), (row.pk + 100, second)):
        row.pk = number
        with (
            pytest.raises(Refused) if wrong else nullcontext() as refused,
            scope_use(SYSTEM),
            batch.refusal_ends_all(),
        ):
            batch.insert([OutboxMessage(topic="t", subject=f"with {number}", data={})])
            batch.update(row, ["subject"], otherwise=wrong)
            batch.commit_waiting()
        assert wrong is None or refused.value is second
    with scope_use(SYSTEM):
        subjects = list(OutboxMessage.objects.order_by("id").values_list("subject", flat=True))
    assert subjects == ["new", f"with {row.pk - 100}"]


def test_commit_goes_with_the_last_writes_and_is_that_of_the_outermost_only(fresh_database):
    with CaptureQueriesContext(connection) as seen, scope_use(SYSTEM), batch.refusal_ends_all():
        batch.insert([OutboxMessage(topic="t", subject="alone", data={})])
        batch.commit_waiting()
    sent = [one["sql"] for one in seen if one["sql"] not in {"BEGIN", "COMMIT"}]
    assert len(sent) == 1  # Django tells of a BEGIN and a COMMIT that it leaves to others
    assert sent[0].endswith("COMMIT")
    with pytest.raises(RuntimeError), transaction.atomic():
        with scope_use(SYSTEM), batch.refusal_ends_all():
            batch.insert([OutboxMessage(topic="t", subject="inside", data={})])
            batch.commit_waiting()
        raise RuntimeError
    with scope_use(SYSTEM):
        assert OutboxMessage.objects.get().subject == "alone"


def test_a_refusal_that_was_passed_over_is_never_answered_as_done(fresh_database):
    row = OutboxMessage(pk=-1, topic="t", subject="nowhere", data={})
    with pytest.raises(TransactionManagementError), scope_use(SYSTEM), batch.refusal_ends_all():
        batch.insert([OutboxMessage(topic="t", subject="lost", data={})])
        batch.update(row, ["subject"], otherwise=Refused("second", "Somebody was quicker."))
        with suppress(Refused):
            wire.fetch("SELECT 1")
        batch.commit_waiting()
    with scope_use(SYSTEM):
        assert not OutboxMessage.objects.exists()


def test_who_supposed_wrongly_has_committed_nothing(fresh_database):
    with wire.leading(), marks_held():
        wire.fetch("SELECT 1")
    with scope_use(SYSTEM):
        wire.fetch("SELECT motcua_changed('wire-test')::text")
    Kept[list[int]]("wire-test")
    with (
        pytest.raises(MarksMoved),
        wire.leading(),
        marks_held(suppose=True),
        scope_use(SYSTEM),
        batch.refusal_ends_all(),
    ):
        batch.insert([OutboxMessage(topic="t", subject="unread", data={})])
        batch.commit_waiting()  # an operation that has read nothing
    with scope_use(SYSTEM):
        assert not OutboxMessage.objects.exists()


def test_marks_that_are_supposed_travel_with_the_first_statement(system_scope):
    kept = Kept[list[int]]("wire-test")
    with wire.leading(), marks_held():
        assert kept.get("a", lambda: [1]) == [1]
    with CaptureQueriesContext(connection) as seen, wire.leading(), marks_held(suppose=True):
        assert kept.get("a", lambda: [2]) == [1]
        assert wire.fetch("SELECT 1") == [(1,)]
    assert len(seen) == 1


@pytest.mark.parametrize("watched", [True, False])
def test_a_mark_is_never_taken_for_unchanged_because_nobody_had_it_read(system_scope, watched):
    """Asked for by name alone, as by whoever keeps one thing under it and not several by key."""
    subject = f"wire-asked-{watched}"
    if watched:
        marks_watch(subject)

    def asked(**more):
        with wire.leading(), marks_held(**more):
            first = marks_now(subject)
            with CaptureQueriesContext(connection) as seen:
                assert marks_now(subject) == first
            assert len(seen) == 0, "what was read once in the block is known there"
            return first

    before = asked()
    assert before[1:] == (0,)
    Change.objects.create(subject=subject, mark=7)
    assert asked()[1:] == marks_now(subject)[1:] == (7,)
    Change.objects.filter(subject=subject).update(mark=8)
    with suppress(MarksMoved):
        assert asked(suppose=True)[1:] == (8,)
    assert asked(suppose=True)[1:] == (8,)


@pytest.mark.parametrize("something_follows", [True, False])
def test_who_supposed_wrongly_learns_it_before_any_answer(system_scope, something_follows):
    kept, seen = Kept[list[int]]("wire-test"), []
    with wire.leading(), marks_held():
        kept.get("a", lambda: [1])
    wire.fetch("SELECT motcua_changed('wire-test')::text")
    with pytest.raises(MarksMoved), wire.leading(), marks_held(suppose=True):
        assert kept.get("a", lambda: [2]) == [1]  # as it was
        if something_follows:
            seen.append(wire.fetch("SELECT 1"))
    assert seen == []
    with wire.leading(), marks_held(suppose=True):
        assert kept.get("a", lambda: [3]) == [3]
