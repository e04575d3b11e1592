"""One frozen report: the whole way on its page, refusals, what differs now."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders.frozen import (
    MONTH,
    REPORT,
    URL,
    acted,
    approved,
    bureau_at_work,
    computed,
    done,
    frozen_make,
    late_entry,
    page_of,
    seen,
    sent,
    seq,
)
from tests.builders.identity import client_for

from motcua.dossiers.services.verify import Breach
from motcua.indicators.models import Proof
from motcua.kernel import clock
from motcua.kernel.outbox import outbox_deliver
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.frozen.models import ReportOrder
from motcua.oversight.frozen.services import asking, looking, working
from motcua.oversight.frozen.types import Act, Cause, CauseKind, State

pytestmark = [pytest.mark.usefixtures("english")]


@pytest.fixture
def bureau(system_scope):
    with bureau_at_work() as made:
        yield made


def test_the_whole_way_on_pages(bureau):
    maker, leader, above = (client_for(one) for one in (bureau.maker, bureau.leader, bureau.above))
    period = "2026-09-01/2026-09-30"
    answer = maker.post(
        f"{URL}?unit={bureau.commune.unit.code}", {"report": "ii06a", "period": period}
    )
    assert answer.status_code == 302
    text = page_of(maker, answer.url)
    assert "is being made" in text
    assert "Mẫu Lập Biểu asked for it on" in text
    code = done(bureau.unit_id)
    assert "is being made" not in page_of(maker, answer.url)
    assert "to be signed" in page_of(maker, f"{URL}{code}/")
    assert acted(maker, bureau, code, "sign").status_code == 422  # the box is not ticked
    assert acted(maker, bureau, code, "sign", sure="on").status_code == 302
    assert "waits for a leader of" in page_of(maker, f"{URL}{code}/")
    assert "I approve these figures" not in page_of(maker, f"{URL}{code}/")
    assert acted(leader, bureau, code, "return", text="").status_code == 422
    assert acted(leader, bureau, code, "approve", sure="on").status_code == 302
    assert acted(maker, bureau, code, "send", sure="on").status_code == 302
    text = page_of(maker, f"{URL}{code}/")
    assert "is being checked and sent" in text
    assert "It goes to" not in text, "nothing more is asked of the worker meanwhile"
    done(bureau.unit_id)
    outbox_deliver()
    assert "Confirm the receipt" in page_of(above, f"{URL}{code}/")
    assert acted(above, bureau, code, "seen", sure="on").status_code == 302
    with scope_use(SYSTEM):
        assert seen(bureau, code).standing.state is State.SENT
        assert len(seen(bureau, code).standing.seen) == 1
    assert "gives the same figures" in computed(maker, code)
    again = maker.post(
        f"{URL}?unit={bureau.commune.unit.code}", {"report": "ii06a", "period": period}
    )
    assert again.status_code == 422
    assert "frozen already" in again.content.decode()


def test_a_stale_page_and_a_crooked_form_change_nothing(bureau):
    code = frozen_make(bureau)
    client = client_for(bureau.maker)
    answer = client.post(f"{URL}{code}/", {"act": "sign", "version": "9", "sign-sure": "on"})
    assert answer.status_code == 409
    assert client.post(f"{URL}{code}/", {"act": "approve", "version": "1"}).status_code == 302
    assert client_for(bureau.stranger).get(f"{URL}{code}/").status_code == 404
    assert client.get(f"{URL}?unit=nix").status_code == 404
    wrong = client.post(f"{URL}?unit={bureau.commune.unit.code}", {"report": "x", "period": "y"})
    assert wrong.status_code == 422
    with scope_use(SYSTEM):
        assert seq(bureau, code) == 1


def test_what_cannot_be_a_code_is_no_report(bureau):
    client = client_for(bureau.leader)
    for wrong in ("%00", "05528-ii06a-2026-09-v1%00", "x" * 121):
        assert client.get(f"{URL}{wrong}/").status_code == 404
        assert client.get(f"{URL}{wrong}/codes/?line=&column=c3").status_code == 404


def test_what_differs_now_is_shown_and_a_new_version_offered(bureau):
    code = sent(bureau, frozen_make(bureau))
    late = late_entry(bureau)
    client = client_for(bureau.maker)
    text = computed(client, code)
    assert "What stands differs now" in text
    assert '<td class="num" data-label="Before">2</td>' in text
    assert late in text
    answer = acted(client, bureau, code, "renew", text="Nhập muộn")
    assert answer.status_code == 302
    assert "a new version is being made" in page_of(client, answer.url)
    second = done(bureau.unit_id)
    assert second.endswith("-v2")
    shown = page_of(client, f"{URL}{second}/")
    assert "What differs from version 1" in shown
    assert late in shown


def test_it_is_computed_again_by_the_worker_for_whoever_reads_it_and_holds_nothing_up(bureau):
    code = approved(bureau, frozen_make(bureau))
    above, maker = client_for(bureau.above), client_for(bureau.maker)
    assert above.post(f"{URL}{code}/", {"act": "look"}).status_code == 302
    text = page_of(above, f"{URL}{code}/")
    assert "is being computed again and compared" in text
    assert "Compute it again now" not in text
    assert "already" in above.post(f"{URL}{code}/", {"act": "look"}, follow=True).content.decode()
    assert "is being computed" not in page_of(maker, f"{URL}?unit={bureau.commune.unit.code}")
    assert acted(maker, bureau, code, "send", sure="on").status_code == 302, (
        "a look changes nothing"
    )
    assert working.orders_work() == 2
    text = page_of(above, f"{URL}{code}/")
    assert "gives the same figures" in text
    assert "Computed again at" in text
    with scope_use(SYSTEM):
        assert seen(bureau, code).standing.state is State.SENT
    assert client_for(bureau.stranger).post(f"{URL}{code}/", {"act": "look"}).status_code == 404


def test_while_figures_are_not_what_was_sealed_the_page_says_why_nothing_is_sent(bureau):
    code = approved(bureau, frozen_make(bureau))
    client = client_for(bureau.maker)
    assert "not proved yet" in page_of(client, f"{URL}{code}/")
    with scope_use(SYSTEM):
        Proof.objects.create(name="figures", broken_at=clock.now())
    assert "do not agree with the sealed records" in page_of(client, f"{URL}{code}/")
    answer = acted(client, bureau, code, "send", sure="on")
    assert answer.status_code == 409
    assert "no report is frozen, signed or sent" in answer.content.decode()


def test_a_cause_beside_the_dossiers_is_told_above_them(bureau, monkeypatch):
    code = frozen_make(bureau)
    late = late_entry(bureau)
    cause = Cause(
        CauseKind.MOVED, "05528", "Phường Mẫu", "Tỉnh A", "Tỉnh B", date(2026, 10, 1), None, (late,)
    )
    monkeypatch.setattr(looking, "events_later", lambda *_codes, **_place: {})
    monkeypatch.setattr(looking, "causes_of", lambda *_codes, **_when: (cause,))
    text = computed(client_for(bureau.maker), code)
    assert "Phường Mẫu (05528) is under Tỉnh B since" in text
    assert "before: Tỉnh A. Nobody noted when that was recorded." in text
    assert "for the reason above" in text
    assert "Do not trust" not in text


def test_a_look_that_failed_is_tried_again_or_put_away_on_the_page(bureau):
    code = frozen_make(bureau)
    above = client_for(bureau.above)
    above.post(f"{URL}{code}/", {"act": "look"})
    ReportOrder.objects.filter(act=Act.LOOK).update(tries=working.TRIES)
    working.orders_work()
    text = page_of(above, f"{URL}{code}/")
    assert "was not computed again" in text
    assert 'value="again"' in text
    assert 'value="drop"' in text
    row = ReportOrder.objects.get(act=Act.LOOK)
    answer = above.post(f"{URL}{code}/", {"act": "again", "order": row.pk}, follow=True)
    assert "is being computed again and compared" in answer.content.decode()
    ReportOrder.objects.filter(act=Act.LOOK).update(tries=working.TRIES)
    working.orders_work()
    answer = above.post(f"{URL}{code}/", {"act": "drop", "order": row.pk}, follow=True)
    assert "Put away." in answer.content.decode()
    assert "was not computed again" not in page_of(above, f"{URL}{code}/")


def test_what_a_look_found_stands_until_the_next_one(bureau, monkeypatch):
    code = frozen_make(bureau)
    client = client_for(bureau.maker)
    with monkeypatch.context() as patch:
        patch.setattr(looking, "codes_sound", lambda codes: [Breach("I4", codes[0], "bad")])
        text = computed(client, code)
    assert "Do not trust this report" in text
    assert "This stands here until it is computed again." in text
    assert "Do not trust this report" not in computed(client, code)


def test_a_provinces_total_stands_first_and_communes_with_nothing_apart(bureau):
    asking.report_freeze(
        actor=bureau.above, unit_id=bureau.province.id, report=REPORT, period=MONTH
    )
    code = done(bureau.province.id)
    text = page_of(client_for(bureau.above), f"{URL}{code}/")
    table, rest = text.split("<tbody>")[1].split("</tbody>")
    assert table.index("Total") < table.index(bureau.commune.unit.full_name)
    assert "Mẫu Khác" not in table
    assert "units with nothing to count in this period" in rest
    assert "Mẫu Khác" in rest
