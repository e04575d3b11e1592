"""What the tests of officials' pages share."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import MORNING, Commune, commune_at_work, dossier_accepted
from tests.builders.forms import form_published, question
from tests.builders.identity import actor_make, client_for
from tests.builders.letters import letter_rules_set
from tests.builders.organisations import province_make
from tests.builders.scanned import component_of
from tests.builders.signatures import commune_keys, holder_for, signers

from motcua.dossiers.letter_rules import LetterSigner, SignatureWay
from motcua.forms.queries import form_get
from motcua.identity.types import Role
from motcua.kernel import clock
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


@pytest.fixture
def drawing(db):
    """A commune where somebody draws processes and the leader approves."""
    from tests.office.processes import Desk

    with scope_use(SYSTEM):
        return Desk()


@pytest.fixture
def no_text(monkeypatch):
    """Text is read in tests/documents/test_scans.py; here it would only take time."""
    from motcua.documents.scans import text

    monkeypatch.setattr(text, "_languages", frozenset)
    with clock.clock_set(MORNING):
        yield


@pytest.fixture
def scan_code(commune, no_text) -> str:
    """A dossier with papers to digitise."""
    with scope_use(SYSTEM):
        return dossier_accepted(commune)


@pytest.fixture
def scan_url(scan_code) -> str:
    """The page of its first component."""
    return f"/office/dossiers/{scan_code}/scans/{component_of(scan_code)}/"


@pytest.fixture
def bench(db):
    from tests.office.drafting import Bench

    with clock.clock_set(MORNING):
        with scope_use(SYSTEM):
            made = Bench()
        yield made


@pytest.fixture
def headed(commune):
    """The commune lets the director of its centre sign refusals."""
    with scope_use(SYSTEM):
        letter_rules_set(commune.unit, refusal=(LetterSigner.HEAD, SignatureWay.HELD))
    return commune


@pytest.fixture
def letter_keys(headed, tmp_path):
    """The director, the leader and both units have keys."""
    keys = commune_keys(headed) | {
        f"account:{headed.director.username}": holder_for(headed.director.name),
        f"unit:{headed.centre.code}": holder_for(headed.centre.full_name),
    }
    with signers(tmp_path / "keys", keys):
        yield
