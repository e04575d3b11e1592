"""The form as the citizen will see it."""

from __future__ import annotations

import pytest
from tests.office.formdesk import body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_preview_draws_as_the_citizen_sees_it_and_keeps_nothing(second, draft):
    where = f"/office/forms/{draft.id}/preview/one/"
    page = body(second.get(where, {"width": "phone"}))
    assert "preview-phone" in page
    assert 'name="moved"' in page
    assert "Please write this down" in body(second.post(where, {}))
    good = {"name": "Lan", "moved": "no"}
    assert "These answers would be taken" in body(second.post(where, good))
    assert second.get(f"/office/forms/{draft.id}/preview/nowhere/").status_code == 404
