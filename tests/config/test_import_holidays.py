"""`motcua import holidays FILE`."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from motcua.config.commands import import_data

pytestmark = pytest.mark.django_db


def run(path, *options):
    result = CliRunner().invoke(import_data.command, ["holidays", str(path), "--json", *options])
    return result.exit_code, json.loads(result.stdout)


def test_days_are_loaded_and_bad_ones_named_by_their_row_in_the_sheet(tmp_path):
    path = tmp_path / "days.csv"
    path.write_text(
        "date,name,kind,source\n"
        "2027-09-02,Quốc khánh,public_holiday,Labour Code Art. 112\n"
        "\n"
        "2027-02-30,Không có,public_holiday,none\n"
    )
    code, tried = run(path, "--dry-run")
    assert (code, tried["accepted"], tried["refused"][0]["row"]) == (1, 1, 4)
    _code, done = run(path)
    assert (done["accepted"], done["refused"][0]["column"]) == (1, "date")
    _code, again = run(path)
    assert (again["accepted"], again["unchanged"]) == (0, 1)


def test_a_missing_column_is_named(tmp_path):
    path = tmp_path / "days.csv"
    path.write_text("date,name\n2027-09-02,Quốc khánh\n")
    code, plain = run(path)
    assert code == 1
    assert "kind" in plain["error"]
