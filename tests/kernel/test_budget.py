"""Budgets: counted once per try, sliding, shared, and kept without addresses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory, override_settings

from motcua.kernel.budget import budget_left, budget_spend, budgets_tidy, network_of
from motcua.kernel.clock import clock_set

pytestmark = pytest.mark.django_db
START = datetime(2026, 8, 28, 2, 0, tzinfo=UTC)


def spend(at: datetime, key: str = "1.2.3.0/24") -> bool:
    with clock_set(at):
        return budget_spend("test", key, 3, 600)


def left(at: datetime, key: str = "1.2.3.0/24") -> bool:
    with clock_set(at):
        return budget_left("test", key, 3, 600)


def test_three_tries_are_within_a_budget_of_three_and_the_fourth_is_not():
    assert [spend(START) for _ in range(4)] == [True, True, True, False]
    assert not left(START)


def test_asking_what_is_left_spends_nothing():
    assert all(left(START) for _ in range(9))
    assert spend(START)


def test_keys_and_names_have_budgets_of_their_own():
    assert [spend(START) for _ in range(4)][-1] is False
    assert spend(START, "5.6.7.0/24")


def test_a_spent_budget_recovers_as_the_window_slides_and_not_at_its_edge():
    for _ in range(5):
        spend(START + timedelta(seconds=599))
    assert not left(START + timedelta(seconds=600))
    assert left(START + timedelta(seconds=600 + 450))
    assert left(START + timedelta(seconds=1800))


def test_who_goes_on_trying_does_not_wait_longer():
    for _ in range(50):
        spend(START)
    assert left(START + timedelta(seconds=600 + 300))


def test_old_windows_are_forgotten_and_no_address_is_kept():
    spend(START)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(b::text, '') FROM kernel_budget b")
        assert "1.2.3" not in cursor.fetchone()[0]
    with clock_set(START + timedelta(hours=1)):
        assert budgets_tidy() == 1


def test_the_network_is_that_of_the_client_and_cannot_be_forged():
    def request(remote: str, forwarded: str = ""):
        headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
        return RequestFactory().get("/", REMOTE_ADDR=remote, **headers)

    assert network_of(request("203.0.113.9")) == "203.0.113.0/24"
    assert network_of(request("2001:db8:1:2::3")) == "2001:db8:1::/56"
    assert network_of(request("203.0.113.9", "198.51.100.1")) == "203.0.113.0/24"
    assert network_of(request("")) == "unknown"
    with override_settings(PROXIES=1):
        forged = request("10.0.0.1", "198.51.100.1, 203.0.113.9")
        assert network_of(forged) == "203.0.113.0/24"
