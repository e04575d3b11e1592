"""Accounts, postings and actors for tests; keyword arguments with defaults.

`unit` may be a unit (anything with an `id`) or its id; without one, a unit is made.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.test import Client

from motcua.identity import queries
from motcua.identity.models import Account, Posting
from motcua.identity.types import Actor, Role

PASSWORD = "cua-mo-ra-anh-sang"
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
_number = count(1)


def account_make(**over: Any) -> Account:
    """Make an account whose password is PASSWORD."""
    n = next(_number)
    fields = {
        "username": f"can.bo.{n}",
        "full_name": f"Nguyễn Thị {n}",
        "password": PASSWORD,
        **over,
    }
    return Account.objects.create_user(**fields)


def posting_make(
    *, account: Any = None, unit: Any = None, role: Role = Role.COUNTER, **over: Any
) -> Posting:
    """Make a posting in force since 2025-01-01 without end."""
    account = account if account is not None else account_make()
    fields = {"valid_from": LONG_AGO, "valid_to": None, **over}
    return Posting.objects.create(
        account_id=_id(account), unit_id=_unit_id(unit), role=role, **fields
    )


def actor_make(
    *, role: Role = Role.COUNTER, unit: Any = None, account: Any = None, **over: Any
) -> Actor:
    """Make an account (unless given) with one more posting, and return who acts by it now.

    `username` and `full_name` go to the account, everything else to the posting.
    """
    personal = {key: over.pop(key) for key in ("username", "full_name") if key in over}
    account = account if account is not None else account_make(**personal)
    posting_make(account=account, unit=unit, role=role, **over)
    return actor_of(account)


def actor_of(account: Any) -> Actor:
    """Return who acts when this account acts now."""
    actor = queries.actor_get(_id(account))
    assert actor is not None, "the account has no posting in force"
    return actor


def client_for(actor: Actor) -> Client:
    """Return a browser in which this person is signed in."""
    client = Client()
    client.force_login(
        Account.objects.get(pk=actor.account_id), "motcua.identity.backends.AccountBackend"
    )
    return client


def _id(thing: Any) -> int:
    return thing if isinstance(thing, int) else thing.id


def _unit_id(unit: Any) -> int:
    if unit is None:
        from tests.builders.organisations import unit_make

        unit = unit_make()
    return _id(unit)
