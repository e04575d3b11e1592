"""Writes sent together: in order, all or none, each touching what it must."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.kernel import batch
from motcua.kernel.models import IdempotencyKey, OutboxMessage

pytestmark = pytest.mark.django_db


def _message(subject, **over):
    return OutboxMessage(topic="t", subject=subject, data={"text": "50% of 'ơ' \\ ; --"}, **over)


def _subjects():
    return list(OutboxMessage.objects.order_by("id").values_list("subject", flat=True))


def test_a_block_is_one_statement_and_keeps_the_order(system_scope):
    key = IdempotencyKey.objects.create(client="c", key="k", request_hash=b"\0\xff", status=0)
    with CaptureQueriesContext(connection) as seen, batch.together():
        batch.insert([_message("one"), _message("two")])
        key.status, key.response = 201, {"a": [1, None]}
        batch.update(key, ["status", "response"])
        with batch.together():
            batch.insert([_message("three")])
        batch.insert([])
    assert len(seen) == 1
    assert _subjects() == ["one", "two", "three"]
    assert OutboxMessage.objects.get(subject="one").data == _message("").data
    assert OutboxMessage.objects.get(subject="one").created_at is not None
    key.refresh_from_db()
    assert (key.status, key.response, bytes(key.request_hash)) == (201, {"a": [1, None]}, b"\0\xff")


def test_a_block_that_fails_writes_nothing(system_scope):
    with pytest.raises(RuntimeError), batch.together():
        batch.insert([_message("one")])
        raise RuntimeError
    batch.insert([_message("two")])
    assert _subjects() == ["two"]


def test_a_wrong_row_undoes_the_others(system_scope):
    with pytest.raises(IntegrityError), transaction.atomic(), batch.together():
        batch.insert([_message("one")])
        for _time in range(2):
            batch.insert([IdempotencyKey(client="c", key="k", request_hash=b"", status=0)])
    assert _subjects() == []


def test_a_row_that_is_not_there_any_more_is_an_error(system_scope):
    message = _message("one", id=10**12)
    with pytest.raises(DatabaseError), transaction.atomic(), batch.together():
        batch.insert([_message("two")])
        batch.update(message, ["subject"])
        batch.insert([_message("three")])
    assert _subjects() == []


def test_an_id_that_is_set_is_kept(system_scope):
    batch.insert([_message("one", id=10**12)])
    assert OutboxMessage.objects.get().pk == 10**12


def test_a_refused_operation_can_be_undone_alone_unless_it_ends_everything(system_scope):
    with pytest.raises(RuntimeError), batch.operation():
        batch.insert([_message("one")])
        raise RuntimeError
    assert _subjects() == []
    with transaction.atomic(), batch.refusal_ends_all():
        with pytest.raises(RuntimeError), batch.operation():
            raise RuntimeError
        assert connection.needs_rollback
        transaction.set_rollback(True)
