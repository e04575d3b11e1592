"""The schedule: rules are set and ended."""

from __future__ import annotations

import pytest
from tests.builders.frozen import (
    URL,
    bureau_at_work,
    page_of,
)
from tests.builders.identity import client_for

from motcua.oversight.frozen.queries import rules_of

pytestmark = [pytest.mark.usefixtures("english")]


@pytest.fixture
def bureau(system_scope):
    with bureau_at_work() as made:
        yield made


def test_a_rule_is_set_once_and_ended_with_a_reason(bureau):
    above = client_for(bureau.above)
    order = {
        "report": "ii06a", "every": "month", "reach": "below", "draft_day": 1, "due_day": 5,
        "valid_from": "2026-09-01", "source": "Công văn mẫu", "mail": "",
    }  # fmt: skip
    url = f"{URL}schedule/?unit={bureau.province.code}"
    assert "No report is scheduled" in page_of(above, url)
    assert above.post(url, {**order, "due_day": 0}).status_code == 422
    assert above.post(url, order).status_code == 302
    assert above.post(url, order).status_code == 422  # it is there
    rule = rules_of(bureau.province.id)[0].id
    text = page_of(client_for(bureau.maker), f"{URL}schedule/")
    assert "set by the unit above" in text
    assert '<td class="num" data-label="Drawn up on working day">1</td>' in text
    forbidden = client_for(bureau.leader).post(url, {"rule": rule, f"end-{rule}-text": "x"})
    assert forbidden.status_code == 404  # the province's page is not the commune's
    assert above.post(url, {"rule": rule, f"end-{rule}-text": " "}).status_code == 422
    assert above.post(url, {"rule": rule, f"end-{rule}-text": "Bãi bỏ"}).status_code == 302
    assert "Bãi bỏ" in page_of(above, url)
