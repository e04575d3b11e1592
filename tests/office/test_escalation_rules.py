"""Who is told when: a unit sets it, what makes no sense is refused, it stays on record."""

from __future__ import annotations

import pytest
from tests.office.acting import get, post, text

from motcua.dossiers.models import Ladder
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
RULES = "/office/escalations/rules/"


def test_a_unit_sets_who_is_told_and_it_stays_on_record(commune):
    page = text(get(commune.leader, RULES))
    assert "what comes with the system holds" in page
    data = {
        "before_two_days": -3, "before_two_turns": ["holder", "head"],
        "before_one_days": -1, "due_days": 0, "due_turns": ["leader"],
        "overdue_days": 1, "overdue_times": 3, "overdue_turns": ["director"],
        "reason": "Theo quy chế của xã",
    }  # fmt: skip
    wrong = post(commune.leader, RULES, **{**data, "before_two_days": 2})
    assert wrong.status_code == 422
    assert "Each rung comes later" in text(wrong)
    assert post(commune.leader, RULES, **{**data, "reason": " "}).status_code == 422
    done = text(post(commune.leader, RULES, **data))
    assert "From now on reminders are sent so." in done
    assert "Theo quy chế của xã" in done
    with scope_use(SYSTEM):
        [row] = Ladder.objects.all()
    assert [one["code"] for one in row.rungs] == ["before_two", "due", "overdue"]
    assert get(commune.specialist, RULES).status_code == 404
