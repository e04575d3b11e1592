"""The list of questions between units."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of
from tests.office.acting import get, text

from motcua.dossiers import services
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_both_sides_see_it_and_what_is_late(commune):
    with scope_use(SYSTEM), at():
        economy = body_of(commune.unit, "kt")
        colleague = actor_make(role=Role.SPECIALIST, unit=economy)
        code = dossier_at(commune, Act.APPRAISE)
        asked = services.Asked(unit_ids=(economy.id,), question="Đất?", limit="2wh")
        services.opinion_ask(actor=commune.specialist, code=code, asked=asked)
    url = "/office/opinions/"
    assert code in text(get(colleague, url))
    assert code not in text(get(colleague, f"{url}?state=late"))
    assert code in text(get(colleague, f"{url}?state=late", hours=30))
    assert code not in text(get(colleague, f"{url}?who=theirs"))
    ours = text(get(commune.specialist, f"{url}?who=theirs"))
    assert f"/office/dossiers/{code}/#opinion-1" in ours
    assert "No questions here" in text(get(commune.specialist, url))
    assert "No questions here" in text(get(colleague, f"{url}?state=over"))
