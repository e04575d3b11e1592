"""`motcua outbox`: what is parked, and another try."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from motcua.config.commands.outbox import command
from motcua.kernel.models import OutboxMessage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system_scope")]


def test_nothing_parked_is_told_and_good():
    OutboxMessage.objects.all().delete()
    answer = CliRunner().invoke(command, [])
    assert (answer.exit_code, answer.output) == (0, "nothing is parked\n")


def test_parked_messages_are_listed_as_json_and_tried_again():
    OutboxMessage.objects.all().delete()
    row = OutboxMessage.objects.create(
        topic="t", subject="dossier:1", data={}, attempts=50, parked_reason="TimeoutError"
    )
    answer = CliRunner().invoke(command, ["--json"])
    assert answer.exit_code == 1
    (told,) = json.loads(answer.output)
    assert (told["id"], told["reason"], told["attempts"]) == (row.pk, "TimeoutError", 50)
    assert CliRunner().invoke(command, ["--retry", "999999999"]).exit_code == 2
    assert CliRunner().invoke(command, ["--retry", str(row.pk)]).exit_code == 0
    row.refresh_from_db()
    assert (row.parked_reason, row.attempts) == ("", 0)
