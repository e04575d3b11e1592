"""Whole pages on a nation, as each reader opens them: sign-in, rules, statements, template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from bench.nation.looking import names_anew

PAGES = {
    "board": "/office/board/",
    "board of fields": "/office/board/?board=ministry",
    "wall": "/office/board/wall/",
    "Service Index": "/office/service-index/",
    "comparison": "/office/compare/",
    "twenty": "/office/twenty/",
    "forecast": "/office/forecast/",
    "targets": "/office/targets/",
    "states": "/office/targets/states/",
    "II.06a": "/office/reports/ii06a/",
    "brief": "/office/brief/",
}
OVER_A_YEAR = {"board", "board of fields", "comparison", "twenty"}
FOUND = 200
LONGEST_S = 60
"""So long a statement may run; a page that needs longer is told by this number."""


def pages_measure(
    units: Mapping[str, int], until: date, ms: Callable[[Callable[[], Any]], float]
) -> dict[str, float]:
    """Return the median time of each page, in milliseconds, for a reader of each unit.

    The readers are rolled back. A page that this reader has not (a commune has no states) is left
    out; one that fails raises.
    """
    from django.conf import settings
    from django.db import connection, transaction
    from django.test import override_settings
    from tests.builders.identity import actor_make, client_for

    from motcua.identity.types import Role

    # Names of static files without the digests that only collected files have.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    served = override_settings(
        ALLOWED_HOSTS=["testserver"], STORAGES={**settings.STORAGES, "staticfiles": plain}
    )
    year = urlencode({"from": until - timedelta(days=364), "to": until})
    names_anew()
    found: dict[str, float] = {}
    with served, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{LONGEST_S}s'")
        for who, unit in units.items():
            client = client_for(actor_make(role=Role.VIEWER, unit=unit))
            for name, address in PAGES.items():
                asked = {f"{who}, {name}": address}
                if name in OVER_A_YEAR:
                    asked[f"{who}, {name}, a year"] = (
                        f"{address}{'&' if '?' in address else '?'}{year}"
                    )
                for title, path in asked.items():
                    took = _page(client, path, ms)
                    if took is not None:
                        found[title] = took
                        print(f"  page of {title}: {took:,.0f} ms", flush=True)
        transaction.set_rollback(True)
    return found


def _page(client: Any, path: str, ms: Callable[[Callable[[], Any]], float]) -> float | None:
    from django.db import OperationalError, transaction

    try:
        with transaction.atomic():  # a statement that is broken off takes no other page with it
            answer = client.get(path)
            if answer.status_code in (302, 403, 404):
                return None
            if answer.status_code != FOUND:
                raise RuntimeError(f"{path} answers {answer.status_code}")
            return ms(lambda: client.get(path))
    except OperationalError:
        return LONGEST_S * 1000.0
