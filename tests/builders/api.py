"""A client of the API with a token, and dossiers handed in through it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.test import Client

from motcua.identity import services
from motcua.identity.rules import TOKEN_ACTIONS
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.scope import NOTHING, scope_use
from tests.builders.dossiers import Commune


def token_for(actor: Actor, *actions: Action) -> str:
    """Issue a token of the actor's first posting, with all its actions unless some are named."""
    posting = actor.postings[0]
    wanted = actions or tuple(posting.actions & TOKEN_ACTIONS)
    issued = services.token_issue(
        actor=actor,
        posting_id=posting.id,
        name="máy của thử nghiệm",
        actions=wanted,
        expires_at=clock.now() + timedelta(days=365),
    )
    return issued.secret


class Api:
    """A machine that calls /api/v1; every call runs without the test's own scope."""

    def __init__(self, token: str = "", language: str = "en") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Accept-Language": language}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **over: Any) -> Any:
        return self._call("GET", path, over)

    def post(self, path: str, body: Any = None, **over: Any) -> Any:
        if "data" not in over:
            over["content_type"] = "application/json"
            over["data"] = "" if body is None else json.dumps(body)
        return self._call("POST", path, over)

    def _call(self, method: str, path: str, over: dict[str, Any]) -> Any:
        headers = {**self.headers, **over.pop("headers", {})}
        if "key" in over:
            headers["Idempotency-Key"] = over.pop("key")
        if "version" in over:
            version = over.pop("version")
            headers["If-Match"] = version if version == "*" else f'"{version}"'
        url = path if path.startswith("/") else f"/api/v1/{path}"
        headers = {name: value for name, value in headers.items() if value is not None}
        with scope_use(NOTHING):
            return getattr(self.client, method.lower())(url, headers=headers, **over)


def api_for(actor: Actor, *actions: Action, language: str = "en") -> Api:
    """Return a machine that acts for a person."""
    return Api(token_for(actor, *actions), language)


def submission_json(commune: Commune, **over: Any) -> dict[str, Any]:
    """Return the body of a complete submission."""
    fields: dict[str, Any] = {
        "procedure": commune.offering.version.code,
        "unit": commune.unit.code,
        "parties": [
            {"name": "Nguyễn Văn Mẫu", "id_number": "019090000001", "phone": "0912 345 678"}
        ],
        "components": [
            {"component_id": c.id, "originals": 1} for c in commune.offering.version.components
        ],
    }
    return {**fields, **over}
