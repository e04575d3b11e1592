"""The list of frozen reports: freezing by hand, what is due, the first page."""

from __future__ import annotations

import pytest
from tests.builders.frozen import (
    MONTH,
    URL,
    bureau_at_work,
    frozen_make,
    late_entry,
    page_of,
    renewed,
    rule_order,
    sent,
    signed,
)
from tests.builders.identity import actor_make, client_for

from motcua.identity.types import Role
from motcua.oversight.frozen.models import ReportOrder
from motcua.oversight.frozen.queries import lists, orders_shown
from motcua.oversight.frozen.services import asking, looking, working
from motcua.oversight.frozen.services.scheduling import rule_set
from motcua.oversight.frozen.types import Reach

pytestmark = [pytest.mark.usefixtures("english")]


@pytest.fixture
def bureau(system_scope):
    with bureau_at_work() as made:
        yield made


def test_who_has_to_act_finds_it_on_the_first_page(bureau):
    code = signed(bureau, frozen_make(bureau))
    assert code in page_of(client_for(bureau.leader), "/office/board/")
    assert code not in page_of(client_for(bureau.maker), "/office/board/")


def test_versions_and_lists_of_a_unit(bureau):
    code = sent(bureau, frozen_make(bureau))
    late_entry(bureau)
    second = renewed(bureau, code)
    rule_set(actor=bureau.maker, unit_id=bureau.unit_id, order=rule_order(reach=Reach.OWN))
    text = page_of(client_for(bureau.maker), URL)
    assert code in text
    assert second in text
    assert "Due next" in text


def again(client, bureau, act, order_id):
    url = f"{URL}?unit={bureau.commune.unit.code}"
    return client.post(url, {"act": act, "order": order_id}, follow=True).content.decode()


def test_what_came_to_nothing_is_told_asked_again_and_put_away(bureau):
    code = frozen_make(bureau)
    asking.report_renew(actor=bureau.maker, code=code, version=1, reason="Chốt lại")
    working.orders_work()
    maker = client_for(bureau.maker)
    text = page_of(maker, URL)
    assert "no new version was made" in text
    assert "Nothing differs: the frozen report stands as it is." in text
    assert "no new version was made" in page_of(maker, f"{URL}{code}/")
    (order,) = orders_shown(bureau.unit_id)
    assert "a new version is being made" in again(maker, bureau, "again", order.id)
    assert "This is not possible now" in again(maker, bureau, "drop", order.id)
    working.orders_work()
    assert "Put away." in again(maker, bureau, "drop", order.id)
    assert "no new version was made" not in page_of(maker, URL)
    assert "There is no such request here" in again(maker, bureau, "drop", "x")


def test_who_only_reads_is_not_offered_it_and_refused(bureau):
    asking.report_freeze(actor=bureau.maker, unit_id=bureau.unit_id, report="ii06a", period=MONTH)
    ReportOrder.objects.update(tries=working.TRIES)
    working.orders_work()
    (order,) = orders_shown(bureau.unit_id)
    url = f"{URL}?unit={bureau.commune.unit.code}"
    above = client_for(bureau.above)
    text = page_of(above, url)
    assert "was not frozen" in text
    assert 'value="again"' not in text
    assert above.post(url, {"act": "again", "order": order.id}).status_code == 403


def test_codes_behind_a_refusal_are_for_whoever_reads_the_board(bureau, monkeypatch):
    code = frozen_make(bureau)
    late = late_entry(bureau)
    monkeypatch.setattr(looking, "events_later", lambda *_codes, **_place: {})
    monkeypatch.setattr(looking, "causes_of", lambda *_codes, **_when: ())
    asking.report_renew(actor=bureau.maker, code=code, version=1, reason="Nhập muộn")
    working.orders_work()
    leader = client_for(bureau.leader)
    finance = client_for(actor_make(role=Role.FINANCE, unit=bureau.commune.unit))
    for url in (f"{URL}?unit={bureau.commune.unit.code}", f"{URL}{code}/"):
        for client in (leader, finance):
            assert "Figures differ though nothing was recorded that" in page_of(client, url)
        assert f"It is about: <code>{late}</code>" in page_of(leader, url)
        assert late not in page_of(finance, url)


def test_a_second_person_meets_what_the_first_one_asked_for(bureau):
    form = {"report": "ii06a", "period": "2026-09-01/2026-09-30"}
    url = f"{URL}?unit={bureau.commune.unit.code}"
    client_for(bureau.leader).post(url, form)
    answer = client_for(bureau.maker).post(url, form, follow=True)
    assert "Somebody has asked for it already" in answer.content.decode()
    assert "Mẫu Lãnh Đạo asked for it on" in answer.content.decode()
    assert working.orders_work() == 1


def test_the_list_goes_on_by_key(bureau, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 1)
    code = sent(bureau, frozen_make(bureau))
    late_entry(bureau)
    second = renewed(bureau, code)
    maker = client_for(bureau.maker)
    listed = f'/office/frozen-reports/{code}/"'
    first_page = page_of(maker, URL)
    assert listed not in first_page
    assert f"after={second}" in first_page
    last_page = page_of(maker, f"{URL}?after={second}")
    assert listed in last_page
    assert f"after={code}" not in last_page
    assert f"after={second}" in page_of(maker, f"{URL}?after=nix"), "an unknown key begins anew"
