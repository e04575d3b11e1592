"""What the tests of the pages of home visits share."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception import services
from tests.builders.citizens import citizen_make, client_of
from tests.builders.dossiers import Commune, at, commune_at_work

LIST, NEW = "/my/visits/", "/my/visits/new/"
ASKED = {
    "name": "Cụ Mẫu",
    "phone": "0912345678",
    "address": "Xóm Đồng Tâm, cạnh trường học",
    "reason": "elderly",
    "wishes": ["0"],
    "matter": "Chứng thực",
    "key": "6f1f7b7e-7f7c-4c39-9a6f-0d8a5a3f7c51",
}


@pytest.fixture(autouse=True)
def english(settings: Any) -> None:
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def commune(db: None) -> Commune:
    with at(), scope_use(SYSTEM):
        made = commune_at_work()
        services.visits_offer(
            actor=made.director, unit_id=made.centre.id, offered=True, base=(21.5942, 105.8482)
        )
    return made


@pytest.fixture
def browser(db: None) -> Client:
    return client_of(citizen_make(name="Trần Thị Mẫu"))


__all__ = ["ASKED", "LIST", "NEW", "browser", "commune", "english"]
