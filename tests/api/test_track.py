"""Tracking by the API: two factors, no person, a budget of wrong tries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.api import Api
from tests.builders.citizens import citizen_make
from tests.builders.dossiers import MORNING, dossier_accepted
from tests.builders.groups import birth_in, codes_of, group_sent, part_finish, town_make

from motcua.dossiers import chain
from motcua.dossiers.services import tracking
from motcua.kernel.clock import clock_set


def follow(code, factor, **over):
    return Api().get(f"track/{code}", headers={"Security-Code": factor}, **over)


@pytest.fixture
def code(commune):
    return dossier_accepted(commune)


def test_code_and_security_code_show_where_the_dossier_stands(code):
    seen = follow(code, chain.security_code(code))
    assert seen.status_code == 200, seen.content
    assert (seen.json()["code"], seen.json()["status"]) == (code, 2)
    assert seen.json()["due_why"]
    assert seen["Cache-Control"] == "no-store"


def test_the_token_works_in_the_address_too(code):
    seen = Api().get(f"track/{code}?key={chain.tracking_token(code)}")
    assert seen.status_code == 200


def test_nobody_is_named(code):
    text = follow(code, chain.security_code(code)).content.decode()
    assert "Mẫu" not in text
    assert "019090000001" not in text
    assert "0912" not in text


@pytest.mark.parametrize("factor", ["", "0000-0000", "x" * 64, "é"])
def test_a_wrong_factor_and_a_wrong_code_are_answered_alike(code, factor):
    wrong = follow(code, factor.encode().decode("latin-1"))
    nothing = follow("H19-000000-0000", "0000-0000")
    assert wrong.status_code == nothing.status_code == 404
    assert wrong.json() == nothing.json()


def test_a_spent_budget_of_a_code_stops_even_the_right_factor_but_not_the_token(code):
    for _ in range(tracking.PER_CODE):
        assert follow(code, "0000-0000").status_code == 404
    refused = follow(code, chain.security_code(code))
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_tries")
    assert int(refused["Retry-After"]) == tracking.SECONDS
    assert follow(code, chain.tracking_token(code)).status_code == 200
    elsewhere = follow(code, chain.security_code(code), REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 429
    with clock_set(MORNING + timedelta(seconds=2 * tracking.SECONDS)):
        assert follow(code, chain.security_code(code)).status_code == 200


def test_a_network_that_tries_many_codes_is_stopped(code):
    for number in range(tracking.PER_NETWORK):
        assert follow(f"H19-000000-{number:04d}", "0000-0000").status_code == 404
    assert follow(code, chain.security_code(code)).status_code == 429
    assert follow(code, chain.security_code(code), REMOTE_ADDR="203.0.113.9").status_code == 200


def test_right_tries_spend_nothing(code):
    for _ in range(tracking.PER_NETWORK + 5):
        assert follow(code, chain.security_code(code)).status_code == 200


@pytest.fixture
def town(system_scope):
    town = town_make()
    with birth_in(town):
        yield town


def test_a_parents_code_shows_each_part_with_its_own_date_and_no_person(town):
    citizen = citizen_make()
    receipt, group = group_sent(citizen, town)
    codes = codes_of(group)
    part_finish(town, "registration", codes["registration"])
    seen = follow(receipt.code, receipt.security_code)
    assert seen.status_code == 200, seen.content
    told = seen.json()
    assert (told["kind"], told["code"], told["state"]) == ("group", receipt.code, "running")
    parts = {one["part"]: one for one in told["parts"]}
    assert {key: one["code"] for key, one in parts.items()} == codes
    assert parts["registration"]["granted"]
    assert not parts["residence"]["granted"]
    assert parts["residence"]["waits_for"] == [parts["registration"]["title"]]
    assert citizen.person.name not in seen.content.decode()
    assert seen["Cache-Control"] == "no-store"
    assert Api().get(f"track/{receipt.code}?key={chain.tracking_token(receipt.code)}").json()
    part = follow(codes["residence"], chain.security_code(codes["residence"]))
    assert (part.json()["kind"], part.json()["code"]) == ("dossier", codes["residence"])


def test_a_part_that_could_not_be_filed_is_told_with_the_reason(system_scope):
    town = town_make(without=("identity",))
    with birth_in(town):
        receipt, _group = group_sent(citizen_make(), town)
        part = follow(receipt.code, receipt.security_code).json()["parts"][-1]
    assert (part["part"], part["code"], part["status"]) == ("identity", None, None)
    assert part["problem"]


def test_a_parents_code_is_as_guarded_as_a_dossiers(town):
    receipt, group = group_sent(citizen_make(), town)
    child = codes_of(group)["residence"]
    nothing = follow("H19-000000-0000", "0000-0000")
    for factor in ("0000-0000", chain.security_code(child)):
        wrong = follow(receipt.code, factor)
        assert (wrong.status_code, wrong.json()) == (404, nothing.json())
    for _ in range(tracking.PER_CODE - 2):
        assert follow(receipt.code, "0000-0000").status_code == 404
    assert follow(receipt.code, receipt.security_code).status_code == 429
