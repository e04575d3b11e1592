"""`motcua index`: the same from the database and from sealed events alone; a changed event refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.builders.canaries import CANARY, PERSONAL
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at, work_do

from motcua.config.commands import index as index_command
from motcua.dossiers.services.verify import verify_all
from motcua.indicators.index.proof import EVENTS, Unsound, export_open
from motcua.kernel import signing
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

PERIOD = ("--period", "2026-09")


@pytest.fixture
def commune(fresh_database, settings, tmp_path):
    settings.SEALS_FILE = tmp_path / "seals.log"
    with at(), scope_use(SYSTEM):
        made = commune_at_work()
        dossier_accepted(made, parties=(CANARY,))
        done = dossier_at(made, Act.ISSUE, parties=(CANARY,))
        work_do(done, Act.ISSUE, made.clerk, "issued", number="01/GKS")
    return made


def run(*arguments):
    with at(2):
        return CliRunner().invoke(index_command.command, [*map(str, arguments), "--language", "en"])


@pytest.fixture
def export(commune, tmp_path):
    folder = tmp_path / "export"
    made = run("--export", folder)
    assert made.exit_code == 0, made.output
    return folder


def shown(*arguments):
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_events_alone_give_the_same_as_the_database(commune, export):
    unit = ("--unit", commune.unit.code, *PERIOD)
    live, duck = shown(*unit), shown(*unit, "--engine", "duckdb")
    outside = shown(*unit, "--from-events", export)
    assert live["indicators"] == duck["indicators"] == outside["indicators"]
    assert (live["points"], live["unit"]) == (outside["points"], outside["unit"])
    timely = next(one for one in live["indicators"] if one["id"] == "2.1")
    assert (timely["numerator"], timely["denominator"], timely["points"]) == ("2", "2", "20.00")
    for source in ((), ("--from-events", export)):
        assert len(shown(*unit, *source, "--list", "2.1")) == 2
        assert shown(*unit, *source, "--list", "2.1", "--side", "rest") == []


def test_an_export_needs_no_database_and_tells_nobody_s_name(commune, export, django_db_blocker):
    told = b"".join(file.read_bytes() for file in export.iterdir()).decode()
    assert [text for text in PERSONAL if text in told] == []
    with django_db_blocker.block():
        table = run("--unit", commune.unit.code, *PERIOD, "--from-events", export)
    assert table.exit_code == 0, table.output
    assert "Resolved early or on time" in table.stdout
    assert "20.00" in table.stdout


def changed(export: Path, file: str, old: str, new: str) -> str:
    path = export / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return file


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda e: changed(e, EVENTS, r"\"type\":\"done\"", r"\"type\":\"done\" "), "was changed"),
        (lambda e: drop(e, EVENTS, 0), "event 1 is missing"),
        (lambda e: drop(e, EVENTS, -1), "end of the chain"),
        (lambda e: drop(e, "seals.jsonl", 0), "seal"),
        (
            lambda e: changed(e, "procedure.jsonl", '"field_code"', '"field_code" '),
            "procedure.jsonl",
        ),
        (
            lambda e: changed(e, "manifest.json", "motcua.index/1", "motcua.index/2"),
            "manifest.json",
        ),
        (lambda e: (e / "manifest.json").unlink(), "manifest.json"),
    ],
)
def test_what_was_changed_refuses_the_number_with_the_reason(commune, export, change, reason):
    change(export)
    result = run("--unit", commune.unit.code, *PERIOD, "--from-events", export)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert reason in result.stderr


def drop(export: Path, file: str, number: int) -> None:
    path = export / file
    lines = path.read_text("utf-8").splitlines(keepends=True)
    del lines[number]
    path.write_text("".join(lines), "utf-8")


def test_a_key_that_is_given_must_be_the_installation_s(commune, export):
    unit = ("--unit", commune.unit.code, *PERIOD, "--from-events", export)
    assert run(*unit, "--key", signing.public_key()).exit_code == 0
    assert run(*unit, "--key", "somebody-else").exit_code == 1
    with pytest.raises(Unsound):
        export_open(export, key="somebody-else")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--unit", "99999", "--period", "2026-09"),
        ("--unit", "{unit}", "--period", "September"),
        ("--unit", "{unit}", "--period", "2026-10-05/2026-10-01"),
        ("--unit", "{unit}", "--period", "2026-02-30"),
        ("--unit", "{unit}", "--period", "2026-09", "--list", "7.7"),
        ("--unit", "{unit}", "--period", "2026-09", "--option", "2.1:second_supplement=perhaps"),
        ("--unit", "{unit}", "--period", "2026-09", "--from-events", "/nowhere/at/all"),
        ("--unit", "{unit}"),
    ],
)
def test_bad_usage_answers_2(commune, arguments):
    assert run(*(one.format(unit=commune.unit.code) for one in arguments)).exit_code == 2


def test_a_folder_that_holds_something_is_left_alone(commune, export):
    assert run("--export", export).exit_code == 2


def test_everything_still_agrees(commune, export):
    with at(2):
        assert [one for one in verify_all(files=False).breaches if one.invariant == "I3"] == []
