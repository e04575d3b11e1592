"""Figures of imported histories, and `motcua report II.06a` on the command line."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from tests.builders.dossiers import at, commune_at_work
from tests.builders.identity import actor_make

from motcua.config.commands import report as report_command
from motcua.dossiers.services.history import History, histories_import
from motcua.dossiers.types import Channel, Fact, FactType, PartyInput
from motcua.identity.types import Role
from motcua.indicators.models import Step
from motcua.indicators.queries import report_ii06a
from motcua.indicators.services import figures_verify
from motcua.indicators.types import COLUMNS

pytestmark = pytest.mark.usefixtures("system_scope")
START = datetime(2025, 7, 1, 1, 0, tzinfo=UTC)


def history(commune, number, *, end=None, channel=Channel.COUNTER, **over):
    begin = START + timedelta(minutes=7 * number)
    steps = [
        Fact(FactType.SUBMITTED, begin),
        Fact(FactType.ACCEPTED, begin + timedelta(minutes=1)),
        Fact(FactType.ASSIGNED, begin + timedelta(minutes=2)),
    ]
    if end is not None:
        steps.append(Fact(FactType.DONE, begin + end))
    return History(
        procedure_code=commune.offering.version.code,
        competent_unit_id=commune.unit.id,
        receiving_unit_id=commune.centre.id,
        parties=(PartyInput(name=f"Người Thứ {number}"),),
        steps=tuple(steps),
        channel=channel,
        official_id=commune.specialist.account_id,
        **over,
    )


@pytest.fixture
def commune():
    with at():
        made = commune_at_work(code="05528")
        importer = actor_make(role=Role.BUSINESS_ADMIN, unit=made.unit)
        histories_import(
            actor=importer,
            histories=[
                *(history(made, n, end=timedelta(hours=30)) for n in range(20)),
                *(history(made, n, channel=Channel.ONLINE) for n in range(20, 25)),
                *(history(made, n, end=timedelta(days=20)) for n in range(25, 28)),
            ],
        )
    return made


def run(*arguments):
    return CliRunner().invoke(report_command.command, ["II.06a", *arguments])


JULY = ("--from", "2025-07-01", "--to", "2025-07-31")


def test_imported_histories_are_folded_at_once_and_agree_with_their_events(commune):
    assert not Step.objects.filter(folded=False).exists()
    assert list(figures_verify()) == []


def test_a_period_in_between_shows_what_was_open_and_overdue_then(commune):
    first_days = report_ii06a(commune.unit.id, START.date(), START.date() + timedelta(days=2))
    shown = dict(zip((c.value for c in COLUMNS), first_days.totals, strict=True))
    assert (shown["c3"], shown["c4"], shown["c7"], shown["c12"]) == (28, 5, 20, 8)
    week = report_ii06a(commune.unit.id, START.date(), START.date() + timedelta(days=10))
    shown = dict(zip((c.value for c in COLUMNS), week.totals, strict=True))
    assert (shown["c11"], shown["c13"], shown["c10"]) == (8, 8, 0)


def test_the_command_prints_json_and_answers_0(commune):
    with at():
        result = run("--unit", "05528", *JULY)
    assert result.exit_code == 0
    plain = json.loads(result.stdout)
    total = plain["total"]
    assert (total["3"], total["4"], total["8"], total["10"], total["13"]) == (28, 5, 20, 3, 5)
    assert plain["good"]
    assert all(check["holds"] for check in plain["checks"])


def test_the_command_writes_every_format(commune, tmp_path):
    with at():
        table = run("--unit", "05528", *JULY, "--format", "csv", "--language", "en")
        rows = list(csv.reader(io.StringIO(table.stdout_bytes.decode("utf-8-sig"))))
        assert rows[-1][1:3] == ["Total", "28"]
        for kind, start in (("xlsx", b"PK"), ("pdf", b"%PDF")):
            out = tmp_path / f"report.{kind}"
            assert run("--unit", "05528", *JULY, "--format", kind, "--out", out).exit_code == 0
            assert out.read_bytes().startswith(start)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--unit", "99999", *JULY),
        ("--unit", "05528", "--from", "2025-07-31", "--to", "2025-07-01"),
        ("--unit", "05528", "--from", "2025-02-30", "--to", "2025-07-01"),
        ("--unit", "05528"),
        ("--unit", "05528", *JULY, "--format", "doc"),
        ("--unit", "05528", *JULY, "--out", "/nowhere/at/all.csv"),
    ],
)
def test_bad_usage_answers_2(commune, arguments):
    with at():
        assert run(*arguments).exit_code == 2
