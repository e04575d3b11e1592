"""`motcua second-factor`: rules of roles, and help for whoever is locked out."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from tests.builders.factors import factor_make
from tests.builders.identity import account_make, actor_make

from motcua.config.commands.second_factor import command
from motcua.identity.factors import factor_has
from motcua.identity.models import Account
from motcua.identity.types import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system_scope")]


def run(*words):
    return CliRunner().invoke(command, words)


def test_rules_are_listed_with_their_source_and_changed_from_a_day_on():
    assert "technical_admin" in run("rules").output
    assert "TCVN 14423:2026" in run("rules").output
    good = ("--from", "2030-01-01", "--source", "Quyết định 7/QĐ-UBND")
    assert run("rule", "counter_officer", "--grace", "14", *good).exit_code == 0
    assert "14 days of grace: Quyết định 7/QĐ-UBND" in run("rules").output
    later = ("--from", "2031-01-01", "--source", "Quyết định 8")
    assert run("rule", "counter_officer", "--free", *later).exit_code == 0
    assert "from 2030-01-01 until 2031-01-01" in run("rules").output


@pytest.mark.parametrize(
    "words",
    [
        ("nobody", "--from", "2030-01-01", "--source", "x"),
        ("leader", "--from", "2030-02-30", "--source", "x"),
        ("leader", "--from", "2020-01-01", "--source", "x"),
        ("leader", "--from", "2030-01-01", "--source", " "),
        ("leader", "--from", "2030-01-01"),
    ],
)
def test_what_is_wrong_is_told_and_changes_nothing(words):
    before = run("rules").output
    assert run("rule", *words).exit_code == 2
    assert run("rules").output == before


def test_the_last_administrator_is_helped():
    actor = actor_make(role=Role.TECHNICAL_ADMIN)
    factor_make(actor)
    assert run("reset", actor.username, "--reason", "Gặp tận mặt").exit_code == 0
    assert not factor_has(actor.account_id)
    assert run("reset", actor.username, "--reason", "x").exit_code == 1
    assert run("reset", "nobody.here", "--reason", "x").exit_code == 2


def test_a_closed_account_is_opened_again():
    closed = account_make(is_active=False, closed_idle=True)
    assert run("reopen", closed.username).exit_code == 0
    assert Account.objects.get(pk=closed.pk).is_active
    assert run("reopen", closed.username).exit_code == 1


def test_the_sample_account_gets_its_factor_as_a_person_does(settings):
    from motcua.config.demo.factor import factor_sample
    from motcua.identity.factors import demo_code
    from motcua.identity.services import factor_check

    account = account_make(is_sample=True)
    settings.DEMO = True
    actor = actor_make(account=account, role=Role.VIEWER)
    factor_sample(actor)
    assert factor_check(account_id=actor.account_id, typed=demo_code(actor.username))
    settings.DEMO = False
    assert demo_code(actor.username) == ""
