"""The frozen list behind a number: read on the record."""

from __future__ import annotations

import re

import pytest
from tests.builders.frozen import (
    URL,
    bureau_at_work,
    computed,
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
    page = computed(finance, code)
    assert "gives the same figures" in page
    assert "What differs from version 1" in page
    assert "codes/?" not in page
    assert "H19." not in page
    assert finance.get(f"{URL}{code}/codes/?line=&column=c3").status_code in {403, 404}
    assert "H19." in page_of(client_for(bureau.leader), f"{URL}{code}/")


def test_what_came_and_went_can_be_paged_through(bureau, monkeypatch):
    monkeypatch.setattr(frozen_report, "NAMED", 0)
    monkeypatch.setattr(frozen_report_codes, "PAGE", 1)
    code = sent(bureau, frozen_make(bureau))
    late, later = late_entry(bureau), late_entry(bureau, days=2)
    second = renewed(bureau, code)
    client = client_for(bureau.leader)
    wanted = re.compile(rf'"({URL}{second}/codes/\?line=\d+&amp;column=c3&amp;moved=before)"')
    found = wanted.search(page_of(client, f"{URL}{second}/"))
    assert found
    path = found[1].replace("&amp;", "&")
    first_page = page_of(client, path)
    assert min(late, later) in first_page.partition("<li>+ ")[2]
    assert max(late, later) not in first_page
    second_page = page_of(client, f"{path}&after=%2B{min(late, later)}")
    assert max(late, later) in second_page
    assert f"after=%2B{min(late, later)}" in first_page
    assert 'start="2"' in second_page
    assert client.get(path.replace(second, code)).status_code == 404
    assert client_for(bureau.stranger).get(path).status_code == 404


def test_what_differs_now_is_opened_whole_by_readers_of_the_board_alone(bureau, monkeypatch):
    monkeypatch.setattr(frozen_report, "NAMED", 0)
    code = sent(bureau, frozen_make(bureau))
    late = late_entry(bureau)
    finance = client_for(actor_make(role=Role.FINANCE, unit=bureau.commune.unit))
    path = f"{URL}{code}/codes/?line=&column=c3&moved=now"
    leader = client_for(bureau.leader)
    assert leader.get(path).status_code == 404, "nobody has looked yet"
    page = computed(finance, code)
    assert "What stands differs now" in page
    assert late not in page
    assert "moved=now" not in page
    assert finance.get(path).status_code in {403, 404}
    opened = re.search(r'href="([^"]+moved=now)"', page_of(leader, f"{URL}{code}/"))
    assert opened
    text = page_of(leader, opened[1].replace("&amp;", "&"))
    assert f"+ <code>{late}</code>" in text or late in text.partition("<li>+ ")[2]
    assert "as computed again at" in text
    assert leader.get(path.replace("c3", "zz")).status_code == 404


def test_what_no_page_asks_for_is_not_there_and_not_on_the_record(bureau):
    code = sent(bureau, frozen_make(bureau))
    late_entry(bureau)
    path = f"{URL}{renewed(bureau, code)}/codes/?line=&column=c3&moved="
    client = client_for(bureau.leader)
    before = AccessRecord.objects.filter(subject__startswith="frozen:").count()
    for wrong in ("%00", "nix", "before%00", "x" * 5000):
        assert client.get(path + wrong).status_code == 404
    assert AccessRecord.objects.filter(subject__startswith="frozen:").count() == before
    for right in ("before", "1"):
        assert client.get(path + right).status_code == 200
    record = AccessRecord.objects.filter(subject__startswith="frozen:").latest("pk")
    assert record.purpose.endswith("moved before")
