"""The frozen list behind a number: read on the record."""

from __future__ import annotations

import re

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
from motcua.office.views import frozen_report, frozen_report_codes

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


def test_what_came_and_went_can_be_paged_through(bureau, monkeypatch):
    monkeypatch.setattr(frozen_report, "NAMED", 0)
    monkeypatch.setattr(frozen_report_codes, "PAGE", 1)
    code = sent(bureau, frozen_make(bureau))
    late, later = late_entry(bureau), late_entry(bureau, days=2)
    second = renewed(bureau, code)
    client = client_for(bureau.leader)
    wanted = re.compile(rf'"({URL}{second}/codes/\?line=\d+&amp;column=c3&amp;moved=1)"')
    found = wanted.search(page_of(client, f"{URL}{second}/"))
    assert found
    path = found[1].replace("&amp;", "&")
    first_page = page_of(client, path)
    assert min(late, later) in first_page.partition("<li>+ ")[2]
    assert max(late, later) not in first_page
    assert max(late, later) in page_of(client, f"{path}&page=2")
    assert client.get(path.replace(second, code)).status_code == 404
    assert client_for(bureau.stranger).get(path).status_code == 404
