"""What the tests of officials' pages share."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import Commune, commune_at_work
from tests.builders.forms import form_published, question
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import province_make

from motcua.forms.queries import form_get
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use


@pytest.fixture
def english(settings):
    """Pages in English, so that tests read their words."""
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def commune(db) -> Commune:
    """A commune with one person per role."""
    with scope_use(SYSTEM):
        return commune_at_work()


@pytest.fixture
def province(db):
    with scope_use(SYSTEM):
        return province_make()


@pytest.fixture
def editor(province):
    with scope_use(SYSTEM):
        return client_for(actor_make(role=Role.BUSINESS_ADMIN, unit=province))


@pytest.fixture
def second(province):
    with scope_use(SYSTEM):
        return client_for(actor_make(role=Role.CONTROLLER, unit=province))


@pytest.fixture
def published(province):
    with scope_use(SYSTEM):
        return form_published(
            question("name"), question("moved", "yes_no"), question("since", "date", show="moved")
        )


@pytest.fixture
def draft(editor, published):
    answer = editor.post("/office/forms/start/", {"procedure": ""})
    return form_get(int(answer["Location"].split("/")[-2]))
