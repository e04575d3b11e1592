"""How many times the hot operations go to the database for the API's answer.

A number that grows is a decision, not an accident. BEGIN and the scope travel with the first
statement, the writes with each other and with COMMIT; what processes keep in memory (tokens,
units, versions, calendars, diagrams) is warm.
"""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.api import api_for, submission_json
from tests.builders.dossiers import commune_at_work

from motcua.identity.queries import actor_get
from motcua.kernel.scope import SYSTEM, scope_use


@pytest.fixture
def place(fresh_database):
    with scope_use(SYSTEM):
        commune = commune_at_work()
        apis = {name: api_for(getattr(commune, name)) for name in ("counter", "leader")}
        specialist = actor_get(commune.specialist.account_id)
    return commune, apis, specialist


def _post(api, path, body=None, key="", version="*"):
    headers = {**api.headers, "If-Match": version, **({"Idempotency-Key": key} if key else {})}
    text = "" if body is None else json.dumps(body)
    with CaptureQueriesContext(connection) as seen:
        response = api.client.post(
            f"/api/v1/{path}", data=text, content_type="application/json", headers=headers
        )
    assert response.status_code < 300, response.content
    return response.json(), _sent(seen)


def _sent(seen):
    """Return what was sent; Django tells of a BEGIN and of a COMMIT that went with others."""
    sent = [one["sql"] for one in seen.captured_queries if one["sql"] != "BEGIN"]
    if sent[-1] == "COMMIT" and sent[-2].endswith("COMMIT"):
        sent.pop()
    return sent


def _life(place, number):
    """Hand in, accept, assign and track one dossier; return the statements of each."""
    commune, apis, specialist = place
    counter = apis["counter"]
    receipt, submit = _post(counter, "dossiers", submission_json(commune), f"submit-{number}")
    code = quote(receipt["code"])
    _outcome, accept = _post(counter, f"dossiers/{code}/accept")
    with scope_use(SYSTEM):
        item = next(one for one in _items(receipt["code"]) if one.state.is_live)
    body = {"outcome": "assigned", "assign_to": specialist.username}
    _outcome, complete = _post(
        apis["leader"],
        f"work-items/{item.id}/complete",
        body,
        f"assign-{number}",
        f'"{item.version}"',
    )
    key = receipt["tracking_url"].rstrip("/").split("/")[-1]
    with CaptureQueriesContext(connection) as track:
        answer = counter.client.get(f"/api/v1/track/{code}?key={key}")
    assert answer.status_code == 200
    return submit, accept, complete, _sent(track)


def _items(code):
    from motcua.dossiers.queries import dossier_get

    return dossier_get(code).items


def test_hot_operations_send_few_statements(place):
    for number in range(3):
        submit, accept, complete, track = _life(place, number)
    assert len(submit) <= 2, submit
    assert len(accept) <= 2, accept
    assert len(complete) <= 2, complete
    assert len(track) <= 14, track
    assert not [one for one in submit + accept + complete if one.startswith("SAVEPOINT")]
