"""The off-line page's questions in tests: JSON, as its script sends them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from tests.builders.dossiers import MORNING, Commune
from tests.builders.interim import DEVICE


def ms(hours: float) -> int:
    """Return hours after MORNING as a browser's clock tells them."""
    return round((MORNING + timedelta(hours=hours)).timestamp() * 1000)


def tell(client: Client, address: str, data: Any) -> HttpResponse:
    """Send JSON as the page does."""
    return client.post(f"/office/offline/{address}/", json.dumps(data), "application/json")


def prepared(client: Client, commune: Commune, **over: Any) -> dict[str, Any]:
    """Prepare the browser; returns what it was given."""
    asked = {"unit": commune.centre.id, "device": DEVICE, "name": "Quầy 3", "device_now": ms(0)}
    answer = tell(client, "book", {**asked, **over})
    assert answer.status_code == 200, answer.content
    return answer.json()


def slip(commune: Commune, book: dict[str, Any], seq: int = 1, **over: Any) -> dict[str, Any]:
    """Return a complete slip as the page sends it."""
    form = {
        "applicant-kind": ["0"],
        "applicant-name": ["Nông Thị Mai Hương"],
        "applicant-id_number": ["019188000123"],
        "channel": ["1"],
        "return_method": ["0"],
        "sets": ["1"],
        "fee_quantity": ["1"],
        "fee_copies": ["1"],
    }
    for component in commune.offering.version.components:
        form[f"c{component.id}-given"] = ["on"]
        form[f"c{component.id}-originals"] = ["1"]
    form.update(over.pop("form", {}))
    sent = {
        "book": book["key"],
        "device": DEVICE,
        "used": 20,
        "key": uuid4().hex,
        "seq": seq,
        "kind": "accept",
        "taken": ms(1),
        "device_now": ms(5),
        "procedure": commune.offering.code,
        "unit": commune.unit.id,
        "version": commune.offering.version.id,
        "cash": None,
        "reason": "",
        "form": form,
    }
    return {**sent, **over}
