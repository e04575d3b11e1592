"""The outbox: one lease per message, poison is parked, what was delivered is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.kernel import clock, outbox
from motcua.kernel.idempotency import key_claim, keys_forget
from motcua.kernel.models import IdempotencyKey, OutboxMessage
from motcua.kernel.outbox import (
    ATTEMPTS,
    LEASE,
    PAUSE_MAX,
    NotYet,
    outbox_deliver,
    outbox_forget,
    outbox_parked,
    outbox_publish,
    outbox_retry,
)

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture
def topic(monkeypatch):
    """A topic of this test alone; returns what its handler was given."""
    OutboxMessage.objects.all().delete()
    given = []
    monkeypatch.setitem(outbox._handlers, "test", [given.append])
    return given


def publish(*subjects):
    outbox_publish(topic="test", messages=[(subject, {}) for subject in subjects])


def test_a_long_batch_does_not_outlive_the_leases_of_what_waits(topic, monkeypatch):
    seen = []

    def slow(message):
        seen.append(message.subject)
        if len(seen) == 1:  # while this one works for longer than a lease, another worker comes
            with clock.clock_set(clock.now() + LEASE / 2):
                outbox_deliver(limit=1)

    monkeypatch.setitem(outbox._handlers, "test", [slow])
    publish("a", "b", "c")
    assert outbox_deliver() == 2
    assert seen == ["a", "b", "c"], "nobody waits behind a slow message, nothing comes twice"


def test_a_message_that_fails_waits_longer_each_time_and_is_parked_in_the_end(topic, monkeypatch):
    def fail(message):
        raise RuntimeError

    monkeypatch.setitem(outbox._handlers, "test", [fail])
    publish("a")
    start = clock.now()
    with clock.clock_set(start):
        outbox_deliver()
    assert OutboxMessage.objects.get().lease_until == start + LEASE
    with clock.clock_set(start + timedelta(minutes=2)):
        outbox_deliver()
    row = OutboxMessage.objects.get()
    assert row.lease_until == start + timedelta(minutes=6)
    OutboxMessage.objects.update(attempts=ATTEMPTS - 1, lease_until=None)
    outbox_deliver()
    assert OutboxMessage.objects.get().parked_reason == "RuntimeError"


def test_a_message_that_waits_comes_back_quietly_and_is_never_parked(topic, monkeypatch, caplog):
    def wait(message):
        raise NotYet("somebody is at it")

    monkeypatch.setitem(outbox._handlers, "test", [wait])
    publish("a")
    instant = clock.now()
    for _turn in range(ATTEMPTS + 5):
        with clock.clock_set(instant):
            assert outbox_deliver() == 0
        instant = OutboxMessage.objects.get().lease_until + timedelta(seconds=1)
    assert outbox_parked() == []
    assert [one.levelname for one in caplog.records if one.levelname in {"ERROR", "WARNING"}] == []
    monkeypatch.setitem(outbox._handlers, "test", [topic.append])
    with clock.clock_set(instant + PAUSE_MAX):
        assert outbox_deliver() == 1


def test_a_message_that_kills_its_workers_is_parked_and_the_others_go_on(topic):
    publish("deadly", "good")
    OutboxMessage.objects.filter(subject="deadly").update(attempts=ATTEMPTS)
    assert outbox_deliver() == 1
    assert [message.subject for message in topic] == ["good"]
    assert OutboxMessage.objects.get(subject="deadly").parked_reason == "WorkerDied"


def test_what_is_done_is_forgotten_after_a_month_and_nothing_else(topic, real_clock):
    publish("done", "open")
    key_claim(client="c", key="k", body=b"")
    OutboxMessage.objects.filter(subject="done").update(done_at=clock.now())
    assert (outbox_forget(), keys_forget()) == (0, 0)
    with clock.clock_set(clock.now() + timedelta(days=31)):
        assert (outbox_forget(), keys_forget()) == (1, 1)
    assert OutboxMessage.objects.get().subject == "open"
    assert not IdempotencyKey.objects.filter(client="c").exists()


def test_parked_messages_are_listed_and_may_be_tried_again(topic):
    publish("one", "two")
    OutboxMessage.objects.update(parked_reason="RuntimeError", attempts=ATTEMPTS)
    assert [(m.subject, m.reason) for m in outbox_parked()] == [
        ("one", "RuntimeError"),
        ("two", "RuntimeError"),
    ]
    assert outbox_deliver() == 0
    assert outbox_retry([outbox_parked()[0].id]) == 1
    assert outbox_deliver() == 1
    assert [m.subject for m in topic] == ["one"]
    assert outbox_retry() == 1
    assert outbox_parked() == []
