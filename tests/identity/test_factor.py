"""The second factor: RFC 6238, codes that work once, recovery, resets, roles that must have one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.builders.factors import code_now, factor_make, first_code
from tests.builders.identity import account_make, actor_make
from tests.builders.organisations import unit_make

from motcua.identity import services, totp
from motcua.identity.factors import factor_days, factor_due, factor_has, factor_rules, factor_state
from motcua.identity.models import RecoveryCode, RightsRecord, SecondFactor
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.clock import clock_set
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.kernel.vault import VaultClosed, vault_put, vault_take

NOW = datetime(2026, 12, 1, 2, tzinfo=UTC)
db = pytest.mark.django_db


@pytest.fixture
def still(db):
    with clock_set(NOW):
        yield


@pytest.fixture
def officer(still):
    return actor_make(unit=unit_make())


# --- codes


@pytest.mark.parametrize(
    ("seconds", "code"),
    [  # RFC 6238, appendix B, SHA-1; the last six of its eight digits
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds, code):
    at = datetime.fromtimestamp(seconds, UTC)
    assert totp.code_of(b"12345678901234567890", totp.step_of(at)) == code


def test_a_phone_may_be_thirty_seconds_off_and_no_more():
    secret, step = totp.secret_make(), totp.step_of(NOW)
    for off, good in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        code = totp.code_of(secret, step + off)
        matched = totp.step_matched(secret, code, at=NOW, after=0)
        assert (matched == step + off) is good or code == totp.code_of(secret, step)


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12 34 5x", "²²²²²²"]
)
def test_what_is_no_code_fits_none(typed):
    assert totp.step_matched(b"x" * 20, typed, at=NOW, after=0) is None


# --- the vault


def test_a_secret_opens_for_its_owner_only_and_outlives_a_change_of_keys(settings):
    old, new = "11" * 32, "22" * 32
    settings.VAULT_KEYS = old
    kept = vault_put(b"secret", owner="factor:1")
    assert b"secret" not in kept
    with pytest.raises(VaultClosed):
        vault_take(kept, owner="factor:2")
    settings.VAULT_KEYS = f"{new},{old}"
    assert vault_take(kept, owner="factor:1") == b"secret"
    settings.VAULT_KEYS = new
    with pytest.raises(VaultClosed):
        vault_take(kept, owner="factor:1")


def test_a_secret_of_before_the_first_key_was_configured_still_opens(settings):
    settings.VAULT_KEYS = ""
    kept = vault_put(b"secret", owner="factor:1")
    settings.VAULT_KEYS = "11" * 32
    assert vault_take(kept, owner="factor:1") == b"secret"


# --- set up


def test_it_holds_from_the_first_right_code_on(officer):
    services.factor_begin(actor=officer)
    assert not factor_has(officer.account_id)
    with pytest.raises(Invalid) as refused:
        services.factor_confirm(actor=officer, code="000000")
    assert refused.value.problems[0].field == "code"
    codes = services.factor_confirm(actor=officer, code=first_code(officer))
    assert len(set(codes)) == 10
    assert factor_has(officer.account_id)
    row = SecondFactor.objects.get(pk=officer.account_id)
    assert row.fresh is None
    assert not any(code.replace("-", "") in one.digest for code in codes for one in row.codes.all())
    with pytest.raises(Refused, match="no key"):
        services.factor_confirm(actor=officer, code="123456")


def test_the_phone_of_before_works_until_the_new_one_is_confirmed(officer):
    factor_make(officer)
    services.factor_begin(actor=officer)
    assert services.factor_check(account_id=officer.account_id, typed=code_now(officer))
    fresh = first_code(officer)
    services.factor_confirm(actor=officer, code=fresh)
    assert not services.factor_check(account_id=officer.account_id, typed=fresh)


def test_a_code_works_once_and_so_does_one_before_it(officer):
    factor_make(officer)
    later = code_now(officer, 1)
    assert services.factor_check(account_id=officer.account_id, typed=f" {later[:3]} {later[3:]} ")
    assert not services.factor_check(account_id=officer.account_id, typed=later)
    assert not services.factor_check(account_id=officer.account_id, typed=code_now(officer, 0))
    assert not services.factor_check(account_id=officer.account_id, typed=code_now(officer, -1))


def test_a_recovery_code_works_once_and_for_its_account_only(officer):
    other = actor_make(unit=unit_make())
    factor_make(other)
    code, *rest = factor_make(officer)
    assert not services.factor_check(account_id=other.account_id, typed=code)
    assert services.factor_check(
        account_id=officer.account_id, typed=code.upper().replace("-", " ")
    )
    assert not services.factor_check(account_id=officer.account_id, typed=code)
    assert factor_state(officer).codes_left == 9
    services.factor_codes_renew(actor=officer)
    assert not services.factor_check(account_id=officer.account_id, typed=rest[0])
    kinds = set(RightsRecord.objects.values_list("kind", flat=True))
    assert {"factor_confirmed", "factor_code_used", "factor_codes_renewed"} <= kinds


def test_six_wrong_codes_close_it_for_a_while_and_thirty_for_the_day(officer):
    factor_make(officer)

    def attempt(typed="000000"):
        return services.factor_check(account_id=officer.account_id, typed=typed)

    for _ in range(services.factors.TRIES):
        assert not attempt()
    with pytest.raises(services.CodeTriesSpent) as spent:
        attempt(code_now(officer))
    assert spent.value.status == 429
    with clock_set(NOW + timedelta(minutes=31)):
        assert attempt(code_now(officer))
        for _ in range(services.factors.TRIES):
            assert not attempt()
    for hours in (2, 3, 4):
        with clock_set(NOW + timedelta(hours=hours)):
            for _ in range(services.factors.TRIES):
                assert not attempt()
    with clock_set(NOW + timedelta(hours=5)), pytest.raises(services.CodeTriesSpent):
        attempt(code_now(officer))


def test_a_token_has_no_second_factor(officer):
    from dataclasses import replace

    program = replace(officer, token_id=1)
    for act in (
        services.factor_begin,
        services.factor_remove,
        services.factor_codes_renew,
    ):
        with pytest.raises(Forbidden):
            act(actor=program)


# --- roles that must have one


def test_the_first_rules_name_who_decides_administers_and_keeps_money(still):
    assert {rule.role for rule in factor_rules()} == {
        Role.TECHNICAL_ADMIN,
        Role.BUSINESS_ADMIN,
        Role.LEADER,
        Role.DIRECTOR,
        Role.FINANCE,
    }
    assert all(rule.source for rule in factor_rules())


def test_days_of_grace_count_from_the_first_time_it_was_asked_for(still, settings):
    settings.SECOND_FACTOR = True
    leader = actor_make(role=Role.LEADER, unit=unit_make())
    due = services.factor_demand(account_id=leader.account_id, roles=[Role.LEADER])
    assert due == NOW + timedelta(days=7)
    with clock_set(NOW + timedelta(days=3)):
        again = services.factor_demand(account_id=leader.account_id, roles=[Role.LEADER])
    assert again == due
    # Of two roles the stricter one counts.
    both = [Role.LEADER, Role.TECHNICAL_ADMIN]
    assert services.factor_demand(account_id=leader.account_id, roles=both) == NOW
    factor_make(leader)
    assert services.factor_demand(account_id=leader.account_id, roles=both) is None
    with pytest.raises(Refused, match="must have"):
        services.factor_remove(actor=leader)


def test_who_need_not_have_one_may_remove_it(officer, settings):
    settings.SECOND_FACTOR = True
    assert factor_due(officer.account_id, [Role.COUNTER]) is None
    factor_make(officer)
    services.factor_remove(actor=officer)
    assert not factor_has(officer.account_id)
    assert not RecoveryCode.objects.exists()


def test_a_rule_begins_and_ends_on_its_day(still, settings):
    settings.SECOND_FACTOR = True
    day = NOW + timedelta(days=10)

    def rule(grace, at=day, source="Quyết định 1"):
        services.factor_rule_set(role=Role.COUNTER, valid_from=at, grace_days=grace, source=source)

    with pytest.raises(Invalid):
        rule(3, source=" ")
    rule(3)
    assert factor_days([Role.COUNTER]) is None
    with clock_set(day):
        assert factor_days([Role.COUNTER]) == 3
    with pytest.raises(Invalid):
        rule(1, at=day)
    rule(None, at=day + timedelta(days=1))
    with clock_set(day + timedelta(days=1)):
        assert factor_days([Role.COUNTER]) is None
    settings.SECOND_FACTOR = False
    assert factor_days([Role.TECHNICAL_ADMIN]) is None


# --- reset


def test_an_administrator_resets_it_with_a_reason_and_the_person_is_told(still, settings):
    from motcua.kernel.scope import SYSTEM, scope_use
    from motcua.notices.models import Notice

    settings.SECOND_FACTOR = True
    unit = unit_make()
    admin = actor_make(role=Role.TECHNICAL_ADMIN, unit=unit)
    account = account_make(email="can.bo@motcua.example")
    leader = actor_make(role=Role.LEADER, unit=unit, account=account)
    services.factor_demand(account_id=leader.account_id, roles=[Role.LEADER])
    factor_make(leader)
    with pytest.raises(Invalid):
        services.factor_reset(actor=admin, account_id=leader.account_id, reason=" ")
    with clock_set(NOW + timedelta(days=8)):
        services.factor_reset(actor=admin, account_id=leader.account_id, reason="Gặp tận mặt")
        assert not factor_has(leader.account_id)
        # No new days of grace: whoever had it reset sets it up at once.
        assert factor_due(leader.account_id, [Role.LEADER]) < clock.now()
    with scope_use(SYSTEM):
        told = Notice.objects.get(template="factor_reset")
    assert told.subject == f"account:{leader.account_id}"
    assert "Gặp" not in str(told.values)
    with pytest.raises(Refused, match="no second factor"):
        services.factor_reset(actor=admin, account_id=leader.account_id, reason="x")


def test_nobody_resets_his_own_or_that_of_another_unit(still):
    unit, other = unit_make(), unit_make()
    admin = actor_make(role=Role.TECHNICAL_ADMIN, unit=unit)
    stranger = actor_make(role=Role.CLERK, unit=other)
    factor_make(admin)
    factor_make(stranger)
    with pytest.raises(Refused, match="his own"):
        services.factor_reset(actor=admin, account_id=admin.account_id, reason="x")
    with pytest.raises(NotFound):
        services.factor_reset(actor=admin, account_id=stranger.account_id, reason="x")
    assert factor_has(stranger.account_id)
