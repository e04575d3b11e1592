"""A frozen report as a file: preview, paper, workbook, JSON."""

from __future__ import annotations

import json

import pytest
from tests.builders.frozen import (
    URL,
    bureau_at_work,
    frozen_make,
    sent,
)
from tests.builders.identity import client_for

from motcua.kernel.outbox import outbox_deliver

pytestmark = [pytest.mark.usefixtures("english")]


@pytest.fixture
def bureau(system_scope):
    with bureau_at_work() as made:
        yield made


def test_files_open_before_and_after_it_was_sent(bureau):
    code = frozen_make(bureau)
    client = client_for(bureau.leader)
    assert client.get(f"{URL}{code}/pdf/").content[:5] == b"%PDF-"
    assert client.get(f"{URL}{code}/exe/").status_code == 404
    sent(bureau, code)
    outbox_deliver()
    told = json.loads(client.get(f"{URL}{code}/json/").content)
    assert (told["code"], told["sheet"]["totals"][0]) == (code, 2)
    assert [one["what"] for one in told["steps"]] == ["drafted", "signed", "approved", "sent"]
    assert client.get(f"{URL}{code}/xlsx/").content[:2] == b"PK"
    pdf = client.get(f"{URL}{code}/pdf/")
    assert b"".join(pdf)[:5] == b"%PDF-"
    assert client_for(bureau.stranger).get(f"{URL}{code}/json/").status_code == 404
