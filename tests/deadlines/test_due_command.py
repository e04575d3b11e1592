"""`motcua due`: the answer, and plain refusals of what cannot be computed."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from tests.builders.organisations import commune_make

from motcua.config.commands.due import command
from motcua.deadlines.services import holidays_load

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture
def run():
    holidays_load()

    def call(*arguments):
        return CliRunner().invoke(command, list(arguments))

    return call


def test_prints_the_due_instant_and_why(run):
    result = run("--received", "2026-08-28T15:30", "--limit", "3wd")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "Monday 7/9/2026, 15:30"
    assert any("National Day" in line for line in lines)


def test_prints_json(run):
    unit = commune_make()
    result = run(
        *("--received", "2026-06-01T10:00", "--limit", "5wd", "--unit", unit.code, "--json"),
        *("--suspend", "2026-06-02T10:00/2026-06-03T10:00"),
        *("--suspend", "2026-06-04T10:00/2026-06-05T10:00", "--language", "vi"),
    )
    answer = json.loads(result.output)
    assert result.exit_code == 0
    assert answer["due"] == "2026-06-10T10:00:00+07:00"
    assert answer["start"] == "2026-06-01T10:00:00+07:00"
    assert answer["unit"] == unit.code
    assert [step["code"] for step in answer["explanation"]].count("suspended") == 2
    assert answer["lines"][-1] == "Hẹn trả kết quả: thứ Tư 10/6/2026, 10:00."


@pytest.mark.parametrize(
    ("rule", "limit", "due"),
    [("close", "1wd", "17:00"), ("same-day-15", "same-day", "17:00"), ("clock", "8wh", "10:00")],
)
def test_knows_the_rules(run, rule, limit, due):
    result = run("--received", "2026-06-01T10:00", "--limit", limit, "--rule", rule)
    assert result.output.splitlines()[0].endswith(due)


def test_takes_an_instant_with_an_offset(run):
    result = run("--received", "2026-06-01T03:00+00:00", "--limit", "1wd")
    assert result.output.splitlines()[0] == "Tuesday 2/6/2026, 10:00"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--limit", "3"], "--limit: The limit “3” has no unit"),
        (["--limit", "3 days"], "cannot be read"),
        (["--limit", "0wd"], "at least 1"),
        (["--received", "2026-02-30T10:00"], "no existing time"),
        (["--received", "2026-06-01"], "lacks the time of day"),
        (["--received", "tomorrow"], "no existing time"),
        (["--suspend", "2026-06-03T10:00/2026-06-02T10:00"], "--suspend: The suspension ends"),
        (["--suspend", "2026-05-01T10:00/2026-06-02T10:00"], "before the dossier was received"),
        (["--suspend", "2026-06-03T10:00"], "FROM/TO"),
        (["--suspend", "2026-06-02T10:00/x"], "no existing time"),
        (["--suspend", "2026-06-02T10:00/2026-06-04T10:00", "--suspend", "2026-06-03T10:00/2026-06-05T10:00"], "overlaps"),
        (["--unit", "no-such-unit"], "--unit: "),
        (["--unit", ""], "--unit: "),
        (["--rule", "tomorrow"], "--rule"),
        (["--rule", "same-day-15"], "--rule: The rule"),
        (["--received", "9999-12-31T23:59-12:00"], "out of range"),
    ],
)  # fmt: skip
def test_bad_usage_is_told_plainly_and_exits_with_2(run, arguments, words):
    given = ["--received", "2026-06-01T10:00", "--limit", "3wd", *arguments]
    result = run(*given)
    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output


def test_missing_arguments_exit_with_2(run):
    assert run("--limit", "3wd").exit_code == 2
    assert run("--received", "2026-06-01T10:00").exit_code == 2


def test_a_year_without_holidays_exits_with_1(run):
    result = run("--received", "2028-06-01T10:00", "--limit", "3wd")
    assert result.exit_code == 1
    assert "public holidays of 2028" in result.output
