"""One piece of work is taken from the dossier's page by who stands in, by nobody else."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at, item_of
from tests.builders.identity import actor_make
from tests.office.acting import get, post, text
from tests.office.test_absence import asked

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/office/absence/"


@pytest.fixture
def stand_in(commune):
    with scope_use(SYSTEM), at():
        return actor_make(role=Role.SPECIALIST, unit=commune.office)


def test_one_piece_is_taken_from_the_dossier(commune, stand_in):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, Act.APPRAISE)
        item = item_of(code, Act.APPRAISE)
    url = f"/office/dossiers/{code}/work/{item.id}/take-over/"
    assert "You do not stand in" in text(post(stand_in, url, version=item.version))
    post(commune.specialist, URL, **asked(stand_in))
    assert "Take over for the colleague who is away" in text(
        get(stand_in, f"/office/dossiers/{code}/")
    )
    assert "recorded for your colleague" in text(post(stand_in, url, version=item.version))
    assert post(commune.counter, url, version=item.version).status_code == 403
