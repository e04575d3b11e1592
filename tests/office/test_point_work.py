"""Taking in at a point: remembered for the day, counted for the point."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at
from tests.builders.identity import client_for
from tests.builders.paying import text
from tests.builders.visits import point_held
from tests.office.outwork import out_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def out(db):
    return out_at_work()


def test_intake_says_the_point_until_one_is_back(out):
    point = point_held(out.commune)
    with at():
        client = client_for(out.officer)
        page = client.post(f"/office/points/{point}/work/", follow=True)
        assert "What you take in today counts for" in text(page)
        assert "At the extra point" in text(client.get("/office/intake/"))
        session = client.session
        session["point"] = [point, "2026-09-09"]
        session.save()
        assert "At the extra point" not in text(client.get("/office/intake/")), "of yesterday"
    with at():
        client.post(f"/office/points/{point}/work/", {"leave": "1"})
        assert "At the extra point" not in text(client.get("/office/intake/"))
    assert out.post(f"/office/points/{point}/work/", out.stranger).status_code == 404
