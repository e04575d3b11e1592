"""What the tests of the pages of filing share."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.filing.types import DraftView
from motcua.kernel.scope import NOTHING, scope_use
from tests.builders.citizens import citizen_make, client_of
from tests.builders.filing import commune_online, draft_make, draft_ready


class Walker:
    """Somebody signed in, with a commune that takes in a procedure from home."""

    def __init__(self, **over: Any) -> None:
        self.commune = commune_online(**over)
        self.citizen = citizen_make(name="Trần Thị Mẫu")
        self.client = client_of(self.citizen)
        self.client.raise_request_exception = True
        self.stranger = client_of(citizen_make())
        self.code = self.commune.offering.version.code

    def begun(self) -> DraftView:
        return draft_make(self.citizen, self.commune)

    def ready(self, **over: Any) -> DraftView:
        return draft_ready(self.citizen, self.commune, **over)

    def url(self, page: str, draft: DraftView, *more: Any) -> str:
        return reverse(f"portal:{page}", args=[self.code, draft.public_id, *more])

    def get(self, url: str, client: Client | None = None, **over: Any) -> Any:
        with scope_use(NOTHING):
            return (client or self.client).get(url, **over)

    def post(self, url: str, data: Any = None, client: Client | None = None, **over: Any) -> Any:
        with scope_use(NOTHING):
            return (client or self.client).post(url, data or {}, **over)


@pytest.fixture
def walker(system_scope: None) -> Walker:
    return Walker()


def text(response: Any) -> str:
    """Return a page as text."""
    return str(response.content.decode())
