"""A small country for the benchmark: a province, communes, people with tokens, one procedure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from tests.builders.dossiers import Commune, commune_at_work
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, commune_make, province_make

from motcua.identity.models import Account
from motcua.identity.rules import TOKEN_ACTIONS
from motcua.identity.services import token_issue
from motcua.identity.types import Actor, Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.models import Definition

COMMUNES = 20
BUSY = 12  # of them, whose counters and leaders work during the measurement


@dataclass(frozen=True)
class World:
    """Who and what the benchmark works with."""

    communes: list[Commune]
    places: list[tuple[int, int, int]]
    facts: dict[str, Any]
    tokens: dict[int, dict[str, str]]  # by commune's unit, then by role
    names: dict[int, str]  # the specialist's user name, by commune's unit
    cookies: dict[str, str]


def world_make() -> World:
    """Build the country in an empty, migrated database."""
    with scope_use(SYSTEM):
        communes = [commune_at_work(name=f"Thử {n}") for n in range(BUSY)]
        commune = communes[0]
        idle = [commune_make(name=f"Thử {n}") for n in range(BUSY, COMMUNES)]
        units = [one.unit for one in communes] + idle
        places = [(u.id, body_of(u, "ttpvhcc").id, body_of(u, "vp").id) for u in units]
        viewer = actor_make(role=Role.VIEWER, unit=province_make())
        definition = Definition.objects.get(key=commune.offering.version.process_key)
        facts = {
            "version": commune.offering.version.id,
            "procedure": commune.offering.version.procedure_id,
            "account": commune.specialist.account_id,
            "definition": definition.pk,
            "until": clock.now() - timedelta(days=4),
            "units": COMMUNES,
        }
        tokens = {
            one.unit.id: {name: _token(getattr(one, name)) for name in ("counter", "leader")}
            for one in communes
        }
        names = {one.unit.id: one.specialist.username for one in communes}
    with scope_use(SYSTEM):
        cookies = {"specialist": _cookie(commune.specialist), "viewer": _cookie(viewer)}
    return World(communes, places, facts, tokens, names, cookies)


def _token(actor: Actor) -> str:
    return token_issue(
        actor=actor,
        posting_id=actor.postings[0].id,
        name="bench",
        actions=actor.postings[0].actions & TOKEN_ACTIONS,
        expires_at=clock.now() + timedelta(days=1),
    ).secret


def _cookie(actor: Actor) -> str:
    client = Client()
    client.force_login(
        Account.objects.get(pk=actor.account_id), "motcua.identity.backends.AccountBackend"
    )
    return "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
