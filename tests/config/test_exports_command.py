"""`motcua exports`: who waits, what failed for good, another try or none."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from tests.builders.citizens import citizen_make

from motcua.config.commands.exports import command
from motcua.filing.models import Export
from motcua.filing.services import export_request
from motcua.filing.types import ExportState
from motcua.kernel.models import OutboxMessage
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.django_db


def run(*words):
    return CliRunner().invoke(command, words)


@pytest.fixture
def stuck():
    """Two downloads wait; the first failed too often."""
    for _person in range(2):
        citizen = citizen_make(name="Bà Mẫu Tải Về")
        with scope_use(citizen.scope):
            export_request(citizen=citizen)
    with scope_use(SYSTEM):
        first, second = Export.objects.order_by("pk")
        parked = OutboxMessage.objects.filter(subject=f"export:{first.pk}")
        assert parked.update(parked_reason="MemoryError", attempts=50) == 1
    return first.pk, second.pk


def test_nobody_waits():
    answer = run()
    assert (answer.exit_code, answer.stdout) == (0, "nobody waits\n")


def test_what_is_stuck_is_listed_without_a_name_and_tried_again(stuck):
    answer = run()
    assert answer.exit_code == 1
    assert "stuck: MemoryError, 50 attempts" in answer.stdout
    assert "2 wait" in answer.stdout
    assert "Mẫu" not in answer.stdout
    rows = json.loads(run("--json").stdout)
    assert [(row["number"], row["reason"]) for row in rows] == [
        (stuck[0], "MemoryError"),
        (stuck[1], ""),
    ]
    assert run("--retry", str(stuck[1])).exit_code == 2, "the worker tries that one anyway"
    answer = run("--retry", str(stuck[0]))
    assert answer.exit_code == 0
    assert "1 tried again" in answer.stderr
    with scope_use(SYSTEM):
        message = OutboxMessage.objects.get(subject=f"export:{stuck[0]}")
    assert (message.parked_reason, message.attempts, message.lease_until) == ("", 0, None)


def test_what_cannot_be_made_is_given_up(stuck):
    assert run("--give-up", str(stuck[1])).exit_code == 2
    answer = run("--give-up", str(stuck[0]), "--retry-all")
    assert answer.exit_code == 0
    with scope_use(SYSTEM):
        assert Export.objects.get(pk=stuck[0]).state == ExportState.FAILED
        assert OutboxMessage.objects.get(subject=f"export:{stuck[0]}").done_at is not None
