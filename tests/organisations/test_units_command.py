"""`motcua units` and `motcua import units`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.builders.organisations import commune_make, province_make

from motcua.config.cli import command_files
from motcua.config.commands import import_data, units
from motcua.organisations.models import Unit

pytestmark = pytest.mark.django_db


def run(command, *arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


@pytest.fixture
def ward(db):
    return commune_make(code="05528", name="Bách Quang", bodies=())


def test_resolve_tells_the_unit_and_answers_0(ward):
    result = run(units.command, "resolve", "bach quang")
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "05528  Phường Bách Quang, Tỉnh Thái Nguyên  (since 2025-07-01)"
    )


def test_resolve_answers_json(ward):
    result = run(units.command, "resolve", "Phường Bách Quang", "--on", "2025-08-01", "--json")
    plain = json.loads(result.stdout)
    assert plain["on"] == "2025-08-01"
    assert plain["results"][0]["code"] == "05528"
    assert plain["results"][0]["parents"][0]["code"] == "19"


@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_resolve_answers_1_when_nothing_is_found(ward, arguments):
    assert run(units.command, "resolve", "Phường Không Có", *arguments).exit_code == 1
    assert run(units.command, "resolve", "", *arguments).exit_code == 1


@pytest.mark.parametrize("arguments", [("Bách Quang", "--on", "2025-02-30"), (), ("a", "b")])
def test_bad_usage_answers_2(ward, arguments):
    assert run(units.command, "resolve", *arguments).exit_code == 2


def test_import_keeps_refused_rows_beside_the_file(tmp_path):
    province_make(bodies=())
    path = tmp_path / "communes.csv"
    path.write_text(
        "code,full_name,type,province_code\n05528,Phường Bách Quang,ward,19\n05529,,ward,19\n"
    )
    tried = run(import_data.command, "units", path, "--dry-run")
    assert tried.exit_code == 1
    assert "1 rows would be taken, 0 unchanged, 1 refused" in tried.stdout
    assert not list(tmp_path.glob("*refused*"))
    assert not Unit.objects.filter(code="05528").exists()

    done = run(import_data.command, "units", path, "--json")
    plain = json.loads(done.stdout)
    assert (plain["accepted"], plain["refused_rows"]) == (1, 1)
    assert plain["refused"][0]["row"] == 3
    assert plain["refused"][0]["column"] == "full_name"

    aside = Path(plain["refused_file"])
    assert aside == tmp_path / "communes-refused.csv"
    mended = aside.read_text("utf-8-sig").replace("05529,,", "05529,Phường A,")
    aside.write_text(mended)
    assert run(import_data.command, "units", aside).exit_code == 0
    assert run(import_data.command, "units", aside).stdout.startswith("0 rows taken, 1 unchanged")


def test_import_names_a_missing_column_and_answers_1(tmp_path):
    path = tmp_path / "communes.csv"
    path.write_text("code,full_name,type\n05528,Phường A,ward\n")
    result = run(import_data.command, "units", path)
    assert result.exit_code == 1
    assert "province_code" in result.stderr
    assert (
        "province_code"
        in json.loads(run(import_data.command, "units", path, "--json").stdout)["error"]
    )


def test_import_of_an_unknown_thing_or_file_is_bad_usage(tmp_path):
    assert run(import_data.command, "people", tmp_path).exit_code == 2
    assert run(import_data.command, "units", tmp_path / "none.csv").exit_code == 2


def test_the_command_is_called_import_though_its_module_cannot_be():
    assert command_files()["import"].name == "import_data.py"
    assert "import-data" not in command_files()
