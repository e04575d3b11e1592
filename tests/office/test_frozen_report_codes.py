"""The frozen list behind a number: read on the record."""

from __future__ import annotations

import pytest
from tests.builders.frozen import (
    URL,
    bureau_at_work,
    frozen_make,
    late_entry,
    page_of,
    renewed,
    sent,
)
from tests.builders.identity import actor_make, client_for

from motcua.identity.types import Role
from motcua.kernel.models import AccessRecord

pytestmark = [pytest.mark.usefixtures("english")]


@pytest.fixture
def bureau(system_scope):
    with bureau_at_work() as made:
        yield made


def test_lists_are_read_on_the_record(bureau):
    code = frozen_make(bureau)
    client = client_for(bureau.leader)
    before = AccessRecord.objects.filter(subject__startswith="frozen:").count()
    assert ": 2" in page_of(client, f"{URL}{code}/codes/?line=&column=c3")
    assert AccessRecord.objects.filter(subject__startswith="frozen:").count() == before + 1
    assert client.get(f"{URL}{code}/codes/?line=&column=zz").status_code == 404
    assert client_for(bureau.stranger).get(f"{URL}{code}/codes/?line=&column=c3").status_code == 404


def test_whoever_reads_reports_and_no_board_sees_sums_and_no_codes(bureau):
    first = sent(bureau, frozen_make(bureau))
    late_entry(bureau)
    code = renewed(bureau, first)
    finance = client_for(actor_make(role=Role.FINANCE, unit=bureau.commune.unit))
    page = page_of(finance, f"{URL}{code}/?check=1")
    assert "What differs from version 1" in page
    assert "codes/?" not in page
    assert "H19." not in page
    assert finance.get(f"{URL}{code}/codes/?line=&column=c3").status_code in {403, 404}
    assert "H19." in page_of(client_for(bureau.leader), f"{URL}{code}/?check=1")
