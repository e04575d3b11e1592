"""What the tests of the papers behind a slip's address share."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from motcua.dossiers import chain, services
from motcua.dossiers.queries import dossier_get
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_registered

NAME, NUMBER = "Nguyễn Văn Mẫu", "019090000001"


@pytest.fixture
def commune() -> Any:
    with scope_use(SYSTEM), at():
        return commune_at_work()


@pytest.fixture
def client() -> Client:
    client = Client()
    client.cookies["motcua_language"] = "en"
    return client


def refused(commune: Any) -> str:
    """Refuse what was handed in at the counter; return its code."""
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune)
        services.dossier_refuse(
            actor=commune.counter,
            code=code,
            reason="Không thuộc thẩm quyền",
            legal_basis="Điều 18",
            go_instead="UBND phường bên",
        )
    return code


def accepted(commune: Any) -> str:
    """Accept a dossier at the counter; return its code."""
    with scope_use(SYSTEM), at():
        return dossier_accepted(commune)


def address(code: str, *more: object) -> str:
    """Return an address behind that of the slip."""
    token = chain.tracking_token(code)
    return "/".join([f"/t/{code}/{token}/papers", *map(str, more), ""])


def paper_of(code: str) -> Any:
    """Return the last letter of a dossier."""
    with scope_use(SYSTEM):
        return dossier_get(code).papers[-1]
