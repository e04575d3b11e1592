"""T1: every route × every role × {own commune, sibling, other province, posting ended, nobody}.

A citizen's route lets no official in, and to another citizen it shows nothing of `own`.

Whom the table gives no right is asked where the thing lies, the strongest place; of the other
places one role of each route, in turn.

Generated from the urlconf and from the published table of rights. Whoever adds a route adds a
line to rows.py; a route without one fails here.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from copy import deepcopy
from html import unescape
from typing import Any
from urllib.parse import unquote_plus, urlencode

import pytest
from django.test import Client
from django.urls import reverse
from tests.builders.canaries import PERSONAL, World, tables_changed, undone, world_held
from tests.builders.routes import Route, routes
from tests.security.rows import ROWS, Row

from motcua.dossiers.queries import dossier_exists
from motcua.identity.rules import PERMISSIONS
from motcua.identity.types import Action, Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.invariant
ALL = {route.name: route for route in routes()}
RELATIONS = ("own", "sibling", "elsewhere")
NOT_HERE = {401, 403, 404}
Asker = tuple[str, Role | None, Client]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    logging.disable(logging.WARNING)  # thousands of refusals
    with world_held(django_db_blocker) as made:
        yield made
    logging.disable(logging.NOTSET)


def test_every_route_has_its_row():
    missing = sorted(set(ALL) - set(ROWS))
    assert not missing, (
        "Add one line to tests/security/rows.py for each of these routes: "
        + ", ".join(f"{name} ({ALL[name].path})" for name in missing)
    )


def test_no_row_is_left_of_a_route_that_is_gone():
    assert sorted(set(ROWS) - set(ALL)) == []


def test_every_right_of_the_table_is_asked_for_by_the_rows():
    """The matrix is worth what its rows reach: no role that never gets in anywhere."""
    asked = {action for route in ALL.values() for action in route.actions}
    silent = [r for r in Role if not any(r in PERMISSIONS[action] for action in asked)]
    assert silent == []


def askers(world: World, route: Route) -> Iterator[Asker]:
    person = world.machine if route.by_token else world.person
    relations = RELATIONS if ROWS[route.name].kind in {"page", "theirs"} else ("own",)
    # One role of each route, each time the next, shows that two walls hold as one does.
    both = list(Role)[sorted(ROWS).index(route.name) % len(Role)]
    for relation in relations:
        for role in Role:
            # Whom a right is missing, the table refuses where the thing lies, before any wall.
            if relation == "own" or role is both or has_right(route, ROWS[route.name], role):
                yield relation, role, person(relation, role)
    yield "ended", None, world.machine_gone() if route.by_token else world.gone()
    yield "nobody", None, Client()
    if route.for_citizens:
        yield "citizen", None, world.citizen()


def has_right(route: Route, row: Row, role: Role | None) -> bool:
    """Say whether the published table gives a role the right that the route asks for."""
    if route.for_citizens:
        return False  # another realm: no right of an official's counts there
    one = not route.actions or any(role in PERMISSIONS[action] for action in route.actions)
    return one and (row.also is None or role in PERMISSIONS[row.also])


def may_enter(route: Route, row: Row, relation: str, role: Role | None) -> bool:
    """Say what the published table promises."""
    if route.public:
        return True
    if route.for_citizens:
        return relation == "citizen" and row.kind != "theirs"
    if role is None or not has_right(route, row, role):
        return False
    return row.kind != "theirs" or relation == "own"


def ask(client: Client, route: Route, method: str, address: str, data: Any) -> tuple[int, str, str]:
    """Return status, place of a redirect, and everything that was answered."""
    cookies = deepcopy(client.cookies)
    more: dict[str, Any] = {"headers": {"If-Match": "*"}} if route.by_token else {}
    is_upload = any(hasattr(value, "read") for value in (data or {}).values())
    if route.by_token and not is_upload:
        more["content_type"] = "application/json"
    try:
        if method == "POST":
            response = client.post(address, "" if data is None else data, **more)
        else:
            response = client.generic(method, address)
    except Exception as error:  # noqa: BLE001 - a page that breaks is what we look for
        return 500, "", f"{type(error).__name__}: {error}"
    finally:
        client.cookies = cookies  # signing out is undone too
    content = b"".join(response.streaming_content) if response.streaming else response.content
    place = response.headers.get("Location") or response.headers.get("HX-Redirect") or ""
    text = content.decode("utf-8", "replace")
    return response.status_code, place, unescape(text) + "\n" + unquote_plus(place)


def leaks(world: World, asked: str, answered: str, *, with_code: bool) -> list[str]:
    """Return what was answered of `own` and was not in the question itself."""
    secrets = [*PERSONAL, *(world.codes.values() if with_code else ())]
    return [secret for secret in secrets if secret in answered and secret not in asked]


def judge(route: Route, row: Row, world: World, asker: Asker, method: str) -> list[str]:
    relation, role, client = asker
    address = reverse(route.address, args=row.arguments(world))
    query, data = row.query(world), row.data(world)
    address += f"?{urlencode(query)}" if query else ""
    status, place, answered = ask(client, route, method, address, data)
    asked = unquote_plus(address) + json.dumps(data, default=str)
    who = f"{method} {address} by {role.value if role else 'somebody'} ({relation})"
    sign_in = "portal:sign_in" if route.for_citizens else "office:sign_in"
    to_sign_in = place.startswith(reverse(sign_in) + "?")
    problems = []
    if status >= 500:
        problems.append(f"{who}: {status} {answered[:300]}")
    elif status == 405:
        pass
    elif not may_enter(route, row, relation, role):
        if status not in NOT_HERE and not to_sign_in:
            problems.append(f"{who}: let in with {status}")
    elif (status in NOT_HERE or to_sign_in) and row.kind != "absent":
        problems.append(f"{who}: kept out with {status}")
    reads = role is not None and role in PERMISSIONS[Action.DOSSIER_READ]
    if relation != "own" or not reads or route.public:
        found = leaks(world, asked, answered, with_code=relation != "own" and row.kind != "shown")
        problems += [f"{who}: shows {secret}" for secret in found]
    return problems


@pytest.mark.parametrize("name", sorted(set(ALL) & set(ROWS)))
def test_route(world, name):
    route, row = ALL[name], ROWS[name]
    problems: list[str] = []
    everybody = list(askers(world, route))
    inside = [a for a in everybody if may_enter(route, row, a[0], a[1])]
    row.arguments(world), row.query(world), row.data(world)  # makes what they name, once

    def read() -> None:
        for asker in everybody:
            problems.extend(
                judge(route, row, world, asker, "GET") if "GET" in route.methods else ()
            )
            problems.extend(judge(route, row, world, asker, "HEAD") if asker in inside[:2] else ())

    def write_from_outside() -> None:
        for asker in (one for one in everybody if one not in inside):
            problems.extend(judge(route, row, world, asker, "POST"))

    changed = tables_changed(read)
    assert not changed, f"reading {name} writes to {changed}"
    if "POST" in route.methods:
        changed = tables_changed(write_from_outside)
        assert not changed, f"{name} lets somebody who may not change {changed}"
        for asker in inside:
            with undone():
                problems += judge(route, row, world, asker, "POST")
    assert not problems, "\n".join(problems)


def test_the_canaries_are_alive(world):
    """A matrix over dossiers that are not there would prove nothing."""
    with scope_use(SYSTEM):
        assert all(dossier_exists(code) for code in world.codes.values())
    address = reverse("office:profile")
    assert world.person("own", Role.COUNTER).get(address).status_code == 200
    assert world.gone().get(address).status_code == 302
