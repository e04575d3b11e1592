"""Rounds of a centre: planned with a team of one or two."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.outwork import out_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def out(db):
    return out_at_work()


HERE = "/office/rounds/"


def test_a_round_is_planned_and_wrong_ones_are_refused(out):
    assert "No round is planned" in text(out.get(HERE))
    data = {
        "day": "2026-09-11", "starts": "07:30", "vehicle": "motorbike", "service_minutes": "30",
        "account_ids": [out.officer.account_id], "key": "6f1f7b7e-7f7c-4c39-9a6f-0d8a5a3f7c41",
    }  # fmt: skip
    assert out.post(HERE, **{**data, "day": "2026-09-01"}).status_code == 422
    assert out.post(HERE, **{**data, "account_ids": []}).status_code == 422
    page = text(out.post(HERE, **data))
    assert "Choose whom to visit" in page
    assert "Round 1" in text(out.post(HERE, **data)), "pressed twice is one round"
    listed = text(out.get(HERE))
    assert "Round 1" in listed
    assert "Round 2" not in listed
    assert "Round 1" not in text(out.get(HERE, out.stranger))
