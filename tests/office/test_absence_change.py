"""An absence gets another last day, or ends; not by the substitute, and not unseen."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at
from tests.builders.identity import actor_make
from tests.office.acting import get, post, text
from tests.office.test_absence import asked

from motcua.identity.models import Substitution
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/office/absence/"


@pytest.fixture
def stand_in(commune):
    with scope_use(SYSTEM), at():
        return actor_make(role=Role.SPECIALIST, unit=commune.office)


def test_it_is_extended_and_ended_and_not_by_the_substitute(commune, stand_in):
    post(commune.specialist, URL, **asked(stand_in))
    with scope_use(SYSTEM):
        row = Substitution.objects.get()
    change = f"{URL}change/"
    later = {"substitution": row.pk, "version": row.version, "last_day": "2026-09-20"}
    assert post(stand_in, change, **later).status_code == 404
    assert "The last day is changed" in text(post(commune.specialist, change, **later))
    stale = text(post(commune.specialist, change, **later))
    assert "Somebody else has changed this substitution" in stale
    end = {"substitution": row.pk, "version": row.version + 1, "end": "1"}
    assert "It has ended." in text(post(commune.specialist, change, **end))
    assert "No absence of yours" in text(get(commune.specialist, URL, hours=3))
    assert "Choose which absence" in text(post(commune.specialist, change))
