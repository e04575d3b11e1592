"""Planning an audit: the plan is kept, auditors of their own work are refused with the reason."""

from __future__ import annotations

import pytest
from tests.builders.identity import client_for
from tests.builders.quality import kept_make
from tests.office.qualitydesk import plan_data

from motcua.quality.models import Audit

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]
URL = "/office/audits/new/"


def test_it_stands_in_the_programme():
    kept = kept_make()
    client = client_for(kept.keeper)
    assert kept.auditor.name in client.get(URL).content.decode()
    answer = client.post(URL, plan_data(kept))
    assert answer.status_code == 302
    assert Audit.objects.get().auditor_ids == [kept.auditor.account_id]


def test_ones_own_work_is_refused_at_the_auditors_and_what_was_typed_stays():
    kept = kept_make()
    answer = client_for(kept.keeper).post(URL, plan_data(kept, lead=kept.officer.account_id))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nobody audits their own work" in page
    assert "Đánh giá quý (mẫu)" in page
    assert Audit.objects.count() == 0


def test_it_is_not_for_everybody():
    kept = kept_make()
    assert client_for(kept.officer).get(URL).status_code in {403, 404}
    stranger = client_for(kept_make().keeper).post(URL, plan_data(kept))
    assert stranger.status_code == 422
    assert Audit.objects.count() == 0
