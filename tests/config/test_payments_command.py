"""`motcua payments`: the dated rule of transfers that the counter saw."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from motcua.config.commands.payments import command

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system_scope")]


def run(*words):
    return CliRunner().invoke(command, words)


def test_the_rule_is_listed_with_its_source_and_changed_from_a_day_on():
    assert "3 working days from 2025-07-01" in run("transfer-rules").output
    good = ("--from", "2027-01-01", "--source", "Quyết định 7/QĐ-UBND")
    assert run("transfer-rule", "5", *good).exit_code == 0
    listed = run("transfer-rules").output
    assert "until 2027-01-01" in listed
    assert "5 working days from 2027-01-01: Quyết định 7/QĐ-UBND" in listed
    for wrong in (("0", *good), ("5", *good), ("5", "--from", "soon", "--source", "Quyết định 7")):
        assert run("transfer-rule", *wrong).exit_code == 2
