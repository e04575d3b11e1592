"""Recording a withdrawal."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_registered
from tests.office.acting import dossier_url, get, guarded, post, seen, text

from motcua.dossiers.types import Status
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        return dossier_registered(commune)


def test_it_ends_with_the_reason(commune, code):
    url = dossier_url(code, "withdraw")
    assert "cannot be taken up again" in text(get(commune.counter, url))
    page = text(post(commune.counter, url, version=1, reason="moved <i>away</i>"))
    assert seen(code).status is Status.WITHDRAWN
    assert "moved &lt;i&gt;away&lt;/i&gt;" in page


def test_others_may_not(commune, code):
    guarded(commune, dossier_url(code, "withdraw"), wrong=commune.clerk)
