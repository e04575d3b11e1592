"""The programme of a year: what is planned stands there, another unit's does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.identity import client_for
from tests.builders.quality import audit_held, kept_make

from motcua.kernel import clock
from motcua.quality.types import Grade

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]
URL = "/office/audits/"


def test_an_empty_year_says_what_will_stand_here_and_who_plans():
    kept = kept_make()
    page = client_for(kept.keeper).get(URL).content.decode()
    assert "No audit is planned" in page
    assert "Plan an audit" in page
    assert "Plan an audit" not in client_for(kept.officer).get(URL).content.decode()
    assert client_for(kept.keeper).get(URL, {"year": "x"}).status_code == 200


def test_a_line_tells_state_findings_and_lateness_and_stays_with_its_unit():
    kept = kept_make()
    audit_held(kept, Grade.MINOR, Grade.CONFORM)
    page = client_for(kept.officer).get(URL).content.decode()
    assert "being held" in page
    assert "overdue" not in page
    assert "(mẫu)" not in client_for(kept_make().keeper).get(URL).content.decode()
    year = clock.today().year
    with clock.clock_set(clock.now() + timedelta(days=5)):
        assert "overdue" in client_for(kept.officer).get(URL, {"year": year}).content.decode()
