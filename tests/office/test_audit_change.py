"""A plan changes with a reason; what was planned stays visible."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.identity import client_for
from tests.builders.quality import kept_make, plan_make
from tests.office.qualitydesk import plan_data

from motcua.kernel import clock
from motcua.quality.models import Audit
from motcua.quality.services.audits import audit_plan

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]


def test_it_is_asked_why_and_the_slower_one_keeps_the_words():
    kept = kept_make()
    audit_id = audit_plan(actor=kept.keeper, plan=plan_make(kept))
    url, client = f"/office/audits/{audit_id}/change/", client_for(kept.keeper)
    assert client.get(url).status_code == 200
    later = (clock.today() + timedelta(days=9)).isoformat()
    data = plan_data(kept, last_day=later, reason="", version=1)
    assert client.post(url, data).status_code == 422
    stale = client.post(url, data | {"reason": "Bận họp", "version": 0})
    assert stale.status_code == 409
    assert "Bận họp" in stale.content.decode()
    assert client.post(url, data | {"reason": "Bận họp"}).status_code == 302
    assert Audit.objects.get().last_day.isoformat() == later
    page = client.get(f"/office/audits/{audit_id}/").content.decode()
    assert "Bận họp" in page
    own = client.post(url, data | {"lead": kept.officer.account_id, "reason": "x1", "version": 2})
    assert "Nobody audits their own work" in own.content.decode()
    assert client_for(kept_make().keeper).get(url).status_code == 404
